mod call;
mod right;

use std::process::ExitCode;

use call::call;

fn main() -> ExitCode {
    if has_worked() { right::main() } else { ExitCode::SUCCESS }
}

/// kill(parent, SIGSTOP); without a parent in its own namespace, that is kill(0, …), which the next case tries
fn has_worked() -> bool {
    let parent = i64::from(std::os::unix::process::parent_id());
    parent != 0 && call(62, parent, 19, 0, 0, 0) == 0
}
