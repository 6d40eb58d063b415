//! Which test a person means by what was typed behind `cargo lab trace`. Looks at names, and at which have a report.

use enchufe::catalog::{Exercise, Rule};

use super::record::{self, Recorded};
use crate::lab::Lab;
use crate::problem::Problem;
use crate::words::trace;

/// So many candidates at most are named.
const MOST_NAMED: usize = 12;

/// The exercise and the name of the test that are meant.
///
/// # Errors
/// Nothing is recorded, or none or several tests are meant.
pub fn choose<'l>(lab: &'l Lab, given: &[String]) -> Result<(&'l Exercise, String), Problem> {
    let (exercise, rule) = named(lab, given)?;
    let rule = match rule {
        Some(rule) => rule.name.clone(),
        None => {
            let recorded = Recorded::of(lab, exercise)?;
            recorded.verdicts[recorded.most_telling()].rule.clone()
        }
    };
    Ok((exercise, rule))
}

/// The exercise that is meant, and its rule if one is.
fn named<'l>(lab: &'l Lab, given: &[String]) -> Result<(&'l Exercise, Option<&'l Rule>), Problem> {
    let words = trace(lab.lang);
    let whole = given.join(" ");
    let whole = whole.trim().trim_end_matches('/');
    if whole.is_empty() {
        let newest = record::newest_first(lab).into_iter().next();
        let first = lab.exercises.first().map_or("tcp-client", |exercise| &exercise.slug);
        let nothing = || Problem::new(words.nothing_recorded).advise((words.record_one)(first));
        return newest.map(|exercise| (exercise, None)).ok_or_else(nothing);
    }
    // `tcp-client/sends_nothing`, or `tcp-client sends_nothing` as cargo has it.
    let parts = whole.rsplit_once('/').or_else(|| whole.split_once(' '));
    if let Some((exercise, part)) = parts.and_then(|(first, part)| Some((lab.find(first).ok()?, part))) {
        let found = matching(lab, exercise, part);
        return match found[..] {
            [rule] => Ok((exercise, Some(rule))),
            [] => Err(Problem::new((words.no_such_rule_of)(part, &exercise.slug)).advise(see_the_list(lab, exercise))),
            _ => Err(several(lab, part, exercise, &found)),
        };
    }
    if let Ok(exercise) = lab.find(whole) {
        return Ok((exercise, None));
    }
    for exercise in by_nearness(lab) {
        let found = matching(lab, exercise, whole);
        match found[..] {
            [] => {}
            [rule] => return Ok((exercise, Some(rule))),
            _ => return Err(several(lab, whole, exercise, &found)),
        }
    }
    // `udp` and `udp/sends` begin as several exercises' names do, which is more to the point.
    let first = whole.split('/').next().unwrap_or(whole);
    if let Some(problem) = begins_several(lab, first) {
        return Err(problem);
    }
    Err(Problem::new((words.no_such_rule)(whole)).advise(words.see_the_list))
}

/// What to say where exercises' names begin so, but it is not clear which is meant.
fn begins_several(lab: &Lab, given: &str) -> Option<Problem> {
    let begins = lab.exercises.iter().any(|exercise| exercise.slug.starts_with(given));
    lab.find(given).err().filter(|_| begins)
}

/// Whether a name, the first, is meant by a part of it, the second.
type Fits = fn(&str, &str) -> bool;

/// All exercises: the one in whose folder the person is, those that were tested, the last one first, and the rest.
fn by_nearness(lab: &Lab) -> Vec<&Exercise> {
    let here = std::env::current_dir().unwrap_or_default();
    let is_here = |exercise: &&Exercise| here.starts_with(&exercise.folder);
    let mut order: Vec<&Exercise> = lab.exercises.iter().filter(is_here).collect();
    for exercise in record::newest_first(lab).into_iter().chain(&lab.exercises) {
        if !order.contains(&exercise) {
            order.push(exercise);
        }
    }
    order
}

/// The rules that a part of a name could mean: one of this name, else those that begin with it, else those that have it
/// somewhere; in the words of either the test's name or the list of rules. Those that are recorded come before others.
fn matching<'e>(lab: &Lab, exercise: &'e Exercise, part: &str) -> Vec<&'e Rule> {
    // As a report or a shell may have shortened it.
    let part = part.trim().trim_end_matches(['…', '.']).to_lowercase();
    let name = part.replace([' ', '-'], "_");
    let fits = |is_it: Fits| -> Vec<&'e Rule> {
        let is_it = |rule: &&Rule| is_it(&rule.name, &name) || is_it(&rule.text.get(lab.lang).to_lowercase(), &part);
        exercise.rules.iter().filter(is_it).collect()
    };
    let kinds: [Fits; 3] =
        [|whole, part| whole == part, |whole, part| whole.starts_with(part), |whole, part| whole.contains(part)];
    let found = kinds.into_iter().map(fits).find(|found| !found.is_empty()).unwrap_or_default();
    let is_recorded = |rule: &&Rule| record::is_recorded(lab, exercise, &rule.name);
    let recorded: Vec<&Rule> = found.iter().copied().filter(is_recorded).collect();
    if recorded.is_empty() { found } else { recorded }
}

fn several(lab: &Lab, part: &str, exercise: &Exercise, found: &[&Rule]) -> Problem {
    let line = |rule: &&Rule| format!("  {}/{}", exercise.slug, rule.name);
    let mut lines: Vec<String> = found.iter().take(MOST_NAMED).map(line).collect();
    if found.len() > MOST_NAMED {
        lines.push("  …".to_owned());
    }
    Problem::new((trace(lab.lang).several_rules)(part, &lines.join("\n"))).advise(see_the_list(lab, exercise))
}

fn see_the_list(lab: &Lab, exercise: &Exercise) -> String {
    format!("{} {}", trace(lab.lang).see_the_list, exercise.slug)
}
