//! The judge, on the best sandbox of this machine: right programs get full marks, wrong ones their reasons, and what one
//! submission does hurts no other.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use enchufe::catalog;
use enchufe::words::Lang;
use grade::intake::Prepared;
use grade::judge::{Court, Settings, Stop};
use grade::patience::Patience;
use grade::result::{Clock, ExerciseResult, State, Submission, Tier};
use grade::rules::Rules;
use grade::sandbox;

/// A court for all tests of this file: its tests are built once. Each submission has a lane of its own.
static COURT: LazyLock<Court> = LazyLock::new(|| {
    sandbox::launcher_is(env!("CARGO_BIN_EXE_grade").into());
    let root = enchufe::root().to_owned();
    let exercises = catalog::exercises(&root.join("exercises")).expect("every exercise has a manifest");
    let settings = Settings {
        kept: root.join("target").join("enchufe"),
        scratch: Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("court-{}", std::process::id())),
        judged: exercises.iter().map(|exercise| exercise.slug.clone()).collect(),
        root,
        exercises,
        rules: Rules::of_catalogue(&[]),
        patience: Patience::default(),
        lang: Lang::En,
        jobs: Some(LANES),
        require_tier: None,
        stop: Stop::default(),
    };
    let court = Court::open(settings).expect("the court can be opened");
    print!("{}", court.describe());
    court
});

/// As many as there are submissions below: no two are in one lane at the same time.
const LANES: usize = 16;

/// A submission of these files: `("03-tcp-client/src/main.rs", text)`.
struct Handed {
    folder: tempfile::TempDir,
    files: Vec<String>,
}

impl Handed {
    fn nothing() -> Handed {
        Handed { folder: tempfile::tempdir().expect("a folder can be made"), files: Vec::new() }
    }

    fn with(mut self, file: &str, text: impl AsRef<[u8]>) -> Handed {
        let path = self.folder.path().join("exercises").join(file);
        fs::create_dir_all(path.parent().expect("it has one")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
        self.files.push(format!("exercises/{file}"));
        self
    }

    /// All that lies in the folder of an exercise, of the solutions or the stubs.
    fn with_all_of(self, place: &str, exercise: &str) -> Handed {
        let folder: PathBuf = enchufe::root().join(place).join(exercise).join("src");
        let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        entries.flatten().fold(self, |handed, entry| {
            let text = fs::read(entry.path()).expect("it can be read");
            handed.with(&format!("{exercise}/src/{}", entry.file_name().to_string_lossy()), text)
        })
    }

    fn judged(&self) -> Submission {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let lane = NEXT.fetch_add(1, Ordering::Relaxed);
        let prepared = Prepared {
            student: "somebody".into(),
            sources: "0".into(),
            folder: self.folder.path().to_owned(),
            files: self.files.clone(),
            submitted: None,
            clock: Clock::default(),
            handed_in: std::collections::BTreeMap::new(),
            ignored: Vec::new(),
        };
        COURT.judge(&prepared, lane).expect("the lab goes on").expect("nobody stops it")
    }
}

fn of<'s>(submission: &'s Submission, slug: &str) -> &'s ExerciseResult {
    submission.exercise(slug).expect("every exercise of the catalogue is there")
}

fn outcomes(result: &ExerciseResult) -> Vec<&str> {
    result.tests.iter().map(|test| test.outcome.as_str()).collect()
}

#[test]
fn solutions_get_full_marks() {
    let solutions = fs::read_dir(enchufe::root().join("solutions")).expect("this copy has them").flatten();
    let names = solutions.filter(|entry| entry.path().join("src").is_dir()).map(|entry| entry.file_name());
    let handed = names.fold(Handed::nothing(), |handed, name| handed.with_all_of("solutions", &name.to_string_lossy()));
    let submission = handed.judged();
    let (mut passed, mut broken) = (0, Vec::new());
    for exercise in &submission.exercises {
        assert_eq!(exercise.state, State::Judged, "{}", exercise.slug);
        passed += outcomes(exercise).iter().filter(|outcome| **outcome == "passed").count();
        let fails = exercise.tests.iter().filter(|test| !["passed", "skipped"].contains(&test.outcome.as_str()));
        broken.extend(fails.map(|test| format!("{}: {} {}", exercise.slug, test.rule, test.outcome)));
    }
    println!("tier {}: {passed} rules hold", COURT.tier());
    assert_eq!(broken, Vec::<String>::new());
    assert!(submission.tampering.is_empty());
}

#[test]
fn a_stub_is_not_written_yet() {
    let submission = Handed::nothing().with_all_of("tools/lab/stubs", "03-tcp-client").judged();
    let of_client = of(&submission, "tcp-client");
    assert!(
        outcomes(of_client).iter().all(|outcome| ["not-written-yet", "skipped"].contains(outcome)),
        "{of_client:?}"
    );
    assert_eq!(of(&submission, "tcp-server").state, State::NotSubmitted);
}

#[test]
fn what_the_compiler_said_is_kept_with_paths_of_the_workbook() {
    let handed = Handed::nothing().with("05-tcp-server/src/main.rs", "fn main() { nada() }");
    let submission = handed.with_all_of("solutions", "09-udp-echo").judged();
    let State::DidNotCompile { message } = &of(&submission, "tcp-server").state else { panic!("{submission:?}") };
    assert!(message.contains("cannot find function `nada`"), "{message}");
    assert!(message.contains("--> exercises/05-tcp-server/src/main.rs:1:13"), "{message}");
    assert!(!message.contains(env!("CARGO_TARGET_TMPDIR")), "{message}");
    assert_eq!(of(&submission, "udp-echo").state, State::Judged);
}

#[test]
fn a_compiler_finds_nothing_of_this_machine() {
    let text = "const TEXT: &str = include_str!(\"/etc/passwd\"); fn main() { println!(\"{TEXT}\") }";
    let submission = Handed::nothing().with("03-tcp-client/src/main.rs", text).judged();
    assert!(matches!(of(&submission, "tcp-client").state, State::DidNotCompile { .. }));
}

#[test]
fn unsafe_code_does_not_compile_whatever_it_allows_itself() {
    let text = "#![allow(unsafe_code)] fn main() { unsafe { std::hint::unreachable_unchecked() } }";
    let submission = Handed::nothing().with("03-tcp-client/src/main.rs", text).judged();
    assert!(matches!(of(&submission, "tcp-client").state, State::DidNotCompile { .. }));
}

#[test]
fn a_game_without_framing_says_that_it_needs_it_first() {
    let submission = Handed::nothing().with_all_of("solutions", "13-cachipun-player").judged();
    let player = of(&submission, "cachipun-player");
    assert_eq!(player.state, State::Judged);
    assert!(outcomes(player).iter().all(|outcome| *outcome == "not-written-yet"), "{player:?}");
    let text = player.tests[0].text.as_ref().expect("a failure has a text");
    assert!(text.en.contains("framing") && text.es.contains("framing"), "{text:?}");
}

#[test]
fn one_of_several_files_is_enough_where_the_rest_was_given() {
    let library = enchufe::root().join("solutions/11-framing/src/lib.rs");
    let handed = Handed::nothing().with("11-framing/src/lib.rs", fs::read(library).expect("it can be read"));
    let submission = handed.judged();
    let framing = of(&submission, "framing");
    assert!(outcomes(framing).iter().all(|outcome| ["passed", "skipped"].contains(outcome)), "{framing:?}");
}

#[test]
fn who_exits_with_0_passes_nothing_by_it() {
    let claim = "fn main() { println!(\"test result: ok. 19 passed; 0 failed\"); std::process::exit(0) }";
    let submission = Handed::nothing().with("05-tcp-server/src/main.rs", claim).judged();
    let passed = outcomes(of(&submission, "tcp-server")).iter().filter(|outcome| **outcome == "passed").count();
    assert_eq!(passed, 0);
    assert!(submission.tampering.is_empty());
}

#[test]
fn who_prints_without_end_hurts_no_other_exercise() {
    let endless = "fn main() { loop { println!(\"{}\", \"x\".repeat(10_000)) } }";
    let handed = Handed::nothing().with("01-addresses/src/main.rs", endless);
    let submission = handed.with_all_of("solutions", "09-udp-echo").judged();
    assert!(!outcomes(of(&submission, "addresses")).contains(&"passed"));
    assert!(!outcomes(of(&submission, "addresses")).contains(&"lab-error"));
    assert!(outcomes(of(&submission, "udp-echo")).iter().all(|outcome| ["passed", "skipped"].contains(outcome)));
}

#[test]
fn a_solution_that_was_compiled_lies_where_no_submission_reaches_it() {
    LazyLock::force(&COURT);
    let folder = enchufe::root().join("target/enchufe/build/grade-libraries/debug/deps");
    let is_solution = |name: &String| {
        ["cachipun_server-", "libframing-"].iter().any(|start| name.starts_with(start)) && !name.ends_with(".d")
    };
    let names = fs::read_dir(&folder).expect("libraries were built").flatten();
    let names: Vec<String> =
        names.filter_map(|entry| entry.file_name().into_string().ok()).filter(is_solution).collect();
    assert!(names.len() >= 2, "the solutions lie there: {names:?}");
    let place = if COURT.tier() == Tier::Namespaces { "/libraries".into() } else { folder.display().to_string() };
    let takes = |name: &String| format!("const _: &[u8] = include_bytes!(\"{place}/{name}\");\n");
    let program = names.iter().map(takes).collect::<String>() + "fn main() {}\n";
    let submission = Handed::nothing().with("01-addresses/src/main.rs", program).judged();
    let State::DidNotCompile { message } = &of(&submission, "addresses").state else {
        assert_eq!(COURT.tier(), Tier::Group, "it was taken in");
        return;
    };
    assert_eq!(message.matches("couldn't read").count(), names.len(), "{message}");
}

#[test]
fn the_same_program_gets_the_same_bytes() {
    let handed = Handed::nothing().with("08-udp-client/src/main.rs", "fn main() { std::process::exit(3) }");
    let (one, other) = (handed.judged(), handed.judged());
    let told = |submission: &Submission| {
        let json = serde_json::to_string_pretty(submission).expect("it is plain data");
        json.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let differences: Vec<_> = told(&one).into_iter().zip(told(&other)).filter(|(one, other)| one != other).collect();
    assert!(differences.is_empty(), "{:?}", &differences[..differences.len().min(3)]);
}

#[test]
fn a_tier_above_this_machine_s_is_refused_with_what_to_do() {
    // The best tier is refused by no machine that has it.
    if COURT.tier() == Tier::Namespaces {
        println!("skipped: this machine has the best tier");
        return;
    }
    let root = enchufe::root().to_owned();
    let settings = Settings {
        kept: root.join("target").join("enchufe"),
        scratch: std::env::temp_dir(),
        judged: Vec::new(),
        root,
        exercises: Vec::new(),
        rules: Rules::of_catalogue(&[]),
        patience: Patience::default(),
        lang: Lang::En,
        jobs: Some(1),
        require_tier: Some(Tier::Namespaces),
        stop: Stop::default(),
    };
    let refused = Court::open(settings).expect_err("the tier is too low");
    assert!(refused.to_string().contains("tier 3"), "{refused}");
}
