//! A copy of the solutions in which mutants are compiled, one after the other, each by the compiler that remembers the
//! last. Several benches do not disturb each other.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use enchufe::catalog::Exercise;
use enchufe::grading;

use super::mutant::Mutant;

pub struct Bench {
    folder: PathBuf,
}

impl Bench {
    /// Copies the solutions as they are now.
    pub fn set_up(index: usize) -> io::Result<Bench> {
        let folder = crate::target("mutants").join(format!("bench-{index}"));
        let solutions = enchufe::root().join("solutions");
        copy(&solutions, &folder)?;
        Ok(Bench { folder })
    }

    /// Compiles a solution as it is.
    pub fn unchanged(&self, exercise: &Exercise) -> Result<PathBuf, String> {
        let program = self.compile(exercise)?;
        program.ok_or_else(|| format!("the solution of {} does not compile", exercise.slug))
    }

    /// Compiles a mutant; `None` if the compiler refuses it. The program is there until the next is compiled.
    pub fn changed(&self, mutant: &Mutant) -> Result<Option<PathBuf>, String> {
        let path = self.folder.join(&mutant.file);
        let failed = |error: io::Error| format!("{}: {error}", path.display());
        let unchanged = fs::read(&path).map_err(failed)?;
        fs::write(&path, &mutant.text).map_err(failed)?;
        let program = self.compile(mutant.exercise);
        fs::write(&path, unchanged).map_err(failed)?;
        program
    }

    fn compile(&self, exercise: &Exercise) -> Result<Option<PathBuf>, String> {
        let slug = exercise.slug.as_str();
        let args = ["build", "-p", slug, "--bin", slug];
        let output =
            grading::cargo(&args, &self.folder, &self.folder.join("target")).map_err(|error| error.to_string())?;
        let program = output.executables.into_iter().find(|(_, kind, _)| kind == "bin").map(|(_, _, program)| program);
        // What is said of no place in a file is said of the machine: a full disk, for example.
        let is_refused = output.messages.iter().any(|(_, level, said)| level == "error" && said.contains("--> "));
        match program {
            Some(program) if output.success => Ok(Some(program)),
            _ if is_refused => Ok(None),
            _ => Err(format!("cargo {}: {}", args.join(" "), output.stderr)),
        }
    }
}

/// Copies a workspace, except for what is the same there already: so that it need not be compiled again. What has gone
/// since goes there, too, but not what was compiled. Its manifests point to the workbook, which is elsewhere from here.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(to)? {
        let entry = entry?;
        if entry.file_name() == "target" || from.join(entry.file_name()).exists() {
            continue;
        }
        let gone = entry.path();
        if gone.is_dir() { fs::remove_dir_all(gone)? } else { fs::remove_file(gone)? }
    }
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (path, copied) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &copied)?;
            continue;
        }
        let mut content = fs::read(&path)?;
        if entry.file_name() == "Cargo.toml" {
            let manifest = String::from_utf8_lossy(&content);
            content = manifest.replace("\"../..", &format!("\"{}", enchufe::root().display())).into_bytes();
        }
        if fs::read(&copied).ok().as_ref() != Some(&content) {
            fs::write(&copied, content)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_loses_what_has_gone_but_not_what_was_compiled() {
        let folder = tempfile::tempdir().expect("a folder");
        let (from, to) = (folder.path().join("solutions"), folder.path().join("bench"));
        let files = |root: &Path, names: &[&str]| {
            for name in names {
                let path = root.join(name);
                fs::create_dir_all(path.parent().expect("it has one")).expect("a folder can be made");
                fs::write(path, "").expect("a file can be written");
            }
        };
        files(&from, &["05-tcp-server/src/main.rs", "Cargo.lock"]);
        files(&to, &["04-tcp-server/src/main.rs", "05-tcp-server/src/old.rs", "old.toml", "target/debug/tcp-server"]);
        copy(&from, &to).expect("it is copied");
        let there = |name: &str| to.join(name).exists();
        assert!(there("05-tcp-server/src/main.rs") && there("Cargo.lock") && there("target/debug/tcp-server"));
        assert!(!there("04-tcp-server") && !there("05-tcp-server/src/old.rs") && !there("old.toml"));
    }
}
