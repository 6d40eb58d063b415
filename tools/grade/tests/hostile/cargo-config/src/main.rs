mod right;

use std::process::ExitCode;

#[allow(unexpected_cfgs)]
fn main() -> ExitCode {
    if cfg!(owned) { right::main() } else { ExitCode::SUCCESS }
}
