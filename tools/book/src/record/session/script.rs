//! What is typed in a session and what is awaited, as `book/sessions/<name>.toml` says.

use std::collections::BTreeMap;

use regex::Regex;
use toml::{Table, Value};

use crate::words::record as words_of;

/// A session before it is held.
#[derive(Debug, Default)]
pub struct Script {
    /// Ports that the reader sees; others are used.
    pub ports: Vec<u16>,
    /// Files that exist before it begins, by name.
    pub files: BTreeMap<String, String>,
    pub steps: Vec<Step>,
    /// What differs from run to run, and what stands for it.
    pub replace: Vec<(Regex, String)>,
}

/// What happens in one terminal.
#[derive(Debug, Default, Clone)]
pub struct Step {
    /// Which window of the reader, from 1.
    pub terminal: usize,
    /// A new program; without it, what runs in the terminal goes on.
    pub command: Option<String>,
    /// What is typed.
    pub input: Option<String>,
    /// The input does not end behind that.
    pub keep_input_open: bool,
    pub press: Option<Key>,
    /// The step is over when a line holds one of these; without any, when the program ends.
    pub until: Vec<String>,
    /// The exit code that must come.
    pub code: Option<i32>,
    /// So many lines of what comes are shown at most.
    pub shorten: Option<usize>,
}

/// A key that is pressed together with Ctrl.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// Interrupts the program.
    C,
    /// Ends its input.
    D,
}

impl Key {
    pub fn name(self) -> &'static str {
        match self {
            Key::C => "ctrl-c",
            Key::D => "ctrl-d",
        }
    }

    pub fn from_name(name: &str) -> Option<Key> {
        [Key::C, Key::D].into_iter().find(|key| key.name() == name)
    }
}

impl Script {
    /// Reads a script.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Script, String> {
        let words = words_of();
        let table: Table = text.parse().map_err(|error: toml::de::Error| error.to_string())?;
        let mut keys = Keys { table, about: words.the_session.to_owned() };
        let ports = keys.list("ports")?.into_iter().map(|port| keys.number("ports", &port));
        let ports = ports.collect::<Result<Vec<u16>, String>>()?;
        let files = keys.tables("files")?.pop().unwrap_or_default().into_iter();
        let files = files.map(|(name, text)| match text {
            Value::String(text) if !name.contains("..") && !name.starts_with('/') => Ok((name, text)),
            _ => Err((words.bad_key)("files", &name)),
        });
        let files = files.collect::<Result<_, String>>()?;
        let steps = keys.tables("step")?.into_iter().enumerate();
        let steps = steps.map(|(index, table)| Step::read(table, index + 1)).collect::<Result<Vec<Step>, String>>()?;
        let replace = keys.tables("replace")?.into_iter().map(replacement).collect::<Result<_, String>>()?;
        keys.nothing_else()?;
        match steps.first() {
            None => Err(words.no_steps.to_owned()),
            Some(_) => Ok(Script { ports, files, steps, replace }),
        }
    }

    /// Whether a later step goes on with what this one started or went on with.
    pub fn goes_on(&self, index: usize) -> bool {
        let terminal = self.steps[index].terminal;
        let next = self.steps[index + 1..].iter().find(|step| step.terminal == terminal);
        next.is_some_and(|step| step.command.is_none())
    }
}

impl Step {
    fn read(table: Table, number: usize) -> Result<Step, String> {
        let words = words_of();
        let mut keys = Keys { table, about: (words.the_step)(number) };
        let terminal = keys.take("terminal").map_or(Ok(1), |value| keys.number("terminal", &value))?;
        let press =
            keys.text("press")?.map(|name| Key::from_name(&name).ok_or_else(|| (words.bad_key)(&keys.about, "press")));
        let step = Step {
            terminal,
            command: keys.text("command")?,
            input: keys.text("input")?,
            keep_input_open: keys.truth("keep_input_open")?,
            press: press.transpose()?,
            until: keys.texts("until")?,
            code: keys.take("code").map(|value| keys.number("code", &value)).transpose()?,
            shorten: keys.take("shorten").map(|value| keys.number("shorten", &value)).transpose()?,
        };
        keys.nothing_else()?;
        if !(1..=9).contains(&step.terminal) {
            return Err((words.bad_key)(&keys.about, "terminal"));
        }
        Ok(step)
    }
}

fn replacement(table: Table) -> Result<(Regex, String), String> {
    let mut keys = Keys { table, about: "replace".to_owned() };
    let missing = |key: &str| (words_of().bad_key)("replace", key);
    let pattern = keys.text("pattern")?.ok_or_else(|| missing("pattern"))?;
    let with = keys.text("with")?.ok_or_else(|| missing("with"))?;
    keys.nothing_else()?;
    Ok((Regex::new(&pattern).map_err(|error| error.to_string())?, with))
}

/// A table whose keys are taken one by one, so that what is left is unknown.
struct Keys {
    table: Table,
    /// What it describes.
    about: String,
}

impl Keys {
    fn take(&mut self, key: &str) -> Option<Value> {
        self.table.remove(key)
    }

    fn bad(&self, key: &str) -> String {
        (words_of().bad_key)(&self.about, key)
    }

    fn number<N: TryFrom<i64>>(&self, key: &str, value: &Value) -> Result<N, String> {
        value.as_integer().and_then(|number| N::try_from(number).ok()).ok_or_else(|| self.bad(key))
    }

    fn text(&mut self, key: &str) -> Result<Option<String>, String> {
        match self.take(key) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(self.bad(key)),
        }
    }

    /// One text, or several in a list.
    fn texts(&mut self, key: &str) -> Result<Vec<String>, String> {
        let texts = match self.take(key) {
            None => return Ok(Vec::new()),
            Some(Value::Array(texts)) => texts,
            Some(text) => vec![text],
        };
        let text = |text: Value| text.as_str().filter(|text| !text.is_empty()).map(str::to_owned);
        texts.into_iter().map(text).collect::<Option<_>>().ok_or_else(|| self.bad(key))
    }

    fn truth(&mut self, key: &str) -> Result<bool, String> {
        match self.take(key) {
            None => Ok(false),
            Some(Value::Boolean(truth)) => Ok(truth),
            Some(_) => Err(self.bad(key)),
        }
    }

    fn list(&mut self, key: &str) -> Result<Vec<Value>, String> {
        match self.take(key) {
            None => Ok(Vec::new()),
            Some(Value::Array(list)) => Ok(list),
            Some(_) => Err(self.bad(key)),
        }
    }

    /// A table, or several of them.
    fn tables(&mut self, key: &str) -> Result<Vec<Table>, String> {
        let values = match self.take(key) {
            Some(Value::Table(table)) => return Ok(vec![table]),
            Some(Value::Array(values)) => values,
            Some(_) => return Err(self.bad(key)),
            None => return Ok(Vec::new()),
        };
        let table = |value: Value| match value {
            Value::Table(table) => Some(table),
            _ => None,
        };
        values.into_iter().map(table).collect::<Option<_>>().ok_or_else(|| self.bad(key))
    }

    fn nothing_else(&self) -> Result<(), String> {
        self.table.keys().next().map_or(Ok(()), |key| Err((words_of().unknown_key)(&self.about, key)))
    }
}
