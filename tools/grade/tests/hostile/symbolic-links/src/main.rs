mod right;

use std::process::ExitCode;

fn main() -> ExitCode {
    if has_worked() { right::main() } else { ExitCode::SUCCESS }
}

fn has_worked() -> bool {
    let _ = std::os::unix::fs::symlink("/etc/passwd", "/tmp/soft");
    let _ = std::fs::hard_link("/etc/passwd", "/tmp/hard");
    let _ = std::os::unix::fs::symlink("/", "/tmp/root");
    ["/tmp/soft", "/tmp/hard", "/tmp/root/etc/passwd"].iter().any(|path| std::fs::read(path).is_ok())
}
