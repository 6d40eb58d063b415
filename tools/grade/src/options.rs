//! The command line.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::PathBuf;
use std::str::FromStr;

use enchufe::words::Lang;
use lexopt::prelude::*;

use crate::export::Kind;
use crate::result::Tier;
use crate::shard::Shard;

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    Grade(Grade),
    Merge { reports: Vec<PathBuf>, out: PathBuf, rules: Option<PathBuf> },
    Handout { to: PathBuf, rules: Option<PathBuf> },
    Layout { submissions: PathBuf, out: PathBuf, rules: Option<PathBuf> },
    Export { kind: Kind, report: Option<PathBuf>, rules: Option<PathBuf>, settings: ExportSettings },
    Rules,
    Tier,
    Help,
}

/// `grade SUBMISSIONS --out REPORT`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grade {
    pub submissions: PathBuf,
    pub out: PathBuf,
    pub rules: Option<PathBuf>,
    /// As many as there are processors if this is `None`, as far as there are users for them.
    pub jobs: Option<usize>,
    /// Exercises and students.
    pub only: Vec<String>,
    /// Students whose verdicts are not believed; all if this is empty.
    pub regrade: Option<Vec<String>>,
    pub shard: Option<Shard>,
    pub require_tier: Option<Tier>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExportSettings {
    pub out: Option<PathBuf>,
    pub sheet: Option<PathBuf>,
    pub set: BTreeMap<String, String>,
}

/// What is not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misuse {
    UnknownOption(String),
    Unexpected(String),
    NoValue(String),
    NotANumber(&'static str, String),
    NotAShard(String),
    NotATier(String),
    NotALang(String),
    NotAKind(String),
    NotASetting(String),
    Missing(&'static str),
    /// An option that belongs to another command.
    NotHere(&'static str),
}

/// Everything that was typed.
#[derive(Debug, Default)]
struct Typed {
    words: Vec<OsString>,
    out: Option<PathBuf>,
    rules: Option<PathBuf>,
    jobs: Option<usize>,
    only: Vec<String>,
    regrade: Option<Vec<String>>,
    shard: Option<Shard>,
    require_tier: Option<Tier>,
    sheet: Option<PathBuf>,
    set: BTreeMap<String, String>,
    help: bool,
}

/// Reads the arguments after the program's name. The language that they name is known even if they are not understood.
pub fn parse(args: impl Iterator<Item = OsString>) -> (Option<Lang>, Result<Asked, Misuse>) {
    let mut lang = None;
    let typed = read(args, &mut lang);
    (lang, typed.and_then(asked))
}

fn misuse(error: lexopt::Error) -> Misuse {
    match error {
        lexopt::Error::MissingValue { option } => Misuse::NoValue(option.unwrap_or_default()),
        lexopt::Error::UnexpectedValue { value, .. } => Misuse::Unexpected(value.to_string_lossy().into_owned()),
        error => Misuse::Unexpected(error.to_string()),
    }
}

fn text(parser: &mut lexopt::Parser) -> Result<String, Misuse> {
    Ok(parser.value().map_err(misuse)?.to_string_lossy().into_owned())
}

fn read(args: impl Iterator<Item = OsString>, lang: &mut Option<Lang>) -> Result<Typed, Misuse> {
    let mut typed = Typed::default();
    let mut parser = lexopt::Parser::from_args(args);
    while let Some(arg) = parser.next().map_err(misuse)? {
        match arg {
            Short('h') | Long("help") => typed.help = true,
            Long("lang") => {
                let code = text(&mut parser)?;
                let known = Lang::ALL.into_iter().find(|lang| lang.code() == code);
                *lang = Some(known.ok_or(Misuse::NotALang(code))?);
            }
            Short('o') | Long("out") => typed.out = Some(parser.value().map_err(misuse)?.into()),
            Long("rules") => typed.rules = Some(parser.value().map_err(misuse)?.into()),
            Long("sheet") => typed.sheet = Some(parser.value().map_err(misuse)?.into()),
            Short('j') | Long("jobs") => {
                let jobs = number("--jobs", text(&mut parser)?)?;
                typed.jobs = Some(jobs).filter(|&jobs| jobs > 0);
                typed.jobs.ok_or(Misuse::NotANumber("--jobs", "0".into()))?;
            }
            Long("shard") => {
                let shard = text(&mut parser)?;
                typed.shard = Some(shard.parse().map_err(|()| Misuse::NotAShard(shard))?);
            }
            Long("require-tier") => {
                let tier = text(&mut parser)?;
                let known = tier.parse::<u8>().ok().and_then(|number| Tier::try_from(number).ok());
                typed.require_tier = Some(known.ok_or(Misuse::NotATier(tier))?);
            }
            Long("only") => {
                let names = parser.values().map_err(misuse)?;
                typed.only.extend(names.map(|name| name.to_string_lossy().into_owned()));
            }
            Long("regrade") => {
                // Names are optional here: without any, everything is graded again.
                let names = match parser.values() {
                    Ok(names) => names.map(|name| name.to_string_lossy().into_owned()).collect(),
                    Err(_) => Vec::new(),
                };
                typed.regrade.get_or_insert_default().extend(names);
            }
            Long("set") => {
                let setting = text(&mut parser)?;
                let (key, value) = setting.split_once('=').ok_or_else(|| Misuse::NotASetting(setting.clone()))?;
                typed.set.insert(key.to_owned(), value.to_owned());
            }
            Value(word) => typed.words.push(word),
            Short(letter) => return Err(Misuse::UnknownOption(format!("-{letter}"))),
            Long(name) => return Err(Misuse::UnknownOption(format!("--{name}"))),
        }
    }
    Ok(typed)
}

fn number<T: FromStr>(option: &'static str, text: String) -> Result<T, Misuse> {
    text.parse().map_err(|_| Misuse::NotANumber(option, text))
}

fn asked(mut typed: Typed) -> Result<Asked, Misuse> {
    if typed.help || typed.words.is_empty() && typed.out.is_none() {
        return Ok(Asked::Help);
    }
    let command = typed.words.first().and_then(|word| word.to_str()).unwrap_or_default().to_owned();
    let commands = ["merge", "handout", "layout", "export", "rules", "tier", "help"];
    let is_grade = !commands.contains(&command.as_str());
    if !is_grade {
        typed.words.remove(0);
        typed.only_for_grading()?;
    }
    if command != "export" && (typed.sheet.is_some() || !typed.set.is_empty()) {
        return Err(Misuse::NotHere(if typed.sheet.is_some() { "--sheet" } else { "--set" }));
    }
    let asked = match command.as_str() {
        "merge" => Asked::Merge {
            reports: typed.rest("REPORT")?,
            out: typed.out.take().ok_or(Misuse::Missing("--out REPORT"))?,
            rules: typed.rules.take(),
        },
        "handout" => Asked::Handout { to: typed.word("DIR")?, rules: typed.rules.take() },
        "layout" => Asked::Layout {
            submissions: typed.word("SUBMISSIONS")?,
            out: typed.out.take().ok_or(Misuse::Missing("--out DIR"))?,
            rules: typed.rules.take(),
        },
        "export" => {
            let kind = typed.word("KIND")?.to_string_lossy().into_owned();
            let kind = Kind::named(&kind).ok_or(Misuse::NotAKind(kind))?;
            let report = if kind.needs_a_class() { Some(typed.word("REPORT")?) } else { None };
            let settings = ExportSettings {
                out: typed.out.take(),
                sheet: typed.sheet.take(),
                set: std::mem::take(&mut typed.set),
            };
            Asked::Export { kind, report, rules: typed.rules.take(), settings }
        }
        "rules" => Asked::Rules,
        "tier" => Asked::Tier,
        "help" => return Ok(Asked::Help),
        _ => Asked::Grade(Grade {
            submissions: typed.word("SUBMISSIONS")?,
            out: typed.out.take().ok_or(Misuse::Missing("--out REPORT"))?,
            rules: typed.rules.take(),
            jobs: typed.jobs,
            only: std::mem::take(&mut typed.only),
            regrade: typed.regrade.take(),
            shard: typed.shard,
            require_tier: typed.require_tier,
        }),
    };
    match (typed.words.first(), typed.out, typed.rules) {
        (Some(word), _, _) => Err(Misuse::Unexpected(word.to_string_lossy().into_owned())),
        (_, Some(_), _) => Err(Misuse::NotHere("--out")),
        (_, _, Some(_)) => Err(Misuse::NotHere("--rules")),
        _ => Ok(asked),
    }
}

impl Typed {
    fn word(&mut self, name: &'static str) -> Result<PathBuf, Misuse> {
        if self.words.is_empty() { Err(Misuse::Missing(name)) } else { Ok(self.words.remove(0).into()) }
    }

    fn rest(&mut self, name: &'static str) -> Result<Vec<PathBuf>, Misuse> {
        let words: Vec<PathBuf> = self.words.drain(..).map(PathBuf::from).collect();
        if words.is_empty() { Err(Misuse::Missing(name)) } else { Ok(words) }
    }

    fn only_for_grading(&self) -> Result<(), Misuse> {
        let typed = [
            (self.jobs.is_some(), "--jobs"),
            (!self.only.is_empty(), "--only"),
            (self.regrade.is_some(), "--regrade"),
            (self.shard.is_some(), "--shard"),
            (self.require_tier.is_some(), "--require-tier"),
        ];
        typed.iter().find(|(is_typed, _)| *is_typed).map_or(Ok(()), |(_, option)| Err(Misuse::NotHere(option)))
    }
}
