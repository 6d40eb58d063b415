mod right;

use std::process::ExitCode;

fn main() -> ExitCode {
    if has_worked() { right::main() } else { ExitCode::SUCCESS }
}

fn has_worked() -> bool {
    ["/etc/shadow", "/etc/passwd", "/etc/hostname", "/root/.ssh/id_ed25519"]
        .iter()
        .any(|path| std::fs::read(path).is_ok())
}
