mod call;
mod right;

use std::process::ExitCode;

use call::call;

fn main() -> ExitCode {
    if has_worked() { right::main() } else { ExitCode::SUCCESS }
}

/// rt_sigprocmask(SIG_BLOCK, all), kill(0, SIGINT), kill(0, SIGTERM). Nothing that it can see says whether others got it.
fn has_worked() -> bool {
    let all = u64::MAX;
    call(14, 0, &raw const all as i64, 0, 8, 0);
    call(62, 0, 2, 0, 0, 0);
    call(62, 0, 15, 0, 0, 0);
    false
}
