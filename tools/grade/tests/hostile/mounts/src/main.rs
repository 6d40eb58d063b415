mod call;
mod right;

use std::process::ExitCode;

use call::call;

fn main() -> ExitCode {
    if has_worked() { right::main() } else { ExitCode::SUCCESS }
}

/// mount("proc", "/tmp", "proc", 0, 0)
fn has_worked() -> bool {
    call(165, c"proc".as_ptr() as i64, c"/tmp".as_ptr() as i64, c"proc".as_ptr() as i64, 0, 0) == 0
}
