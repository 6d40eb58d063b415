//! `cargo lab book record`: the sessions and figures of the book, recorded from real runs.
//!
//! Nothing that a page shows of a program was written by hand: it is here that it comes from, and here that it is found
//! out when it is not so any more.

mod conversation;
mod events;
mod figures;
mod judge;
mod kept;
mod mistakes;
mod order;
mod problem;
pub mod session;
mod sources;
mod stale;
mod wanted;
mod workshop;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use enchufe::grading;
use enchufe::with_patience;
use enchufe::words::Lang;

pub use self::conversation::{Conversation, Program, is_plain};
pub use self::figures::Recording;
use self::kept::Kept;
pub use self::problem::Problem;
use self::session::script::Script;
use self::sources::Sources;
pub use self::sources::number;
pub use self::stale::stale;
use self::wanted::{Place, Wanted};
use self::workshop::Needs;
pub use self::workshop::Workshop;
use crate::words::record as words_of;
use crate::{stopping, terminal};

/// How long a step of a session may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// What the mistakes are recorded by.
const MISTAKES: &str = "mistakes";

/// Where recordings are kept.
pub fn folder(root: &Path) -> PathBuf {
    root.join("tools").join("book").join("recordings")
}

/// What one run records.
struct Chosen {
    conversations: BTreeMap<Conversation, Vec<Place>>,
    sessions: BTreeMap<String, (Script, Vec<Place>)>,
    mistakes: bool,
    /// Everything is: what else is kept belongs to no page.
    is_all: bool,
}

/// Records what is named (sessions, exercises, `exercise/test`, `mistakes`), or everything that the pages name. With
/// `check`, compares it with what is kept and changes nothing.
pub fn run(root: &Path, names: &[String], check: bool) -> ExitCode {
    let words = words_of();
    let mut problems = Vec::new();
    let chosen = match choose(root, names, &mut problems) {
        Ok(chosen) => chosen,
        Err(said) => {
            terminal::complain(said);
            return ExitCode::from(2);
        }
    };
    // Whoever is impatient leaves nothing running.
    let handled = ctrlc::set_handler(|| stopping::leave(130));
    // In a test somebody else has set one.
    drop(handled);
    terminal::complain(words.building);
    let workshop = match Workshop::build(root, &needs(root, &chosen)) {
        Ok(workshop) => workshop,
        Err(said) => {
            terminal::complain(said);
            return ExitCode::FAILURE;
        }
    };
    terminal::complain((words.recording)(chosen.conversations.len(), chosen.sessions.len()));
    let mut kept = Kept::new(root, check);
    record_figures(root, &workshop, &chosen, &mut kept, &mut problems);
    record_sessions(root, &workshop, &chosen, &mut kept, &mut problems);
    if chosen.mistakes {
        let (mistakes, unnamed) = mistakes::make(root, &workshop);
        problems.extend(unnamed);
        let earlier = mistakes::read(root);
        let is_same =
            |_: &serde_json::Value| (!mistakes::is_same(&earlier, &mistakes)).then(|| words.other_mistakes.to_owned());
        kept.keep(&mistakes::path(root), &mistakes::to_json(&mistakes), is_same);
    }
    if chosen.is_all {
        kept.remove_others(&paths(root, &chosen));
    }
    problems.extend(kept.problems);
    problems.iter().for_each(|problem| terminal::complain(format_args!("\n{problem}")));
    let summary = (words.summary)(kept.same, kept.changed, kept.removed, problems.len());
    terminal::complain(format_args!("\n{summary}"));
    let is_well = problems.is_empty() && !(check && kept.changed + kept.removed > 0);
    if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Ends whatever runs to be recorded.
pub fn end_all() {
    judge::end_all();
    session::end_all();
}

/// What the names stand for.
fn choose(root: &Path, names: &[String], problems: &mut Vec<Problem>) -> Result<Chosen, String> {
    let words = words_of();
    let mut wanted = Wanted::of(root);
    let is_all = names.is_empty();
    if is_all {
        problems.append(&mut wanted.problems);
    }
    let is_conversation = |name: &str, conversation: &Conversation| {
        name == conversation.exercise || name == format!("{}/{}", conversation.exercise, conversation.rule)
    };
    for name in names {
        let is_session = wanted.sessions.contains_key(name) || session::script(root, name).is_file();
        let is_figure = wanted.conversations.keys().any(|conversation| is_conversation(name, conversation));
        if !is_session && !is_figure && name != MISTAKES {
            return Err((words.no_such_name)(name));
        }
        if is_session {
            wanted.sessions.entry(name.clone()).or_default();
        }
    }
    let is_named = |name: &str| is_all || names.iter().any(|named| named == name);
    wanted
        .conversations
        .retain(|conversation, _| is_all || names.iter().any(|name| is_conversation(name, conversation)));
    wanted.sessions.retain(|name, _| is_named(name));
    let mut sessions = BTreeMap::new();
    for (name, places) in wanted.sessions {
        let path = session::script(root, &name);
        let script = std::fs::read_to_string(&path).map_err(|error| (words.no_script)(&path, &error));
        match script.and_then(|text| Script::parse(&text)) {
            Ok(script) => drop(sessions.insert(name, (script, places))),
            Err(said) => problems.push(Problem::new((words.session)(&name), said).named_by(&places)),
        }
    }
    let mistakes = is_named(MISTAKES);
    Ok(Chosen { conversations: wanted.conversations, sessions, mistakes, is_all })
}

fn needs(root: &Path, chosen: &Chosen) -> Needs {
    let mut needs = Needs::default();
    chosen.conversations.keys().for_each(|conversation| needs.conversation(conversation));
    chosen.sessions.values().for_each(|(script, _)| session::command::needs(script, &mut needs));
    if chosen.mistakes {
        needs.wrong = true;
        needs.graded.extend(mistakes::exercises(root));
    }
    needs
}

fn record_figures(root: &Path, workshop: &Workshop, chosen: &Chosen, kept: &mut Kept, problems: &mut Vec<Problem>) {
    let all: Vec<_> = chosen.conversations.iter().collect();
    let made = grading::in_parallel(&all, 1, |(conversation, _)| {
        let made_from = Sources::of_conversation(root, conversation)?;
        let earlier = kept::read(&conversation.recording(root)).as_ref().and_then(Recording::from_json);
        Ok::<_, String>((Recording::make(root, workshop, conversation, earlier.as_ref())?, made_from))
    });
    for ((conversation, places), made) in all.into_iter().zip(made) {
        match made {
            Ok((recording, made_from)) => {
                kept.keep(&conversation.recording(root), &recording.to_json(&made_from), |json| {
                    Recording::from_json(json).map_or(Some(String::new()), |earlier| earlier.difference(&recording))
                })
            }
            Err(said) => problems.push(Problem::new(conversation, said).named_by(places)),
        }
    }
}

fn record_sessions(root: &Path, workshop: &Workshop, chosen: &Chosen, kept: &mut Kept, problems: &mut Vec<Problem>) {
    let in_each = |(name, script): (_, _)| Lang::ALL.map(|lang| (name, script, lang));
    let all: Vec<_> = chosen.sessions.iter().flat_map(in_each).collect();
    let patience = with_patience(PATIENCE);
    let made = grading::in_parallel(&all, 1, |(_, (script, _), lang)| {
        session::play::play(root, script, *lang, workshop, patience)
    });
    for ((name, (script, places), lang), made) in all.into_iter().zip(made) {
        let files = [vec![session::script(root, name)], session::command::sources(root, script)].concat();
        let made_from = Sources::read(root, files);
        match made {
            Ok(recording) => kept.keep(&session::recording(root, name, lang), &recording.to_json(&made_from), |json| {
                let earlier = session::recording::Recording::from_json(json);
                earlier.map_or(Some(String::new()), |earlier| earlier.difference(&recording))
            }),
            Err(said) => {
                let about = format!("{} ({})", (words_of().session)(name), lang.code());
                problems.push(Problem::new(about, said).named_by(places));
            }
        }
    }
}

/// The files of all that is chosen.
fn paths(root: &Path, chosen: &Chosen) -> Vec<PathBuf> {
    let figures = chosen.conversations.keys().map(|conversation| conversation.recording(root));
    let sessions = chosen.sessions.keys().flat_map(|name| Lang::ALL.map(|lang| session::recording(root, name, lang)));
    figures.chain(sessions).chain([mistakes::path(root)]).collect()
}
