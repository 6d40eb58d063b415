//! `cargo lab book`: builds the book, serves it on loopback, and builds it again whenever something it is made of is
//! saved. The pages that are open come anew by themselves; when a build fails they say why, and the last good book stays.

mod answer;
mod http;
mod news;
mod progress;
mod watch;

use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::{Arc, RwLock};
use std::thread;

use crate::problem::Problem;
use crate::site::{self, Folder};
use crate::terminal;
use crate::words::{serve as words_of, site as words_of_site, spoken};
use crate::workbook;
use news::News;
use watch::Saves;

/// How many ports are tried from the one that was asked for.
const PORTS_TRIED: u16 = 100;

/// What the threads that serve share.
struct Served {
    root: PathBuf,
    /// Where the book is. Whoever holds this for writing is putting another book there.
    folder: RwLock<PathBuf>,
    news: News,
}

/// Serves the book until it is told to stop.
pub fn run(root: &Path, open: bool, port: u16, drafts: bool) -> ExitCode {
    let words = words_of();
    let listener = match bind(port) {
        Ok(listener) => listener,
        Err(error) => return Problem::new((words.no_port)(port, &error)).tell(),
    };
    let got = listener.local_addr().map_or(port, |addr| addr.port());
    site::tidy_up_when_stopped(0);
    let folder = workbook::kept(root).join("book");
    // A folder that cannot be written stays so: nothing would come of waiting.
    if let Err(problem) = Folder::prepare(&folder) {
        return problem.tell();
    }
    let saves = watch::saves(root);
    let served = Arc::new(Served { root: root.to_owned(), folder: RwLock::new(folder), news: News::default() });
    terminal::say(words.building);
    let is_there = build(&served, drafts);

    let answering = Arc::clone(&served);
    thread::spawn(move || answer::serve(&listener, &answering));
    let url = format!("http://127.0.0.1:{got}/{}/", spoken().code());
    if got != port && port != 0 {
        terminal::say((words.next_port)(port, got));
    }
    terminal::say((words.at)(&url));
    terminal::say(words.how_to_end);
    if !is_there {
        terminal::say(words.waits);
    }
    if open && let Err(error) = open_in_browser(&url) {
        terminal::complain((words.not_opened)(&error));
    }
    go_on(&served, saves, drafts)
}

/// Builds again on every save. Never returns: whoever stops this program ends it.
fn go_on(served: &Served, saves: Result<Saves, notify::Error>, drafts: bool) -> ExitCode {
    let words = words_of();
    match saves {
        Ok(saves) => {
            while let Some(path) = saves.next() {
                terminal::say((words.saved)(&workbook::short(&served.root, &path).display().to_string()));
                if !build(served, drafts) {
                    terminal::say(words.last_stays);
                }
            }
        }
        Err(error) => terminal::complain((words.not_watched)(&error.to_string())),
    }
    loop {
        thread::park();
    }
}

/// Builds the book and puts it in its place; whether that worked. Whoever has a page open hears of it.
fn build(served: &Served, drafts: bool) -> bool {
    let place = served.folder.read().map(|folder| folder.clone()).unwrap_or_default();
    let folder = match Folder::prepare(&place) {
        Ok(folder) => folder,
        Err(problem) => {
            problem.tell();
            return false;
        }
    };
    let built = match site::build(&served.root, folder.path(), drafts) {
        Ok(built) => built,
        Err(faults) => {
            site::tell(&faults);
            served.news.failed(faults.iter().map(|fault| format!("{fault}\n")).collect());
            return false;
        }
    };
    site::tell_missing(&built.missing);
    let kept_out = served.folder.write();
    let finished = folder.finish();
    drop(kept_out);
    match finished {
        Ok(_) => {
            // Who has read the line may count on it.
            served.news.built();
            terminal::say((words_of_site().built)(built.pages, built.took));
            true
        }
        Err(problem) => {
            problem.tell();
            false
        }
    }
}

/// The port that was asked for, or the next that is free.
fn bind(port: u16) -> io::Result<TcpListener> {
    let mut first = None;
    for port in port..=port.saturating_add(if port == 0 { 0 } else { PORTS_TRIED }) {
        match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            Ok(listener) => return Ok(listener),
            Err(error) => first = first.or(Some(error)),
        }
    }
    Err(first.expect("at least one was tried"))
}

/// Opens a page with the program that the system has for it.
fn open_in_browser(url: &str) -> io::Result<()> {
    let program = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    let mut child = Command::new(program).arg(url).spawn()?;
    // Waited for, so that nothing is left of it.
    thread::spawn(move || child.wait());
    Ok(())
}
