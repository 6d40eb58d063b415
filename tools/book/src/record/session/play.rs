//! A session held: commands started, lines typed, keys pressed, and what comes taken down. A session that does not go as
//! it is written is an error that shows what came.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use enchufe::words::{Lang, Words};
use tempfile::TempDir;

use super::super::workshop::Workshop;
use super::command::runnable;
use super::numbers::Numbers;
use super::recording::{Recording, Rest, Step};
use super::script::{self, Key, Script};
use super::terminal::{End, Terminal};
use crate::words::record as words_of;

/// A program that nothing more is done with may take so much of the patience for its end.
const FAREWELL: u32 = 10;
/// What a program that is interrupted ends with.
const INTERRUPTED: i32 = 2;

/// Holds a session in a language. A step may take as long as `patience`.
///
/// # Errors
/// It does not go as it is written.
pub fn play(
    root: &Path,
    script: &Script,
    lang: Lang,
    workshop: &Workshop,
    patience: Duration,
) -> Result<Recording, String> {
    let folder = tempfile::tempdir().map_err(|error| (words_of().no_folder)(&error))?;
    // As the programs in it see the folder.
    let path = folder.path().canonicalize().map_err(|error| (words_of().no_folder)(&error))?;
    let numbers = Numbers::new(script, root, &path)?;
    for (name, text) in &script.files {
        let path = path.join(name);
        let folder = path.parent().unwrap_or(&path);
        let written = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&path, numbers.typed(text)));
        written.map_err(|error| (words_of().no_folder)(&error))?;
    }
    let environment = environment(lang, &path);
    let windows = BTreeMap::new();
    let mut play = Play { root, script, lang, workshop, patience, numbers, environment, folder, windows };
    let mut recording = Recording::default();
    for index in 0..script.steps.len() {
        recording.steps.push(play.step(index).map_err(|said| (words_of().in_step)(index + 1, &said))?);
    }
    recording.rest = play.rest()?;
    Ok(recording)
}

fn environment(lang: Lang, folder: &Path) -> Vec<(String, String)> {
    let path = std::env::var("PATH").unwrap_or_default();
    let home = folder.display().to_string();
    let fixed = [
        ("PATH", path.as_str()),
        ("HOME", &home),
        ("LC_ALL", "C.UTF-8"),
        ("ENCHUFE_LANG", lang.code()),
        ("NO_COLOR", "1"),
        ("COLUMNS", "80"),
        ("TERM", "dumb"),
        ("PYTHONUNBUFFERED", "1"),
    ];
    fixed.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec()
}

struct Play<'p> {
    root: &'p Path,
    script: &'p Script,
    lang: Lang,
    workshop: &'p Workshop,
    patience: Duration,
    numbers: Numbers<'p>,
    environment: Vec<(String, String)>,
    folder: TempDir,
    windows: BTreeMap<usize, Window>,
}

/// What runs in a terminal.
struct Window {
    terminal: Terminal,
    /// The exit code with which it should end.
    code: i32,
    /// Whether its end has been told.
    is_over: bool,
    may_be_interrupted: bool,
}

impl Play<'_> {
    fn step(&mut self, index: usize) -> Result<Step, String> {
        let words = words_of();
        let script = self.script;
        let asked = &script.steps[index];
        let mut step = Step { terminal: asked.terminal, shorten: asked.shorten, ..Step::default() };
        step.command.clone_from(&asked.command);
        step.before = match &asked.command {
            Some(command) => self.start(asked, command)?,
            None => String::new(),
        };
        let lang = self.lang;
        let window = self.windows.get_mut(&asked.terminal).ok_or(words.nothing_runs)?;
        if window.is_over {
            return Err(words.nothing_runs.to_owned());
        }
        window.code = asked.code.unwrap_or(window.code);
        if let Some(input) = &asked.input {
            let ends = !asked.keep_input_open;
            let has_ended = window.terminal.end(Duration::ZERO).is_some() && asked.command.is_none();
            if has_ended {
                let came = window.terminal.rest();
                return Err((words.ended_before)(&self.numbers.shown(&came)));
            }
            window.terminal.write(&self.numbers.typed(input));
            if ends {
                window.terminal.press(Key::D);
                step.pressed = Some(Key::D);
            }
            step.typed = Some(input.clone());
        }
        if let Some(key) = asked.press {
            if window.terminal.end(Duration::ZERO).is_some() {
                let came = window.terminal.rest();
                return Err((words.ended_before)(&self.numbers.shown(&came)));
            }
            window.terminal.press(key);
            window.may_be_interrupted |= key == Key::C;
            step.pressed = Some(key);
        }
        let patience = self.patience;
        let output = if !asked.until.is_empty() {
            let until = awaited(asked, lang);
            let until: Vec<String> = until.iter().map(|text| self.numbers.typed(text)).collect();
            match window.terminal.until(&until, patience) {
                Some(output) => output,
                None => {
                    let came = window.terminal.rest();
                    return Err((words.did_not_come)(&asked.until.join(" | "), &self.numbers.shown(&came)));
                }
            }
        } else if script.goes_on(index) {
            // What comes of it belongs to the step that goes on with it.
            String::new()
        } else {
            match window.terminal.end(patience) {
                Some(end) => {
                    let output = window.terminal.rest();
                    step.code = window.over(end).map_err(|said| format!("{said}{}", self.numbers.shown(&output)))?;
                    output
                }
                None => {
                    let came = window.terminal.rest();
                    return Err((words.still_runs)(&self.numbers.shown(&came)));
                }
            }
        };
        step.output = self.numbers.shown(&output);
        Ok(step)
    }

    /// Starts a command in a terminal, when what ran there has ended. What that has said since it was last looked at.
    fn start(&mut self, asked: &script::Step, command: &str) -> Result<String, String> {
        let words = words_of();
        let mut before = String::new();
        if let Some(window) = self.windows.get_mut(&asked.terminal).filter(|window| !window.is_over) {
            let end = window.terminal.end(self.patience);
            before = self.numbers.shown(&window.terminal.rest());
            let end = end.ok_or_else(|| (words.is_not_free)(&before))?;
            window.over(end).map_err(|said| format!("{said}{before}"))?;
        }
        let line = runnable(self.root, &self.numbers.typed(command), self.workshop)?;
        let terminal = Terminal::start(&line, self.folder.path(), &self.environment);
        let terminal = terminal.map_err(|error| (words.no_sh)(&error))?;
        let window = Window { terminal, code: asked.code.unwrap_or(0), is_over: false, may_be_interrupted: false };
        self.windows.insert(asked.terminal, window);
        Ok(before)
    }

    /// What is said in the terminals behind their last steps, by programs that end by themselves. The others are ended:
    /// a reader would have to do so too, and what they have said would be left to chance.
    fn rest(&mut self) -> Result<Vec<Rest>, String> {
        let words = words_of();
        let mut rests = Vec::new();
        for (terminal, window) in &mut self.windows {
            if window.is_over {
                continue;
            }
            let end = window.terminal.end(self.patience / FAREWELL);
            let output = self.numbers.shown(&window.terminal.rest());
            let Some(end) = end else {
                if output.is_empty() {
                    continue;
                }
                return Err((words.says_more)(*terminal, &output));
            };
            let code = window.over(end).map_err(|said| (words.in_terminal)(*terminal, &format!("{said}{output}")))?;
            if !output.is_empty() || code.is_some() {
                rests.push(Rest { terminal: *terminal, output, code });
            }
        }
        Ok(rests)
    }
}

impl Window {
    /// The code to be told, which is the one that must come.
    fn over(&mut self, end: End) -> Result<Option<i32>, String> {
        self.is_over = true;
        match end {
            End::Code(code) if code == self.code => Ok(Some(code).filter(|code| *code != 0)),
            // A shell says so of a program that was interrupted.
            End::Code(code) if self.may_be_interrupted && code == 128 + INTERRUPTED => Ok(None),
            End::Signal(INTERRUPTED) if self.may_be_interrupted => Ok(None),
            End::Code(code) => Err((words_of().other_code)(self.code, code)),
            End::Signal(signal) => Err((words_of().by_signal)(signal)),
        }
    }
}

/// What is awaited, as it is written, and as the companion says it in the language of the session.
fn awaited(step: &script::Step, lang: Lang) -> Vec<String> {
    let known = |words: &Words| {
        let listens = (words.listening_on)("").trim().to_owned();
        let fixed = [words.half_closed, words.closed, words.aborted, words.input_ended, words.refused_nobody_reading];
        std::iter::once(listens).chain(fixed.map(str::to_owned)).collect::<Vec<_>>()
    };
    let pairs: Vec<(String, String)> = known(Lang::En.words()).into_iter().zip(known(lang.words())).collect();
    let own =
        |text: &String| pairs.iter().find(|(english, _)| english.contains(text.as_str())).map(|(_, own)| own.clone());
    step.until.iter().flat_map(|text| own(text).into_iter().chain([text.clone()])).collect()
}
