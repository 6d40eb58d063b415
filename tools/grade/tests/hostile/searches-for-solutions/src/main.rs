mod right;
mod search;

use std::process::ExitCode;

fn main() -> ExitCode {
    if has_worked() { right::main() } else { ExitCode::SUCCESS }
}

fn has_worked() -> bool {
    let is_solution = |path: &std::path::PathBuf| {
        path.ends_with("01-addresses/src/main.rs")
            && std::fs::read_to_string(path).is_ok_and(|text| text.contains("fn scope_of_ipv6"))
    };
    search::search(is_solution)
}
