//! What one judging of a wrong program says, and what of it can be relied upon.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use enchufe::grading::Verdict;
use enchufe::verdict::Outcome;

use super::record::{Cell, Row};
use crate::candidates::Promise;

/// What was said of each test.
#[derive(Debug, Clone)]
pub struct Judging(BTreeMap<String, Said>);

/// What was said of one test.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Said {
    /// The program keeps this rule.
    Holds,
    /// It cannot be told on this machine.
    Untold,
    /// It failed, and was this recorded.
    Failed(Cell),
    /// It failed, and was given the name of a mistake that it does not make.
    TakenFor(String),
    /// It contradicts what the program promises: in these words.
    Otherwise(String),
}

impl Judging {
    pub fn of(promise: &Promise, verdicts: &[Verdict]) -> Judging {
        let said = verdicts.iter().map(|it| (it.rule.clone(), it.outcome, it.mistake.clone()));
        Judging::new(promise, said)
    }

    /// From each test's outcome and the mistake that was named.
    pub fn new(promise: &Promise, said: impl Iterator<Item = (String, Outcome, Option<String>)>) -> Judging {
        Judging(said.map(|(test, outcome, named)| (test.clone(), Said::new(promise, &test, outcome, named))).collect())
    }

    /// What contradicts the program's promise, a line each.
    pub fn faults(&self) -> Vec<String> {
        let fault = |(test, said): (&String, &Said)| Some(format!("    {test}: {}\n", said.contradiction()?));
        self.0.iter().filter_map(fault).collect()
    }

    /// The tests that gave it a name which is not its own, a line each.
    pub fn wrong_guesses(&self) -> Vec<String> {
        let guessed = self.0.iter().filter(|(_, said)| matches!(said, Said::TakenFor(_)));
        guessed.map(|(test, said)| format!("    {test}: {}\n", said.contradiction().unwrap_or_default())).collect()
    }

    /// Whether nothing else failed than what had to.
    pub fn is_as_promised(&self, promise: &Promise) -> bool {
        self.0.iter().all(|(test, said)| match said {
            Said::Holds | Said::Untold => !promise.fails.contains(test) || promise.depends_on_the_machine,
            Said::Failed(cell) => *cell == Cell::Explained && promise.fails.contains(test),
            Said::TakenFor(_) | Said::Otherwise(_) => false,
        })
    }

    /// Whether it is what was kept, as far as that is steady and can be told here.
    pub fn fits(&self, kept: &Row) -> bool {
        self.different(kept).next().is_none()
    }

    /// What is not as it was kept, a line each.
    pub fn differences(&self, kept: &Row) -> String {
        let mut text = String::new();
        for (test, said) in self.different(kept) {
            let before = kept.get(test).map_or("holds", |cell| cell.word());
            let now = match said {
                None => "there is no such test".to_owned(),
                Some(Said::Failed(cell)) => cell.word().to_owned(),
                Some(said) => said.contradiction().unwrap_or_else(|| "holds".to_owned()),
            };
            writeln!(text, "    {test}: kept: {before}; now: {now}").expect("a String");
        }
        text
    }

    fn different<'a>(&'a self, kept: &'a Row) -> impl Iterator<Item = (&'a String, Option<&'a Said>)> {
        let fits = |test: &String, said: &Said| match (said, kept.get(test)) {
            (Said::TakenFor(_) | Said::Otherwise(_), _) => false,
            (Said::Untold, _) | (_, Some(Cell::Unsteady)) | (Said::Holds, None) => true,
            (Said::Failed(now), Some(before)) => now == before,
            (Said::Failed(_), None) | (Said::Holds, Some(_)) => false,
        };
        let said = self.0.iter().filter(move |(test, said)| !fits(test, said)).map(|(test, said)| (test, Some(said)));
        let unknown = kept.keys().filter(|test| !self.0.contains_key(*test)).map(|test| (test, None));
        said.chain(unknown)
    }

    /// What is to be kept of it. What cannot be told here stays as it was.
    pub fn row(&self, kept: &Row) -> Row {
        let cell = |(test, said): (&String, &Said)| match said {
            Said::Failed(cell) => Some((test.clone(), *cell)),
            Said::Untold => kept.get(test).map(|cell| (test.clone(), *cell)),
            Said::Holds | Said::TakenFor(_) | Said::Otherwise(_) => None,
        };
        self.0.iter().filter_map(cell).collect()
    }

    /// What is to be kept of two: where they differ, that it is unsteady.
    pub fn settle(&self, other: &Judging, kept: &Row) -> Row {
        let (one, other) = (self.row(kept), other.row(kept));
        let tests = one.keys().chain(other.keys()).cloned();
        let settled = |test: String| {
            let cell = match (one.get(&test), other.get(&test)) {
                (Some(one), Some(other)) if one == other => *one,
                _ => Cell::Unsteady,
            };
            (test, cell)
        };
        tests.map(settled).collect()
    }
}

impl Said {
    fn new(promise: &Promise, test: &str, outcome: Outcome, named: Option<String>) -> Said {
        let is_promised = promise.fails.contains(test);
        match (outcome, named) {
            (Outcome::LabError, _) => Said::Otherwise("a fault of the lab".to_owned()),
            (Outcome::Skipped, _) => Said::Untold,
            (Outcome::Passed, _) if is_promised && promise.depends_on_the_machine => Said::Untold,
            (Outcome::Passed, _) if is_promised => Said::Otherwise("promised to fail, and holds".to_owned()),
            (Outcome::Passed, _) => Said::Holds,
            (_, Some(named)) if named == promise.slug => Said::Failed(Cell::Explained),
            (_, Some(named)) => Said::TakenFor(named),
            (_, None) if is_promised => Said::Otherwise("does not name it".to_owned()),
            (_, None) => Said::Failed(Cell::Seen),
        }
    }

    /// What contradicts the program's promise, in words.
    fn contradiction(&self) -> Option<String> {
        match self {
            Said::TakenFor(named) => Some(format!("takes it for {named}")),
            Said::Otherwise(words) => Some(words.clone()),
            Said::Holds | Said::Untold | Said::Failed(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said of a program that promises to fail `one` with its own mistake.
    fn judging(named: Option<&str>, other: Outcome) -> Judging {
        let fails = ["one".to_owned()].into();
        let promise = Promise { slug: "single-read".to_owned(), fails, depends_on_the_machine: false };
        let one = ("one".to_owned(), Outcome::WrongBytes, Some("single-read".to_owned()));
        let other = ("other".to_owned(), other, named.map(str::to_owned));
        Judging::new(&promise, [one, other].into_iter())
    }

    #[test]
    fn a_name_that_is_not_its_own_is_a_wrong_guess() {
        let guess = judging(Some("lossy-text"), Outcome::WrongBytes);
        assert_eq!(guess.wrong_guesses(), ["    other: takes it for lossy-text\n"]);
        assert_eq!(guess.faults(), guess.wrong_guesses());
    }

    #[test]
    fn a_failure_without_a_name_is_none() {
        for judging in [judging(None, Outcome::WrongBytes), judging(None, Outcome::Passed)] {
            assert!(judging.wrong_guesses().is_empty() && judging.faults().is_empty());
        }
        let fault = judging(None, Outcome::LabError);
        assert!(fault.wrong_guesses().is_empty() && fault.faults() == ["    other: a fault of the lab\n"]);
    }
}
