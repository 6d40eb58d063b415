//! `cargo lab hint`: help in four stages, one more with each call. About the mistake that the last report of an
//! exercise named; while there is none, about how to begin.

mod kept;
mod reading;
mod state;

use std::ffi::OsString;
use std::io;
use std::ops::Range;
use std::process::ExitCode;

use anstyle::Style;
use enchufe::catalog::Exercise;
use enchufe::hints;
use enchufe::mistake;
use enchufe::report::Colour;
use lexopt::Arg::{Long, Short, Value};

use crate::explain;
use crate::lab::Lab;
use crate::markdown::{self, Look};
use crate::problem::Problem;
use crate::progress::Progress;
use crate::terminal::{self, visible_width};
use crate::words;

/// How many stages there are.
pub const STAGES: usize = 4;

/// The hints for an exercise as it stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hints {
    /// Its number and name, as reports say it.
    pub exercise: String,
    pub source: Source,
    /// The question, the rule, what to read, and a relative of the problem, solved.
    pub stages: [Stage; STAGES],
    /// What should be known about the source, in Markdown: the program has changed since, or does not compile.
    pub notes: Vec<String>,
}

/// Where hints come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The page of the mistake that the last report named.
    Mistake { slug: String, title: String },
    /// The exercise's own page of hints.
    Exercise,
    /// The same, after a panic, of which there is no page.
    ExerciseAfterPanic,
}

/// One stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    pub title: String,
    /// In Markdown.
    pub text: String,
}

/// One hint more.
pub struct Next {
    pub hints: Hints,
    /// Which stage it is, from 0. The last one stays the last one.
    pub stage: usize,
    /// Why it will come again next time.
    pub not_remembered: Option<io::Error>,
}

/// What the command line asks for.
#[derive(Default)]
struct Asked {
    help: bool,
    exercise: Option<String>,
    all: bool,
    again: bool,
}

impl Asked {
    fn read(args: Vec<OsString>) -> Result<Asked, lexopt::Error> {
        let mut parser = lexopt::Parser::from_args(args);
        let mut asked = Asked::default();
        while let Some(argument) = parser.next()? {
            match argument {
                Long("help") | Short('h') => asked.help = true,
                Long("all") => asked.all = true,
                Long("again") => asked.again = true,
                Value(word) if asked.exercise.is_none() => asked.exercise = Some(word.to_string_lossy().into_owned()),
                other => return Err(other.unexpected()),
            }
        }
        Ok(asked)
    }
}

pub fn run(lab: &Lab, args: Vec<OsString>) -> Result<ExitCode, Problem> {
    let words = words::hint(lab.lang);
    let asked = Asked::read(args).map_err(|error| Problem::usage(&error, "hint", lab.lang))?;
    if asked.help {
        terminal::print(words.help);
        return Ok(ExitCode::SUCCESS);
    }
    let progress = Progress::load(lab);
    let meant = match &asked.exercise {
        Some(given) => Some(lab.find(given)?),
        None => progress.next(),
    };
    let Some(exercise) = meant else {
        say(&[words.all_solved, words.name_an_exercise]);
        return Ok(ExitCode::SUCCESS);
    };
    if asked.again {
        kept::forget(lab, exercise).map_err(|error| cannot_remember(lab, &error))?;
    }
    if asked.all {
        let lines = render(lab, &stages(lab, exercise)?, 0..STAGES, terminal::text_width());
        terminal::print(&format!("{}\n", lines.join("\n")));
    } else if state::is_solved(lab, &progress, exercise) {
        let all = format!("cargo lab hint {} --all", exercise.slug);
        say(&[&(words.solved)(&explain::name(exercise)), &(words.hints_all_the_same)(&all)]);
    } else {
        tell_next(lab, exercise)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Tells one stage more, and how many are left.
fn tell_next(lab: &Lab, exercise: &Exercise) -> Result<(), Problem> {
    let next = next_stage(lab, exercise)?;
    let width = terminal::text_width();
    let mut lines = render(lab, &next.hints, next.stage..next.stage + 1, width);
    lines.push(String::new());
    let left = what_is_left(lab, exercise, next.stage);
    lines.extend(markdown::paragraph(&left, Look { width, indent: 0, colour: Colour::of_stdout() }));
    terminal::print(&format!("{}\n", lines.join("\n")));
    next.not_remembered.map_or(Ok(()), |error| Err(cannot_remember(lab, &error)))
}

/// What comes after this stage, and how to get it. In Markdown.
fn what_is_left(lab: &Lab, exercise: &Exercise, stage: usize) -> String {
    let words = words::hint(lab.lang);
    let command = format!("cargo lab hint {}", exercise.slug);
    match STAGES - 1 - stage {
        0 => (words.none_left)(&format!("{command} --all"), &format!("{command} --again")),
        left => (words.left)(left, &command),
    }
}

/// The hints for an exercise: from the page of the mistake that its last report named, else from its own page.
///
/// # Errors
/// The exercise's page of hints cannot be used.
pub fn stages(lab: &Lab, exercise: &Exercise) -> Result<Hints, Problem> {
    let unusable =
        |error: mistake::PageError| Problem::new(error.to_string()).advise(words::explain(lab.lang).restore_pages);
    let own = hints::page(&lab.root, &exercise.slug, lab.lang).map_err(unusable)?;
    let named = explain::named(lab, exercise).into_iter().find_map(|verdict| {
        let page = mistake::page(&lab.root, verdict.mistake.as_deref()?, lab.lang).ok()?;
        Some((verdict, page))
    });
    let (source, texts) = match &named {
        Some((verdict, page)) => {
            let read = reading::about_mistake(lab, exercise, &page.slug, &verdict.rule, &own.the_section);
            let texts = [page.ask_yourself.clone(), page.the_rule.clone(), read, page.a_relative.clone()];
            (Source::Mistake { slug: page.slug.clone(), title: page.title.clone() }, texts)
        }
        None => {
            let read = reading::to_begin(lab, exercise, &own.the_section);
            let source = if explain::panicked(lab, exercise) { Source::ExerciseAfterPanic } else { Source::Exercise };
            (source, [own.the_question, own.the_rule, read, own.a_relative])
        }
    };
    let titles = words::hint(lab.lang).stages.map(str::to_owned);
    let mut texts = texts.into_iter();
    let stages = titles.map(|title| Stage { title, text: texts.next().unwrap_or_default() });
    let notes = state::notes(lab, exercise, named.as_ref().map(|(verdict, _)| verdict));
    Ok(Hints { exercise: explain::name(exercise), source, stages, notes })
}

/// The stage after the one that was given last, and remembers that it was given. It begins with the first one when the
/// mistake is another.
///
/// # Errors
/// The exercise's page of hints cannot be used. That a stage cannot be remembered is no error: it is there to be read.
pub fn next_stage(lab: &Lab, exercise: &Exercise) -> Result<Next, Problem> {
    let hints = stages(lab, exercise)?;
    let source = match &hints.source {
        Source::Mistake { slug, .. } => format!("mistake {slug}"),
        Source::Exercise | Source::ExerciseAfterPanic => "exercise".to_owned(),
    };
    let given = kept::given(lab, exercise, &source);
    let stage = given.min(STAGES - 1);
    let not_remembered = kept::remember(lab, exercise, &source, stage + 1).err();
    Ok(Next { hints, stage, not_remembered })
}

/// These stages in lines of this width, under a line that says what they are about.
pub fn render(lab: &Lab, hints: &Hints, shown: Range<usize>, width: usize) -> Vec<String> {
    let words = words::hint(lab.lang);
    let colour = Colour::of_stdout();
    let (flat, indented) = (Look { width, indent: 0, colour }, Look { width, indent: 2, colour });
    let which = if shown.len() == 1 { (words.which)(shown.start + 1, STAGES) } else { String::new() };
    let bold = Style::new().bold();
    let name = match colour {
        Colour::Plain => hints.exercise.clone(),
        Colour::Coloured => format!("{bold}{}{bold:#}", hints.exercise),
    };
    let free = width.saturating_sub(visible_width(&hints.exercise));
    let mut lines = match free.checked_sub(visible_width(&which) + 2) {
        Some(_) => vec![format!("{name}{which:>free$}").trim_end().to_owned()],
        None => vec![name, which],
    };
    let source = match &hints.source {
        Source::Mistake { slug, title } => (words.from_report)(title.trim_end_matches('.'), slug),
        Source::Exercise => words.from_exercise.to_owned(),
        Source::ExerciseAfterPanic => words.from_panic.to_owned(),
    };
    for note in [&source].into_iter().chain(&hints.notes) {
        lines.extend(markdown::paragraph(note, flat));
    }
    for stage in hints.stages.iter().take(shown.end).skip(shown.start) {
        lines.push(String::new());
        lines.extend(markdown::render(&format!("## {}\n\n{}\n", stage.title, stage.text), indented));
    }
    lines
}

fn cannot_remember(lab: &Lab, error: &io::Error) -> Problem {
    Problem::new((words::hint(lab.lang).not_remembered)(&lab.short(&kept::path(lab)), error))
}

fn say(sentences: &[&str]) {
    let look = Look { width: terminal::text_width(), indent: 0, colour: Colour::of_stdout() };
    let lines: Vec<String> = sentences.iter().flat_map(|sentence| markdown::paragraph(sentence, look)).collect();
    terminal::print(&format!("{}\n", lines.join("\n")));
}
