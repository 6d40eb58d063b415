//! What the companion promises a student who saves. Measured by its own benchmark, `cargo bench -p lab`, on its screen.

use std::error::Error;

use serde_json::Value;

use super::Asked;
use super::row::{Figure, Promise, Row};

/// At most so many times the bare build.
const VERDICT: f64 = 2.0;
const COMPILE_ERROR: f64 = 1.5;
const LIST: f64 = 100.0;

pub fn measure(asked: &Asked) -> Result<Vec<Row>, Box<dyn Error>> {
    let mut parts = Vec::new();
    if ["first-verdict", "all-verdicts", "rustlings"].iter().any(|row| asked.wants(row)) {
        parts.push("verdicts");
    }
    parts.extend(["compile-error", "list", "rustlings"].into_iter().filter(|row| asked.wants(row)));
    if parts.is_empty() {
        return Ok(Vec::new());
    }
    let lines = benchmark(asked.rounds, &parts)?;
    let exercises: Vec<Exercise> = of_part(&lines, "verdicts").map(Exercise::read).collect::<Result<_, _>>()?;
    tell(&exercises);
    let middle = |of: fn(&Exercise) -> f64| Figure::Milliseconds(median(exercises.iter().map(of).collect()));
    // Of no exercise there is no median: each is asked for only by a row about the exercises.
    let (build, all) = (|| (middle(|it| it.build), "cargo build -p, median"), || middle(|it| it.all));
    let mut rows = Vec::new();
    let verdict = |what, measured, ratio: fn(&Exercise) -> f64| Row {
        what,
        floor: Some(build()),
        measured: Ok(measured),
        ratio: Some(median(exercises.iter().map(ratio).collect())),
        promise: Promise::Times(VERDICT),
    };
    if asked.wants("first-verdict") {
        rows.push(verdict("save to first verdict", middle(|it| it.first), |it| it.first / it.build));
    }
    if asked.wants("all-verdicts") {
        rows.push(verdict("save to all verdicts", all(), |it| it.all / it.build));
    }
    if asked.wants("rustlings") {
        let run = of_part(&lines, "rustlings").next().and_then(|line| median_in(line, "run"));
        let not_compared = "not compared: rustlings is not installed";
        rows.push(Row {
            what: "all verdicts, beside it",
            floor: run.map(|run| (Figure::Milliseconds(run), "rustlings run intro1")),
            measured: if run.is_some() { Ok(all()) } else { Err(not_compared) },
            ratio: None,
            promise: Promise::LessThanTheFloor,
        });
    }
    for line in of_part(&lines, "compile-error") {
        let figure = |key| median_in(line, key).map(Figure::Milliseconds).ok_or("the benchmark says no time");
        rows.push(Row {
            what: "compile error to report",
            floor: Some((figure("build")?, "cargo build -p of the same")),
            measured: Ok(figure("report")?),
            ratio: None,
            promise: Promise::Times(COMPILE_ERROR),
        });
    }
    for line in of_part(&lines, "list") {
        rows.push(Row {
            what: "cargo lab list",
            floor: None,
            measured: Ok(Figure::Milliseconds(median_in(line, "list").ok_or("the benchmark says no time")?)),
            ratio: None,
            promise: Promise::Under(Figure::Milliseconds(LIST)),
        });
    }
    Ok(rows)
}

/// What the benchmark says about these parts, a line each.
fn benchmark(rounds: usize, parts: &[&str]) -> Result<Vec<Value>, Box<dyn Error>> {
    let rounds = rounds.to_string();
    let benchmark = ["bench", "--quiet", "--package", "lab", "--bench", "save_to_verdict", "--profile", "dev", "--"];
    let said = super::cargo(enchufe::root(), &[&benchmark[..], &["--rounds", &rounds], parts].concat())?;
    Ok(said.lines().map(serde_json::from_str).collect::<Result<_, _>>()?)
}

fn of_part<'l>(lines: &'l [Value], part: &'l str) -> impl Iterator<Item = &'l Value> {
    lines.iter().filter(move |line| line["part"] == part)
}

/// The median of the times that a line has under a key.
fn median_in(line: &Value, key: &str) -> Option<f64> {
    let times: Vec<f64> = line.get(key)?.as_array()?.iter().filter_map(Value::as_f64).collect();
    (!times.is_empty()).then(|| median(times))
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}

/// How long one exercise takes, in milliseconds.
struct Exercise {
    name: String,
    build: f64,
    first: f64,
    all: f64,
}

impl Exercise {
    fn read(line: &Value) -> Result<Exercise, &'static str> {
        let time = |key| median_in(line, key).ok_or("the benchmark says no time");
        let name = line["exercise"].as_str().unwrap_or_default().to_owned();
        Ok(Exercise { name, build: time("build")?, first: time("first")?, all: time("all")? })
    }
}

fn tell(exercises: &[Exercise]) {
    if exercises.is_empty() {
        return;
    }
    println!(
        "{:<20} {:>10} {:>14} {:>6} {:>13} {:>6}",
        "", "bare build", "first verdict", "ratio", "all verdicts", "ratio"
    );
    for Exercise { name, build, first, all } in exercises {
        println!("{name:<20} {build:>10.0} {first:>14.0} {:>6.2} {all:>13.0} {:>6.2}", first / build, all / build);
    }
    println!();
}
