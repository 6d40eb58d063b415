//! `cargo lab book check` and `cargo lab book translated`: what shows only when both languages and all pages are looked at.
//!
//! Each file here is one check. What is wrong with a single page keeps the book from being built at all, and is told by
//! the builder.

mod code;
mod exercises;
mod hosts;
mod instructors;
mod links;
mod listings;
mod outline;
mod parity;
mod recordings;
mod rendered;
mod sizes;
mod style;
mod translations;

use std::path::Path;
use std::process::ExitCode;

use enchufe::catalog;

use self::outline::Book;
use self::rendered::Site;
use crate::problem::Problem;
use crate::site::{self, Fault};
use crate::terminal;
use crate::words::check as words_of;

/// What a check has seen.
struct Looked {
    /// At how much it looked.
    looked: String,
    faults: Vec<Fault>,
}

/// Runs every check and tells, of each, how much it looked at and what is wrong.
pub fn run(root: &Path) -> ExitCode {
    site::tidy_up_when_stopped(130);
    let words = words_of();
    let exercises = match catalog::exercises(&root.join("exercises")) {
        Ok(exercises) => exercises,
        Err(error) => return Problem::new(error.to_string()).tell(),
    };
    let book = Book::read(root);
    let folder = match site::Folder::temporary() {
        Ok(folder) => folder,
        Err(problem) => return problem.tell(),
    };
    // A draft is made as long as one can be: what is wrong with one page hides nothing of the others.
    let built = site::build(root, folder.path(), true);
    let (pages, wrong) = built.map_or_else(|faults| (None, faults), |built| (Some(built.pages), built.missing));
    let site = match pages.map(|_| Site::read(folder.path())).transpose() {
        Ok(site) => site,
        Err(error) => return Problem::new(error.to_string()).tell(),
    };
    let mut faults = tell(words.pages, Looked { looked: (words.pages_built)(pages), faults: wrong });
    faults += tell(words.parity, parity::look(&book));
    faults += tell(words.translations, translations::look(root, &book));
    match &site {
        Some(site) => {
            faults += tell(words.links, links::look(&book, site));
            faults += tell(words.hosts, hosts::look(root, &book, site));
            faults += tell(words.sizes, sizes::look(&book, site));
        }
        None => terminal::say(words.not_rendered),
    }
    faults += tell(words.recordings, recordings::look(root, &book));
    faults += tell(words.listings, listings::look(&book));
    faults += tell(words.code, code::look(root, &book));
    faults += tell(words.style, style::look(&book));
    faults += tell(words.instructors, instructors::look(&book, &exercises));
    faults += tell(words.exercises, exercises::look(root, &book, &exercises, site.as_ref()));
    if faults == 0 {
        return ExitCode::SUCCESS;
    }
    terminal::complain(format_args!("\n{}", (words.faults)(faults)));
    ExitCode::FAILURE
}

/// One line for a check, and one for each fault. Gives how many there are.
fn tell((name, well): (&str, &str), Looked { looked, faults }: Looked) -> usize {
    let end = if faults.is_empty() { well.to_owned() } else { (words_of().faults)(faults.len()) };
    terminal::say(format_args!("{name}: {looked}, {end}"));
    faults.iter().for_each(|fault| terminal::complain(format_args!("  {fault}")));
    faults.len()
}

/// Notes that Spanish pages say again what their English pages say: those that are named, or all of them.
pub fn translated(root: &Path, pages: &[String], all: bool) -> ExitCode {
    let words = words_of();
    let book = Book::read(root);
    let pages = match (pages, all) {
        ([], false) => return Problem::new(words.which_pages).advise(words.name_pages).tell(),
        ([], true) => None,
        (pages, false) => Some(pages),
        (_, true) => return Problem::new(words.pages_and_all).advise(words.name_pages).tell(),
    };
    match translations::note(root, &book, pages) {
        Ok(count) => {
            terminal::say((words.noted)(count, Path::new(translations::FILE)));
            ExitCode::SUCCESS
        }
        Err(fault) => Problem::new(fault.to_string()).tell(),
    }
}
