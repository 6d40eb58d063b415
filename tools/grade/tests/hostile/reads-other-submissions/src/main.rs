mod right;
mod search;

use std::process::ExitCode;

fn main() -> ExitCode {
    if has_worked() { right::main() } else { ExitCode::SUCCESS }
}

fn has_worked() -> bool {
    let own = std::path::PathBuf::from(std::env::args_os().next().unwrap_or_default());
    search::search(|path| {
        let is_source =
            path.extension().is_some_and(|ending| ending == "rs") && path.iter().any(|name| name == "exercises");
        let is_program = path.ends_with("programs/addresses") && *path != own;
        (is_source || is_program) && std::fs::File::open(path).is_ok()
    })
}
