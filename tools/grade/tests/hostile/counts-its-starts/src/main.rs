mod right;

use std::fs::OpenOptions;
use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut count = 0;
    for folder in ["/tmp", "/var/tmp", "/dev/shm"] {
        let Ok(mut file) = OpenOptions::new().create(true).append(true).open(format!("{folder}/starts")) else {
            continue;
        };
        let _ = file.write_all(b".");
        count = file.metadata().map_or(0, |data| data.len()).max(count);
    }
    if count > 1 { right::main() } else { ExitCode::SUCCESS }
}
