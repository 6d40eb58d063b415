//! The command line.

use std::ffi::OsString;

use crate::words::Lang;

/// Where the game is played unless another server is named.
pub const USUAL_SERVER: &str = "127.0.0.1:1238";

/// The game's port where none is named.
const GAME_PORT: u16 = 1238;

/// The page's port unless another is named.
const PAGE_PORT: u16 = 8019;

/// What the program was asked to do.
#[derive(Debug, PartialEq, Eq)]
pub struct Options {
    /// As `HOST:PORT`. `None` when no server was named: then the program may start one.
    pub server: Option<String>,
    pub port: u16,
    /// Whether other machines of the network may come.
    pub lan: bool,
    pub lang: Option<Lang>,
    /// Whether to open the page in the browser.
    pub open: bool,
}

/// What a command line may be.
#[derive(Debug, PartialEq, Eq)]
pub enum Asked {
    Play(Options),
    Help,
}

/// What is wrong with a command line.
#[derive(Debug, PartialEq, Eq)]
pub enum Misuse {
    Server(String),
    Port(String),
    Lang(String),
    /// An option that wants a value has none.
    NoValue(String),
    Unknown(String),
}

/// Reads the arguments that follow the program's name. Beside what they ask for comes the language they name, so that
/// whatever is wrong is said in it.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> (Option<Lang>, Result<Asked, Misuse>) {
    let mut options = Options { server: None, port: PAGE_PORT, lan: false, lang: None, open: false };
    let outcome = read(lexopt::Parser::from_args(arguments), &mut options);
    (options.lang, outcome.map(|help| if help { Asked::Help } else { Asked::Play(options) }))
}

/// Fills in `options`; whether help was asked for.
fn read(mut arguments: lexopt::Parser, options: &mut Options) -> Result<bool, Misuse> {
    use lexopt::Arg::{Long, Short, Value};
    let mut help = false;
    loop {
        // The only errors that remain are values that nobody asked for: `--lan=yes`.
        let Some(argument) = arguments.next().map_err(|error| Misuse::Unknown(error.to_string()))? else {
            return Ok(help);
        };
        match argument {
            Long("help") | Short('h') => help = true,
            Long("lan") => options.lan = true,
            Long("open") => options.open = true,
            Long("port") => {
                let text = value(&mut arguments, "--port")?;
                options.port = text.parse().map_err(|_| Misuse::Port(text))?;
            }
            Long("lang") => {
                let text = value(&mut arguments, "--lang")?;
                options.lang = Some(Lang::from_code(&text).ok_or(Misuse::Lang(text))?);
            }
            Value(text) if options.server.is_none() => {
                let text = text.to_string_lossy().into_owned();
                options.server = Some(server(&text).ok_or(Misuse::Server(text))?);
            }
            Value(text) => return Err(Misuse::Unknown(text.to_string_lossy().into_owned())),
            Long(name) => return Err(Misuse::Unknown(format!("--{name}"))),
            Short(name) => return Err(Misuse::Unknown(format!("-{name}"))),
        }
    }
}

fn value(arguments: &mut lexopt::Parser, option: &str) -> Result<String, Misuse> {
    let value = arguments.value().map_err(|_| Misuse::NoValue(option.to_owned()))?;
    Ok(value.to_string_lossy().into_owned())
}

/// A server's address with its port. Without one it is the game's. `None` if it cannot be an address.
fn server(text: &str) -> Option<String> {
    let (host, port) = match text.rsplit_once(':') {
        // The colons of an IPv6 address alone.
        Some((host, _)) if host.starts_with('[') && text.ends_with(']') => (text, GAME_PORT),
        Some((host, port)) => (host, port.parse().ok()?),
        None => (text, GAME_PORT),
    };
    let plain = match host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        Some(ipv6) => ipv6.parse::<std::net::Ipv6Addr>().is_ok(),
        None => {
            host.starts_with(char::is_alphanumeric) && host.chars().all(|c| c.is_alphanumeric() || ".-_".contains(c))
        }
    };
    (plain && port != 0).then(|| format!("{host}:{port}"))
}
