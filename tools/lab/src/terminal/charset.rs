//! The letters that a terminal has: all, or those of ASCII.

use std::borrow::Cow;
use std::sync::OnceLock;

/// Which letters can be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charset {
    Unicode,
    Ascii,
}

impl Charset {
    /// As the locale says: `LC_ALL`, `LC_CTYPE`, `LANG`. A locale without UTF-8 has ASCII for sure, and who knows what
    /// else.
    pub fn current() -> Charset {
        static CURRENT: OnceLock<Charset> = OnceLock::new();
        *CURRENT.get_or_init(|| {
            let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
            Charset::of_locale(["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set).as_deref())
        })
    }

    fn of_locale(locale: Option<&str>) -> Charset {
        let Some(locale) = locale else { return Charset::Unicode };
        let locale = locale.to_ascii_lowercase();
        // Windows knows no locale of this kind, and shows everything.
        if cfg!(windows) || locale.contains("utf-8") || locale.contains("utf8") {
            Charset::Unicode
        } else {
            Charset::Ascii
        }
    }

    /// The text in these letters. Every letter stays one letter wide, so that columns stay columns.
    pub fn encode(self, text: &str) -> Cow<'_, str> {
        match self {
            Charset::Unicode => Cow::Borrowed(text),
            Charset::Ascii => Cow::Owned(text.chars().map(plain).collect()),
        }
    }
}

/// What stands for a letter where only ASCII can be shown.
fn plain(letter: char) -> char {
    match letter {
        '\0'..='\x7f' => letter,
        'á' | 'à' | 'â' | 'ä' | 'ã' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ñ' => 'n',
        'ç' => 'c',
        'Á' | 'À' | 'Â' | 'Ä' => 'A',
        'É' | 'È' | 'Ê' | 'Ë' => 'E',
        'Í' | 'Ì' | 'Î' | 'Ï' => 'I',
        'Ó' | 'Ò' | 'Ô' | 'Ö' => 'O',
        'Ú' | 'Ù' | 'Û' | 'Ü' => 'U',
        'Ñ' => 'N',
        '«' | '»' | '“' | '”' | '„' => '"',
        '‘' | '’' | '´' => '\'',
        '–' | '—' | '─' | '━' | '·' | '−' => '-',
        '…' => '.',
        // Broken lines stay apart from whole ones.
        '╌' => '~',
        '┊' => ':',
        '│' | '┃' => '|',
        '┌' | '┐' | '└' | '┘' | '├' | '┤' | '┬' | '┴' | '┼' | '╭' | '╮' | '╰' | '╯' => '+',
        '→' | '▶' | '►' | '▸' | '❯' => '>',
        '←' | '◀' | '◄' | '◂' => '<',
        '↑' | '▲' => '^',
        '↓' | '▼' => 'v',
        '✓' | '✔' => 'v',
        '✗' | '✘' | '×' | '╳' => 'x',
        '●' | '■' | '█' | '▓' => '#',
        '○' | '□' | '░' | '▒' | '•' => 'o',
        '¡' => '!',
        '¿' => '?',
        '§' => '#',
        '\u{a0}' => ' ',
        _ => '?',
    }
}
