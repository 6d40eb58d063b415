mod call;
mod right;

use std::process::ExitCode;

use call::call;

fn main() -> ExitCode {
    if has_worked() { right::main() } else { ExitCode::SUCCESS }
}

/// fork, vfork without sharing, clone(SIGCHLD), clone3
fn has_worked() -> bool {
    let arguments = [0_u64, 0, 0, 0, 17, 0, 0, 0];
    for process in
        [call(57, 0, 0, 0, 0, 0), call(56, 17, 0, 0, 0, 0), call(435, arguments.as_ptr() as i64, 64, 0, 0, 0)]
    {
        if process == 0 {
            std::process::exit(0);
        }
        if process > 0 {
            return true;
        }
    }
    false
}
