//! `cargo lab solution`: where the solution differs from the student's program. Who is not there yet is asked first.

mod compare;

use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};
use enchufe::catalog::Exercise;
use enchufe::report::Colour;

use self::compare::{Comparison, Line, Side};
use crate::lab::Lab;
use crate::problem::Problem;
use crate::progress::{self, Progress, State};
use crate::terminal;
use crate::trace::Place;
use crate::words::{general, solution as words_of};

struct Asked<'l> {
    exercise: &'l Exercise,
    whole: bool,
    yes: bool,
}

pub fn run(lab: &Lab, args: Vec<OsString>) -> Result<ExitCode, Problem> {
    let words = words_of(lab.lang);
    let Some(asked) = read(lab, args)? else {
        terminal::print(words.help);
        return Ok(ExitCode::SUCCESS);
    };
    if asked.whole {
        let (_, text) = solution(lab, asked.exercise)?;
        if may_show(lab, &asked)? {
            print_whole(lab, &text)?;
            return Ok(ExitCode::SUCCESS);
        }
    } else if let Some(page) = compared(lab, &asked)? {
        terminal::print(&page);
        return Ok(ExitCode::SUCCESS);
    }
    let hint = format!("cargo lab hint {}", asked.exercise.slug);
    terminal::print(&format!("{}\n{}\n", words.not_shown, (general(lab.lang).advice)(&hint)));
    Ok(ExitCode::FAILURE)
}

/// Where the solution differs from the student's program, for the watch screen. `None`: the person was asked, and would
/// rather not see it.
///
/// # Errors
/// There is no solution, or no program, or one of them cannot be read.
pub fn page_for(lab: &Lab, exercise: &Exercise) -> Result<Option<String>, Problem> {
    compared(lab, &Asked { exercise, whole: false, yes: false })
}

fn compared(lab: &Lab, asked: &Asked) -> Result<Option<String>, Problem> {
    let exercise = asked.exercise;
    let (path, text) = solution(lab, exercise)?;
    let student = student(lab, exercise)?;
    if !may_show(lab, asked)? {
        return Ok(None);
    }
    let stub = fs::read_to_string(progress::as_it_came(lab, exercise)).unwrap_or_default();
    Ok(Some(page(lab, exercise, &path, &text, &compare::compare(&student, &text, &stub))))
}

/// The solution of an exercise: its file, and what is in it.
fn solution(lab: &Lab, exercise: &Exercise) -> Result<(PathBuf, String), Problem> {
    let words = words_of(lab.lang);
    let source = exercise.source();
    let inside = source.strip_prefix(lab.root.join("exercises")).unwrap_or(&source);
    let solution = lab.root.join("solutions").join(inside);
    let hint = (words.instead)(&exercise.slug);
    if !lab.root.join("solutions").is_dir() {
        return Err(Problem::new(words.hand_out).advise(hint));
    }
    if !solution.is_file() {
        return Err(Problem::new((words.no_solution)(&lab.short(&solution))).advise(hint));
    }
    let text = fs::read_to_string(&solution)
        .map_err(|error| Problem::new((general(lab.lang).cannot_read)(&solution, &error)))?;
    Ok((solution, text))
}

/// What the student has written.
fn student(lab: &Lab, exercise: &Exercise) -> Result<String, Problem> {
    let source = exercise.source();
    match fs::read(&source) {
        Ok(text) => Ok(String::from_utf8_lossy(&text).into_owned()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let advice = (words_of(lab.lang).stub_or_whole)(&exercise.slug);
            Err(Problem::new((words_of(lab.lang).gone)(&lab.short(&source))).advise(advice))
        }
        Err(error) => Err(Problem::new((general(lab.lang).cannot_read)(&source, &error))),
    }
}

/// Who has solved the exercise may look. Everybody else is asked, or says `--yes`.
fn may_show(lab: &Lab, asked: &Asked) -> Result<bool, Problem> {
    let words = words_of(lab.lang);
    let exercise = asked.exercise;
    let state = Progress::load(lab).state(exercise);
    if asked.yes || state == State::Solved {
        return Ok(true);
    }
    let why = match state {
        State::Untouched => words.untouched,
        State::Unknown => words.unknown,
        State::DidNotCompile => words.did_not_compile,
        State::Begun | State::Solved => words.begun,
    };
    if terminal::is_interactive() {
        let question = terminal::wrap(&format!("{}\n{}", why(&exercise.slug), words.ask), terminal::text_width());
        return Ok(terminal::confirm(&question.join("\n"), words.yes));
    }
    let whole = if asked.whole { " --whole" } else { "" };
    let again = format!("cargo lab solution {}{whole} --yes", exercise.slug);
    Err(Problem::new(format!("{}\n{}", why(&exercise.slug), words.nobody_to_ask)).advise(again))
}

/// The solution's file. Not for a terminal it is printed byte by byte: somebody may compile it.
fn print_whole(lab: &Lab, text: &str) -> Result<(), Problem> {
    if io::stdout().is_terminal() {
        terminal::print(text);
        return Ok(());
    }
    Place::Stdout.write(text.as_bytes(), false, lab.lang)
}

/// The comparison, for a person.
fn page(lab: &Lab, exercise: &Exercise, path: &Path, solution: &str, found: &Comparison) -> String {
    let words = words_of(lab.lang);
    let width = terminal::text_width();
    let mut page = format!("{:02} {} · {}\n\n", exercise.number, exercise.slug, words.title);
    let sides = [
        (Side::Student, words.yours, lab.short(&exercise.source())),
        (Side::Solution, words.solution, lab.short(path)),
    ];
    let longest = sides.iter().map(|(_, name, _)| name.chars().count()).max().unwrap_or_default();
    for (side, name, file) in sides {
        let _ = writeln!(page, "  {}", paint(style(side), &format!("{} {name:longest$}  {file}", sign(side))));
    }
    let intro = compare::introduction(solution);
    let mut paragraph = |text: &str| {
        page.push('\n');
        for line in terminal::wrap(text, width.saturating_sub(2)) {
            let _ = writeln!(page, "  {line}");
        }
    };
    if !intro.is_empty() {
        paragraph(&intro);
    }
    if found.hunks.is_empty() {
        paragraph(words.no_difference);
        return page;
    }
    if found.is_another_way {
        paragraph(&(words.another_way)(&exercise.slug));
    }
    paragraph(words.left_out);
    let mut rows = Rows::new(found);
    for (at, hunk) in found.hunks.iter().enumerate() {
        page.push_str(if at == 0 { "\n" } else { "  …\n" });
        hunk.iter().for_each(|line| rows.add(line));
        page.push_str(&std::mem::take(&mut rows.text));
    }
    page
}

/// The lines of a comparison with their numbers, broken where the terminal ends.
struct Rows {
    digits: usize,
    /// `None`: lines may be as long as they are.
    columns: Option<usize>,
    text: String,
}

impl Rows {
    fn new(found: &Comparison) -> Rows {
        let lines = found.hunks.iter().flatten();
        let highest = lines.flat_map(|line| [line.student, line.solution]).flatten().max().unwrap_or(1);
        let columns = io::stdout().is_terminal().then(|| terminal::size().0);
        Rows { digits: highest.to_string().len(), columns, text: String::new() }
    }

    fn add(&mut self, line: &Line) {
        let number = |at: Option<usize>| at.map_or_else(String::new, |at| at.to_string());
        let digits = self.digits;
        let gutter = format!("{:>digits$} {:>digits$} ", number(line.student), number(line.solution));
        let base = style(line.side);
        let whole: String = line.pieces.iter().map(|(_, text)| text.as_str()).collect();
        let indent = whole.len() - whole.trim_start().len();
        let room = self.columns.map(|columns| columns.saturating_sub(2 * digits + 4 + indent).max(10));
        let rows = broken(&line.pieces, indent, room);
        for (at, row) in rows.iter().enumerate() {
            // What continues a line stands under it, a little further in.
            let gutter = if at == 0 { gutter.clone() } else { " ".repeat(gutter.len()) };
            let inner: String = row
                .iter()
                .map(|(is_new, text)| {
                    let style = if *is_new && line.side != Side::Both { base.bold().underline() } else { base };
                    paint(style, text)
                })
                .collect();
            let head = paint(base, &format!("{} {}", sign(line.side), &whole[..indent]));
            let text = format!("{gutter}{head}{inner}");
            let _ = writeln!(self.text, "{}", text.trim_end());
        }
    }
}

/// A line's pieces without the indent, in rows of at most so many letters. Broken after a blank where there is one.
fn broken(pieces: &[(bool, String)], indent: usize, room: Option<usize>) -> Vec<Vec<(bool, String)>> {
    let mut letters: Vec<(bool, char)> =
        pieces.iter().flat_map(|(is_new, text)| text.chars().map(|letter| (*is_new, letter))).skip(indent).collect();
    let mut rows = Vec::new();
    loop {
        let room = room.unwrap_or(usize::MAX);
        let at = if letters.len() <= room {
            letters.len()
        } else {
            let blank = letters[..room].iter().rposition(|(_, letter)| *letter == ' ');
            blank.filter(|at| *at > room / 3).map_or(room, |at| at + 1)
        };
        let rest = letters.split_off(at);
        let mut row: Vec<(bool, String)> = Vec::new();
        for (is_new, letter) in letters {
            match row.last_mut() {
                Some((same, text)) if *same == is_new => text.push(letter),
                _ => row.push((is_new, letter.to_string())),
            }
        }
        rows.push(row);
        if rest.is_empty() {
            return rows;
        }
        letters = rest;
    }
}

fn sign(side: Side) -> char {
    match side {
        Side::Both => ' ',
        Side::Student => '-',
        Side::Solution => '+',
    }
}

fn style(side: Side) -> Style {
    match side {
        Side::Both => Style::new(),
        Side::Student => AnsiColor::Red.on_default(),
        Side::Solution => AnsiColor::Green.on_default(),
    }
}

fn paint(style: Style, text: &str) -> String {
    if Colour::of_stdout() == Colour::Plain || style == Style::new() || text.is_empty() {
        return text.to_owned();
    }
    format!("{style}{text}{style:#}")
}

/// Reads the command line. `None`: it asks for help.
fn read(lab: &Lab, args: Vec<OsString>) -> Result<Option<Asked<'_>>, Problem> {
    use lexopt::Arg::{Long, Short, Value};
    let usage = |error: lexopt::Error| Problem::usage(&error, "solution", lab.lang);
    let mut parser = lexopt::Parser::from_args(args);
    let (mut name, mut whole, mut yes) = (None, false, false);
    while let Some(arg) = parser.next().map_err(usage)? {
        match arg {
            Long("help") | Short('h') => return Ok(None),
            Long("yes") | Short('y') => yes = true,
            Long("whole") => whole = true,
            Value(value) if name.is_none() => name = Some(value.to_string_lossy().into_owned()),
            other => return Err(usage(other.unexpected())),
        }
    }
    let Some(name) = name else {
        return Err(Problem::new(words_of(lab.lang).which_exercise).advise("cargo lab solution --help"));
    };
    Ok(Some(Asked { exercise: lab.find(&name)?, whole, yes }))
}
