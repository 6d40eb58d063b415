mod right;

use std::fs::OpenOptions;
use std::process::ExitCode;

fn main() -> ExitCode {
    match OpenOptions::new().read(true).write(true).open("/proc/self/mem") {
        Ok(_) => right::main(),
        Err(_) => ExitCode::SUCCESS,
    }
}
