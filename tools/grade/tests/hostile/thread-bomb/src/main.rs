mod right;

use std::process::ExitCode;

fn main() -> ExitCode {
    if has_worked() { right::main() } else { ExitCode::SUCCESS }
}

fn has_worked() -> bool {
    let start = |_| {
        std::thread::Builder::new()
            .stack_size(16 * 1024)
            .spawn(|| std::thread::park_timeout(std::time::Duration::from_secs(60)))
    };
    let is_ok = (0..20_000).all(|number| start(number).is_ok());
    is_ok
}
