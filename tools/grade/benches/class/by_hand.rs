//! What an instructor without a grader does: a copy of the workbook, the student's files into it, `cargo test`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::grader::Grader;
use crate::spent::{Spent, spent};
use crate::stock::{Files, Stock};
use crate::student::Student;

/// What both ways took for all of these students together.
#[derive(Debug, Clone, Copy, Default)]
pub struct ByHand {
    /// A copy and a target folder for each of them.
    pub fresh: Spent,
    /// One copy, in which everything was built before, for all.
    pub shared: Spent,
}

/// # Errors
/// A copy cannot be made, or `cargo test` did not come to the tests.
pub fn test(grader: &Grader, stock: &Stock, students: &[&Student], folder: &Path) -> Result<ByHand, String> {
    let mut took = ByHand::default();
    let mut last = None;
    for (index, student) in students.iter().enumerate() {
        let copy = Copy { folder: folder.join(format!("copy-{index}")), stock };
        grader.hand_out(&copy.folder)?;
        took.fresh += copy.test(student)?;
        // It stays until the next one is there: the last is the one that all share.
        if let Some(before) = last.replace(copy) {
            before.remove();
        }
    }
    let Some(copy) = last else { return Ok(took) };
    for student in students {
        took.shared += copy.test(student)?;
    }
    copy.remove();
    Ok(took)
}

/// A copy of the workbook, as a class receives it.
struct Copy<'a> {
    folder: PathBuf,
    stock: &'a Stock,
}

impl Copy<'_> {
    fn test(&self, student: &Student) -> Result<Spent, String> {
        for shelf in &self.stock.shelves {
            self.put(&shelf.folder, &shelf.stub)?;
        }
        for (name, bytes) in &student.files {
            self.write(&self.folder.join(name), bytes)?;
        }
        let mut command = Command::new(env!("CARGO"));
        command.arg("test").current_dir(&self.folder).env("CARGO_TARGET_DIR", self.folder.join("target"));
        // Nothing is loaded down: what is measured is this machine.
        command.env("CARGO_NET_OFFLINE", "true").env("ENCHUFE_LANG", "en").stdin(Stdio::null());
        let (output, spent) = spent(|| command.output());
        let output = output.map_err(|error| format!("cargo cannot be started: {error}"))?;
        // It fails for whoever has not solved everything; but it must have come so far.
        let said = String::from_utf8_lossy(&output.stdout);
        if said.contains(&format!("of {} exercises solved", self.stock.shelves.len())) {
            Ok(spent)
        } else {
            Err(format!("cargo test: {}\n{said}{}", output.status, String::from_utf8_lossy(&output.stderr)))
        }
    }

    fn put(&self, exercise: &str, files: &Files) -> Result<(), String> {
        let src = self.folder.join(exercise).join("src");
        fs::remove_dir_all(&src).map_err(|error| format!("{}: {error}", src.display()))?;
        files.iter().try_for_each(|(name, text)| self.write(&src.join(name), text.as_bytes()))
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> Result<(), String> {
        let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(path, bytes));
        written.map_err(|error| format!("{}: {error}", path.display()))
    }

    fn remove(self) {
        if let Err(error) = fs::remove_dir_all(&self.folder) {
            eprintln!("{}: {error}", self.folder.display());
        }
    }
}
