mod call;
mod right;

use std::process::ExitCode;

use call::call;

fn main() -> ExitCode {
    if has_worked() { right::main() } else { ExitCode::SUCCESS }
}

/// socket(AF_VSOCK, SOCK_STREAM, 0)
fn has_worked() -> bool {
    call(41, 40, 1, 0, 0, 0) >= 0
}
