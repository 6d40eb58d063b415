//! `cargo test` at the root: an overview of all exercises, one test each, `e03_tcp_client` and so on.
//!
//! Not libtest's own runner: an untouched exercise takes one line here, and the whole fits a screen. It understands
//! the options that cargo, cargo-nextest and editors pass.

use std::fmt::Write;
use std::io::IsTerminal;
use std::path::Path;
use std::process::ExitCode;

use enchufe::catalog::{self, Exercise};
use enchufe::grading::{self, Built, Settings, Verdict};
use enchufe::report;
use enchufe::verdict::Outcome;
use enchufe::words::{Lang, Words};

fn main() -> ExitCode {
    let options = Options::read(std::env::args().skip(1));
    let exercises = match catalog::exercises(&enchufe::root().join("exercises")) {
        Ok(exercises) => exercises,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(101);
        }
    };
    let chosen: Vec<&Exercise> = exercises.iter().filter(|exercise| options.wants(&test_name(exercise))).collect();
    if options.list {
        // No test is ever ignored here.
        let names = chosen.iter().filter(|_| !options.ignored);
        names.for_each(|exercise| println!("{}: test", test_name(exercise)));
        return ExitCode::SUCCESS;
    }
    if options.ignored || chosen.is_empty() {
        println!("0 of {} exercises chosen", exercises.len());
        return ExitCode::SUCCESS;
    }
    match states(&chosen) {
        Ok(states) => {
            print!("{}", overview(&states, Lang::current()));
            let solved = states.iter().all(|state| state.is_solved());
            if solved { ExitCode::SUCCESS } else { ExitCode::from(101) }
        }
        Err(problem) => {
            println!("{}\n\n{problem}", Lang::current().words().build_failed);
            ExitCode::from(101)
        }
    }
}

fn test_name(exercise: &Exercise) -> String {
    format!("e{:02}_{}", exercise.number, exercise.slug.replace('-', "_"))
}

/// What libtest's command line would mean for this overview.
#[derive(Default)]
struct Options {
    filters: Vec<String>,
    skipped: Vec<String>,
    exact: bool,
    list: bool,
    ignored: bool,
}

impl Options {
    fn read(mut args: impl Iterator<Item = String>) -> Options {
        let mut options = Options::default();
        while let Some(arg) = args.next() {
            match arg.as_str() {
                "--exact" => options.exact = true,
                "--list" => options.list = true,
                "--ignored" => options.ignored = true,
                "--skip" => options.skipped.extend(args.next()),
                "--format" | "--test-threads" | "--color" | "--logfile" | "--shuffle-seed" | "-Z" => drop(args.next()),
                flag if flag.starts_with('-') => {}
                filter => options.filters.push(filter.to_owned()),
            }
        }
        options
    }

    fn wants(&self, name: &str) -> bool {
        let fits = |filter: &String| if self.exact { name == filter } else { name.contains(filter.as_str()) };
        (self.filters.is_empty() || self.filters.iter().any(fits)) && !self.skipped.iter().any(fits)
    }
}

/// Where one exercise stands.
struct State<'e> {
    exercise: &'e Exercise,
    grade: Grade,
}

enum Grade {
    DidNotCompile(String),
    Verdicts(Vec<Verdict>),
}

impl State<'_> {
    fn verdicts(&self) -> &[Verdict] {
        match &self.grade {
            Grade::Verdicts(verdicts) => verdicts,
            Grade::DidNotCompile(_) => &[],
        }
    }

    fn count(&self, outcome: Outcome) -> usize {
        self.verdicts().iter().filter(|verdict| verdict.outcome == outcome).count()
    }

    fn is_solved(&self) -> bool {
        let fine = |verdict: &Verdict| matches!(verdict.outcome, Outcome::Passed | Outcome::Skipped);
        self.count(Outcome::Passed) > 0 && self.verdicts().iter().all(fine)
    }

    fn is_untouched(&self) -> bool {
        let untouched = |verdict: &Verdict| matches!(verdict.outcome, Outcome::NotWrittenYet | Outcome::Skipped);
        self.count(Outcome::NotWrittenYet) > 0 && self.verdicts().iter().all(untouched)
    }
}

fn states<'e>(exercises: &[&'e Exercise]) -> Result<Vec<State<'e>>, String> {
    if std::io::stderr().is_terminal() {
        eprintln!("{} …", Lang::current().words().building);
    }
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().ok_or("cargo names no target directory")?;
    let built = grading::build(enchufe::root(), target, exercises).map_err(|error| error.to_string())?;
    // Tests mostly wait for the network: eight at a time are no burden for two processors.
    let settings = Settings { reports: report::folder(target), threads: Some(8), ..Settings::default() };
    let states = grading::in_parallel(exercises, 1, |exercise| {
        let grade = match &built[&exercise.slug] {
            Built::DidNotCompile(errors) => Grade::DidNotCompile(errors.clone()),
            Built::Ready(executable) => Grade::Verdicts(
                grading::run(executable, exercise, &settings)
                    .map_err(|error| format!("could not run {}: {error}", executable.display()))?,
            ),
        };
        Ok(State { exercise, grade })
    });
    states.into_iter().collect()
}

fn overview(states: &[State], lang: Lang) -> String {
    let words = lang.words();
    let solved = states.iter().filter(|state| state.is_solved()).count();
    let mut text = format!("\n{}\n\n", (words.overview_title)(solved, states.len()));
    for state in states {
        let Exercise { number, slug, title, .. } = state.exercise;
        let title = title.get(lang);
        put(&mut text, format_args!("  {number:02}  {slug:<17} {title:<28} {}\n", standing(state, words)));
    }
    for state in states.iter().filter(|state| !state.is_solved() && !state.is_untouched()) {
        text.push('\n');
        text.push_str(&details(state, lang));
    }
    text.push('\n');
    match states.iter().find(|state| !state.is_solved()) {
        None => put(&mut text, format_args!("{}\n", words.all_solved)),
        Some(state) => {
            let Exercise { number, slug, .. } = state.exercise;
            let name = format!("{number:02} {slug}");
            let invite = if state.is_untouched() && solved == 0 { words.start_with } else { words.go_on_with };
            let source = state.exercise.source();
            let source = source.strip_prefix(enchufe::root()).unwrap_or(&source).display();
            put(&mut text, format_args!("{}\n\n", invite(&name)));
            put(&mut text, format_args!("    {:<14} {source}\n", words.edit));
            put(&mut text, format_args!("    {:<14} cargo test -p {slug}\n\n", words.grade_it));
        }
    }
    text
}

fn standing(state: &State, words: &Words) -> String {
    if let Grade::DidNotCompile(_) = state.grade {
        return (words.outcome)(Outcome::DidNotCompile).to_owned();
    }
    if state.is_untouched() {
        return (words.outcome)(Outcome::NotWrittenYet).to_owned();
    }
    let (skipped, all) = (state.count(Outcome::Skipped), state.verdicts().len());
    let hold = || (words.rules_hold)(state.count(Outcome::Passed), all);
    let start = if state.is_solved() { words.solved.to_owned() } else { hold() };
    if skipped == 0 { start } else { format!("{start}, {}", (words.rules_skipped)(skipped)) }
}

/// The rules of an exercise that was begun, and the first report in full.
fn details(state: &State, lang: Lang) -> String {
    let words = lang.words();
    let Exercise { number, slug, .. } = state.exercise;
    let mut text = format!("{number:02} {slug}\n\n");
    match &state.grade {
        Grade::DidNotCompile(errors) => text.push_str(errors),
        Grade::Verdicts(verdicts) => {
            for verdict in verdicts {
                let sign = if verdict.outcome == Outcome::Passed { "✓" } else { "✗" };
                let sign = if verdict.outcome == Outcome::Skipped { "–" } else { sign };
                let rule = state.exercise.rule_text(&verdict.rule, lang);
                put(&mut text, format_args!("  {sign} {rule}\n"));
            }
            let failed = |verdict: &&Verdict| !matches!(verdict.outcome, Outcome::Passed | Outcome::Skipped);
            // A report that knows the mistake helps more than one that only shows it.
            let named = verdicts.iter().filter(failed).find(|verdict| verdict.mistake.is_some());
            if let Some(first) = named.or_else(|| verdicts.iter().find(failed)) {
                put(&mut text, format_args!("\n{}\n\n{}\n", words.first_failure, first.text(lang).trim_end()));
            }
            put(&mut text, format_args!("\n{}: cargo test -p {slug}\n", words.all_its_rules));
        }
    }
    text
}

fn put(text: &mut String, line: std::fmt::Arguments) {
    text.write_fmt(line).expect("a String takes everything");
}
