//! What one more submission of a class takes, beside what rustc takes for the same files. Measured by the grader's own
//! benchmark, `cargo bench --bench class` in `tools/grade`.

use std::error::Error;

use super::row::{Figure, Promise, Row};

const PROMISED: Promise = Promise::Times(1.5);

/// So many submissions, of students who solved much or little.
const STUDENTS: &str = "3";

/// What the benchmark calls its rows.
const RUSTC: &str = "rustc alone, the same arguments";
const COMPILE: &str = "the grader's compile step, in its sandbox";
const GRADED: &str = "graded, in all";

pub fn measure() -> Result<Vec<Row>, Box<dyn Error>> {
    let grader = enchufe::root().join("tools").join("grade");
    let benchmark = ["bench", "--quiet", "--bench", "class", "--profile", "dev", "--"];
    let class = ["--sizes", STUDENTS, "--beside", STUDENTS];
    let said = super::cargo(&grader, &[&benchmark[..], &class[..]].concat())?;
    let figure =
        |row| processor_time(&said, row).ok_or_else(|| format!("the benchmark says no time for {row:?}:\n{said}"));
    let floor = Some((figure(RUSTC)?, "rustc alone, processor"));
    let row = |what, measured| Row { what, floor, measured: Ok(measured), ratio: None, promise: PROMISED };
    Ok(vec![row("a submission's compiling", figure(COMPILE)?), row("a submission in all", figure(GRADED)?)])
}

/// The processor time of a row of the benchmark: its last column, in seconds.
fn processor_time(said: &str, row: &str) -> Option<Figure> {
    let columns = said.lines().find_map(|line| line.strip_prefix(row))?;
    let seconds: f64 = columns.split_whitespace().last()?.parse().ok()?;
    Some(Figure::Milliseconds(seconds * 1000.0))
}
