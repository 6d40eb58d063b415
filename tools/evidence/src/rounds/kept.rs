//! The runs whose figures are kept in the repository, `kept/rounds.toml`.

use std::error::Error;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::load::{self, Load};
use super::{Options, Tally};

const TITLE: &str = "\
# Right programs and solutions, judged again and again: `cargo run -- rounds N --keep` in tools/evidence adds a run.
# A failure is a verdict against a right program; skipped tests are not among the runs.
";

/// The figures of one run.
#[derive(Debug, Serialize, Deserialize)]
pub struct Run {
    date: String,
    /// Idle or busy, with IPv6 or without.
    kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    only: Option<String>,
    cores: usize,
    /// How many programs were ready to run, as the system says: the mean of the run.
    #[serde(skip_serializing_if = "Option::is_none")]
    load: Option<f64>,
    /// How many programs were judged at a time.
    jobs: usize,
    programs: usize,
    /// Those that came to their end.
    rounds: u32,
    runs: u64,
    skipped: u64,
    failures: u64,
    /// The upper end of the 95 % interval of the rate of failures, in percent.
    at_most_percent: f64,
    method: String,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Runs {
    #[serde(default)]
    run: Vec<Run>,
}

impl Run {
    /// The figures of so many whole rounds, and of what was judged in one that was interrupted: to leave that out could
    /// leave out a failure.
    pub(super) fn of(date: String, options: &Options, programs: usize, rounds: u32, tally: &Tally, load: &Load) -> Run {
        let interval = tally.interval();
        Run {
            date,
            kind: options.kind(),
            only: options.only.clone(),
            cores: load::processors(),
            load: load.mean().map(|load| (load * 10.0).round() / 10.0),
            jobs: options.jobs,
            programs,
            rounds,
            runs: tally.runs,
            skipped: tally.skipped,
            failures: tally.failures,
            at_most_percent: (interval.high * 1e7).round() / 1e5,
            method: interval.method.to_owned(),
        }
    }
}

/// Adds a run, and gives the file.
pub(super) fn add(run: Run) -> Result<PathBuf, Box<dyn Error>> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("kept").join("rounds.toml");
    let mut runs = match std::fs::read_to_string(&file) {
        Ok(text) => toml::from_str::<Runs>(&text)?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Runs::default(),
        Err(error) => return Err(format!("{}: {error}", file.display()).into()),
    };
    runs.run.push(run);
    std::fs::create_dir_all(file.parent().unwrap_or(Path::new(".")))?;
    std::fs::write(&file, format!("{TITLE}\n{}", toml::to_string(&runs)?))?;
    Ok(file)
}
