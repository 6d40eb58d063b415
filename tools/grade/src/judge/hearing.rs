//! One exercise of one submission before the graded tests: they run outside of the sandbox, trusted, and start the
//! student's program inside. A verdict is read from the reports that the harness writes where no program sees them.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use enchufe::PATIENCE;
use enchufe::catalog::Exercise;
use enchufe::grading::{self, Verdict};
use enchufe::verdict::Outcome;
use enchufe::words::Lang;
use serde_json::Value;

use super::bench::Bench;
use super::even;
use super::hall::Hall;
use super::watch;
use crate::result::{TestResult, Text, Tier};
use crate::sandbox::limits::Limits;
use crate::sandbox::plan::{Door, Plan, TEMPORARY};
use crate::sandbox::trial::{host_names, system_libraries};
use crate::sandbox::{LAUNCHER, launcher};
use crate::words::judge as words;

/// So long the tests of one exercise may take in all: ten times what they take with a slow machine and a right program.
const LONGEST: Duration = Duration::from_secs(150);

/// How often a lab error is tried again.
const RETRIES: u8 = 2;

/// A program that is heard by the tests of an exercise.
pub struct Hearing<'a> {
    pub bench: &'a Bench,
    pub hall: &'a Hall,
    pub exercise: &'a Exercise,
    /// The executable, outside.
    pub program: &'a Path,
    /// What stands before its arguments.
    pub args: Vec<String>,
    /// Its name inside, and the name of its plan.
    pub name: String,
    /// Exercises whose library the student has not finished.
    pub wanting: &'a str,
}

impl Hearing<'_> {
    /// Verdicts on all rules, in order. What failed through the lab says so: [`Hearing::again`].
    ///
    /// # Errors
    /// The tests cannot be started.
    pub fn hold(&self, threads: usize) -> io::Result<Vec<TestResult>> {
        let rules: Vec<String> = self.exercise.rules.iter().map(|rule| rule.name.clone()).collect();
        self.run(&rules, threads, false)
    }

    /// Tries once more what failed through the lab, alone; as often as there is reason to.
    ///
    /// # Errors
    /// The tests cannot be started.
    pub fn again(&self, results: &mut [TestResult]) -> io::Result<()> {
        for retry in 1..=RETRIES {
            let failed = results.iter().filter(|result| result.outcome() == Outcome::LabError);
            let rules: Vec<String> = failed.map(|result| result.rule.clone()).collect();
            if rules.is_empty() {
                break;
            }
            for mut result in self.run(&rules, 1, true)? {
                result.retries = retry;
                if let Some(place) = results.iter_mut().find(|before| before.rule == result.rule) {
                    *place = result;
                }
            }
        }
        Ok(())
    }

    /// Whether one rule holds.
    ///
    /// # Errors
    /// The tests cannot be started.
    pub fn holds(&self, rule: &str) -> io::Result<bool> {
        Ok(self.outcome(rule)? == Outcome::Passed)
    }

    /// Whether one rule is surely broken.
    ///
    /// # Errors
    /// The tests cannot be started.
    pub fn breaks(&self, rule: &str) -> io::Result<bool> {
        Ok(!matches!(self.outcome(rule)?, Outcome::Passed | Outcome::Skipped | Outcome::LabError))
    }

    fn outcome(&self, rule: &str) -> io::Result<Outcome> {
        let results = self.run(&[rule.to_owned()], 1, false)?;
        Ok(results.first().map_or(Outcome::LabError, TestResult::outcome))
    }

    /// Who has the lab to itself, and takes longer than the longest all the same, hangs.
    fn run(&self, rules: &[String], threads: usize, is_alone: bool) -> io::Result<Vec<TestResult>> {
        let plan = plan_of(self.bench, self.hall, self.program, self.args.clone(), &self.name);
        let path = self.hall.folder.join(format!("{}.plan.json", self.name));
        plan.write(&path)?;
        let reports = self.hall.folder.join(format!("{}.reports", self.name));
        empty(&reports)?;
        let _ = fs::remove_file(&plan.complaints);
        let tests = self.bench.tests.get(&self.exercise.slug);
        let tests = tests.ok_or_else(|| io::Error::other(format!("no tests of {}", self.exercise.slug)))?;
        let mut command = if cfg!(target_os = "linux") {
            let mut command = Command::new(launcher()?);
            command.args([LAUNCHER, "tether"]).arg(tests);
            command
        } else {
            Command::new(tests)
        };
        command.arg(format!("--test-threads={threads}")).arg("--exact").args(rules);
        let override_name = format!("ENCHUFE_PROGRAM_{}", self.exercise.slug.to_uppercase().replace('-', "_"));
        command
            .env_clear()
            .env(override_name, plan.command_line(&path)?)
            .env("ENCHUFE_REPORTS", &reports)
            .env("ENCHUFE_WANTING", self.wanting)
            .env(PATIENCE, self.bench.patience.to_string())
            .env("NO_COLOR", "1")
            .current_dir(&self.exercise.folder);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let longest = self.bench.patience.stretched(LONGEST);
        let ended = watch::wait(&mut command.spawn()?, longest)?.is_some();
        let complaint = fs::read_to_string(&plan.complaints).unwrap_or_default();
        let mut written: BTreeMap<String, Verdict> = grading::last_verdicts(&reports, self.exercise)
            .into_iter()
            .map(|verdict| (verdict.rule.clone(), verdict))
            .collect();
        // The list was there before the program was: what has no report has no verdict.
        Ok(rules
            .iter()
            .map(|rule| match written.remove(rule) {
                Some(verdict) if !complaint.is_empty() && !verdict.is_fine() => {
                    lab_error(rule, |lang| (words(lang).not_started)(complaint.trim()))
                }
                Some(verdict) => self.result(verdict),
                None if ended => lab_error(rule, |lang| words(lang).no_report.to_owned()),
                None => {
                    let outcome = if is_alone { Outcome::Hangs } else { Outcome::LabError };
                    told(rule, outcome, |lang| (words(lang).took_too_long)(longest))
                }
            })
            .collect())
    }

    /// What is kept of a verdict: of one that holds, that it does.
    fn result(&self, verdict: Verdict) -> TestResult {
        let is_told = verdict.outcome != Outcome::Passed;
        let is_judged = !matches!(verdict.outcome, Outcome::Passed | Outcome::Skipped | Outcome::LabError);
        let (en, es) = (verdict.text(Lang::En).to_owned(), verdict.text(Lang::Es).to_owned());
        let transcript = verdict.transcript().cloned().unwrap_or(Value::Null);
        let (text, transcript) = even::out(Text { en, es }, transcript);
        TestResult {
            rule: verdict.rule,
            outcome: verdict.outcome.slug().to_owned(),
            mistake: verdict.mistake,
            text: is_told.then_some(text),
            transcript: is_judged.then_some(transcript),
            hidden: false,
            retries: 0,
        }
    }
}

/// How a program runs while it is heard.
pub fn plan_of(bench: &Bench, hall: &Hall, program: &Path, args: Vec<String>, name: &str) -> Plan {
    let file = program.file_name().unwrap_or_default();
    let inside = Path::new("/program").join(file);
    let mut doors = system_libraries();
    doors.push(Door::read(program).at(&inside));
    doors.push(Door::read(&bench.temporary).writable().opened_by_name());
    let own = hall.tier == Tier::Namespaces;
    if own {
        let file = |file| Door::read(hall.outside(file)).at(Path::new("/etc").join(file));
        doors.extend(["hosts", "nsswitch.conf"].map(file));
    } else {
        doors.extend(host_names());
    }
    let folder = if own { PathBuf::from(TEMPORARY) } else { bench.temporary.clone() };
    let home = folder.display().to_string();
    let environment = [
        ("PATH", "/usr/bin:/bin"),
        ("HOME", &home),
        ("TMPDIR", &home),
        ("LANG", "C.UTF-8"),
        ("RUST_BACKTRACE", "0"),
        // As the harness has it; and no more than a few pools of memory: where there are many processors each of them
        // reserves address space.
        ("GLIBC_TUNABLES", "glibc.pthread.stack_cache_size=1073741824:glibc.malloc.arena_max=8"),
    ];
    Plan {
        tier: hall.tier,
        program: if own { inside } else { program.to_owned() },
        args,
        doors,
        folder,
        environment: environment.map(|(key, value)| (key.to_owned(), value.to_owned())).to_vec(),
        identity: hall.identity,
        limits: Limits::PROGRAM,
        may_start_others: false,
        room: hall.room.clone(),
        complaints: hall.folder.join(format!("{name}.complaints")),
    }
}

fn lab_error(rule: &str, say: impl Fn(Lang) -> String) -> TestResult {
    told(rule, Outcome::LabError, say)
}

/// A verdict that is the judge's own, and not of a test.
fn told(rule: &str, outcome: Outcome, say: impl Fn(Lang) -> String) -> TestResult {
    TestResult {
        rule: rule.to_owned(),
        outcome: outcome.slug().to_owned(),
        mistake: None,
        text: Some(Text::said(say)),
        transcript: None,
        hidden: false,
        retries: 0,
    }
}

/// Makes a folder that only this user sees, with nothing in it.
fn empty(folder: &Path) -> io::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    #[cfg(unix)]
    fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
    Ok(())
}
