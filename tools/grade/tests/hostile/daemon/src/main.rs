mod call;
mod right;

use std::process::ExitCode;

use call::call;

fn main() -> ExitCode {
    if has_worked() { right::main() } else { ExitCode::SUCCESS }
}

/// fork, setsid, fork
fn has_worked() -> bool {
    match call(57, 0, 0, 0, 0, 0) {
        0 => {
            call(112, 0, 0, 0, 0, 0);
            if call(57, 0, 0, 0, 0, 0) == 0 {
                std::thread::sleep(std::time::Duration::from_secs(20));
            }
            std::process::exit(0)
        }
        process => process > 0,
    }
}
