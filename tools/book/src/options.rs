//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use enchufe::words::Lang;

/// Where the book is served unless another port is named.
const USUAL_PORT: u16 = 3000;

/// What the program was asked to do.
#[derive(Debug, PartialEq, Eq)]
pub enum Asked {
    Serve {
        open: bool,
        port: u16,
        drafts: bool,
    },
    Build {
        out: PathBuf,
        drafts: bool,
    },
    Pdf {
        out: PathBuf,
        drafts: bool,
    },
    Check,
    /// What is recorded; everything if nothing is named. With `check` it is only compared.
    Record {
        names: Vec<String>,
        check: bool,
    },
    /// Pages of which something is noted; with `all`, of every one.
    Translated {
        pages: Vec<String>,
        all: bool,
    },
    Help,
}

/// What is wrong with a command line.
#[derive(Debug, PartialEq, Eq)]
pub enum Misuse {
    Command(String),
    Unknown(String),
    /// An option that wants a value has none.
    NoValue(String),
    Port(String),
    Lang(String),
    /// A command that writes was not told where. An example of where.
    NoOut(&'static str, &'static str),
}

/// All that a command line may hold.
#[derive(Default)]
struct Given {
    command: Option<String>,
    rest: Vec<String>,
    lang: Option<Lang>,
    out: Option<PathBuf>,
    port: Option<u16>,
    open: bool,
    drafts: bool,
    check: bool,
    all: bool,
    help: bool,
}

/// Reads the arguments that follow the program's name. Beside what they ask for comes the language they name, so that
/// whatever is wrong is said in it.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> (Option<Lang>, Result<Asked, Misuse>) {
    let mut given = Given::default();
    let outcome = read(lexopt::Parser::from_args(arguments), &mut given);
    (given.lang, outcome.and_then(|()| asked(given)))
}

fn read(mut arguments: lexopt::Parser, given: &mut Given) -> Result<(), Misuse> {
    use lexopt::Arg::{Long, Short, Value};
    // The only errors that remain are values that nobody asked for: `--open=yes`.
    while let Some(argument) = arguments.next().map_err(|error| Misuse::Unknown(error.to_string()))? {
        match argument {
            Long("help") | Short('h') => given.help = true,
            Long("open") => given.open = true,
            Long("drafts") => given.drafts = true,
            Long("check") => given.check = true,
            Long("all") => given.all = true,
            Long("out") => given.out = Some(value(&mut arguments, "--out")?.into()),
            Long("port") => {
                let text = value(&mut arguments, "--port")?.to_string_lossy().into_owned();
                given.port = Some(text.parse().map_err(|_| Misuse::Port(text))?);
            }
            Long("lang") => {
                let text = value(&mut arguments, "--lang")?.to_string_lossy().into_owned();
                let known = Lang::ALL.into_iter().find(|lang| lang.code() == text);
                given.lang = Some(known.ok_or(Misuse::Lang(text))?);
            }
            Value(text) if given.command.is_none() => given.command = Some(text.to_string_lossy().into_owned()),
            Value(text) => given.rest.push(text.to_string_lossy().into_owned()),
            Long(name) => return Err(Misuse::Unknown(format!("--{name}"))),
            Short(name) => return Err(Misuse::Unknown(format!("-{name}"))),
        }
    }
    Ok(())
}

fn value(arguments: &mut lexopt::Parser, option: &str) -> Result<OsString, Misuse> {
    arguments.value().map_err(|_| Misuse::NoValue(option.to_owned()))
}

/// What the parts of a command line mean together. A part that means nothing there is not passed over.
fn asked(given: Given) -> Result<Asked, Misuse> {
    if given.help || given.command.as_deref() == Some("help") {
        return Ok(Asked::Help);
    }
    let Given { rest, out, port, open, drafts, check, all, .. } = given;
    let command = given.command.as_deref();
    let serves = command.is_none();
    let writes = matches!(command, Some("build" | "pdf"));
    let lists = matches!(command, Some("record" | "translated"));
    let strays = [
        (out.is_some() && !writes, "--out"),
        (port.is_some() && !serves, "--port"),
        (open && !serves, "--open"),
        (drafts && !serves && !writes, "--drafts"),
        (check && command != Some("record"), "--check"),
        (all && command != Some("translated"), "--all"),
    ];
    let asked = match command {
        None => Asked::Serve { open, port: port.unwrap_or(USUAL_PORT), drafts },
        Some("build") => Asked::Build { out: out.ok_or(Misuse::NoOut("build", "my-book"))?, drafts },
        Some("pdf") => Asked::Pdf { out: out.ok_or(Misuse::NoOut("pdf", "book.pdf"))?, drafts },
        Some("check") => Asked::Check,
        Some("record") => Asked::Record { names: rest.clone(), check },
        Some("translated") => Asked::Translated { pages: rest.clone(), all },
        Some(other) => return Err(Misuse::Command(other.to_owned())),
    };
    if let Some((_, option)) = strays.into_iter().find(|(stray, _)| *stray) {
        return Err(Misuse::Unknown(option.to_owned()));
    }
    match rest.first() {
        Some(stray) if !lists => Err(Misuse::Unknown(stray.clone())),
        _ => Ok(asked),
    }
}
