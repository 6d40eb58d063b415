//! What the parts of the grader tell each other: one submission judged, and the class. Points are not in it: the rules
//! of the class derive them, and may change without judging again.

use std::collections::BTreeMap;
use std::fmt;

use enchufe::words::Lang;
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use crate::handed_in::{Clock, HandedIn};
use crate::intake::Reason;

/// One submission judged. A line of `results.jsonl` is one without its evidence: two runs give the same bytes, and no
/// time, port or path of this machine is in it. `kept/<key>.json` has the evidence, but not what belongs to the student
/// and not to the sources, so that students with the same sources share it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Submission {
    /// The name of the folder or of the archive without its ending.
    pub student: String,
    /// SHA-256 of what was taken, in hexadecimal.
    pub sources: String,
    /// When it was handed in, from the submission itself: RFC 3339 in UTC, whole seconds. The latest of its exercises;
    /// in a class, of those that count.
    pub submitted: Option<String>,
    /// What that is worth.
    #[serde(default, skip_serializing_if = "Clock::is_certain")]
    pub clock: Clock,
    /// The same for each exercise of which something was handed in: which of them count may change.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub handed_in: BTreeMap<String, HandedIn>,
    /// What was not taken of it, by path.
    pub ignored: Vec<Ignored>,
    pub tier: Tier,
    /// Every exercise of the catalogue, by number.
    pub exercises: Vec<ExerciseResult>,
    pub tampering: Vec<Tampering>,
    /// `en` or `es`: the student's language, in which the page to hand back is written.
    pub lang: String,
}

impl Submission {
    pub fn exercise(&self, slug: &str) -> Option<&ExerciseResult> {
        self.exercises.iter().find(|exercise| exercise.slug == slug)
    }

    /// Leaves the time of the exercises that count, where one of them was handed in: work that counts for nothing makes
    /// nobody late.
    pub fn time_by(&mut self, counts: impl Fn(&str) -> bool) {
        let counting: Vec<&HandedIn> =
            self.handed_in.iter().filter(|(slug, _)| counts(slug)).map(|(_, handed_in)| handed_in).collect();
        if !counting.is_empty() {
            self.submitted = counting.iter().filter_map(|one| one.at.clone()).max();
            self.clock = counting.iter().map(|one| one.clock).max().unwrap_or_default();
        }
    }

    /// The same without the evidence. Conversations are evened out, but where chance has a part in what happened, two of
    /// them with one program are not the same to the byte; the verdicts on it are.
    #[must_use]
    pub fn verdicts(&self) -> Submission {
        let mut verdicts = self.clone();
        for test in verdicts.exercises.iter_mut().flat_map(|exercise| &mut exercise.tests) {
            (test.text, test.transcript, test.retries) = (None, None, 0);
        }
        verdicts
    }

    /// The verdicts on these exercises, in this order. `None` if there is none on one of them.
    #[must_use]
    pub fn only(self, exercises: &[String]) -> Option<Submission> {
        let kept = exercises.iter().map(|slug| self.exercise(slug).cloned()).collect::<Option<Vec<_>>>()?;
        let mut only = Submission { exercises: kept, ..self };
        only.tampering.retain(|sign| sign.concerns_any(exercises));
        Some(only)
    }

    /// The verdicts on all exercises but these. `None` if there are no others.
    #[must_use]
    pub fn without(mut self, exercises: &[String]) -> Option<Submission> {
        self.exercises.retain(|result| !exercises.contains(&result.slug));
        self.tampering.retain(|sign| !sign.concerns_any(exercises));
        (!self.exercises.is_empty()).then_some(self)
    }

    /// Adds what another one says on exercises that this one says nothing of. By name, so that it does not matter which
    /// was judged first.
    pub fn add(&mut self, other: Submission) {
        let own: Vec<String> = self.exercises.iter().map(|result| result.slug.clone()).collect();
        let Some(others) = other.without(&own) else { return };
        self.exercises.extend(others.exercises);
        self.exercises.sort_by(|one, next| one.slug.cmp(&next.slug));
        self.tampering.extend(others.tampering);
        self.tampering.sort_by(|one, next| (&one.exercise, &one.sign).cmp(&(&next.exercise, &next.sign)));
    }

    /// Takes the evidence for its verdicts from a submission that has it.
    pub fn take_evidence(&mut self, other: Submission) {
        let with_evidence = other.exercises.into_iter().flat_map(|exercise| {
            exercise.tests.into_iter().map(move |test| ((exercise.slug.clone(), test.rule.clone()), test))
        });
        let mut with_evidence: BTreeMap<(String, String), TestResult> = with_evidence.collect();
        for exercise in &mut self.exercises {
            for test in &mut exercise.tests {
                let found = with_evidence.remove(&(exercise.slug.clone(), test.rule.clone()));
                let found = found.filter(|found| (&found.outcome, &found.mistake) == (&test.outcome, &test.mistake));
                if let Some(found) = found {
                    (test.text, test.transcript, test.retries) = (found.text, found.transcript, found.retries);
                }
            }
        }
    }
}

/// Something in a submission that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Ignored {
    /// As the submission names it, with `\` and control characters written out; shortened when it is very long.
    pub path: String,
    pub reason: Reason,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExerciseResult {
    pub slug: String,
    pub state: State,
    /// Every rule of the exercise, in the catalogue's order; none if it was not judged.
    pub tests: Vec<TestResult>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum State {
    NotSubmitted,
    /// What the compiler said, with paths from the workbook's folder.
    DidNotCompile {
        message: String,
    },
    Judged,
    /// The lab could not judge it, which is not the student's fault; a person must look.
    LabError {
        text: Text,
    },
}

/// The verdict on one rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TestResult {
    /// The name of the graded test.
    pub rule: String,
    /// One of the harness's slugs: `passed`, `wrong-bytes`, `skipped`, `lab-error`, …; see [`TestResult::outcome`].
    pub outcome: String,
    /// The slug of the mistake that the evidence points to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mistake: Option<String>,
    /// The report for a person, with ports and times evened out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
    /// The conversation, as the harness writes it, with ports and times evened out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transcript: Option<Value>,
    /// Students are not shown it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
    /// How often the lab failed before this verdict.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub retries: u8,
}

impl TestResult {
    /// The outcome as the harness knows it. One that it does not know is a fault of the lab.
    pub fn outcome(&self) -> enchufe::verdict::Outcome {
        use enchufe::verdict::Outcome;
        Outcome::from_slug(&self.outcome).unwrap_or(Outcome::LabError)
    }
}

/// A sign that a submission tried to trick the grader.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tampering {
    /// The exercise in whose program it was seen.
    pub exercise: Option<String>,
    /// In kebab-case, the same in every language.
    pub sign: String,
    pub text: Text,
}

impl Tampering {
    /// Whether it was seen in one of these exercises, or in none in particular.
    fn concerns_any(&self, exercises: &[String]) -> bool {
        self.exercise.as_ref().is_none_or(|slug| exercises.contains(slug))
    }
}

/// A text in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Text {
    pub en: String,
    pub es: String,
}

impl Text {
    /// The text that a function says in each language.
    pub fn said(say: impl Fn(Lang) -> String) -> Text {
        Text { en: say(Lang::En), es: say(Lang::Es) }
    }

    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Es => &self.es,
        }
    }
}

/// How strangers' programs are held, from little to much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "u8", try_from = "u8")]
pub enum Tier {
    /// A process group and a deadline: practice, never a class of strangers.
    Group = 1,
    /// And Landlock, limits and a list of system calls that are refused.
    Limits = 2,
    /// And namespaces of its own: network, processes, users.
    Namespaces = 3,
}

impl Tier {
    pub fn number(self) -> u8 {
        self as u8
    }
}

impl From<Tier> for u8 {
    fn from(tier: Tier) -> u8 {
        tier.number()
    }
}

impl TryFrom<u8> for Tier {
    type Error = String;

    fn try_from(number: u8) -> Result<Tier, String> {
        match number {
            1 => Ok(Tier::Group),
            2 => Ok(Tier::Limits),
            3 => Ok(Tier::Namespaces),
            _ => Err(format!("there is no tier {number}")),
        }
    }
}

impl fmt::Display for Tier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.number().fmt(f)
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_zero(retries: &u8) -> bool {
    *retries == 0
}
