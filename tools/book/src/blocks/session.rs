//! A recorded session: a panel for each step, with what is typed and what comes. It needs no script.

use std::fmt::Write;
use std::fs;
use std::ops::RangeInclusive;

use enchufe::words::Lang;

use super::Block;
use crate::figure::safe;
use crate::record::session::recording::{Recording, Step};
use crate::record::session::{self, script::Key};
use crate::words::{figure as words_of, record as words_of_record};

/// A longer word does not fit on a telephone as a whole.
const LONGEST_WORD: usize = 28;

/// # Errors
/// A key is wrong, or the session is not recorded.
pub fn render(block: &Block) -> Result<String, String> {
    block.only(&["name", "steps", "folded"])?;
    let name = block.text("name")?;
    let lang = block.page.lang;
    let recording = recorded(block, name)?;
    let count = recording.steps.len();
    let steps = block.optional("steps")?.map_or(Ok(1..=count), |steps| range(steps, count))?;
    let is_last = *steps.end() == count;
    let several = recording.steps.iter().any(|step| step.terminal != recording.steps[0].terminal);
    let mut html = format!("<div class=\"session\" role=\"group\" aria-label=\"{}\">\n", words_of(lang).session);
    for step in &recording.steps[steps.start() - 1..*steps.end()] {
        panel(&mut html, step, several, lang);
    }
    for rest in recording.rest.iter().filter(|_| is_last) {
        let step = Step { terminal: rest.terminal, output: rest.output.clone(), code: rest.code, ..Step::default() };
        panel(&mut html, &step, several, lang);
    }
    html.push_str("</div>");
    Ok(html)
}

fn recorded(block: &Block, name: &str) -> Result<Recording, String> {
    let words = words_of_record();
    if !crate::record::is_plain(name) {
        return Err((words.no_session)(name));
    }
    let path = session::recording(block.page.root, name, block.page.lang);
    let shown = path.strip_prefix(block.page.root).unwrap_or(&path).display().to_string();
    let bytes = fs::read(&path).map_err(|_| (words.not_recorded)(&shown, name))?;
    let json = serde_json::from_slice(&bytes).ok();
    let recording = json.as_ref().and_then(Recording::from_json).filter(|recording| !recording.steps.is_empty());
    recording.ok_or_else(|| (words.unreadable)(&shown, name))
}

/// `2-3`, or `2`: the steps that are shown, counted from 1.
fn range(steps: &str, count: usize) -> Result<RangeInclusive<usize>, String> {
    let (first, last) = steps.split_once('-').unwrap_or((steps, steps));
    let bounds = first.parse().ok().zip(last.parse().ok());
    let fits = bounds.filter(|(first, last)| 1 <= *first && first <= last && *last <= count);
    fits.map(|(first, last)| first..=last).ok_or_else(|| (words_of_record().bad_steps)(steps, count))
}

/// What happens in one terminal.
fn panel(html: &mut String, step: &Step, several: bool, lang: Lang) {
    let words = words_of(lang);
    html.push_str("<div class=\"panel\">\n");
    if several {
        let is_new = step.command.is_some();
        let name = if is_new { (words.terminal)(step.terminal) } else { (words.goes_on)(step.terminal) };
        let _ = writeln!(html, "<p class=\"terminal\">{name}</p>");
    }
    output(html, &step.before, None, lang);
    if let Some(command) = &step.command {
        // The prompt is the style sheet's: what is copied is the command alone.
        let _ = writeln!(
            html,
            "<pre class=\"command\"><code class=\"language-plaintext nohighlight\">{}</code></pre>",
            words_of_a_command(command)
        );
    }
    let typed = step.typed.as_deref().unwrap_or_default();
    // An empty line is a key and no text.
    let is_enter = typed == "\n";
    if !typed.is_empty() && !is_enter {
        let label = format!("<span class=\"label\">{}</span> ", words.typed);
        let _ = writeln!(
            html,
            "<pre class=\"typed\">{label}<kbd>{}</kbd></pre>",
            lines(typed.strip_suffix('\n').unwrap_or(typed))
        );
    }
    let ends = step.pressed.map(|key| match key {
        Key::C => "Ctrl+C",
        Key::D => "Ctrl+D",
    });
    for key in is_enter.then_some("Enter").into_iter().chain(ends) {
        let _ = writeln!(html, "<p class=\"key\"><span class=\"label\">{}</span> <kbd>{key}</kbd></p>", words.pressed);
    }
    output(html, &step.output, step.shorten, lang);
    if let Some(code) = step.code {
        let _ = writeln!(html, "<p class=\"code\">{}</p>", (words.ended_with)(code));
    }
    html.push_str("</div>\n");
}

/// What a program said, of very much the beginning and the end.
fn output(html: &mut String, output: &str, shorten: Option<usize>, lang: Lang) {
    let all: Vec<&str> = output.lines().collect();
    let most = shorten.unwrap_or(usize::MAX).max(2);
    let shown = if all.len() > most {
        // One line says how many are not there.
        let (first, last) = ((most - 1).div_ceil(2), (most - 1) / 2);
        let left_out = (words_of(lang).lines_left_out)(all.len() - first - last);
        [&all[..first], &[left_out.as_str()], &all[all.len() - last..]].concat().join("\n")
    } else {
        all.join("\n")
    };
    if !shown.is_empty() {
        // It scrolls where it is wider than the page: the keyboard must reach it.
        let _ = writeln!(html, "<pre class=\"output\" tabindex=\"0\"><samp>{}</samp></pre>", lines(&shown));
    }
}

/// A command whose options are not broken at their hyphens.
fn words_of_a_command(command: &str) -> String {
    let word = |word: &str| {
        let is_whole = word.contains('-') && word.chars().count() <= LONGEST_WORD;
        if is_whole { format!("<span class=\"word\">{}</span>", lines(word)) } else { lines(word) }
    };
    command.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// Lines of text, whatever is in them, as one line of HTML.
fn lines(text: &str) -> String {
    let columns = |line: &str| line.split('\t').map(safe).collect::<Vec<_>>().join("&#9;");
    text.split('\n').map(columns).collect::<Vec<_>>().join("&#10;")
}
