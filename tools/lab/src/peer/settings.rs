//! What a person chose about a probe, read from the command line.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::time::Duration;

use enchufe::peer::relay::Odds;
use enchufe::words::Lang;
use lexopt::Arg;

use super::choices::{Kind, Reply, one_of, size};
use super::log::Log;
use super::probe::Probe;
use crate::problem::Problem;
use crate::talk::typed::unescape;
use crate::words;

/// What the server of the class notes says.
const GREETING: &str = "Gracias por conectarte\n";
/// How the lab's clients greet.
const HELLO: &str = "hola\n";

/// What the command line asks for.
pub enum Asked {
    Help,
    List,
    Probe(Box<Settings>),
}

#[derive(Debug, Clone)]
pub struct Settings {
    pub lang: Lang,
    pub probe: Probe,
    /// What stands behind the probe's name.
    pub address: Option<String>,
    /// 0: the system chooses.
    pub port: u16,
    /// After so many clients, or datagrams, it ends.
    pub times: Option<usize>,
    pub text: Option<Vec<u8>>,
    pub gap: Option<Duration>,
    pub bytes: usize,
    pub reply: Reply,
    pub cut: Option<usize>,
    pub strict: bool,
    pub tries: u32,
    pub seed: u64,
    pub odds: Odds,
    pub count: usize,
    pub kind: Kind,
    pub wait: Option<Duration>,
}

impl Settings {
    fn new(probe: Probe, lang: Lang) -> Settings {
        Settings {
            lang,
            probe,
            address: None,
            port: 0,
            times: None,
            text: None,
            gap: None,
            bytes: 16 << 20,
            reply: Reply::Redirect,
            cut: None,
            strict: false,
            tries: 3,
            seed: 1,
            odds: Odds { longest: Duration::from_millis(200), ..Odds::BAD },
            count: 3,
            kind: Kind::Polite,
            wait: None,
        }
    }

    /// What it says: the texts that were given, else what suits the probe.
    pub fn said(&self) -> Vec<u8> {
        let usual = match self.probe {
            Probe::Glue => "uno\ndos\ntres\n",
            Probe::Hasty => "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhola\n",
            Probe::Clients => HELLO,
            _ => GREETING,
        };
        self.text.clone().unwrap_or_else(|| usual.into())
    }

    /// What a UDP server answers this sender: what was given, else what the server of the class notes says.
    pub fn answer(&self, to: SocketAddr) -> Vec<u8> {
        self.text.clone().unwrap_or_else(|| format!("Aquí va mi respuesta para {}.", to.ip()).into())
    }

    /// The pause between two bytes or pieces.
    pub fn gap(&self) -> Duration {
        self.gap.unwrap_or(Duration::from_millis(100))
    }

    /// Writes the lines above the conversation. `at` is where the probe is.
    pub fn head(&self, log: &Log, at: SocketAddr) {
        let words = words::peer(self.lang);
        let title = format!("{}: {}", self.probe.name(), (words.what)(self.probe));
        let end = match self.times {
            None if self.probe == Probe::Clients => words.until_served.to_owned(),
            None => words.until_ctrl_c.to_owned(),
            Some(times) => (words.until_times)(times, self.probe.is_udp()),
        };
        let mut commands = self.probe.commands(at);
        if let (Probe::Relay, Some(server)) = (self.probe, &self.address) {
            // Whoever is at the other end has to be there first.
            commands.insert(0, format!("cargo run -p reliable-udp -- receive {server} copy.md"));
        }
        if self.probe == Probe::Frames && cfg!(windows) {
            commands.push(words.powershell.to_owned());
        }
        log.heading(&title, &commands, &end);
    }
}

/// Reads the command line.
///
/// # Errors
/// It cannot be understood, or asks for what the probe has not.
pub fn read(args: Vec<OsString>, lang: Lang) -> Result<Asked, Problem> {
    let words = words::peer(lang);
    let usage = |error: lexopt::Error| Problem::usage(&error, "peer", lang);
    let mut parser = lexopt::Parser::from_args(args);
    let mut settings: Option<Settings> = None;
    // Options may stand before the probe's name: what they say is used when all is read.
    let mut options = Vec::new();
    while let Some(arg) = parser.next().map_err(usage)? {
        match arg {
            Arg::Short('h') | Arg::Long("help") => return Ok(Asked::Help),
            Arg::Long("list") => return Ok(Asked::List),
            Arg::Long("strict") => options.push(("--strict", String::new())),
            Arg::Long(name) => {
                let name = known(name).ok_or_else(|| usage(Arg::Long(name).unexpected()))?;
                let value = parser.value().map_err(usage)?;
                options.push((name, text_of(value, name, lang)?));
            }
            Arg::Value(value) => {
                let given = value.to_string_lossy().into_owned();
                match &mut settings {
                    None => {
                        let probe = Probe::find(&given);
                        let problem = || Problem::new((words.no_such_probe)(&given)).advise("cargo lab peer --list");
                        settings = Some(Settings::new(probe.ok_or_else(problem)?, lang));
                    }
                    Some(settings) if settings.probe.takes_an_address() && settings.address.is_none() => {
                        settings.address = Some(given);
                    }
                    Some(_) => return Err(usage(Arg::Value(value).unexpected())),
                }
            }
            Arg::Short(_) => return Err(usage(arg.unexpected())),
        }
    }
    let mut settings = settings.ok_or_else(|| Problem::new(words.which_probe).advise("cargo lab peer --list"))?;
    let probe = settings.probe;
    for (name, value) in options {
        if !probe.options().contains(&name) {
            return Err(Problem::new((words.not_for)(name, probe.name(), &probe.options().join(", "))));
        }
        settings.take(name, &value)?;
    }
    if probe.takes_an_address() && settings.address.is_none() {
        return Err(Problem::new((words.needs_an_address)(probe)).advise("cargo lab peer --help"));
    }
    let odds = settings.odds;
    if u32::from(odds.drop) + u32::from(odds.double) + u32::from(odds.swap) + u32::from(odds.delay) > 100 {
        return Err(Problem::new(words.more_than_all));
    }
    Ok(Asked::Probe(Box::new(settings)))
}

/// An option that takes a value, if some probe has it.
fn known(name: &str) -> Option<&'static str> {
    let all = Probe::ALL.into_iter().flat_map(|probe| probe.options().iter().copied());
    all.filter(|option| *option != "--strict").find(|option| option.strip_prefix("--") == Some(name))
}

fn text_of(value: OsString, option: &str, lang: Lang) -> Result<String, Problem> {
    let not_text = |value: OsString| Problem::new((words::peer(lang).not_text)(option, &value.to_string_lossy()));
    value.into_string().map_err(not_text)
}

impl Settings {
    /// Uses an option of this probe.
    fn take(&mut self, name: &str, value: &str) -> Result<(), Problem> {
        let lang = self.lang;
        let words = words::peer(lang);
        let number = |least: u64, most: u64| {
            let found = value.parse::<u64>().ok().filter(|number| (least..=most).contains(number));
            found.ok_or_else(|| Problem::new((words.not_a_number)(name, value, least, most)))
        };
        let millis = || number(0, 3_600_000).map(Duration::from_millis);
        let small = |most: u64| number(1, most).map(|number| number as usize);
        match name {
            "--port" => self.port = number(0, u16::MAX.into())? as u16,
            "--times" => self.times = Some(small(1_000_000_000)?),
            "--text" => {
                let bytes = unescape(value.as_bytes()).map_err(|bad| Problem::new((words.bad_escape)(&bad)))?;
                self.text.get_or_insert_default().extend(bytes);
            }
            "--gap" => self.gap = Some(millis()?),
            "--bytes" => {
                let found = size(value).filter(|size| *size > 0);
                self.bytes = found.ok_or_else(|| Problem::new((words.not_a_size)(value)))?;
            }
            "--cut" => self.cut = Some(number(0, u32::MAX.into())? as usize),
            "--strict" => self.strict = true,
            "--tries" => self.tries = number(1, 1000)? as u32,
            "--seed" => self.seed = number(0, u64::MAX)?,
            "--drop" => self.odds.drop = number(0, 100)? as u8,
            "--double" => self.odds.double = number(0, 100)? as u8,
            "--swap" => self.odds.swap = number(0, 100)? as u8,
            "--delay" => {
                self.odds.longest = number(0, 60_000).map(Duration::from_millis)?;
                if self.odds.longest.is_zero() {
                    self.odds.delay = 0;
                }
            }
            "--count" => self.count = small(1000)?,
            "--wait" => self.wait = Some(Duration::from_millis(number(1, 3_600_000)?)),
            "--reply" => self.reply = one_of(&Reply::ALL, name, value, lang)?,
            "--kind" => self.kind = one_of(&Kind::ALL, name, value, lang)?,
            other => unreachable!("{other} is on a probe's list of options and nobody reads it"),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(args: &[&str]) -> Result<Settings, String> {
        match read(args.iter().map(OsString::from).collect(), Lang::En) {
            Ok(Asked::Probe(settings)) => Ok(*settings),
            Ok(Asked::Help | Asked::List) => Err("help".into()),
            Err(problem) => Err(format!("{problem:?}")),
        }
    }

    #[test]
    fn every_option_of_every_probe_is_read() {
        for probe in Probe::ALL {
            for option in probe.options() {
                let value = match *option {
                    "--reply" => "chunked",
                    "--kind" => "rude",
                    _ => "7",
                };
                let mut args = vec![probe.name(), "127.0.0.1:9", *option, value];
                if *option == "--strict" {
                    args.pop();
                }
                args.retain(|arg| *arg != "127.0.0.1:9" || probe.takes_an_address());
                assert!(asked(&args).is_ok(), "{args:?}: {:?}", asked(&args).err());
            }
        }
    }

    #[test]
    fn texts_are_joined_and_unescaped() {
        let settings = asked(&["glue", "--text", r"\x00a\n", "--text", "b"]).expect("it is right");
        assert_eq!(settings.said(), b"\0a\nb");
    }

    #[test]
    fn an_option_that_the_probe_has_not_is_refused() {
        let problem = asked(&["silent", "--text", "a"]).expect_err("it never speaks");
        assert!(problem.contains("--text") && problem.contains("--times"), "{problem}");
    }
}
