//! A class graded by a grader that is killed again and again: nothing is lost, nothing is judged twice, and the grades
//! are those of a run that nobody disturbed. Shards and second runs give the same bytes.

mod classroom;
mod proof;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use classroom::Class;
use proof::corpus;
use proof::grader::Grader;

/// Who is in the class: right ones, wrong ones, cheats, programs that hang, one that does not compile.
const CLASS: [&str; 12] = [
    "solution-of-addresses",
    "addresses-as-texts",
    "addresses-in-ranges",
    "en-varios-archivos",
    "slow-but-right",
    "exit-0",
    "panic-hook",
    "markup",
    "unsafe-block",
    "reads-passwords",
    "file-locks",
    "becomes-a-shell",
];

const KILLS: usize = 30;

fn hand_in(class: &Class) {
    let cases = corpus::cases();
    for name in CLASS {
        let case = cases.iter().find(|case| case.name == name);
        // One that this processor cannot have is left out.
        if let Some(case) = case {
            case.hand_in(&class.submissions());
        }
    }
}

fn grader(class: &Class, report: &str) -> Grader {
    Grader::new(&class.submissions(), &class.path(report)).args(&["--only", "addresses", "--jobs", "2"])
}

fn read(class: &Class, path: &str) -> String {
    fs::read_to_string(class.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Which workbook graded. Whoever edits it while this runs gets other verdicts, as they should, and a test of nothing.
fn version(class: &Class, report: &str) -> serde_json::Value {
    let about: serde_json::Value =
        serde_json::from_str(&read(class, &format!("{report}/class.json"))).expect("it is JSON");
    about["version"].clone()
}

/// A small generator: what it gives is a matter of its seed alone.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        // Knuth's MMIX.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

/// Expects that what killed graders had started has ended, too.
fn nothing_runs_on(report: &Path) {
    let path = report.to_str().expect("it is text").as_bytes().to_vec();
    let names_it = |folder: PathBuf| {
        let command = fs::read(folder.join("cmdline")).unwrap_or_default();
        command.windows(path.len()).any(|part| part == path)
    };
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        let processes = fs::read_dir("/proc").into_iter().flatten().flatten().map(|entry| entry.path());
        match processes.filter(|folder| names_it(folder.clone())).count() {
            0 => return,
            left => assert!(Instant::now() < deadline, "{left} processes go on after their grader was killed"),
        }
        std::thread::park_timeout(Duration::from_millis(20));
    }
}

/// The verdicts that are kept, and when each was written.
fn kept(report: &Path) -> BTreeMap<PathBuf, SystemTime> {
    let entries = fs::read_dir(report.join("kept")).into_iter().flatten().flatten();
    let whole = entries.filter(|entry| entry.path().extension().is_some_and(|ending| ending == "json"));
    whole.filter_map(|entry| Some((entry.path(), entry.metadata().ok()?.modified().ok()?))).collect()
}

#[test]
fn killed_at_random_points_it_gives_the_same_grades_and_judges_nobody_twice() {
    let seed = std::env::var("ENCHUFE_CRASH_SEED").ok().and_then(|seed| seed.parse().ok());
    let seed = seed.unwrap_or_else(|| {
        SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(1, |time| time.subsec_nanos().into())
    });
    println!("ENCHUFE_CRASH_SEED={seed}");
    let class = Class::new();
    hand_in(&class);
    let began = Instant::now();
    grader(&class, "undisturbed").run();
    // How long a run from nothing takes. The machine may have been slower or faster when this was measured, so each kill
    // corrects it: by a little upwards while runs are killed, by more downwards when one ended before its time came.
    let mut whole = began.elapsed();
    let (mut dice, report) = (Dice(seed), class.path("report"));
    let (mut killed, mut verdicts, mut rewritten) = (0, BTreeMap::new(), Vec::new());
    let mut reached = Vec::new();
    while killed < KILLS {
        assert!(reached.len() < 5 * KILLS, "killed only {killed} times in {} runs", reached.len());
        if verdicts.len() == CLASS.len() && reached.len() % 3 > 0 {
            // All are kept, and nothing is left to be disturbed but the beginning and the end of a run, which is done as
            // well, but not always.
            fs::remove_dir_all(&report).expect("the report can be removed");
            verdicts.clear();
        }
        let mut running = grader(&class, "report").spawn();
        // What is kept takes no time; one more stands for the beginning and the end of a run.
        let (all, left) = (CLASS.len() as u32 + 1, (CLASS.len() - verdicts.len()) as u32 + 1);
        let span = (whole * left / all).as_millis().try_into().unwrap_or(u64::MAX);
        let wait = Duration::from_millis(dice.below(span.max(1)));
        let deadline = Instant::now() + wait;
        // Until it ends, or its time has come.
        while Instant::now() < deadline && running.try_wait().expect("it can be asked").is_none() {
            std::thread::park_timeout(Duration::from_millis(1));
        }
        let is_alive = running.try_wait().expect("it can be asked").is_none();
        killed += usize::from(is_alive);
        whole = if is_alive { whole * 21 / 20 } else { whole * 3 / 4 };
        running.kill().expect("it is ours");
        running.wait().expect("it is ours");
        let now = kept(&report);
        let changed = |(path, time): &(&PathBuf, &SystemTime)| now.get(*path) != Some(*time);
        rewritten.extend(verdicts.iter().filter(changed).map(|(path, _)| path.clone()));
        reached.push(now.len());
        verdicts = now;
    }
    println!(
        "killed {killed} of {KILLS} times, a whole run takes about {} ms; kept after each: {reached:?}",
        whole.as_millis()
    );
    nothing_runs_on(&report);
    let resumed = grader(&class, "report").run();
    assert_eq!(version(&class, "report"), version(&class, "undisturbed"), "the workbook was edited meanwhile");
    assert!(rewritten.is_empty(), "judged twice or lost: {rewritten:?}");
    let now = kept(&report);
    assert!(verdicts.iter().all(|(path, time)| now.get(path) == Some(time)), "judged again: {}", resumed.said);
    assert_eq!(now.len(), CLASS.len());
    for file in ["grades.csv", "results.jsonl"] {
        assert_eq!(read(&class, &format!("report/{file}")), read(&class, &format!("undisturbed/{file}")), "{file}");
    }
    assert!(!report.join(".scratch").exists(), "what passes was left behind");
    let left: Vec<_> =
        fs::read_dir(report.join("kept")).expect("it is there").flatten().map(|it| it.file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().starts_with(".new-")), "half a file was left: {left:?}");
}

#[test]
fn two_runs_and_three_shards_give_the_same_bytes() {
    let class = Class::new();
    hand_in(&class);
    grader(&class, "one").run();
    grader(&class, "two").run();
    let shards = ["1/3", "2/3", "3/3"].map(|shard| {
        let report = format!("shard-{}", &shard[..1]);
        let output = grader(&class, &report).args(&["--shard", shard]).output();
        assert!(output.status.success(), "{shard}: {}", String::from_utf8_lossy(&output.stderr));
        class.path(&report)
    });
    let mut merge = std::process::Command::new(env!("CARGO_BIN_EXE_grade"));
    merge.arg("merge").args(&shards).arg("--out").arg(class.path("merged")).args(["--lang", "en"]);
    let output = merge.current_dir(enchufe::root()).output().expect("it can be started");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    for other in ["two", "merged"] {
        assert_eq!(version(&class, other), version(&class, "one"), "the workbook was edited meanwhile");
    }
    // Not the conversations: how often a program's output was read until all of it was there is a matter of time.
    for file in ["grades.csv", "results.jsonl"] {
        let one = read(&class, &format!("one/{file}"));
        for other in ["two", "merged"] {
            assert!(read(&class, &format!("{other}/{file}")) == one, "{other}/{file} is not the same");
        }
    }
}

#[test]
fn the_same_command_again_judges_nothing_and_writes_the_same_bytes() {
    let class = Class::new();
    hand_in(&class);
    let first = grader(&class, "report").run().files();
    let verdicts = kept(&class.path("report"));
    let again = grader(&class, "report").run().files();
    assert!(kept(&class.path("report")) == verdicts, "somebody was judged again");
    let names = |files: &[(String, Vec<u8>)]| files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&again), names(&first));
    // The lock says which process had it.
    let pairs = first.iter().zip(&again).filter(|(one, _)| one.0 != ".lock");
    let differing: Vec<&String> = pairs.filter(|(one, other)| one != other).map(|(one, _)| &one.0).collect();
    assert!(differing.is_empty(), "not the same: {differing:?}");
}
