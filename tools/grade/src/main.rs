//! The program: reads its arguments and chooses what to do.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

use enchufe::words::Lang;
use grade::class::Class;
use grade::export::{self, Request};
use grade::judge::Stop;
use grade::options::{self, Asked};
use grade::problem::Problem;
use grade::rules::{self, Rules};
use grade::store::{self, About};
use grade::words::{self, options as words_of_options, run as words_of_run, spoken};
use grade::workbook::Workbook;
use grade::{handout, layout, report, run, sandbox};

fn main() -> ExitCode {
    let mut args = std::env::args_os().skip(1).peekable();
    if args.peek().is_some_and(|first| first == sandbox::LAUNCHER) {
        return sandbox::launch(args.skip(1).collect());
    }
    let (lang, asked) = options::parse(args);
    words::speak(lang.unwrap_or_else(Lang::current));
    let words = words_of_options(spoken());
    match asked {
        Ok(asked) => carry_out(asked).unwrap_or_else(|problem| problem.tell()),
        Err(misuse) => {
            // Not the help itself: whatever is wrong would scroll away above it.
            Problem::new((words.misuse)(&misuse)).advise(words.see_help).tell()
        }
    }
}

fn carry_out(asked: Asked) -> Result<ExitCode, Problem> {
    match asked {
        Asked::Help => say(words_of_options(spoken()).usage),
        Asked::Rules => say(rules::example(spoken()).trim_end()),
        Asked::Tier => say(&sandbox::describe()),
        Asked::Grade(grade) => return run::run(&grade, &Workbook::find()?, &stop_on_ctrl_c()),
        Asked::Merge { reports, out, rules } => merge(&reports, &out, rules.as_deref())?,
        Asked::Export { kind, report, rules, settings } => {
            let workbook = Workbook::find()?;
            let class = report.as_deref().map(|report| class_of(report, &workbook, rules.as_deref())).transpose()?;
            let request = Request {
                out: settings.out,
                sheet: settings.sheet,
                rules,
                set: settings.set,
                root: workbook.root,
                report: report.unwrap_or_default(),
            };
            for path in export::write(kind, class.as_ref(), &request)? {
                say(&(words_of_run(spoken()).written)(&path));
            }
        }
        Asked::Handout { to, rules } => {
            let workbook = Workbook::find()?;
            let rules = read_rules(rules.as_deref(), &workbook)?;
            say(&handout::write(&workbook, &to, &rules)?);
        }
        Asked::Layout { submissions, out, rules } => {
            let workbook = Workbook::find()?;
            let rules = read_rules(rules.as_deref(), &workbook)?;
            say(&layout::write(&workbook, &submissions, &out, &rules)?);
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn read_rules(path: Option<&Path>, workbook: &Workbook) -> Result<Rules, Problem> {
    path.map_or_else(|| Ok(Rules::of_catalogue(&workbook.exercises)), |path| Rules::read(path, &workbook.exercises))
}

/// The class that a REPORT holds, by its own rules unless others are given.
fn class_of(report: &Path, workbook: &Workbook, rules: Option<&Path>) -> Result<Class, Problem> {
    let submissions = store::results(report)?;
    let about = About::read(report)?;
    let words = words::store(spoken());
    let about = about.ok_or_else(|| Problem::new((words.no_results)(report)).advise(words.grade_first))?;
    let rules = match rules {
        Some(path) => Rules::read(path, &workbook.exercises)?,
        None => Rules::kept(report, &workbook.exercises)?,
    };
    Ok(run::class(submissions, workbook, rules, &about))
}

fn merge(reports: &[PathBuf], out: &Path, rules: Option<&Path>) -> Result<(), Problem> {
    let workbook = Workbook::find()?;
    let (store, about, submissions) = store::merge(reports, out)?;
    let rules = match (rules, reports.first()) {
        (None, Some(first)) => Rules::kept(first, &workbook.exercises)?,
        (path, _) => read_rules(path, &workbook)?,
    };
    store.finish(&about, &submissions)?;
    rules.keep(out)?;
    let words = words_of_run(spoken());
    for (one, other) in store::disagreeing(&submissions) {
        eprintln!("{}", (words.disagree)(one, other));
    }
    let class = run::class(submissions, &workbook, rules, &about);
    report::write(out, &class)?;
    say(&(words.merged)(reports.len(), class.submissions.len()));
    say(&(words.report_at)(out));
    Ok(())
}

/// Ctrl-C, and what else asks a program to end: the first time it ends in good order, the second time at once.
fn stop_on_ctrl_c() -> Stop {
    let stop = Stop::default();
    let told = stop.clone();
    let again = AtomicBool::new(false);
    let handler = move || {
        if again.swap(true, Ordering::SeqCst) {
            std::process::exit(1);
        }
        eprintln!("\n{}", words_of_run(spoken()).stopping);
        told.stop();
    };
    if let Err(error) = ctrlc::set_handler(handler) {
        eprintln!("{}", (words_of_run(spoken()).no_signal)(&error.to_string()));
    }
    stop
}

/// Whoever closes the pipe has read enough.
fn say(text: &str) {
    let _ = writeln!(io::stdout(), "{text}");
}
