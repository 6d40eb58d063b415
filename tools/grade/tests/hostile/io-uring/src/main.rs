mod call;
mod right;

use std::process::ExitCode;

use call::call;

fn main() -> ExitCode {
    if has_worked() { right::main() } else { ExitCode::SUCCESS }
}

/// io_uring_setup(4, {})
fn has_worked() -> bool {
    let mut parameters = [0_u64; 15];
    call(425, 4, parameters.as_mut_ptr() as i64, 0, 0, 0) >= 0
}
