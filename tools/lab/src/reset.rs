//! `cargo lab reset`: an exercise as it came. The student's program is kept, and can be brought back.

mod kept;

use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use enchufe::catalog::Exercise;

use self::kept::KeptFile;
use crate::lab::Lab;
use crate::problem::Problem;
use crate::progress;
use crate::terminal;
use crate::words::{general, reset as words_of};

/// What became of the student's program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// The file says already what it should say: nothing was done.
    Same,
    /// There was no file, or nothing in it was the student's.
    Nothing,
    /// It is here.
    At(PathBuf),
}

/// What a command line asks for.
enum Wish {
    Stub,
    List,
    /// A program that was kept: which one, the last unless it is said.
    Back(Option<usize>),
}

struct Asked<'l> {
    exercise: &'l Exercise,
    wish: Wish,
    yes: bool,
}

pub fn run(lab: &Lab, args: Vec<OsString>) -> Result<ExitCode, Problem> {
    let words = words_of(lab.lang);
    let Some(asked) = read(lab, args)? else {
        terminal::print(words.help);
        return Ok(ExitCode::SUCCESS);
    };
    let exercise = asked.exercise;
    match asked.wish {
        Wish::List => terminal::print(&listed(lab, exercise)),
        Wish::Stub => {
            // Nobody is asked for what cannot be done.
            stub(lab, exercise)?;
            if !progress::is_as_it_came(lab, exercise) && !may_replace(lab, &asked, words.ask_reset)? {
                return Ok(declined(lab));
            }
            let kept = reset(lab, exercise)?;
            terminal::print(&told(lab, exercise, &kept));
        }
        Wish::Back(which) => {
            let kept_file = chosen(lab, exercise, which)?;
            let text = fs::read(&kept_file.path)
                .map_err(|error| Problem::new((general(lab.lang).cannot_read)(&kept_file.path, &error)))?;
            let is_there = fs::read(exercise.source()).is_ok_and(|present| present == text);
            if !is_there && !progress::is_as_it_came(lab, exercise) && !may_replace(lab, &asked, words.ask_back)? {
                return Ok(declined(lab));
            }
            let kept = replace(lab, exercise, &text)?;
            terminal::print(&told_back(lab, exercise, &kept_file, &kept));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Puts an exercise back as it came, and keeps the student's program. Whoever calls it has asked before.
///
/// # Errors
/// The stub is not in this copy, or a file cannot be written; then the student's program is where it was.
pub fn reset(lab: &Lab, exercise: &Exercise) -> Result<Kept, Problem> {
    let stub = stub(lab, exercise)?;
    replace(lab, exercise, &stub)
}

/// What a reset did, in a few lines.
pub fn told(lab: &Lab, exercise: &Exercise, kept: &Kept) -> String {
    let words = words_of(lab.lang);
    let source = lab.short(&exercise.source());
    let mut text = match kept {
        Kept::Same => return (words.as_it_came_already)(&source) + "\n",
        Kept::Nothing => (words.as_it_came_now)(&source) + "\n",
        Kept::At(path) => format!("{}\n{}", (words.as_it_came_now)(&source), kept_lines(lab, exercise, path)),
    };
    let built_on_it = lab.exercises.iter().filter(|other| is_built_on(other, exercise));
    let names: Vec<&str> = built_on_it.map(|other| other.slug.as_str()).collect();
    if !names.is_empty() {
        let _ = writeln!(text, "{}", (words.built_on_it)(&names.join(", ")));
    }
    text
}

/// Whether an exercise's program is compiled with that of another.
fn is_built_on(exercise: &Exercise, other: &Exercise) -> bool {
    let folder = other.folder.file_name().unwrap_or_default().to_string_lossy();
    let manifest = fs::read_to_string(exercise.folder.join("Cargo.toml")).unwrap_or_default();
    manifest.contains(&format!("path = \"../{folder}\""))
}

fn told_back(lab: &Lab, exercise: &Exercise, kept_file: &KeptFile, kept: &Kept) -> String {
    let words = words_of(lab.lang);
    let (source, from) = (lab.short(&exercise.source()), lab.short(&kept_file.path));
    match kept {
        Kept::Same => (words.is_it_already)(&source, &from) + "\n",
        Kept::Nothing => (words.is_back)(&source, &from) + "\n",
        Kept::At(path) => format!("{}\n{}", (words.is_back)(&source, &from), kept_lines(lab, exercise, path)),
    }
}

fn kept_lines(lab: &Lab, exercise: &Exercise, path: &Path) -> String {
    let words = words_of(lab.lang);
    let number = kept::list(exercise).iter().position(|file| file.path == *path).map_or(1, |at| at + 1);
    let back = format!("cargo lab reset {} --back {number}", exercise.slug);
    format!("{}\n{}\n", (words.kept_at)(&lab.short(path)), (general(lab.lang).advice)(&(words.bring_back)(&back)))
}

fn declined(lab: &Lab) -> ExitCode {
    terminal::print(&format!("{}\n", words_of(lab.lang).unchanged));
    ExitCode::FAILURE
}

/// Asks whether the student's program may go. Where nobody can be asked, `--yes` is the answer.
fn may_replace(lab: &Lab, asked: &Asked, question: fn(&str, &str, usize) -> String) -> Result<bool, Problem> {
    let words = words_of(lab.lang);
    let source = asked.exercise.source();
    if asked.yes || !source.exists() {
        return Ok(true);
    }
    if !terminal::is_interactive() {
        let again = match asked.wish {
            Wish::Back(Some(number)) => format!(" --back {number}"),
            Wish::Back(None) => " --back".to_owned(),
            _ => String::new(),
        };
        let again = format!("cargo lab reset {}{again} --yes", asked.exercise.slug);
        return Err(Problem::new((words.nobody_to_ask)(&lab.short(&source))).advise(again));
    }
    let lines = fs::read(&source).map_or(0, |text| String::from_utf8_lossy(&text).lines().count());
    let folder = lab.short(&kept::folder(asked.exercise));
    let question = terminal::wrap(&question(&lab.short(&source), &folder, lines), terminal::text_width());
    Ok(terminal::confirm(&question.join("\n"), words.yes))
}

/// Replaces the student's file, and keeps what was in it.
fn replace(lab: &Lab, exercise: &Exercise, text: &[u8]) -> Result<Kept, Problem> {
    let words = general(lab.lang);
    let source = exercise.source();
    // Where the file is a link, the file behind it is what is edited.
    let source = fs::canonicalize(&source).unwrap_or(source);
    let cannot_write =
        |path: &Path, error| Problem::new((words.cannot_write)(path, &error)).advise(words_of(lab.lang).nothing_lost);
    let kept = match fs::read(&source) {
        Ok(present) if plain(&present) == plain(text) => return Ok(Kept::Same),
        Ok(_) if progress::is_as_it_came(lab, exercise) => Kept::Nothing,
        Ok(_) => {
            let kept = kept::keep(&source, exercise).map_err(|error| cannot_write(&kept::folder(exercise), error))?;
            Kept::At(kept)
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let folder = source.parent().unwrap_or(&source);
            fs::create_dir_all(folder).map_err(|error| cannot_write(folder, error))?;
            Kept::Nothing
        }
        Err(error) => return Err(Problem::new((words.cannot_read)(&source, &error))),
    };
    kept::write_at_once(&source, text).map_err(|error| cannot_write(&source, error))?;
    Ok(kept)
}

/// Without what git may have made of line ends.
fn plain(text: &[u8]) -> Vec<u8> {
    text.iter().copied().filter(|byte| *byte != b'\r').collect()
}

/// The exercise's file as it came.
fn stub(lab: &Lab, exercise: &Exercise) -> Result<Vec<u8>, Problem> {
    let path = progress::as_it_came(lab, exercise);
    let missing =
        |error| Problem::new((general(lab.lang).cannot_read)(&path, &error)).advise(words_of(lab.lang).restore_stubs);
    fs::read(&path).map_err(missing)
}

/// The kept program of this number, counted from the oldest; the last one unless a number is given.
fn chosen(lab: &Lab, exercise: &Exercise, which: Option<usize>) -> Result<KeptFile, Problem> {
    let words = words_of(lab.lang);
    let all = kept::list(exercise);
    let count = all.len();
    let number = which.unwrap_or(count);
    let found = number.checked_sub(1).and_then(|at| all.into_iter().nth(at));
    found.ok_or_else(|| match count {
        0 => Problem::new((words.none_kept)(&exercise.slug, &lab.short(&kept::folder(exercise)))),
        _ => Problem::new((words.no_such_kept)(number, count))
            .advise(format!("cargo lab reset {} --list", exercise.slug)),
    })
}

fn listed(lab: &Lab, exercise: &Exercise) -> String {
    let words = words_of(lab.lang);
    let folder = lab.short(&kept::folder(exercise));
    let all = kept::list(exercise);
    if all.is_empty() {
        return (words.none_kept)(&exercise.slug, &folder) + "\n";
    }
    let mut text = format!("{}\n\n", (words.kept_in)(&exercise.slug, &folder));
    for (at, file) in all.iter().enumerate() {
        let lines = fs::read(&file.path).map_or(0, |text| String::from_utf8_lossy(&text).lines().count());
        let name = file.path.file_name().unwrap_or_default().to_string_lossy();
        let _ = writeln!(text, "{:>3}  {name}  {}", at + 1, (words.lines)(lines));
    }
    let back = format!("cargo lab reset {} --back {}", exercise.slug, all.len());
    let _ = writeln!(text, "\n{}", (general(lab.lang).advice)(&(words.bring_back)(&back)));
    text
}

/// Reads the command line. `None`: it asks for help.
fn read(lab: &Lab, args: Vec<OsString>) -> Result<Option<Asked<'_>>, Problem> {
    use lexopt::Arg::{Long, Short, Value};
    let words = words_of(lab.lang);
    let usage = |error: lexopt::Error| Problem::usage(&error, "reset", lab.lang);
    let misuse = |what: String| Problem::new(what).advise("cargo lab reset --help");
    let mut parser = lexopt::Parser::from_args(args);
    let (mut given, mut list, mut back, mut yes) = (Vec::new(), false, None, false);
    while let Some(arg) = parser.next().map_err(usage)? {
        match arg {
            Long("help") | Short('h') => return Ok(None),
            Long("yes") | Short('y') => yes = true,
            Long("list") => list = true,
            Long("back") => back = Some(parser.optional_value().map(|value| value.to_string_lossy().into_owned())),
            Value(value) if given.len() < 2 => given.push(value.to_string_lossy().into_owned()),
            other => return Err(usage(other.unexpected())),
        }
    }
    let mut given = given.into_iter();
    let Some(name) = given.next() else { return Err(misuse(words.which_exercise.to_owned())) };
    // `--back 2` and `--back=2`; what comes first is always the exercise.
    let number = match (given.next(), &mut back) {
        (Some(more), Some(number @ None)) => number.insert(more).clone(),
        (Some(more), _) => return Err(misuse((general(lab.lang).not_expected)(&more))),
        (None, number) => number.clone().flatten().unwrap_or_default(),
    };
    let wish = match (list, back) {
        (true, Some(_)) => return Err(misuse((general(lab.lang).not_expected)("--back"))),
        (true, None) => Wish::List,
        (false, None) => Wish::Stub,
        (false, Some(None)) => Wish::Back(None),
        (false, Some(Some(_))) => {
            let parsed = number.parse().map_err(|_| misuse((words.not_a_number)(&number)))?;
            Wish::Back(Some(parsed))
        }
    };
    Ok(Some(Asked { exercise: lab.find(&name)?, wish, yes }))
}
