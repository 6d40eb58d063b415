//! The terminal: what it can show, writing to it, and taking the whole of it for a while. Knows nothing of exercises.

mod charset;
mod fit;
mod screen;
mod spinner;

use std::io::{self, ErrorKind, IsTerminal, Write};

use crate::stopping;

pub use charset::Charset;
pub use fit::{cut, visible_width, wrap};
pub use screen::Screen;
pub use spinner::{Spinner, sign};

/// How wide and how high the terminal is; 80 by 24 where there is none.
pub fn size() -> (usize, usize) {
    let (columns, rows) = crossterm::terminal::size().unwrap_or((80, 24));
    // Some terminals that are not shown have no size.
    if columns == 0 || rows == 0 { (80, 24) } else { (columns.into(), rows.into()) }
}

/// How wide text is set: as the terminal, but no line longer than is good to read.
pub fn text_width() -> usize {
    if io::stdout().is_terminal() { size().0.min(80) } else { 80 }
}

/// Gives back what was taken of the terminal, at the end of this program.
pub fn give_back() {
    spinner::give_back_the_line();
    screen::give_back();
}

/// Whether a person sits at both ends: keys can be asked for, and the screen can be taken.
pub fn is_interactive() -> bool {
    io::stdin().is_terminal()
        && io::stdout().is_terminal()
        && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// Writes text to standard output, in letters that the terminal has.
pub fn print(text: &str) {
    write_to(&mut io::stdout().lock(), text);
}

/// Writes text to standard error, in letters that the terminal has.
pub fn complain(text: &str) {
    write_to(&mut io::stderr().lock(), text);
}

fn write_to(out: &mut impl Write, text: &str) {
    let text = Charset::current().encode(text);
    if let Err(error) = out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        // `cargo lab list | head`: whoever listened has heard enough.
        let code = if error.kind() == ErrorKind::BrokenPipe { 0 } else { 2 };
        stopping::leave(code);
    }
}

/// Asks a question that is answered with yes or no. No where nobody can be asked.
pub fn confirm(question: &str, yes: &[&str]) -> bool {
    if !is_interactive() {
        return false;
    }
    print(&format!("{question} "));
    let mut answer = String::new();
    let _ = io::stdin().read_line(&mut answer);
    let answer = answer.trim().to_lowercase();
    yes.contains(&answer.as_str())
}
