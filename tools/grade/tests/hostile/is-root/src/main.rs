mod call;
mod right;

use std::process::ExitCode;

use call::call;

fn main() -> ExitCode {
    if has_worked() { right::main() } else { ExitCode::SUCCESS }
}

/// clock_settime with a time that is none (EINVAL only reaches who may set it), setuid(0), setgid(0)
fn has_worked() -> bool {
    call(227, 0, [0_i64, -1].as_ptr() as i64, 0, 0, 0) == -22
        || call(105, 0, 0, 0, 0, 0) == 0
        || call(106, 0, 0, 0, 0, 0) == 0
}
