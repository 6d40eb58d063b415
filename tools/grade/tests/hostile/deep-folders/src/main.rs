mod right;

use std::process::ExitCode;

fn main() -> ExitCode {
    if has_worked() { right::main() } else { ExitCode::SUCCESS }
}

fn has_worked() -> bool {
    let down = |_| std::fs::create_dir("deeper").is_ok() && std::env::set_current_dir("deeper").is_ok();
    std::env::set_current_dir("/tmp").is_ok() && (0..20_000).all(down)
}
