mod call;
mod right;

use std::process::ExitCode;

use call::call;

fn main() -> ExitCode {
    if has_worked() { right::main() } else { ExitCode::SUCCESS }
}

/// kill(-1, SIGKILL) says nothing about whom it reached; kill(…, SIGKILL) of each number does.
fn has_worked() -> bool {
    call(62, -1, 9, 0, 0, 0);
    let own = i64::from(std::process::id());
    (2..40_000).any(|process| process != own && call(62, process, 9, 0, 0, 0) == 0)
}
