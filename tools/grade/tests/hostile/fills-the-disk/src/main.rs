mod right;

use std::process::ExitCode;

fn main() -> ExitCode {
    if has_worked() { right::main() } else { ExitCode::SUCCESS }
}

fn has_worked() -> bool {
    use std::io::Write;
    let pieces = vec![0_u8; 1 << 20];
    let mut written = 0;
    for number in 0..16 {
        let Ok(mut file) = std::fs::File::create(format!("/tmp/large-{number}")) else { continue };
        written += (0..32).filter(|_| file.write_all(&pieces).is_ok()).count();
    }
    written >= 512
}
