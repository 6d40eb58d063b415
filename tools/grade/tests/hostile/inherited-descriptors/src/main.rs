mod call;
mod right;

use std::process::ExitCode;

use call::call;

fn main() -> ExitCode {
    if has_worked() { right::main() } else { ExitCode::SUCCESS }
}

/// fcntl(descriptor, F_GETFD)
fn has_worked() -> bool {
    (3..4096).any(|descriptor| call(72, descriptor, 1, 0, 0, 0) >= 0)
}
