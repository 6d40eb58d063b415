//! What the rounds have shown up to now, and the reports of what failed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use enchufe::grading::Verdict;
use enchufe::verdict::Outcome;
use enchufe::words::Lang;

use super::interval::{Interval, interval};

/// The counts of a run.
pub struct Tally {
    /// Tests that were held; skipped ones are not among them.
    pub runs: u64,
    /// Those of them that did not pass. The program is right, so the test, or the lab, was not.
    pub failures: u64,
    pub skipped: u64,
    reports: PathBuf,
    /// How often which program failed which rule.
    by_rule: BTreeMap<String, u64>,
}

impl Tally {
    /// `reports` is the folder for the reports of failures.
    pub fn new(reports: PathBuf) -> Tally {
        Tally { runs: 0, failures: 0, skipped: 0, reports, by_rule: BTreeMap::new() }
    }

    /// Adds the verdicts on a program, and tells those that are against us.
    pub fn add(&mut self, program: &str, verdicts: &[Verdict]) {
        for verdict in verdicts {
            match verdict.outcome {
                Outcome::Skipped => self.skipped += 1,
                Outcome::Passed => self.runs += 1,
                _ => {
                    self.runs += 1;
                    self.failures += 1;
                    self.tell(program, verdict);
                }
            }
        }
    }

    fn tell(&mut self, program: &str, verdict: &Verdict) {
        let mistake = verdict.mistake.as_deref().unwrap_or("no mistake named");
        let what = format!("{program}: {}: {} ({mistake})", verdict.rule, verdict.outcome.slug());
        let file = self.reports.join(format!("{:03} {}.txt", self.failures, program.replace('/', " ")));
        match std::fs::write(&file, format!("{what}\n\n{}", verdict.text(Lang::En))) {
            Ok(()) => println!("false fail: {what}\n  {}", shown(&file)),
            Err(error) => {
                println!("false fail: {what}\n  its report could not be written: {error}\n{}", verdict.text(Lang::En))
            }
        }
        *self.by_rule.entry(format!("{program}: {}", verdict.rule)).or_default() += 1;
    }

    /// The rate of false fails, with its interval.
    pub fn interval(&self) -> Interval {
        interval(self.failures, self.runs)
    }

    /// The whole, in a few lines.
    pub fn summary(&self) -> String {
        let mut told: String = self.by_rule.iter().map(|(rule, count)| format!("{count:>5} × {rule}\n")).collect();
        let Tally { runs, failures, skipped, .. } = self;
        let rate = self.interval();
        told.push_str(&format!(
            "{runs} test runs, {failures} false fails, {skipped} skipped.\n\
             Rate of false fails: {:.5} %, 95 % interval {:.5} % to {:.5} % ({}).",
            100.0 * rate.rate,
            100.0 * rate.low,
            100.0 * rate.high,
            rate.method
        ));
        told
    }
}

/// A path as somebody in the repository's folder would type it.
fn shown(path: &Path) -> String {
    path.strip_prefix(enchufe::root()).unwrap_or(path).display().to_string()
}
