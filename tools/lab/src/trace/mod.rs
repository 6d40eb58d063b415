//! `cargo lab trace`: the last conversation of a test as a diagram, on the screen, printed, as a page, or as a capture.

mod arrows;
mod bytes;
mod canvas;
mod chart;
mod choice;
mod drawing;
mod listing;
mod output;
mod page;
mod record;
mod telling;
mod viewer;

use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::process::ExitCode;

use enchufe::capture;
use enchufe::catalog::Exercise;
use enchufe::report::Colour;
use lexopt::prelude::{Long, Short, Value};

pub use self::output::Place;
use self::record::{Record, Recorded};
use crate::lab::Lab;
use crate::problem::Problem;
use crate::terminal::{self, Screen, Spinner};
use crate::words::trace;

/// What is asked for.
#[derive(Default)]
struct Wish {
    /// What was typed besides options.
    test: Vec<String>,
    list: bool,
    print: bool,
    json: bool,
    force: bool,
    pcap: Option<Place>,
    html: Option<Place>,
}

pub fn run(lab: &Lab, args: Vec<OsString>) -> Result<ExitCode, Problem> {
    let usage = |error: lexopt::Error| Problem::usage(&error, "trace", lab.lang);
    let mut parser = lexopt::Parser::from_args(args);
    let mut wish = Wish::default();
    while let Some(arg) = parser.next().map_err(usage)? {
        match arg {
            Long("help") | Short('h') => {
                terminal::print(trace(lab.lang).help);
                return Ok(ExitCode::SUCCESS);
            }
            Long("list") => wish.list = true,
            Long("print") => wish.print = true,
            Long("json") => wish.json = true,
            Long("force") => wish.force = true,
            Long("pcap") => wish.pcap = Some(Place::new(parser.value().map_err(usage)?.into())),
            Long("html") => wish.html = Some(Place::new(parser.value().map_err(usage)?.into())),
            Value(value) => wish.test.push(value.to_string_lossy().into_owned()),
            other => return Err(usage(other.unexpected())),
        }
    }
    wish.check(lab)?;
    if wish.list {
        return list(lab, &wish.test.join(" "));
    }
    let (exercise, rule) = choice::choose(lab, &wish.test)?;
    if wish.json || wish.pcap.is_some() || wish.html.is_some() {
        let (recorded, place) = find(lab, exercise, &rule)?;
        return render(lab, &recorded.record(place)?, &wish);
    }
    if terminal::is_interactive() && !wish.print {
        let mut screen = Screen::take().map_err(|error| Problem::new((trace(lab.lang).no_screen)(&error)))?;
        open(lab, exercise, &rule, &mut screen)?;
        return Ok(ExitCode::SUCCESS);
    }
    let width = if io::stdout().is_terminal() { terminal::size().0 } else { terminal::text_width() };
    print(&diagram(lab, exercise, &rule, width, Colour::of_stdout())?);
    Ok(ExitCode::SUCCESS)
}

/// Shows the conversation of a test, on a screen that is taken already, until the reader leaves.
///
/// # Errors
/// Nothing is recorded of the test, or the terminal is gone.
pub fn open(lab: &Lab, exercise: &Exercise, rule: &str, screen: &mut Screen) -> Result<(), Problem> {
    let (recorded, place) = find(lab, exercise, rule)?;
    viewer::view(lab, recorded, place, screen)
}

/// The conversation of a test in lines of at most `width` columns, with its title and how it came out.
///
/// # Errors
/// Nothing is recorded of the test, or nothing that can be read.
pub fn diagram(
    lab: &Lab,
    exercise: &Exercise,
    rule: &str,
    width: usize,
    colour: Colour,
) -> Result<Vec<String>, Problem> {
    let (recorded, place) = find(lab, exercise, rule)?;
    Ok(telling::printed(lab, &recorded.record(place)?, width, colour))
}

fn find<'l>(lab: &'l Lab, exercise: &'l Exercise, rule: &str) -> Result<(Recorded<'l>, usize), Problem> {
    let words = trace(lab.lang);
    let recorded = Recorded::of(lab, exercise)?;
    let missing = || Problem::new((words.rule_not_recorded)(&exercise.slug, rule));
    let place = recorded.position(rule).ok_or_else(|| missing().advise((words.record_one)(&exercise.slug)))?;
    Ok((recorded, place))
}

impl Wish {
    /// Refuses what cannot be done together.
    fn check(&self, lab: &Lab) -> Result<(), Problem> {
        let words = trace(lab.lang);
        let has_file = self.pcap.is_some() || self.html.is_some();
        let kinds = [(self.list, "--list"), (self.print, "--print"), (self.json, "--json")];
        let asked: Vec<&str> = kinds.into_iter().filter_map(|(is_asked, name)| is_asked.then_some(name)).collect();
        if asked.len() > 1 {
            return Err(Problem::new((words.only_one_of)(&asked.join(", "))).advise("cargo lab trace --help"));
        }
        if let (true, Some(name)) = (has_file, asked.iter().find(|name| **name != "--json")) {
            let files = [(self.pcap.is_some(), "--pcap"), (self.html.is_some(), "--html")];
            let file = files.into_iter().find_map(|(is_asked, file)| is_asked.then_some(file)).unwrap_or_default();
            let options = format!("{name}, {file}");
            return Err(Problem::new((words.only_one_of)(&options)).advise("cargo lab trace --help"));
        }
        let to_stdout = |place: &Option<Place>| matches!(place, Some(Place::Stdout));
        if usize::from(self.json) + usize::from(to_stdout(&self.pcap)) + usize::from(to_stdout(&self.html)) > 1 {
            return Err(Problem::new(words.one_to_stdout));
        }
        if self.pcap.as_ref().is_some_and(Place::is_a_terminal) {
            return Err(Problem::new(words.not_to_a_terminal).advise(words.send_it_on));
        }
        Ok(())
    }
}

/// Writes what is asked for, and says where it is.
fn render(lab: &Lab, record: &Record, wish: &Wish) -> Result<ExitCode, Problem> {
    let words = trace(lab.lang);
    let mut said = Vec::new();
    if let Some(place) = &wish.pcap {
        let packets = record.capture();
        place.write(&packets, wish.force, lab.lang)?;
        if let Place::File(path) = place {
            let path = path.display().to_string();
            said.push((words.written)(&path));
            let is_empty = packets == capture::pcapng(&[]);
            said.push(if is_empty { words.empty_capture.to_owned() } else { (words.open_capture)(&path) });
        }
    }
    if let Some(place) = &wish.html {
        place.write(page::page(lab, record).as_bytes(), wish.force, lab.lang)?;
        if let Place::File(path) = place {
            said.push((words.written)(&path.display().to_string()));
            let whole = std::fs::canonicalize(path).unwrap_or_else(|_| path.clone());
            said.push((words.open_page)(&whole.display().to_string()));
        }
    }
    if wish.json {
        let json = record.verdict.transcript().cloned().unwrap_or_default();
        Place::Stdout.write(format!("{json:#}\n").as_bytes(), false, lab.lang)?;
    }
    // Standard output may be what somebody else reads.
    terminal::complain(&said.iter().map(|line| format!("{line}\n")).collect::<String>());
    Ok(ExitCode::SUCCESS)
}

/// `--list`: of one exercise, or of all.
fn list(lab: &Lab, given: &str) -> Result<ExitCode, Problem> {
    let words = trace(lab.lang);
    let (width, colour) = (terminal::text_width(), Colour::of_stdout());
    if !given.is_empty() {
        let recorded = Recorded::of(lab, lab.find(given)?)?;
        print(&listing::lines(lab, &recorded, width, colour));
        return Ok(ExitCode::SUCCESS);
    }
    let spinner = Spinner::start(words.reading);
    let lines = |exercise| Recorded::of(lab, exercise).map(|recorded| listing::lines(lab, &recorded, width, colour));
    let all: Vec<Vec<String>> = lab.exercises.iter().filter_map(|exercise| lines(exercise).ok()).collect();
    drop(spinner);
    if all.is_empty() {
        let first = lab.exercises.first().map_or("tcp-client", |exercise| &exercise.slug);
        return Err(Problem::new(words.nothing_recorded).advise((words.record_one)(first)));
    }
    print(&all.join(&String::new()));
    Ok(ExitCode::SUCCESS)
}

fn print(lines: &[String]) {
    terminal::print(&lines.iter().map(|line| format!("{line}\n")).collect::<String>());
}
