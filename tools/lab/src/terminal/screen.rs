//! The whole screen, for as long as somebody needs it. However that ends, the terminal is as it was.

use std::io::{self, Write};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::style::Print;
use crossterm::terminal::{
    BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
};
use crossterm::{execute, queue, terminal};

use super::{Charset, cut, size};

/// Whether the screen is taken. Whoever ends the program gives it back first.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// What a panic says is to be seen.
static GIVE_BACK_AT_A_PANIC: Once = Once::new();

/// The screen, taken. Given back when this is dropped.
pub struct Screen(());

impl Screen {
    /// Takes the screen: what was on it comes back later, and keys come one by one, without echo.
    ///
    /// # Errors
    /// The terminal refuses.
    pub fn take() -> io::Result<Screen> {
        terminal::enable_raw_mode()?;
        TAKEN.store(true, Ordering::SeqCst);
        // From here on dropping it repairs what was done.
        let screen = Screen(());
        GIVE_BACK_AT_A_PANIC.call_once(|| {
            let earlier = std::panic::take_hook();
            std::panic::set_hook(Box::new(move |panic| {
                give_back();
                earlier(panic);
            }));
        });
        execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste, Hide)?;
        Ok(screen)
    }

    /// Shows these lines from the top, each cut to the width of the terminal.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn show(&mut self, lines: &[String]) -> io::Result<()> {
        let (columns, rows) = size();
        let mut out = io::stdout().lock();
        queue!(out, BeginSynchronizedUpdate)?;
        for (row, line) in lines.iter().take(rows).enumerate() {
            let line = cut(line, columns).text;
            let line = Charset::current().encode(&line);
            queue!(out, MoveTo(0, row as u16), Print(line), Clear(ClearType::UntilNewLine))?;
        }
        if lines.len() < rows {
            queue!(out, MoveTo(0, lines.len() as u16), Clear(ClearType::FromCursorDown))?;
        }
        queue!(out, EndSynchronizedUpdate)?;
        out.flush()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

/// Gives the screen back if it is taken.
pub fn give_back() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        // Where the terminal is gone there is nothing to repair.
        let _ = execute!(io::stdout(), Show, DisableBracketedPaste, LeaveAlternateScreen);
        let _ = terminal::disable_raw_mode();
    }
}
