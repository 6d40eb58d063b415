//! Classroom 50: `classroom50/result/v1`, a file for each student.
//!
//! The scores there are whole numbers. The points of the submission are rounded once, from the exact ones; an exercise's
//! are rounded on their own, and stand exactly in `points`. With `scale=100` scores are hundredths of points, and nothing
//! is rounded. What only the service's runner knows is taken from `--set` or from the variables it sets; where there is
//! neither, links say the tag, as the service's own manual records do. `datetime` is the submission's time and never the
//! clock's: grading again must not make anybody late.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::roundtrip::one_line;
use super::{Request, each};
use crate::class::Class;
use crate::points::Points;
use crate::problem::Problem;
use crate::report::files;
use crate::report::gradebook::{Gradebook, label};
use crate::report::standing::{Standing, held};
use crate::result::Submission;
use crate::rules::Score;
use crate::words::{export, spoken};

/// # Errors
/// The classroom, the assignment or a submission's time is not known; a file cannot be written.
pub fn write(class: &Class, request: &Request) -> Result<Vec<PathBuf>, Problem> {
    let book = Gradebook::new(class);
    let facts = Facts::of(request, book.files.len() == 1)?;
    let text = |place: usize| {
        let result = facts.result(&book, place)?;
        Ok(format!("{result:#}\n"))
    };
    let mut paths = each(&book, request, ("classroom50", "json"), text)?;
    if let [folder] = &paths[..]
        && folder.is_dir()
    {
        let notes = folder.with_extension("notes.txt");
        files::write(&notes, notes_of(&book).as_bytes())?;
        paths.push(notes);
    }
    Ok(paths)
}

/// Whose score a person must look at: the form has no place to say so.
fn notes_of(book: &Gradebook) -> String {
    let words = export(spoken());
    let asks = |(_, score): &(&Submission, &Score)| !score.needs_a_person.is_empty();
    let scored: Vec<_> = book.class.submissions.iter().zip(&book.scores).filter(asks).collect();
    let mut notes = format!("{}\n", (words.need_a_person)(scored.len()));
    for (submission, score) in scored {
        let why: Vec<&str> = score.needs_a_person.iter().map(|why| why.get(spoken())).collect();
        notes.push_str(&format!(
            "{}: {}: {}\n",
            one_line(&submission.student),
            score.points,
            one_line(&why.join(" | "))
        ));
    }
    notes
}

/// What no class holds.
struct Facts<'r> {
    request: &'r Request,
    classroom: String,
    assignment: String,
    scale: u64,
    /// One submission is graded, so that what the runner says is said of it.
    is_alone: bool,
}

impl Facts<'_> {
    fn of(request: &Request, is_alone: bool) -> Result<Facts<'_>, Problem> {
        let words = export(spoken());
        let needed = |key: &str, variable: &str| {
            told(request, key, variable).ok_or_else(|| Problem::new((words.not_told)(key)).advise((words.tell)(key)))
        };
        let scale = request.set.get("scale").map_or(Ok(1), |text| text.parse());
        let scale = scale.ok().filter(|scale| [1, 100].contains(scale));
        Ok(Facts {
            request,
            classroom: needed("classroom", "CLASSROOM")?,
            assignment: needed("assignment", "ASSIGNMENT")?,
            scale: scale.ok_or_else(|| Problem::new(words.odd_scale))?,
            is_alone,
        })
    }

    fn result(&self, book: &Gradebook, place: usize) -> Result<Value, Problem> {
        let submission = &book.class.submissions[place];
        let score = &book.scores[place];
        let datetime = self.datetime(book.class, submission)?;
        let set = |key: &str, variable: &str| {
            if self.is_alone { told(self.request, key, variable) } else { None }
        };
        let fresh = || format!("submit/{}-{}", datetime.replace(':', "-"), submission.sources.get(..7).unwrap_or("0"));
        let tag = set("submission", "SUBMISSION_TAG").filter(|tag| tag.starts_with("submit/")).unwrap_or_else(fresh);
        let commit = set("commit", "COMMIT_URL").unwrap_or_else(|| tag.clone());
        let tests: Vec<Value> = book.exercises.iter().map(|exercise| self.test(book, place, exercise)).collect();
        let max = self.whole(score.max);
        Ok(json!({
            "schema": "classroom50/result/v1",
            "classroom": self.classroom,
            "assignment": self.assignment,
            "assignment_type": told(self.request, "assignment_type", "MODE").unwrap_or_else(|| "individual".to_owned()),
            "owner": set("owner", "OWNER").unwrap_or_else(|| self.owner(&submission.student)),
            "submission": tag,
            "commit": commit,
            "release": set("release", "RELEASE_URL").unwrap_or_else(|| tag.clone()),
            "review": set("review", "REVIEW_URL").unwrap_or_else(|| commit.clone()),
            "datetime": datetime,
            "score": self.whole(score.points).min(max),
            "max-score": max,
            "tests": tests,
        }))
    }

    fn test(&self, book: &Gradebook, place: usize, exercise: &enchufe::catalog::Exercise) -> Value {
        let submission = &book.class.submissions[place];
        let points = book.scores[place].exercise(&exercise.slug).map(|one| (one.points, one.max)).unwrap_or_default();
        let result = submission.exercise(&exercise.slug);
        let tests: Vec<_> = result.iter().flat_map(|result| &result.tests).collect();
        let (holding, of) = held(&tests);
        json!({
            "test-name": label(exercise),
            "passed": book.standing(place, &exercise.slug) == Standing::Solved,
            "score": self.whole(points.0),
            "max-score": self.whole(points.1),
            "points": points.0.to_string(),
            "rules": format!("{holding}/{of}"),
        })
    }

    /// Whole points, or hundredths of them.
    fn whole(&self, points: Points) -> u64 {
        if self.scale == 100 { points.hundredths() } else { (points.hundredths() + 50) / 100 }
    }

    /// The service names repositories `<classroom>-<assignment>-<owner>`, and copies of them are folders of that name.
    fn owner(&self, student: &str) -> String {
        let start = format!("{}-{}-", self.classroom, self.assignment);
        let owner = student.strip_prefix(&start).filter(|owner| !owner.is_empty()).unwrap_or(student);
        if owner.is_empty() { "?".to_owned() } else { owner.to_owned() }
    }

    /// When it was handed in, in whole seconds.
    fn datetime(&self, class: &Class, submission: &Submission) -> Result<String, Problem> {
        let words = export(spoken());
        let known = class.rules.submitted(&submission.student, submission.submitted.as_deref());
        let said = self.request.set.get("datetime").and_then(|text| text.parse().ok());
        let time: jiff::Timestamp =
            known.or(said).ok_or_else(|| Problem::new((words.no_time)(&submission.student)).advise(words.tell_time))?;
        Ok(time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
    }
}

/// What was said on the command line, else by the runner.
fn told(request: &Request, key: &str, variable: &str) -> Option<String> {
    let said = request.set.get(key).cloned();
    said.or_else(|| std::env::var(variable).ok()).filter(|text| !text.trim().is_empty())
}
