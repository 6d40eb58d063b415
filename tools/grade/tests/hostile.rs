//! The corpus of `tests/hostile/`, judged by the real grader: every hostile submission gets the verdict of its tag, every
//! honest one full marks, and what is written about them harms nobody who opens it.

mod archives;
mod classroom;
mod proof;

use std::collections::BTreeSet;
use std::time::Instant;

use classroom::Class;
use grade::judge::entrance;
use grade::result::State;
use grade::sandbox::trial::{self, Walls};
use proof::corpus::{self, Case, Kind, THREATS, Verdict};
use proof::grader::{Graded, Grader, summary};

/// The verdict that a submission must get did not come, and why.
fn fault(case: &Case, graded: &Graded) -> Option<String> {
    let submission = graded.of(&case.name);
    let Some(result) = submission.exercise(&case.exercise) else { return Some("was not judged".to_owned()) };
    let (points, max) = graded.points(&case.name, &case.exercise);
    let is_as_tagged = match (case.verdict(), &result.state) {
        (Verdict::NoPoints, State::Judged | State::NotSubmitted) => points.0 == 0,
        (Verdict::DidNotCompile, State::DidNotCompile { message }) => {
            case.says.as_ref().is_none_or(|says| message.contains(says))
        }
        (Verdict::Full, State::Judged) => points == max && max.0 > 0,
        _ => false,
    };
    let is_outcome = |outcome: &String| case.outcomes.is_empty() || case.outcomes.contains(outcome);
    let is_lab_error = result.tests.iter().any(|test| test.outcome == "lab-error");
    if !is_as_tagged || is_lab_error || !result.tests.iter().all(|test| is_outcome(&test.outcome)) {
        return Some(format!("{points} of {max} points: {}", summary(result)));
    }
    if !submission.tampering.is_empty() {
        return Some(format!("{:?}", submission.tampering));
    }
    let reason = |path: &String| submission.ignored.iter().find(|ignored| ignored.path == *path);
    let is_missing = |(path, why): &(&String, &String)| {
        reason(path).is_none_or(|ignored| serde_json::to_value(ignored.reason).ok() != Some((**why).clone().into()))
    };
    let missing = case.ignored.iter().find(is_missing);
    missing.map(|(path, why)| format!("{path} was not ignored as {why}: {:?}", submission.ignored))
}

/// Hands these in, grades them, and gives what was written and how long it took.
fn grade(cases: &[Case], class: &Class, walls: Option<Walls>) -> (Graded, f64) {
    cases.iter().filter(|case| case.threat != "archives").for_each(|case| case.hand_in(&class.submissions()));
    let exercises: BTreeSet<&str> = cases.iter().map(|case| case.exercise.as_str()).collect();
    let mut args = vec!["--only"];
    args.extend(exercises);
    let grader = Grader::new(&class.submissions(), &class.path("report")).args(&args);
    let began = Instant::now();
    let graded = match walls {
        Some(walls) => grader.no_better_than(walls).run(),
        None => grader.run(),
    };
    (graded, began.elapsed().as_secs_f64())
}

/// Compares with the tags. Gives a line for each case that did not come out as it must.
fn faults(cases: &[Case], graded: &Graded) -> Vec<String> {
    let told = |case: &Case| Some(format!("{}: {}\n    {}", case.name, fault(case, graded)?, case.tries));
    cases.iter().filter_map(told).collect()
}

/// How many of each threat were held, of how many that were tried.
fn table(cases: &[Case], graded: &Graded, seconds: f64) -> String {
    let count = |of: &mut dyn Iterator<Item = &Case>| {
        let (mut held, mut tried) = (0, 0);
        for case in of {
            tried += 1;
            held += usize::from(fault(case, graded).is_none());
        }
        format!("{held}/{tried}")
    };
    let sandbox = graded.said.lines().find(|line| line.starts_with("Sandbox")).unwrap_or_default();
    let mut lines = vec![format!("{sandbox} {seconds:.0} s")];
    for threat in THREATS {
        let cell = count(&mut cases.iter().filter(|case| case.is_hostile() && case.threat == threat));
        if cell != "0/0" {
            lines.push(format!("  {threat:<24}{cell:>7}"));
        }
    }
    lines.push(format!("  {:<24}{:>7}", "hostile, held", count(&mut cases.iter().filter(|case| case.is_hostile()))));
    let honest = count(&mut cases.iter().filter(|case| !case.is_hostile()));
    lines.push(format!("  {:<24}{honest:>7}", "honest, full marks"));
    lines.join("\n")
}

/// The best walls of this machine.
fn best() -> Walls {
    grade::sandbox::launcher_is(env!("CARGO_BIN_EXE_grade").into());
    trial::find().expect("the sandbox can be tried").walls
}

#[test]
fn every_submission_gets_the_verdict_of_its_tag_at_the_best_tier() {
    let tier = best().tier().number();
    let class = Class::new();
    let mut cases = corpus::cases();
    cases.extend(archives::hand_in(&class));
    cases.retain(|case| case.blocked_from <= tier);
    let (graded, seconds) = grade(&cases, &class, None);
    println!("{}", table(&cases, &graded, seconds));
    let mut faults = faults(&cases, &graded);
    faults.extend(harm_in(&graded));
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn what_a_lower_tier_must_hold_it_holds() {
    let best = best();
    for walls in [Walls::Limits, Walls::Group] {
        if walls != best && walls.tier() <= best.tier() {
            hold(walls);
        }
    }
}

#[test]
fn what_tier_2_must_hold_it_holds_in_lanes_of_bubblewrap() {
    grade::sandbox::launcher_is(env!("CARGO_BIN_EXE_grade").into());
    match trial::refusal(Walls::Bubblewrap).expect("it can be tried") {
        None => hold(Walls::Bubblewrap),
        Some(why) => println!("skipped: there is no bubblewrap, or it may not make namespaces: {why}"),
    }
}

/// Judges the corpus behind these walls, as far as their tier must hold it.
fn hold(walls: Walls) {
    let tier = walls.tier().number();
    if tier == 2
        && let Some(folder) = entrance::closed(enchufe::root())
    {
        println!("skipped: tier 2 keeps the workbook where it lies, and other users may not enter {folder:?}");
        return;
    }
    let class = Class::new();
    let mut cases = corpus::cases();
    let hostile = cases.iter().filter(|case| case.is_hostile()).count();
    let is_let_through = |case: &&Case| case.is_hostile() && case.blocked_from > tier;
    let let_through: Vec<String> = cases.iter().filter(is_let_through).map(|case| case.name.clone()).collect();
    // Without any sandbox nothing is run that wants more than points; and what takes long is tried once.
    cases.retain(|case| case.blocked_from <= tier && (tier > 1 || case.kind != Kind::Harm));
    cases.retain(|case| !["time", "compiler", "output"].contains(&case.threat.as_str()));
    let tried = cases.iter().filter(|case| case.is_hostile()).count();
    cases.retain(|case| case.is_hostile() || case.exercise == "addresses");
    let (graded, seconds) = grade(&cases, &class, Some(walls));
    println!("{}", table(&cases, &graded, seconds));
    let (through, rest) = (let_through.len(), hostile - tried - let_through.len());
    println!("  not run: {rest} others, and {through} that this tier lets through: {}", let_through.join(", "));
    assert!(graded.submissions.iter().all(|submission| submission.tier.number() == tier), "the tier is as asked for");
    let faults = faults(&cases, &graded);
    assert!(faults.is_empty(), "tier {tier}: {} faults\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn an_attack_that_nothing_holds_back_gets_its_points() {
    // It opens its own memory, which harms nobody: so that it can be seen that a breach would be seen.
    let cases: Vec<Case> = corpus::cases().into_iter().filter(|case| case.name == "own-memory").collect();
    let class = Class::new();
    let (graded, _) = grade(&cases, &class, Some(Walls::Group));
    let (points, max) = graded.points("own-memory", "addresses");
    if cfg!(target_os = "linux") {
        assert_eq!(points, max, "{}", table(&cases, &graded, 0.0));
    }
}

#[test]
fn the_corpus_has_every_threat_and_is_as_large_as_it_is_said_to_be() {
    let class = Class::new();
    let mut cases = corpus::cases();
    cases.extend(archives::hand_in(&class));
    let hostile: Vec<&Case> = cases.iter().filter(|case| case.is_hostile()).collect();
    let has = |threat: &str| hostile.iter().any(|case| case.threat == threat);
    let without: Vec<&str> = THREATS.into_iter().filter(|threat| !has(threat)).collect();
    assert!(without.is_empty(), "no case of {without:?}");
    let unknown: Vec<&str> =
        hostile.iter().filter(|case| !THREATS.contains(&case.threat.as_str())).map(|case| case.name.as_str()).collect();
    assert!(unknown.is_empty(), "an unknown threat in {unknown:?}");
    println!("{} hostile, {} honest", hostile.len(), cases.len() - hostile.len());
    assert!(hostile.len() >= 45, "{} hostile ones", hostile.len());
    assert!(cases.len() - hostile.len() >= 12, "{} honest ones", cases.len() - hostile.len());
}

/// What in the report would do something to whoever opens it in a browser, a terminal or a spreadsheet.
fn harm_in(graded: &Graded) -> Vec<String> {
    let mut found = Vec::new();
    for (name, bytes) in graded.files() {
        // The students' own files, as they were handed in, are nobody's page.
        if name.starts_with("taken") {
            continue;
        }
        let Ok(text) = String::from_utf8(bytes) else {
            found.push(format!("{name} is no text"));
            continue;
        };
        // What JSON holds is for programs; a person sees the rest.
        let is_data = name.contains(".json");
        let is_unseen = |c: char| match c {
            '\n' | '\t' | '\r' => false,
            '\u{7f}' | '\u{202e}' => !is_data,
            c => c.is_control(),
        };
        if text.contains(is_unseen) {
            found.push(format!("{name} holds control characters"));
        }
        let is_page = name.ends_with(".html");
        if is_page && (text.contains("<script>alert") || text.contains("<img src=x")) {
            found.push(format!("{name} holds markup of a student"));
        }
        if text.contains(proof::grader::CANARY.1) {
            found.push(format!("{name} holds what nobody may see"));
        }
        if name.ends_with(".csv") {
            let cells = text.lines().flat_map(|line| line.split(','));
            let formulas = cells.filter(|cell| cell.trim_start_matches('"').starts_with(['=', '+', '-', '@']));
            found.extend(formulas.map(|cell| format!("{name} holds a formula: {cell}")));
        }
    }
    found
}
