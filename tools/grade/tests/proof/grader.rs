//! The grader as a person starts it, and what it wrote.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use enchufe::{catalog, root};
use grade::points::Points;
use grade::result::{ExerciseResult, State, Submission};
use grade::rules::Rules;
use grade::sandbox::trial::Walls;

/// A variable of the grader's own environment that no submission may see, neither compiled nor run.
pub const CANARY: (&str, &str) = ("ENCHUFE_CANARY", "nobody may see this");

/// One command line of the grader.
pub struct Grader {
    command: Command,
    out: PathBuf,
}

impl Grader {
    /// `grade SUBMISSIONS --out OUT`
    pub fn new(submissions: &Path, out: &Path) -> Grader {
        let mut command = Command::new(env!("CARGO_BIN_EXE_grade"));
        command.arg(submissions).arg("--out").arg(out).arg("--lang").arg("en").current_dir(root());
        command.env(CANARY.0, CANARY.1).env_remove("ENCHUFE_GRADE_TIER").stdin(Stdio::null());
        // What it does to its own process group must not end whoever tests it.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        Grader { command, out: out.to_owned() }
    }

    pub fn args(mut self, args: &[&str]) -> Grader {
        self.command.args(args);
        self
    }

    pub fn env(mut self, name: &str, value: &str) -> Grader {
        self.command.env(name, value);
        self
    }

    /// Behind these walls at best.
    pub fn no_better_than(mut self, walls: Walls) -> Grader {
        self.command.env("ENCHUFE_GRADE_TIER", walls.name());
        self
    }

    /// Runs it to its end, which must be good.
    pub fn run(mut self) -> Graded {
        let output = self.command.output().expect("the grader can be started");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{}\n{said}", output.status);
        Graded::read(&self.out, said)
    }

    /// Runs it to its end, whatever that is.
    pub fn output(mut self) -> Output {
        self.command.output().expect("the grader can be started")
    }

    /// Starts it, and says nothing.
    pub fn spawn(mut self) -> Child {
        self.command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the grader can be started")
    }
}

/// What it wrote.
pub struct Graded {
    pub out: PathBuf,
    pub submissions: Vec<Submission>,
    /// What it said on standard error.
    pub said: String,
    rules: Rules,
}

impl Graded {
    pub fn read(out: &Path, said: String) -> Graded {
        let exercises = catalog::exercises(&root().join("exercises")).expect("the catalogue reads");
        let submissions = grade::store::results(out).expect("there are results");
        Graded { out: out.to_owned(), submissions, said, rules: Rules::of_catalogue(&exercises) }
    }

    pub fn of(&self, student: &str) -> &Submission {
        let found = self.submissions.iter().find(|submission| submission.student == student);
        found.unwrap_or_else(|| panic!("{student} was not graded"))
    }

    /// What a submission got for one exercise, and what there was to get.
    pub fn points(&self, student: &str, exercise: &str) -> (Points, Points) {
        let score = self.rules.score(self.of(student));
        score.exercise(exercise).map_or((Points::ZERO, Points::ZERO), |score| (score.points, score.max))
    }

    /// What a submission got in all.
    pub fn all_points(&self, student: &str) -> Points {
        self.rules.score(self.of(student)).points
    }

    /// Every file below the report, with its path from there.
    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
        let mut files = Vec::new();
        collect(&self.out, &self.out, &mut files);
        files.sort();
        files
    }
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).expect("it can be read").flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let name = path.strip_prefix(root).expect("it is below").to_string_lossy().into_owned();
            files.push((name, fs::read(&path).expect("it can be read")));
        }
    }
}

/// What an exercise came to, in a few words.
pub fn summary(result: &ExerciseResult) -> String {
    match &result.state {
        State::NotSubmitted => "not submitted".to_owned(),
        State::DidNotCompile { message } => {
            format!("did not compile: {}", message.lines().next().unwrap_or_default())
        }
        State::LabError { text } => format!("lab error: {}", text.en),
        State::Judged => {
            let mut outcomes: Vec<&str> = result.tests.iter().map(|test| test.outcome.as_str()).collect();
            outcomes.sort_unstable();
            let mut counted: Vec<(usize, &str)> = Vec::new();
            for outcome in outcomes {
                match counted.last_mut() {
                    Some((count, last)) if *last == outcome => *count += 1,
                    _ => counted.push((1, outcome)),
                }
            }
            counted.iter().map(|(count, outcome)| format!("{count} {outcome}")).collect::<Vec<_>>().join(", ")
        }
    }
}
