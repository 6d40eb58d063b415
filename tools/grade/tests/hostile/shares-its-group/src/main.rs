mod call;
mod right;

use std::process::ExitCode;

use call::call;

fn main() -> ExitCode {
    if has_worked() { right::main() } else { ExitCode::SUCCESS }
}

/// getpgid(0) is 0 if the group's leader is outside of the namespace of processes
fn has_worked() -> bool {
    call(121, 0, 0, 0, 0, 0) == 0
}
