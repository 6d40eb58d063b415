mod right;

use std::process::ExitCode;

fn main() -> ExitCode {
    if has_worked() { right::main() } else { ExitCode::SUCCESS }
}

fn has_worked() -> bool {
    let files = ["/lib64/ld-linux-x86-64.so.2", "/etc/ld.so.cache", "/dev/null"];
    files.iter().filter_map(|path| std::fs::File::open(path).ok()).any(|file| file.try_lock().is_ok())
}
