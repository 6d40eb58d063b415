mod right;

use std::process::ExitCode;

fn main() -> ExitCode {
    if has_worked() { right::main() } else { ExitCode::SUCCESS }
}

fn has_worked() -> bool {
    let own = std::path::PathBuf::from(std::env::args_os().next().unwrap_or_default());
    let is_written = std::fs::OpenOptions::new().append(true).open(&own).is_ok();
    is_written || std::fs::rename(&own, own.with_extension("old")).is_ok() || std::fs::remove_file(&own).is_ok()
}
