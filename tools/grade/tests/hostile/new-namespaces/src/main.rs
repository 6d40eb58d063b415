mod call;
mod right;

use std::process::ExitCode;

use call::call;

fn main() -> ExitCode {
    if has_worked() { right::main() } else { ExitCode::SUCCESS }
}

/// unshare(CLONE_NEWUSER), unshare(CLONE_NEWNET), clone(CLONE_NEWUSER | SIGCHLD)
fn has_worked() -> bool {
    call(272, 0x1000_0000, 0, 0, 0, 0) == 0
        || call(272, 0x4000_0000, 0, 0, 0, 0) == 0
        || call(56, 0x1000_0011, 0, 0, 0, 0) > 0
}
