//! A session as it was held: what was typed and what came, step by step.

use serde_json::{Value, json};

use super::super::sources::Sources;
use super::numbers::is_same;
use super::script::Key;
use crate::words::record as words_of;

/// A whole session.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Recording {
    pub steps: Vec<Step>,
    /// What came in a terminal behind its last step.
    pub rest: Vec<Rest>,
}

/// What happened in one terminal.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Step {
    pub terminal: usize,
    /// What came since this terminal's step before, up to this one.
    pub before: String,
    /// What starts; without it, what runs goes on.
    pub command: Option<String>,
    pub typed: Option<String>,
    pub pressed: Option<Key>,
    /// What came.
    pub output: String,
    /// The exit code, where it is not 0.
    pub code: Option<i32>,
    /// So many lines of what came are shown at most.
    pub shorten: Option<usize>,
}

/// What came when nobody asked any more.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rest {
    pub terminal: usize,
    pub output: String,
    pub code: Option<i32>,
}

impl Recording {
    pub fn to_json(&self, made_from: &Sources) -> Value {
        let steps: Vec<Value> = self.steps.iter().map(Step::to_json).collect();
        let rest = self.rest.iter().map(|rest| {
            let mut json = json!({ "terminal": rest.terminal, "output": rest.output });
            put(&mut json, "code", rest.code.map(Value::from));
            json
        });
        json!({ "made_from": made_from.to_json(), "steps": steps, "rest": rest.collect::<Vec<_>>() })
    }

    /// What [`to_json`](Recording::to_json) wrote.
    pub fn from_json(json: &Value) -> Option<Recording> {
        let steps = json.get("steps")?.as_array()?.iter().map(Step::from_json).collect::<Option<_>>()?;
        let rest = json.get("rest")?.as_array()?.iter().map(|json| {
            let output = json.get("output")?.as_str()?.to_owned();
            Some(Rest { terminal: terminal(json)?, output, code: code(json) })
        });
        Some(Recording { steps, rest: rest.collect::<Option<_>>()? })
    }

    /// How another recording of the same session differs, if it does.
    pub fn difference(&self, other: &Recording) -> Option<String> {
        let words = words_of();
        if self.steps.len() != other.steps.len() || self.rest.len() != other.rest.len() {
            return Some(words.other_steps.to_owned());
        }
        let texts = |recording: &Recording| -> Vec<(String, String)> {
            let steps = recording.steps.iter().enumerate();
            let steps = steps.map(|(index, step)| ((words.the_step)(index + 1), step.told()));
            let rest = recording
                .rest
                .iter()
                .map(|rest| ((words.rest_of)(rest.terminal), format!("{}{}", rest.output, told_code(rest.code))));
            steps.chain(rest).collect()
        };
        let pairs = texts(self).into_iter().zip(texts(other));
        let mut different = pairs.filter(|((_, one), (_, other))| !is_same(one, other));
        different.next().map(|((place, one), (_, other))| (words.other_output)(&place, &one, &other))
    }
}

impl Step {
    /// All that is seen of it.
    fn told(&self) -> String {
        let Step { before, output, .. } = self;
        let typed = self.typed.as_deref().unwrap_or_default();
        let pressed = self.pressed.map_or("", Key::name);
        let command = self.command.as_deref().unwrap_or_default();
        format!("{before}$ {command}\n{typed}{pressed}\n{output}{}", told_code(self.code))
    }

    fn to_json(&self) -> Value {
        let mut json = json!({ "terminal": self.terminal, "output": self.output });
        let before = Some(self.before.as_str()).filter(|before| !before.is_empty());
        put(&mut json, "before", before.map(Value::from));
        put(&mut json, "command", self.command.as_deref().map(Value::from));
        put(&mut json, "typed", self.typed.as_deref().map(Value::from));
        put(&mut json, "pressed", self.pressed.map(|key| key.name().into()));
        put(&mut json, "code", self.code.map(Value::from));
        put(&mut json, "shorten", self.shorten.map(Value::from));
        json
    }

    fn from_json(json: &Value) -> Option<Step> {
        let text = |key: &str| json.get(key).and_then(Value::as_str).map(str::to_owned);
        Some(Step {
            terminal: terminal(json)?,
            before: text("before").unwrap_or_default(),
            command: text("command"),
            typed: text("typed"),
            pressed: text("pressed").and_then(|name| Key::from_name(&name)),
            output: text("output")?,
            code: code(json),
            shorten: json.get("shorten").and_then(Value::as_u64).map(|lines| lines as usize),
        })
    }
}

fn put(json: &mut Value, key: &str, value: Option<Value>) {
    if let Some(value) = value {
        json[key] = value;
    }
}

fn terminal(json: &Value) -> Option<usize> {
    usize::try_from(json.get("terminal")?.as_u64()?).ok()
}

fn code(json: &Value) -> Option<i32> {
    json.get("code").and_then(Value::as_i64).and_then(|code| i32::try_from(code).ok())
}

fn told_code(code: Option<i32>) -> String {
    code.map_or_else(String::new, |code| format!("({code})\n"))
}
