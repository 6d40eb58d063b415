//! The program: reads its arguments and chooses what to do.

use std::path::Path;
use std::process::ExitCode;

use book::options::{self, Asked};
use book::problem::Problem;
use book::site::{self, Folder};
use book::words::{general, site as words_of_site};
use book::{check, pdf, record, serve, terminal, words, workbook};
use enchufe::words::Lang;

fn main() -> ExitCode {
    let (lang, asked) = options::parse(std::env::args_os().skip(1));
    words::speak(lang.unwrap_or_else(Lang::current));
    let words = general();
    let asked = match asked {
        Ok(asked) => asked,
        Err(misuse) => {
            terminal::complain(format_args!("{}\n\n{}", (words.misuse)(&misuse), words.usage));
            return ExitCode::from(2);
        }
    };
    let root = workbook::root();
    let has_book = Lang::ALL.into_iter().any(|lang| root.join("book").join(lang.code()).is_dir());
    match asked {
        Asked::Help => {
            terminal::say(words.usage);
            ExitCode::SUCCESS
        }
        _ if !has_book => Problem::new((words.no_book)(&root)).tell(),
        Asked::Serve { open, port, drafts } => serve::run(&root, open, port, drafts),
        Asked::Build { out, drafts } => build(&root, &out, drafts),
        Asked::Pdf { out, drafts } => pdf::run(&root, &out, words::spoken(), drafts),
        Asked::Check => check::run(&root),
        Asked::Record { names, check } => record::run(&root, &names, check),
        Asked::Translated { pages, all } => check::translated(&root, &pages, all),
    }
}

fn build(root: &Path, out: &Path, drafts: bool) -> ExitCode {
    site::tidy_up_when_stopped(130);
    let words = words_of_site();
    if std::path::absolute(out).is_ok_and(|out| out.starts_with(root.join("book"))) {
        return Problem::new((words.inside_the_book)(&root.join("book"))).advise(words.choose_another).tell();
    }
    let folder = match Folder::prepare(out) {
        Ok(folder) => folder,
        Err(problem) => return problem.tell(),
    };
    let built = match site::publish(root, folder.path(), drafts) {
        Ok(built) => built,
        Err(faults) => {
            site::tell(&faults);
            return ExitCode::FAILURE;
        }
    };
    match folder.finish() {
        Ok(_) => {
            site::tell_missing(&built.missing);
            terminal::say((words.built_at)(out, built.pages, built.took));
            ExitCode::SUCCESS
        }
        Err(problem) => problem.tell(),
    }
}
