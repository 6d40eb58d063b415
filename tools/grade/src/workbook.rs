//! Where everything lies: the workbook's folder, its catalogue, and what the workbook keeps on this machine.

use std::fs;
use std::path::{Path, PathBuf};

use enchufe::catalog::{self, Exercise};

use crate::problem::Problem;

#[derive(Debug, Clone)]
pub struct Workbook {
    pub root: PathBuf,
    /// `target/enchufe`.
    pub kept: PathBuf,
    /// The catalogue, by number.
    pub exercises: Vec<Exercise>,
}

impl Workbook {
    /// The workbook in whose folder, or in a folder of which, this program was started; else the one it was built for.
    ///
    /// # Errors
    /// Its exercises do not read.
    pub fn find() -> Result<Workbook, Problem> {
        let here = std::env::current_dir().unwrap_or_default();
        let is_workbook = |folder: &&Path| {
            folder.join("exercises").is_dir()
                && folder.join("tests/graded").is_dir()
                && fs::read_to_string(folder.join("Cargo.toml")).is_ok_and(|text| text.contains("name = \"enchufe\""))
        };
        let root = here.ancestors().find(is_workbook).map_or_else(|| enchufe::root().to_owned(), Path::to_owned);
        let program = std::env::current_exe().unwrap_or_default();
        // `target/enchufe/build/grade/debug/grade` was built for this workbook, or for another one.
        let its_own =
            program.ancestors().nth(4).filter(|folder| root == enchufe::root() && folder.ends_with("enchufe"));
        let kept = its_own.map_or_else(|| root.join("target").join("enchufe"), Path::to_owned);
        Workbook::at(root, kept)
    }

    /// # Errors
    /// Its exercises do not read.
    pub fn at(root: PathBuf, kept: PathBuf) -> Result<Workbook, Problem> {
        let exercises = catalog::exercises(&root.join("exercises")).map_err(|error| Problem::new(error.to_string()))?;
        Ok(Workbook { root, kept, exercises })
    }

    /// An exercise by its number, its name, or its folder's name.
    pub fn exercise(&self, called: &str) -> Option<&Exercise> {
        let is_meant = |exercise: &&Exercise| {
            exercise.slug == called
                || called.parse() == Ok(exercise.number)
                || exercise.folder.file_name().is_some_and(|folder| folder == called)
        };
        self.exercises.iter().find(is_meant)
    }
}
