//! What every command starts from: the workbook, its exercises, the language.

use std::fs;
use std::path::{Path, PathBuf, is_separator};

use enchufe::catalog::{self, Exercise};
use enchufe::words::Lang;

use crate::problem::Problem;
use crate::words::general;

/// The workbook as it lies on this machine.
pub struct Lab {
    pub root: PathBuf,
    /// By number.
    pub exercises: Vec<Exercise>,
    pub lang: Lang,
    /// Whether `--lang` was on the command line.
    pub lang_was_given: bool,
}

impl Lab {
    /// Reads the catalogue. `given` is the language on the command line, instead of the one around.
    ///
    /// # Errors
    /// A manifest cannot be used, or there is no exercise.
    pub fn open(given: Option<Lang>) -> Result<Lab, Problem> {
        let lang = given.unwrap_or_else(Lang::current);
        let root = found_from_here().unwrap_or_else(|| enchufe::root().to_owned());
        let folder = root.join("exercises");
        let exercises = catalog::exercises(&folder)
            .map_err(|error| Problem::new(error.to_string()).advise(general(lang).restore_manifest))?;
        if exercises.is_empty() {
            return Err(Problem::new((general(lang).no_exercises)(&folder)));
        }
        Ok(Lab { root, exercises, lang, lang_was_given: given.is_some() })
    }

    /// The exercise with this number (`3`, `03`), name or folder.
    pub fn named(&self, given: &str) -> Option<&Exercise> {
        let given = last_part(given);
        let is_it = |exercise: &&Exercise| {
            let folder = exercise.folder.file_name().unwrap_or_default().to_string_lossy();
            given.parse() == Ok(exercise.number) || given == exercise.slug || given == folder
        };
        self.exercises.iter().find(is_it)
    }

    /// The exercise that a person means: by number (`3`, `03`), by name, by folder, or by the beginning of its name.
    ///
    /// # Errors
    /// None or several are meant.
    pub fn find(&self, given: &str) -> Result<&Exercise, Problem> {
        let words = general(self.lang);
        let given = last_part(given);
        if let Some(exercise) = self.named(given) {
            return Ok(exercise);
        }
        let names = |found: &[&Exercise]| {
            found
                .iter()
                .map(|exercise| format!("{:02} {}", exercise.number, exercise.slug))
                .collect::<Vec<_>>()
                .join(", ")
        };
        let begins = |exercise: &&Exercise| !given.is_empty() && exercise.slug.starts_with(given);
        match &self.exercises.iter().filter(begins).collect::<Vec<_>>()[..] {
            [exercise] => Ok(exercise),
            [] => {
                Err(Problem::new((words.no_such_exercise)(given, &names(&self.exercises.iter().collect::<Vec<_>>()))))
            }
            several => Err(Problem::new((words.several_exercises)(given, &names(several)))),
        }
    }

    /// The folder where the workbook keeps what it makes: `enchufe` in cargo's target directory.
    pub fn kept(&self) -> PathBuf {
        let program = std::env::current_exe().unwrap_or_default();
        // `target/debug/lab` was built for this workbook, or for another one.
        let its_target = program.ancestors().nth(2).filter(|_| self.root == enchufe::root());
        its_target.map_or_else(|| self.root.join("target"), PathBuf::from).join("enchufe")
    }

    /// Where the reports of graded tests go: `ENCHUFE_REPORTS`, as for the tests themselves, else a folder beside the
    /// rest that is kept. A whole path: the tests run in another folder than the one where somebody typed a part of it.
    pub fn reports(&self) -> PathBuf {
        let given = std::env::var_os("ENCHUFE_REPORTS").map(PathBuf::from);
        let whole = given.map(|given| std::path::absolute(&given).unwrap_or(given));
        whole.unwrap_or_else(|| self.kept().join("reports"))
    }

    /// The file of a chapter of the book, in this language.
    pub fn chapter(&self, chapter: &str) -> PathBuf {
        self.root.join("book").join(self.lang.code()).join(format!("{chapter}.md"))
    }

    /// A path as a person in the workbook's folder would write it.
    pub fn short(&self, path: &Path) -> String {
        path.strip_prefix(&self.root).unwrap_or(path).display().to_string()
    }
}

/// What a path ends with: a shell completes the name of a folder with those that it lies in. A backslash divides paths
/// on Windows; elsewhere it is a letter like others.
fn last_part(given: &str) -> &str {
    given.trim_end_matches(is_separator).rsplit(is_separator).next().unwrap_or(given)
}

/// The workbook in whose folder, or in a folder of which, this program was started.
fn found_from_here() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    let is_workbook = |folder: &&Path| {
        folder.join("exercises").is_dir()
            && fs::read_to_string(folder.join("Cargo.toml")).is_ok_and(|text| text.contains("name = \"enchufe\""))
    };
    here.ancestors().find(is_workbook).map(Path::to_owned)
}

#[cfg(test)]
mod tests {
    use super::last_part;

    #[test]
    fn a_path_ends_with_its_last_folder() {
        for given in ["03-tcp-client", "exercises/03-tcp-client", "./exercises/03-tcp-client//"] {
            assert_eq!(last_part(given), "03-tcp-client", "{given}");
        }
    }

    #[cfg(windows)]
    #[test]
    fn a_backslash_divides_a_path() {
        assert_eq!(last_part(r".\exercises\03-tcp-client\"), "03-tcp-client");
    }

    #[cfg(unix)]
    #[test]
    fn a_backslash_is_a_letter() {
        assert_eq!(last_part(r"exercises/a\b\"), r"a\b\");
    }
}
