//! The programs that the graded tests are tried on: right ones, wrong ones, and what a wrong one says about itself.

use std::collections::BTreeSet;
use std::path::Path;

use enchufe::catalog::Exercise;

use crate::workshop::{Candidate, EXERCISES, multicall, quoted, sources};

/// Every right program of `tests/right`. Those whose interpreter is not on this machine are left out, and that is said.
pub fn right() -> Vec<Candidate> {
    let (program, interpreters) = (quoted(&multicall("right")), interpreters());
    let mut candidates = Vec::new();
    for exercise in EXERCISES.iter() {
        for source in sources("right", exercise) {
            let name = name("right", exercise, &source);
            let extension = source.extension().unwrap_or_default().to_string_lossy();
            let (command, multicall) = match interpreters.iter().find(|it| it.extension == extension) {
                Some(Interpreter { command: Some(command), .. }) => (format!("{command} {}", quoted(&source)), None),
                Some(Interpreter { language, .. }) => {
                    println!("skipped: {name}: there is no {language} on this machine");
                    continue;
                }
                None => (program.clone(), Some(name.trim_start_matches("right/").to_owned())),
            };
            candidates.push(Candidate { exercise, name, command: Some(command), multicall });
        }
    }
    candidates
}

/// Every wrong program of `tests/wrong`, with what it promises.
pub fn wrong() -> Vec<(Candidate, Promise)> {
    let program = quoted(&multicall("wrong"));
    let programs =
        EXERCISES.iter().flat_map(|exercise| sources("wrong", exercise).into_iter().map(move |it| (exercise, it)));
    let candidate = |(exercise, source): (&'static Exercise, std::path::PathBuf)| {
        let name = name("wrong", exercise, &source);
        let multicall = Some(name.trim_start_matches("wrong/").to_owned());
        (Candidate { exercise, name, command: Some(program.clone()), multicall }, Promise::read(&source))
    };
    programs.map(candidate).collect()
}

/// Every solution.
pub fn solutions() -> Vec<Candidate> {
    let solution = |exercise: &'static Exercise| Candidate {
        exercise,
        name: format!("solutions/{}", exercise.slug),
        command: None,
        multicall: None,
    };
    EXERCISES.iter().map(solution).collect()
}

fn name(kind: &str, exercise: &Exercise, source: &Path) -> String {
    format!("{kind}/{}/{}", exercise.slug, source.file_stem().unwrap_or_default().to_string_lossy())
}

/// What runs the programs of a language that is not compiled.
struct Interpreter {
    /// Of its programs' files.
    extension: &'static str,
    /// With the oldest version that will do.
    language: &'static str,
    /// The command, if this machine has it: the interpreter itself, not a script that looks for it.
    command: Option<String>,
}

fn interpreters() -> [Interpreter; 2] {
    let python = ["-c", "import sys; print(sys.executable if sys.version_info >= (3, 9) else '')"];
    let node = ["-p", "process.versions.node.split('.')[0] >= 18 ? process.execPath : ''"];
    [
        Interpreter {
            extension: "py",
            language: "Python 3.9",
            command: ["python3", "python"].into_iter().find_map(|it| itself(it, python)),
        },
        Interpreter { extension: "mjs", language: "Node 18", command: itself("node", node) },
    ]
}

/// The path that an interpreter names when it is asked in this way; nothing if it is not there, or too old.
fn itself(command: &str, asked: [&str; 2]) -> Option<String> {
    let output = std::process::Command::new(command).args(asked).output().ok()?;
    let path = String::from_utf8(output.stdout).ok()?.trim().to_owned();
    (output.status.success() && !path.is_empty()).then(|| quoted(Path::new(&path)))
}

/// What a wrong program says about itself in its first lines.
pub struct Promise {
    /// Its mistake: the file's name up to the first dot.
    pub slug: String,
    /// The tests that must fail under that name.
    pub fails: BTreeSet<String>,
    /// Set if it can only be shown on some machines, as `needs` says.
    pub depends_on_the_machine: bool,
}

impl Promise {
    fn read(source: &Path) -> Promise {
        let text = std::fs::read_to_string(source).expect("a wrong program can be read");
        let header = |key: &str| text.lines().find_map(|line| line.strip_prefix("//! ")?.strip_prefix(key));
        let fails = header("fails: ").unwrap_or_else(|| panic!("{}: no line `//! fails: …`", source.display()));
        let name = source.file_name().and_then(|name| name.to_str()).expect("a plain file name");
        Promise {
            slug: name.split('.').next().unwrap_or_default().to_owned(),
            fails: fails.split(',').map(|test| test.trim().to_owned()).collect(),
            depends_on_the_machine: header("needs: ").is_some(),
        }
    }
}
