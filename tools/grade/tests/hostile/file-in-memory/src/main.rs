mod call;
mod right;

use std::process::ExitCode;

use call::call;

fn main() -> ExitCode {
    if has_worked() { right::main() } else { ExitCode::SUCCESS }
}

/// memfd_create(name, 0)
fn has_worked() -> bool {
    call(319, c"x".as_ptr() as i64, 0, 0, 0, 0) >= 0
}
