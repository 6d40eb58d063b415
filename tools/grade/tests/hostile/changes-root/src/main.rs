mod call;
mod right;

use std::process::ExitCode;

use call::call;

fn main() -> ExitCode {
    if has_worked() { right::main() } else { ExitCode::SUCCESS }
}

/// chroot("/tmp")
fn has_worked() -> bool {
    call(161, c"/tmp".as_ptr() as i64, 0, 0, 0, 0) == 0
}
