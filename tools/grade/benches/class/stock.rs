//! What the class writes its submissions from: the solutions, the right and the wrong programs, the exercises as they
//! come, and the hostile submissions, all out of this repository.

use std::fs;
use std::path::{Path, PathBuf};

use enchufe::catalog::Exercise;

use crate::corpus::{self, Case};
use crate::{made_up, multicall};

/// Files of one exercise: the name below its `src`, and the text.
pub type Files = Vec<(String, String)>;

/// One exercise, in every way that it can be handed in.
pub struct Shelf {
    /// `exercises/03-tcp-client`
    pub folder: String,
    pub solution: Files,
    pub stub: Files,
    /// The solution's program in other styles.
    pub right: Vec<String>,
    pub wrong: Vec<String>,
}

pub struct Stock {
    pub shelves: Vec<Shelf>,
    pub hostile: Vec<Case>,
    /// Names that do harm to whoever shows them carelessly.
    pub hostile_names: Vec<String>,
}

impl Stock {
    /// # Errors
    /// Something of the repository cannot be read: a hand-out has no solutions, for example.
    pub fn read(root: &Path, exercises: &[Exercise], tier: u8) -> Result<Stock, String> {
        let shelves = exercises.iter().map(|exercise| Shelf::read(root, exercise)).collect::<Result<_, _>>()?;
        let mut hostile = corpus::cases();
        hostile.retain(|case| case.is_hostile() && case.blocked_from <= tier);
        // Those that a folder can have.
        let mut hostile_names = made_up::hostile();
        hostile_names.retain(|name| name != ".." && !name.contains('/'));
        Ok(Stock { shelves, hostile, hostile_names })
    }
}

impl Shelf {
    fn read(root: &Path, exercise: &Exercise) -> Result<Shelf, String> {
        let name = exercise.folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let programs = |of: &str| entries(&root.join("tests").join(of).join(&exercise.slug));
        let read = |path: &PathBuf| fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()));
        let has_ending = |path: &PathBuf, ending: &str| path.extension().is_some_and(|it| it == ending);
        let mut right: Vec<String> =
            programs("right")?.iter().filter(|path| has_ending(path, "rs")).map(read).collect::<Result<_, _>>()?;
        let mut wrong = Vec::new();
        for path in programs("wrong")? {
            match path.extension().and_then(|ending| ending.to_str()) {
                Some("edit") => wrong.push(multicall::apply(&path, &root.join("solutions"))),
                Some("rs") => wrong.push(read(&path)?),
                _ => {}
            }
        }
        right.retain(|text| needs_no_other_crates(text));
        wrong.retain(|text| needs_no_other_crates(text));
        Ok(Shelf {
            folder: format!("exercises/{name}"),
            solution: sources(&root.join("solutions").join(name).join("src"))?,
            stub: sources(&root.join("tools/lab/stubs").join(name).join("src"))?,
            right,
            wrong,
        })
    }
}

/// An exercise has what its manifest names, and the programs beside the graded tests have more.
fn needs_no_other_crates(text: &str) -> bool {
    !["libc::", "mio::", "socket2", "tokio::"].iter().any(|word| text.contains(word))
}

fn sources(folder: &Path) -> Result<Files, String> {
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok((path.file_name().unwrap_or_default().to_string_lossy().into_owned(), text))
    };
    entries(folder)?.into_iter().map(read).collect()
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    Ok(paths)
}
