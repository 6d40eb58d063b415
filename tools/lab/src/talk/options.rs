//! What a person asks of `talk`, read from the command line.

use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::time::Duration;

use enchufe::words::Lang;
use lexopt::Arg;

use super::typed::Style;
use crate::peer::has_a_port;
use crate::problem::Problem;
use crate::words;

#[derive(Debug, Clone)]
pub struct Options {
    pub lang: Lang,
    pub addr: String,
    pub udp: bool,
    pub listen: bool,
    pub hex: bool,
    /// Shows every byte of what is very long.
    pub all: bool,
    pub style: Style,
    /// The longest time to connect, for each address.
    pub timeout: Duration,
    /// The longest silence, if there is one.
    pub wait: Option<Duration>,
    /// Goes on sending when the other side has nothing more to say.
    pub stay: bool,
}

/// `None`: help is asked for.
///
/// # Errors
/// It cannot be understood.
pub fn read(args: Vec<OsString>, lang: Lang) -> Result<Option<Options>, Problem> {
    let words = words::talk(lang);
    let usage = |error: lexopt::Error| Problem::usage(&error, "talk", lang);
    let mut parser = lexopt::Parser::from_args(args);
    let mut addr = None;
    let mut options = Options {
        lang,
        addr: String::new(),
        udp: false,
        listen: false,
        hex: false,
        all: false,
        style: Style { terminal_has_crlf: cfg!(windows) && io::stdin().is_terminal(), ..Style::default() },
        timeout: Duration::from_secs(5),
        wait: None,
        stay: false,
    };
    while let Some(arg) = parser.next().map_err(usage)? {
        match arg {
            Arg::Short('h') | Arg::Long("help") => return Ok(None),
            Arg::Short('u') | Arg::Long("udp") => options.udp = true,
            Arg::Short('l') | Arg::Long("listen") => options.listen = true,
            Arg::Long("hex") => options.hex = true,
            Arg::Long("all") => options.all = true,
            Arg::Long("crlf") => options.style.crlf = true,
            Arg::Short('e') | Arg::Long("escapes") => options.style.escapes = true,
            Arg::Short('n') | Arg::Long("no-newline") => options.style.no_newline = true,
            Arg::Long("stay") => options.stay = true,
            Arg::Long("timeout") => options.timeout = millis("--timeout", parser.value().map_err(usage)?, lang)?,
            Arg::Long("wait") => options.wait = Some(millis("--wait", parser.value().map_err(usage)?, lang)?),
            Arg::Value(value) if addr.is_none() => addr = Some(value.to_string_lossy().into_owned()),
            other => return Err(usage(other.unexpected())),
        }
    }
    let addr = addr.ok_or_else(|| Problem::new(words.address_is_missing).advise(words.address_example))?;
    if !has_a_port(&addr) {
        return Err(Problem::new((words.not_an_address)(&addr)).advise(words.address_example));
    }
    if options.style.crlf && options.style.no_newline {
        return Err(Problem::new(words.which_line_end));
    }
    if options.udp && options.stay {
        return Err(Problem::new(words.udp_has_no_end));
    }
    Ok(Some(Options { addr, ..options }))
}

fn millis(option: &str, value: OsString, lang: Lang) -> Result<Duration, Problem> {
    let given = value.to_string_lossy();
    let found = given.parse::<u32>().ok().filter(|ms| *ms > 0);
    let problem = || Problem::new((words::talk(lang).not_millis)(option, &given));
    found.map(|ms| Duration::from_millis(ms.into())).ok_or_else(problem)
}
