//! A class graded by a judge that only looks: what is judged, what is kept, what is said when something is wrong.

mod classroom;

use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Mutex;

use classroom::{Class, Glance, grade, results, workbook};
use enchufe::root;
use grade::export::{self, Kind, Request};
use grade::intake::Prepared;
use grade::judge::{Settings, Stop};
use grade::options::Grade;
use grade::points::Points;
use grade::problem::Problem;
use grade::result::{Submission, Tier};
use grade::rules::Rules;
use grade::run::{self, Judge};
use grade::store::{self, About};

const PROGRAMS: [(&str, &str); 5] =
    [("ana", "right"), ("bea", "wrong"), ("cam", "right"), ("dan", "right, too"), ("eva", "nothing")];

/// Judges as the other does, and remembers whom.
struct Counting<'a> {
    glance: Glance,
    judged: &'a Mutex<Vec<String>>,
    /// Stops everything after this many.
    most: usize,
}

impl Judge for Counting<'_> {
    fn tier(&self) -> Tier {
        self.glance.tier()
    }

    fn judge(&self, prepared: &Prepared, exercises: &[String], _: usize) -> Result<Option<Submission>, Problem> {
        let mut judged = self.judged.lock().expect("no holder panics");
        judged.push(prepared.student.clone());
        if judged.len() == self.most {
            self.glance.settings.stop.stop();
        }
        Ok(Some(self.glance.look(prepared, exercises)))
    }
}

/// Whom a run judged, sorted.
fn judged(grade: &Grade, most: usize) -> Vec<String> {
    let judged = Mutex::new(Vec::new());
    let open = |settings: Settings| Ok(Counting { glance: Glance::open(settings)?, judged: &judged, most });
    run::run_with(grade, &workbook(), &Stop::default(), open).expect("it is graded");
    let mut judged = judged.into_inner().expect("no holder panics");
    judged.sort();
    judged
}

#[test]
fn the_same_sources_are_judged_once() {
    let class = Class::of(&PROGRAMS);
    assert_eq!(judged(&class.grade("report"), 99), ["ana", "bea", "dan", "eva"]);
    let results = results(&class.path("report"));
    let students = results.lines().map(|line| line.split('"').nth(3).expect("a name"));
    assert!(students.eq(["ana", "bea", "cam", "dan", "eva"]), "{results}");
}

#[test]
fn the_same_command_judges_nothing_again_and_writes_the_same() {
    let class = Class::of(&PROGRAMS);
    judged(&class.grade("report"), 99);
    let first = results(&class.path("report"));
    assert!(judged(&class.grade("report"), 99).is_empty());
    assert!(results(&class.path("report")) == first, "the same to the byte");
}

#[test]
fn a_run_that_was_stopped_goes_on_where_it_ended() {
    let class = Class::of(&PROGRAMS);
    let alone = Grade { jobs: Some(1), ..class.grade("report") };
    assert_eq!(judged(&alone, 2), ["ana", "bea"]);
    assert!(!class.path("report/results.jsonl").exists(), "half a class is no report");
    assert_eq!(judged(&alone, 99), ["dan", "eva"]);
    judged(&class.grade("other"), 99);
    assert!(results(&class.path("report")) == results(&class.path("other")), "the same to the byte");
}

#[test]
fn a_run_that_breaks_off_leaves_the_report_of_the_one_before() {
    let class = Class::of(&PROGRAMS);
    grade(&class.grade("report")).expect("it is graded");
    let report = class.path("report");
    let before = fs::read(report.join("class.json")).expect("it is there");
    let only = vec!["tcp-client".into()];
    let other = Grade { only, regrade: Some(Vec::new()), jobs: Some(1), ..class.grade("report") };
    assert_eq!(judged(&other, 1), ["ana"]);
    assert!(fs::read(report.join("class.json")).expect("it is there") == before);
    let about = About::read(&report).expect("it reads").expect("it is there");
    let kept = store::results(&report).expect("they belong together");
    assert_eq!((about.exercises.len(), kept.len()), (workbook().exercises.len(), PROGRAMS.len()));
    assert_eq!(judged(&other, 99), ["bea", "dan", "eva"]);
    let about = About::read(&report).expect("it reads").expect("it is there");
    assert_eq!(&about.exercises[..], ["tcp-client"]);
    assert!(!report.join("begun.json").exists(), "it has ended");
}

#[test]
fn results_of_another_run_than_the_class_are_refused() {
    let class = Class::of(&PROGRAMS);
    let part = |out: &str, only: &[&str]| {
        let (shard, only) = ("1/1".parse().ok(), only.iter().map(|name| (*name).to_owned()).collect());
        grade(&Grade { shard, only, ..class.grade(out) }).expect("it is graded");
    };
    part("part", &[]);
    part("other", &["tcp-client"]);
    // As a run over one exercise leaves it that ends between the two files.
    fs::copy(class.path("other/results.jsonl"), class.path("part/results.jsonl")).expect("copied");
    let read = store::results(&class.path("part")).map(drop).expect_err("of two runs").to_string();
    let merged = store::merge(&[class.path("part")], &class.path("out")).expect_err("of two runs").to_string();
    for problem in [&read, &merged] {
        let is_said = problem.starts_with("class.json and results.jsonl in ") && problem.contains("of two runs");
        assert!(is_said && problem.contains("judges nothing again"), "{problem}");
    }
    part("part", &["tcp-client"]);
    store::results(&class.path("part")).expect("the same command mends it");
}

#[test]
fn a_new_hand_in_is_judged_and_nothing_else() {
    let class = Class::of(&PROGRAMS);
    judged(&class.grade("report"), 99);
    class.file(&format!("bea/{}", classroom::CLIENT), "right at last");
    assert_eq!(judged(&class.grade("report"), 99), ["bea"]);
}

#[test]
fn only_chosen_students_are_judged() {
    let class = Class::of(&PROGRAMS);
    assert_eq!(judged(&Grade { only: vec!["bea".into()], ..class.grade("report") }, 99), ["bea"]);
    assert_eq!(results(&class.path("report")).lines().count(), 1);
    assert_eq!(judged(&class.grade("report"), 99), ["ana", "dan", "eva"]);
}

/// Judges as the other does, and remembers whom in which exercises.
struct Listing<'a>(Glance, &'a Mutex<Vec<(String, Vec<String>)>>);

impl Judge for Listing<'_> {
    fn tier(&self) -> Tier {
        self.0.tier()
    }

    fn judge(&self, prepared: &Prepared, exercises: &[String], _: usize) -> Result<Option<Submission>, Problem> {
        self.1.lock().expect("no holder panics").push((prepared.student.clone(), exercises.to_vec()));
        Ok(Some(self.0.look(prepared, exercises)))
    }
}

/// The exercises in which a run judged each of these, by name.
fn listed(grade: &Grade) -> Vec<(String, Vec<String>)> {
    let judged = Mutex::new(Vec::new());
    let open = |settings: Settings| Ok(Listing(Glance::open(settings)?, &judged));
    run::run_with(grade, &workbook(), &Stop::default(), open).expect("it is graded");
    let mut judged = judged.into_inner().expect("no holder panics");
    judged.sort();
    judged
}

#[test]
fn what_a_run_over_one_exercise_found_out_is_not_judged_again_by_a_run_over_all() {
    let class = Class::of(&PROGRAMS);
    let one = listed(&Grade { only: vec!["tcp-client".into()], ..class.grade("report") });
    assert!(one.len() == 4 && one.iter().all(|(_, exercises)| exercises == &["tcp-client"]), "{one:?}");
    let rest = listed(&class.grade("report"));
    let others = workbook().exercises.len() - 1;
    let lacks_it = |(_, exercises): &(String, Vec<String>)| {
        exercises.len() == others && !exercises.contains(&"tcp-client".to_owned())
    };
    assert!(rest.len() == 4 && rest.iter().all(lacks_it), "{rest:?}");
    assert!(listed(&class.grade("report")).is_empty());
    judged(&class.grade("whole"), 99);
    assert!(results(&class.path("report")) == results(&class.path("whole")), "the same to the byte");
}

#[test]
fn one_exercise_judged_again_leaves_the_others_as_they_were() {
    let class = Class::of(&PROGRAMS);
    judged(&class.grade("report"), 99);
    let first = results(&class.path("report"));
    let only = vec!["tcp-client".into()];
    let again = listed(&Grade { only, regrade: Some(Vec::new()), ..class.grade("report") });
    assert!(again.len() == 4 && again.iter().all(|(_, exercises)| exercises == &["tcp-client"]), "{again:?}");
    assert!(listed(&class.grade("report")).is_empty(), "nothing was lost");
    assert!(results(&class.path("report")) == first, "the same to the byte");
}

#[test]
fn a_report_of_a_part_of_the_class_says_so_until_it_is_whole() {
    let class = Class::of(&PROGRAMS);
    judged(&Grade { only: vec!["bea".into()], ..class.grade("report") }, 99);
    let read = |name: &str| fs::read_to_string(class.path("report").join(name));
    let note = read("grades.notes.txt").expect("it is there");
    assert!(note.contains("4 submissions have no verdict") && note.contains("ana, cam, dan, eva"), "{note}");
    assert!(read("report.html").expect("it is there").contains("id=\"missing\""));
    judged(&class.grade("report"), 99);
    assert!(read("grades.notes.txt").is_err(), "it is whole now");
    assert!(!read("report.html").expect("it is there").contains("id=\"missing\""));
}

#[test]
fn it_ends_with_1_while_somebody_of_the_class_has_no_verdict() {
    let class = Class::of(&PROGRAMS);
    let code = |part: Grade| grade(&part).expect("it is graded");
    let only = |name: &str| Grade { only: vec![name.into()], ..class.grade("report") };
    assert_eq!(code(only("bea")), ExitCode::FAILURE);
    assert_eq!(code(only("tcp-client")), ExitCode::SUCCESS, "the whole class in one exercise");
    assert_eq!(code(only("bea")), ExitCode::FAILURE, "the others have a verdict on one exercise only");
    assert_eq!(code(class.grade("report")), ExitCode::SUCCESS);
    assert_eq!(code(only("bea")), ExitCode::SUCCESS, "everybody has a verdict");
    let shard = |out: &str| Grade { shard: "1/2".parse().ok(), ..class.grade(out) };
    assert_eq!(code(shard("part")), ExitCode::SUCCESS, "the others are not of this shard");
}

#[test]
fn a_report_names_who_is_only_on_the_list_or_only_among_the_submissions() {
    let class = Class::of(&PROGRAMS);
    fs::write(class.path("people.csv"), "student\nana\nbea\ncam\nzoe\n").expect("written");
    fs::write(class.path("grade.toml"), "[class]\npeople = \"people.csv\"\n").expect("written");
    let rules = Some(class.path("grade.toml"));
    let read = |out: &str, name: &str| fs::read_to_string(class.path(out).join(name));
    let said = ["without a submission of this name: zoe", "such as `due`: dan, eva"];
    let said = said.map(|said| said.replace('`', ""));
    for (out, shard) in [("report", None), ("part", "1/2".parse().ok())] {
        judged(&Grade { rules: rules.clone(), shard, ..class.grade(out) }, 99);
        for name in ["grades.notes.txt", "report.html"] {
            let text = read(out, name).expect("it is there").replace("<code>", "").replace("</code>", "");
            let text = text.replace('`', "");
            assert!(said.iter().all(|said| text.contains(said.as_str())), "{out}/{name}");
        }
    }
    judged(&Grade { rules: Some("none".into()), ..class.grade("report") }, 99);
    assert!(read("report", "grades.notes.txt").is_err(), "without a list nobody is missing from it");
}

#[test]
fn only_chosen_exercises_are_judged_and_counted() {
    let class = Class::of(&PROGRAMS);
    let one = Grade { only: vec!["3".into()], ..class.grade("report") };
    judged(&one, 99);
    assert!(!results(&class.path("report")).contains("udp-echo"));
}

#[test]
fn regraded_students_are_judged_again() {
    let class = Class::of(&PROGRAMS);
    judged(&class.grade("report"), 99);
    let again = Grade { regrade: Some(vec!["bea".into()]), ..class.grade("report") };
    assert_eq!(judged(&again, 99), ["bea"]);
    assert_eq!(judged(&Grade { regrade: Some(Vec::new()), ..class.grade("report") }, 99).len(), 4);
}

#[test]
fn regrading_that_was_stopped_goes_on_where_it_ended() {
    let class = Class::of(&PROGRAMS);
    judged(&class.grade("report"), 99);
    let again = Grade { regrade: Some(Vec::new()), jobs: Some(1), ..class.grade("report") };
    assert_eq!(judged(&again, 1), ["ana"]);
    assert_eq!(judged(&again, 99), ["bea", "dan", "eva"]);
}

#[test]
fn one_submission_at_which_the_grader_fails_stops_no_other() {
    struct Panicking(Glance);
    impl Judge for Panicking {
        fn tier(&self) -> Tier {
            self.0.tier()
        }

        fn judge(&self, prepared: &Prepared, exercises: &[String], _: usize) -> Result<Option<Submission>, Problem> {
            assert_ne!(prepared.student, "bea", "this is what is tried");
            Ok(Some(self.0.look(prepared, exercises)))
        }
    }
    let class = Class::of(&PROGRAMS);
    let open = |settings: Settings| Glance::open(settings).map(Panicking);
    let code = run::run_with(&class.grade("report"), &workbook(), &Stop::default(), open).expect("it is graded");
    assert_eq!(code, ExitCode::FAILURE);
    assert_eq!(results(&class.path("report")).lines().count(), 4);
    assert_eq!(judged(&class.grade("report"), 99), ["bea"]);
}

#[test]
fn shards_merged_are_the_whole_to_the_byte() {
    let programs: Vec<(String, String)> =
        (0..40).map(|number| (format!("s{number:02}"), format!("{} right", number % 7))).collect();
    let programs: Vec<(&str, &str)> = programs.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let class = Class::of(&programs);
    grade(&class.grade("whole")).expect("it is graded");
    let reports = ["1/3", "2/3", "3/3"].map(|shard| {
        let out = format!("part{}", &shard[..1]);
        grade(&Grade { shard: shard.parse().ok(), ..class.grade(&out) }).expect("it is graded");
        class.path(&out)
    });
    let (merged, about, submissions) = store::merge(&reports, &class.path("merged")).expect("they belong together");
    merged.finish(&about, &submissions).expect("it is written");
    drop(merged);
    assert!(results(&class.path("merged")) == results(&class.path("whole")), "the same to the byte");
    assert_eq!(fs::read(class.path("merged/class.json")).ok(), fs::read(class.path("whole/class.json")).ok());
    assert!(judged(&class.grade("merged"), 99).is_empty(), "a merged report can be graded on");

    let problem = store::merge(&reports[..2], &class.path("less")).expect_err("one is missing");
    assert!(problem.to_string().contains("3/3"), "{problem}");
    let twice = [reports[0].clone(), reports[0].clone()];
    assert!(store::merge(&twice, &class.path("less")).is_err());
    let about = store::About::read(&reports[2]).expect("it reads").expect("it is there");
    let path = reports[2].join("class.json");
    let text = fs::read_to_string(&path).expect("it is there").replace(&about.version, "another");
    fs::write(&path, text).expect("it is written");
    let problem = store::merge(&reports, &class.path("less")).expect_err("other tests").to_string();
    assert!(problem.contains("the tests, the grader"), "{problem}");
}

/// The submissions' names, as `grades.csv` has them from top to bottom.
fn order_of(report: &std::path::Path) -> Vec<String> {
    let table = fs::read(report.join("grades.csv")).expect("it is there");
    let mut table = csv::Reader::from_reader(&table[..]);
    table.records().map(|row| row.expect("a row")[0].to_owned()).collect()
}

#[test]
fn students_are_in_the_order_of_people_also_where_shards_are_merged() {
    let class = Class::of(&["Carla", "Ñuble", "Nuria", "Ángel", "ana", "beto"].map(|name| (name, name)));
    fs::write(class.path("people.csv"), "student,name\nbeto,Zúñiga\n").expect("written");
    fs::write(class.path("grade.toml"), "[class]\npeople = \"people.csv\"\n").expect("written");
    let ruled = |out: &str| Grade { rules: Some(class.path("grade.toml")), ..class.grade(out) };
    grade(&ruled("whole")).expect("it is graded");
    assert_eq!(order_of(&class.path("whole")), ["ana", "Ángel", "Carla", "Nuria", "Ñuble", "beto"]);
    let page = fs::read_to_string(class.path("whole/report.html")).expect("it is there");
    let places: Vec<_> = ["ana", "Ángel", "Carla", "Nuria", "Ñuble", "Zúñiga"]
        .iter()
        .map(|name| page.find(&format!(">{name}</a>")).expect("a row of the table"))
        .collect();
    assert!(places.is_sorted(), "{places:?}");

    let reports = ["1/2", "2/2"].map(|shard| {
        let out = format!("part{}", &shard[..1]);
        grade(&Grade { shard: shard.parse().ok(), ..ruled(&out) }).expect("it is graded");
        class.path(&out)
    });
    let (merged, about, submissions) = store::merge(&reports, &class.path("merged")).expect("they belong together");
    merged.finish(&about, &submissions).expect("it is written");
    let rules = Rules::kept(&reports[0], &workbook().exercises).expect("they are kept");
    grade::report::write(&class.path("merged"), &run::class(submissions, &workbook(), rules, &about)).expect("written");
    for file in ["results.jsonl", "grades.csv", "report.html"] {
        let [one, other] = ["merged", "whole"].map(|out| fs::read(class.path(out).join(file)).expect("it is there"));
        assert!(one == other, "{file} is the same to the byte");
    }
}

#[test]
fn an_unfinished_shard_is_named() {
    let class = Class::of(&PROGRAMS);
    grade(&Grade { shard: "1/1".parse().ok(), only: vec!["bea".into()], ..class.grade("part") }).expect("it is graded");
    let problem = store::merge(&[class.path("part")], &class.path("out")).expect_err("most are missing").to_string();
    assert!(problem.contains("4 are missing, ana"), "{problem}");
}

#[test]
fn a_report_of_another_class_is_refused() {
    let class = Class::of(&PROGRAMS);
    grade(&class.grade("report")).expect("it is graded");
    let other = Class::of(&[("zoe", "right")]);
    let problem =
        grade(&Grade { out: class.path("report"), ..other.grade("") }).expect_err("another class").to_string();
    assert!(problem.contains("another class, with ana"), "{problem}");
    assert_eq!(judged(&Grade { jobs: Some(1), ..class.grade("begun") }, 1), ["ana"]);
    let begun = Grade { out: class.path("begun"), ..other.grade("") };
    let problem = grade(&begun).expect_err("also where it was stopped").to_string();
    assert!(problem.contains("another class, with ana"), "{problem}");
}

#[test]
fn a_folder_with_other_things_is_no_report() {
    let class = Class::of(&PROGRAMS);
    fs::create_dir(class.path("thesis")).expect("a folder");
    fs::write(class.path("thesis/chapter.txt"), "dear").expect("written");
    assert!(grade(&class.grade("thesis")).is_err());
    assert_eq!(fs::read_dir(class.path("thesis")).expect("it is there").count(), 1);
}

#[test]
fn a_report_among_the_submissions_is_refused() {
    let class = Class::of(&PROGRAMS);
    let inside = Grade { out: class.submissions().join("report"), ..class.grade("") };
    assert!(grade(&inside).is_err());
    assert!(!class.submissions().join("report").exists());
}

#[test]
fn a_report_that_cannot_be_written_is_said() {
    let class = Class::of(&PROGRAMS);
    fs::write(class.path("file"), "").expect("written");
    let problem = grade(&class.grade("file/report")).expect_err("it lies in a file").to_string();
    assert!(problem.contains("file/report"), "{problem}");
}

#[test]
fn two_graders_in_one_report_do_not_fight() {
    let class = Class::of(&PROGRAMS);
    let open = |settings: Settings| {
        let problem = grade(&class.grade("report")).expect_err("the first one has it").to_string();
        assert!(problem.contains(&format!("pid {}", std::process::id())), "{problem}");
        Glance::open(settings)
    };
    run::run_with(&class.grade("report"), &workbook(), &Stop::default(), open).expect("it is graded");
}

#[test]
fn a_verdict_that_does_not_read_is_judged_again() {
    let class = Class::of(&PROGRAMS);
    judged(&class.grade("report"), 99);
    let kept = fs::read_dir(class.path("report/kept")).expect("it is there").filter_map(Result::ok);
    let file = kept.map(|entry| entry.path()).find(|path| path.is_file()).expect("a verdict");
    fs::write(file, "{\"student\":").expect("half a file");
    assert_eq!(judged(&class.grade("report"), 99).len(), 1);
}

#[test]
fn one_submission_in_the_place_of_a_class_is_said() {
    let class = Class::of(&PROGRAMS);
    let problem = grade(&Grade { submissions: class.submissions().join("ana"), ..class.grade("r") });
    assert!(problem.expect_err("it is one").to_string().contains("one submission"));
    assert!(root().join("exercises").is_dir());
}

#[test]
fn somebody_who_is_nobody_is_said() {
    let class = Class::of(&PROGRAMS);
    let problem = grade(&Grade { only: vec!["zoe".into()], ..class.grade("r") }).expect_err("nobody").to_string();
    assert!(problem.contains("zoe"), "{problem}");
}

/// The notes beside a sheet of Canvas in which Ana has the number 101, and her grade.
fn exported(report: &Path) -> (String, String) {
    let sheet = "Student,ID,Section,Sockets (77)\nPoints Possible,,,175\n\"Rojas, Ana\",101,1,\n";
    fs::write(report.join("sheet.csv"), sheet).expect("written");
    let about = About::read(report).expect("it reads").expect("it is there");
    let rules = Rules::kept(report, &workbook().exercises).expect("there are none");
    let class = run::class(store::results(report).expect("they read"), &workbook(), rules, &about);
    let request = Request {
        sheet: Some(report.join("sheet.csv")),
        set: [("column".to_owned(), "Sockets".to_owned())].into(),
        root: root().to_owned(),
        report: report.to_owned(),
        ..Request::default()
    };
    let paths = export::write(Kind::Canvas, Some(&class), &request).expect("it is exported");
    let read = |path: &std::path::PathBuf| fs::read_to_string(path).expect("it was written");
    let grade = read(&paths[0]).lines().last().expect("her line").rsplit(',').next().expect("a cell").to_owned();
    (read(&paths[1]), grade)
}

#[test]
fn two_files_of_one_student_are_graded_as_one_submission_and_found_in_the_sheet() {
    let class = Class::new();
    let client: (&str, &[u8]) = (classroom::CLIENT, b"right");
    class.zip("rojasana_101_9001_client.zip", &[client]);
    class.zip("rojasana_101_9002_server.zip", &[("exercises/05-tcp-server/src/main.rs", b"right")]);
    assert_eq!(judged(&class.grade("report"), 99), ["rojasana_101_9001_client"]);
    let (notes, grade) = exported(&class.path("report"));
    assert_eq!(grade, "20", "{notes}");

    class.zip("rojasana_101_9002_server.zip", &[(classroom::CLIENT, b"right, too")]);
    judged(&class.grade("report"), 99);
    let (notes, grade) = exported(&class.path("report"));
    let said = "two submissions of one student, not filled in: rojasana_101_9001_client\n";
    assert!(grade.is_empty() && notes.contains(said) && !notes.contains("not found"), "{notes}");
    let table = fs::read_to_string(class.path("report/grades.csv")).expect("it is there");
    let both = "taken: rojasana_101_9001_client.zip, rojasana_101_9002_server.zip; keep the one that counts";
    assert!(table.contains("two submissions of one student") && table.contains(both), "{table}");
}

#[test]
fn other_rules_judge_nothing_again_and_are_kept_with_the_report() {
    let class = Class::of(&PROGRAMS);
    judged(&class.grade("report"), 99);
    fs::write(class.path("people.csv"), "student,name,lang\nana,Ana Soto,es\n").expect("written");
    let text = "[class]\npeople = \"people.csv\"\n[exercises.tcp-client]\nhidden = [\"sends_nothing\"]\npoints = 3\n";
    fs::write(class.path("grade.toml"), text).expect("written");
    let ruled = Grade { rules: Some(class.path("grade.toml")), ..class.grade("report") };
    assert!(judged(&ruled, 99).is_empty());
    let results = results(&class.path("report"));
    assert!(results.contains("\"rule\":\"sends_nothing\",\"outcome\":\"passed\",\"hidden\":true"), "{results}");
    let langs: Vec<bool> = results.lines().map(|line| line.ends_with("\"lang\":\"es\"}")).collect();
    assert!(langs[0] && !langs[1], "ana's page is in Spanish");
    let exercises = workbook().exercises;
    fs::remove_file(class.path("people.csv")).expect("it was there");
    let kept = Rules::kept(&class.path("report"), &exercises).expect("it is kept");
    assert_eq!(kept.people()["ana"].name.as_deref(), Some("Ana Soto"));
    assert_eq!(kept.max("tcp-client"), Points::whole(3));
}

#[test]
fn a_report_goes_on_with_its_rules_until_others_are_named() {
    let class = Class::of(&PROGRAMS);
    let table = || fs::read_to_string(class.path("report/grades.csv")).expect("it is there");
    judged(&class.grade("report"), 99);
    let by_catalogue = table();
    fs::write(class.path("people.csv"), "student,name\nana,Ana Soto\n").expect("written");
    let text = "[class]\npeople = \"people.csv\"\n[exercises.tcp-client]\npoints = 3\n";
    fs::write(class.path("grade.toml"), text).expect("written");
    judged(&Grade { rules: Some(class.path("grade.toml")), ..class.grade("report") }, 99);
    let ruled = table();
    assert!(ruled.contains("Ana Soto") && ruled != by_catalogue, "{ruled}");
    judged(&Grade { regrade: Some(vec!["bea".into()]), ..class.grade("report") }, 99);
    assert_eq!(table(), ruled);
    assert!(Rules::are_kept(&class.path("report")));
    judged(&Grade { rules: Some("none".into()), ..class.grade("report") }, 99);
    assert_eq!(table(), by_catalogue);
    assert!(!Rules::are_kept(&class.path("report")));
}

#[test]
fn the_evidence_is_kept_apart_from_the_verdicts_and_found_again() {
    let class = Class::of(&PROGRAMS);
    grade(&class.grade("report")).expect("it is graded");
    assert!(!results(&class.path("report")).contains("what was seen"));
    let found = store::results(&class.path("report")).expect("they read");
    let tests = found.iter().flat_map(|submission| &submission.exercises).flat_map(|exercise| &exercise.tests);
    assert!(tests.clone().count() > 0 && tests.clone().all(|test| test.text.is_some()));
}

#[test]
fn the_same_sources_with_other_verdicts_in_another_shard_are_named() {
    let class = Class::of(&PROGRAMS);
    grade(&class.grade("report")).expect("it is graded");
    let mut found = store::results(&class.path("report")).expect("they read");
    assert!(store::disagreeing(&found).is_empty());
    found[2].exercises[2].tests[0].outcome = "hangs".into();
    assert_eq!(store::disagreeing(&found), [("ana", "cam")]);
}
