//! Handing the terminal over to another program: its input and output, its exit code and ctrl-c are its own.

use std::ffi::OsStr;
use std::io;
use std::path::Path;
use std::process::{Command, ExitCode};

/// The cargo that built this program, else the one that is found.
pub fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Becomes that program.
///
/// # Errors
/// It cannot be started. There is no other return.
#[cfg(unix)]
pub fn hand_over(command: &mut Command) -> io::Result<ExitCode> {
    use std::os::unix::process::CommandExt;
    Err(command.exec())
}

/// Waits for that program, and ends as it does.
///
/// # Errors
/// It cannot be started.
#[cfg(not(unix))]
pub fn hand_over(command: &mut Command) -> io::Result<ExitCode> {
    // Ctrl-c reaches everybody at the terminal. What it means is for that program to say.
    let code = crate::stopping::passing_on(command)?.code().unwrap_or(1);
    // More than the 256 codes of `ExitCode`.
    std::process::exit(code)
}

/// Where cargo puts a program with this name.
pub fn program(target: &Path, name: &str) -> std::path::PathBuf {
    target.join("debug").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// A command line as a person types it: words with blanks in them are quoted.
pub fn typed<'a>(words: impl IntoIterator<Item = &'a OsStr>) -> String {
    words.into_iter().map(quoted).collect::<Vec<_>>().join(" ")
}

fn quoted(word: &OsStr) -> String {
    let word = word.to_string_lossy();
    let is_plain = |letter: char| letter.is_alphanumeric() || "_./:@%+=,-[]".contains(letter);
    // A shell takes brackets for a pattern only where files have such names; they stand around IPv6 addresses.
    if !word.is_empty() && word.chars().all(is_plain) {
        word.into_owned()
    } else if cfg!(windows) {
        format!("\"{}\"", word.replace('"', "\\\""))
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::typed;

    #[test]
    fn an_address_is_typed_as_it_is() {
        assert_eq!(typed(["cargo", "run", "[::1]:9001"].map(OsStr::new)), "cargo run [::1]:9001");
    }

    #[cfg(unix)]
    #[test]
    fn a_shell_gives_back_the_words() {
        let words = ["two words", "", "it's", "$HOME", "a\"b", "*"].map(OsStr::new);
        let said = std::process::Command::new("sh").arg("-c").arg(format!("printf '<%s>' {}", typed(words))).output();
        let said = String::from_utf8(said.expect("there is a shell").stdout).expect("it is text");
        assert_eq!(said, "<two words><><it's><$HOME><a\"b><*>");
    }
}
