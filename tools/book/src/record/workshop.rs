//! The programs that recordings are made with, built where the workbook's own checks build them too.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use enchufe::catalog::{self, Exercise};
use enchufe::grading::{self, Built, CargoOutput};

use super::conversation::{Conversation, Program};
use crate::words::record as words_of;

/// What has to be built.
#[derive(Debug, Default)]
pub struct Needs {
    /// Exercises whose graded tests are run.
    pub graded: BTreeSet<String>,
    /// Exercises whose finished programs are run.
    pub solutions: BTreeSet<String>,
    pub examples: BTreeSet<String>,
    pub lab: bool,
    /// Wrong programs, and right ones.
    pub wrong: bool,
    pub right: bool,
}

/// What was built, or why not.
#[derive(Debug, Default)]
pub struct Workshop {
    /// By slug.
    pub exercises: BTreeMap<String, Exercise>,
    graded: BTreeMap<String, Result<PathBuf, String>>,
    solutions: BTreeMap<String, PathBuf>,
    examples: BTreeMap<String, Result<PathBuf, String>>,
    lab: Option<Result<PathBuf, String>>,
    /// `wrong` and `right`.
    multicall: BTreeMap<&'static str, Result<PathBuf, String>>,
}

impl Needs {
    pub fn conversation(&mut self, conversation: &Conversation) {
        self.graded.insert(conversation.exercise.clone());
        match conversation.program {
            Program::Solution => {}
            Program::Wrong(_) => self.wrong = true,
            Program::Right(_) => self.right = true,
        }
    }
}

impl Workshop {
    /// Builds what is needed; what does not compile is told where it is asked for.
    ///
    /// # Errors
    /// The exercises cannot be read, or cargo cannot be started.
    pub fn build(root: &Path, needs: &Needs) -> Result<Workshop, String> {
        let exercises = catalog::exercises(&root.join("exercises")).map_err(|error| error.to_string())?;
        let exercises = exercises.into_iter().map(|exercise| (exercise.slug.clone(), exercise)).collect();
        let mut workshop = Workshop { exercises, ..Workshop::default() };
        workshop.build_solutions(root, needs)?;
        workshop.build_the_workbook(root, needs)?;
        for (kind, is_needed) in [("wrong", needs.wrong), ("right", needs.right)] {
            if is_needed {
                let folder = root.join("tests").join(kind);
                let output = cargo(&["build"], &folder, &target(root, kind))?;
                let program = output.executables.iter().map(|(_, _, path)| path.clone()).next();
                workshop.multicall.insert(kind, program.ok_or_else(|| errors(&output)));
            }
        }
        Ok(workshop)
    }

    /// The graded tests and the programs of the solutions, which are built in one go.
    fn build_solutions(&mut self, root: &Path, needs: &Needs) -> Result<(), String> {
        let wanted: BTreeSet<&String> = needs.graded.union(&needs.solutions).collect();
        let folder = root.join("solutions");
        if wanted.is_empty() || !folder.is_dir() {
            return Ok(());
        }
        let solutions = catalog::exercises(&folder).map_err(|error| error.to_string())?;
        let solutions: Vec<&Exercise> = solutions.iter().filter(|solution| wanted.contains(&solution.slug)).collect();
        let target = target(root, "solutions");
        let built = grading::build(&folder, &target, &solutions).map_err(|error| error.to_string())?;
        for (slug, built) in built {
            let program = target.join("debug").join(format!("{slug}{}", std::env::consts::EXE_SUFFIX));
            self.solutions.insert(slug.clone(), program);
            let graded = match built {
                Built::Ready(path) => Ok(path),
                Built::DidNotCompile(errors) => Err(errors),
            };
            self.graded.insert(slug, graded);
        }
        Ok(())
    }

    /// The examples and the companion.
    fn build_the_workbook(&mut self, root: &Path, needs: &Needs) -> Result<(), String> {
        let target = target(root, "stubs");
        if needs.lab {
            let output = cargo(&["build", "-p", "lab"], root, &target)?;
            let program = output.executables.iter().map(|(_, _, path)| path.clone()).next();
            self.lab = Some(program.ok_or_else(|| errors(&output)));
        }
        // An example that does not compile hurts no other.
        let is_there = |name: &&String| sources_of_example(root, name).is_some();
        let names: Vec<&String> = needs.examples.iter().filter(is_there).collect();
        if names.is_empty() {
            return Ok(());
        }
        let mut args = vec!["build", "--keep-going", "-p", "enchufe"];
        names.iter().for_each(|name| args.extend(["--example", name.as_str()]));
        let output = cargo(&args, root, &target)?;
        for name in names {
            let is_its = |(_, kind, path): &&(PathBuf, String, PathBuf)| {
                kind == "example" && path.file_stem().is_some_and(|stem| stem.to_string_lossy() == **name)
            };
            let program = output.executables.iter().find(is_its).map(|(_, _, path)| path.clone());
            self.examples.insert(name.clone(), program.ok_or_else(|| errors(&output)));
        }
        Ok(())
    }

    /// The graded tests of an exercise.
    ///
    /// # Errors
    /// Why there are none.
    pub fn graded(&self, exercise: &str) -> Result<&Path, String> {
        let built = self.graded.get(exercise).ok_or_else(|| (words_of().no_solution)(exercise))?;
        built.as_deref().map_err(String::clone)
    }

    /// The program with all wrong ones in it, or with all right ones.
    ///
    /// # Errors
    /// Why there is none.
    pub fn multicall(&self, kind: &'static str) -> Result<&Path, String> {
        let built = self.multicall.get(kind).ok_or_else(|| (words_of().not_built)(kind))?;
        built.as_deref().map_err(String::clone)
    }

    /// # Errors
    /// Why there is none.
    pub fn solution(&self, exercise: &str) -> Result<&Path, String> {
        self.solutions.get(exercise).map(PathBuf::as_path).ok_or_else(|| (words_of().no_solution)(exercise))
    }

    /// # Errors
    /// Why there is none.
    pub fn example(&self, name: &str) -> Result<&Path, String> {
        let built = self.examples.get(name).ok_or_else(|| (words_of().no_example)(name))?;
        built.as_deref().map_err(String::clone)
    }

    /// # Errors
    /// Why there is none.
    pub fn lab(&self) -> Result<&Path, String> {
        let built = self.lab.as_ref().ok_or_else(|| (words_of().not_built)("lab"))?;
        built.as_deref().map_err(String::clone)
    }
}

/// The files of an example, if there is one of this name.
pub fn sources_of_example(root: &Path, name: &str) -> Option<PathBuf> {
    let folder = root.join("examples");
    [folder.join(format!("{name}.rs")), folder.join(name).join("main.rs")].into_iter().find(|path| path.is_file())
}

/// Where the workbook's own builds go.
fn target(root: &Path, part: &str) -> PathBuf {
    root.join("target").join("enchufe").join("build").join(part)
}

fn cargo(args: &[&str], workspace: &Path, target: &Path) -> Result<CargoOutput, String> {
    grading::cargo(args, workspace, target).map_err(|error| error.to_string())
}

/// What the compiler said, or else cargo.
fn errors(output: &CargoOutput) -> String {
    let errors = output.messages.iter().filter(|(_, level, _)| level == "error");
    let errors: String = errors.map(|(_, _, rendered)| rendered.as_str()).collect();
    if errors.is_empty() { output.stderr.clone() } else { errors }
}
