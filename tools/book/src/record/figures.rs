//! A conversation recorded: the graded test is run with the program of the figure, several times, and the order of events
//! that comes most often is kept.

use std::cmp::Reverse;
use std::path::Path;

use enchufe::transcript::Transcript;
use enchufe::verdict::Outcome;
use serde_json::{Value, json};

use super::conversation::Conversation;
use super::events::evened_out;
use super::judge::judge;
use super::order;
use super::sources::Sources;
use super::workshop::Workshop;
use crate::words::record as words_of;

/// How often a conversation is held: what two actors do at the same time comes in one order or the other.
const TAKES: usize = 3;
/// How often at most, before it is said that it is not what it was.
const MOST_TAKES: usize = 6;

/// A conversation as it was held.
#[derive(Debug, Clone, PartialEq)]
pub struct Recording {
    pub outcome: Outcome,
    /// The mistake that the test named.
    pub mistake: Option<String>,
    /// As the harness writes transcripts.
    pub transcript: Value,
}

impl Recording {
    /// Holds a conversation. `earlier` is how it was recorded before: what came then and may come again is no news.
    ///
    /// # Errors
    /// What is missing, or why the conversation could not be held.
    pub fn make(
        root: &Path,
        workshop: &Workshop,
        conversation: &Conversation,
        earlier: Option<&Recording>,
    ) -> Result<Recording, String> {
        let is_known = |take: &Recording| earlier.is_some_and(|earlier| earlier.difference(take).is_none());
        let mut takes: Vec<Recording> = Vec::new();
        let most = if earlier.is_some() { MOST_TAKES } else { TAKES };
        while takes.len() < most {
            let take = take(root, workshop, conversation)?;
            if is_known(&take) {
                return Ok(take);
            }
            takes.push(take);
        }
        // Of what comes equally often, and in the same order, what took the least: a busy machine only makes it longer.
        let count = |wanted: &Recording| takes.iter().filter(|take| take.is_same_order(wanted)).count();
        let best = (0..takes.len()).max_by_key(|place| (count(&takes[*place]), Reverse(takes[*place].micros())));
        Ok(takes.swap_remove(best.unwrap_or(0)))
    }

    /// How long it took.
    fn micros(&self) -> u64 {
        let last = self.transcript.as_array().and_then(|events| events.last());
        last.and_then(|event| event["ms"].as_f64()).map_or(0, |ms| (ms * 1e3) as u64)
    }

    fn is_same_order(&self, other: &Recording) -> bool {
        self.is_same_verdict(other) && order::without_times(&self.transcript) == order::without_times(&other.transcript)
    }

    fn is_same_verdict(&self, other: &Recording) -> bool {
        (self.outcome, &self.mistake) == (other.outcome, &other.mistake)
    }

    /// How another recording of the same conversation differs in more than chance, if it does.
    pub fn difference(&self, other: &Recording) -> Option<String> {
        let verdict = |recording: &Recording| {
            format!("{} ({})", recording.outcome.slug(), recording.mistake.as_deref().unwrap_or("-"))
        };
        if !self.is_same_verdict(other) {
            return Some((words_of().other_verdict)(&verdict(self), &verdict(other)));
        }
        order::difference(&self.transcript, &other.transcript)
    }

    pub fn to_json(&self, made_from: &Sources) -> Value {
        json!({
            "outcome": self.outcome.slug(),
            "mistake": self.mistake,
            "made_from": made_from.to_json(),
            "transcript": self.transcript,
        })
    }

    /// What [`to_json`](Recording::to_json) wrote.
    pub fn from_json(json: &Value) -> Option<Recording> {
        let outcome = json.get("outcome")?.as_str().and_then(Outcome::from_slug)?;
        let mistake = json.get("mistake")?.as_str().map(str::to_owned);
        Some(Recording { outcome, mistake, transcript: json.get("transcript")?.clone() })
    }
}

/// Runs the test once.
fn take(root: &Path, workshop: &Workshop, conversation: &Conversation) -> Result<Recording, String> {
    let Conversation { exercise, rule, program } = conversation;
    let verdicts = judge(root, workshop, exercise, program, std::slice::from_ref(rule), 1.0)?;
    let verdict = verdicts.first().ok_or_else(|| (words_of().no_rule)(exercise, rule))?;
    if matches!(verdict.outcome, Outcome::LabError | Outcome::Skipped) {
        return Err(verdict.text(crate::words::spoken()).to_owned());
    }
    let transcript = verdict.transcript().ok_or(words_of().no_conversation)?;
    let transcript = Transcript::from_json(transcript).map_err(|error| error.to_string())?;
    let transcript = Transcript::from_events(evened_out(&transcript.events())).to_json();
    Ok(Recording { outcome: verdict.outcome, mistake: verdict.mistake.clone(), transcript })
}
