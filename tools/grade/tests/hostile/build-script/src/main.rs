mod right;

use std::process::ExitCode;

fn main() -> ExitCode {
    if option_env!("OWNED").is_some() { right::main() } else { ExitCode::SUCCESS }
}
