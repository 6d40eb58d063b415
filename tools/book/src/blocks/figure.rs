//! A recorded conversation, drawn and told. `figure.js` lets the reader go through it event by event.

use std::fs;
use std::ops::RangeInclusive;

use enchufe::catalog;
use enchufe::transcript::{Event, Transcript};
use enchufe::words::Lang;
use serde_json::Value;

use super::{Block, escape, inline};
use crate::figure::{Drawn, draw};
use crate::record::{Conversation, Program, Recording};
use crate::words::{figure as words_of, record as words_of_record};

/// # Errors
/// A key is wrong, or the conversation is not recorded.
pub fn render(block: &Block) -> Result<String, String> {
    block.only(&["test", "program", "caption", "only", "folded"])?;
    let conversation = Conversation::parse(block.text("test")?, block.text("program")?)?;
    let caption = inline(block.text("caption")?);
    let events = recorded(block, &conversation)?;
    let only = block.optional("only")?.map(|only| range(only, events.len())).transpose()?;
    let (lang, words) = (block.page.lang, words_of(block.page.lang));
    // No other page has its path, no other block of the page its line: all pages together make one when it is printed.
    let page = block.page.path.with_extension("").to_string_lossy().replace(['/', '\\'], "-");
    let id = format!("figure-{page}-{}", block.line);
    let title = (words.title)(&conversation.exercise);
    let figure = draw(&Drawn { events: &events, only, lang, id: &id, title: &title });
    let sentences: String = figure.sentences.iter().map(|sentence| format!("<li>{sentence}</li>\n")).collect();
    let (previous, next, step) = (escape(words.previous), escape(words.next), escape(words.step));
    Ok(format!(
        "<figure class=\"figure\" data-previous=\"{previous}\" data-next=\"{next}\" data-step=\"{step}\">\n\
         {}\n<figcaption>{caption}</figcaption>\n\
         <details>\n<summary>{}</summary>\n<ol>\n{sentences}</ol>\n<p>{}</p>\n</details>\n</figure>",
        figure.svg,
        escape(words.in_words),
        told_source(block, &conversation),
    ))
}

/// The events of a conversation as it was recorded.
fn recorded(block: &Block, conversation: &Conversation) -> Result<Vec<Event>, String> {
    let words = words_of_record();
    let path = conversation.recording(block.page.root);
    let shown = path.strip_prefix(block.page.root).unwrap_or(&path).display().to_string();
    let bytes = fs::read(&path).map_err(|_| (words.not_recorded)(&shown, &conversation.exercise))?;
    let json = serde_json::from_slice::<Value>(&bytes).ok();
    let recording = json.as_ref().and_then(Recording::from_json);
    let transcript = recording.and_then(|recording| Transcript::from_json(&recording.transcript).ok());
    let transcript = transcript.ok_or_else(|| (words.unreadable)(&shown, &conversation.exercise))?;
    Ok(transcript.events())
}

/// `4-12`: the events that are drawn, counted from 1.
fn range(only: &str, count: usize) -> Result<RangeInclusive<usize>, String> {
    let bounds = only.split_once('-').and_then(|(first, last)| Some((first.parse().ok()?, last.parse().ok()?)));
    let fits = bounds.filter(|(first, last)| 1 <= *first && first <= last && *last <= count);
    fits.map(|(first, last)| first..=last).ok_or_else(|| (words_of_record().bad_range)(only, count))
}

/// Which test this was, and which program.
fn told_source(block: &Block, conversation: &Conversation) -> String {
    let (lang, words) = (block.page.lang, words_of(block.page.lang));
    let program = match &conversation.program {
        Program::Solution => words.the_solution.to_owned(),
        Program::Wrong(name) => {
            let slug = name.split('.').next().unwrap_or(name);
            let link = format!("<a href=\"{}mistakes/{slug}.html\"><code>{slug}</code></a>", block.page.to_root());
            (words.a_wrong_program)(&link)
        }
        Program::Right(name) => (words.a_right_program)(&format!("<code>{}</code>", escape(name))),
    };
    (words.recorded)(&escape(&rule(block, conversation, lang)), &program)
}

/// The rule in words, as the exercise's manifest has it.
fn rule(block: &Block, conversation: &Conversation, lang: Lang) -> String {
    let exercises = catalog::exercises(&block.page.root.join("exercises")).unwrap_or_default();
    let exercise = exercises.iter().find(|exercise| exercise.slug == conversation.exercise);
    let known = exercise.map(|exercise| exercise.rule_text(&conversation.rule, lang));
    known.unwrap_or_else(|| conversation.rule.replace('_', " "))
}
