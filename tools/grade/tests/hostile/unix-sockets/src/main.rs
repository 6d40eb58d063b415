mod right;

use std::process::ExitCode;

fn main() -> ExitCode {
    if has_worked() { right::main() } else { ExitCode::SUCCESS }
}

fn has_worked() -> bool {
    let services = ["/run/docker.sock", "/run/systemd/private", "/run/dbus/system_bus_socket", "/dev/log"];
    services.iter().any(|path| std::os::unix::net::UnixStream::connect(path).is_ok())
        || std::os::unix::net::UnixListener::bind("/tmp/socket").is_ok()
        || std::os::unix::net::UnixDatagram::unbound().is_ok()
}
