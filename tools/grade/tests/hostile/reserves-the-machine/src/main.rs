mod right;

use std::process::ExitCode;

fn main() -> ExitCode {
    if has_worked() { right::main() } else { ExitCode::SUCCESS }
}

fn has_worked() -> bool {
    Vec::<u8>::new().try_reserve_exact(64 << 30).is_ok()
}
