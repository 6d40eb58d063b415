//! What other systems get, each read back by a reader that is not ours.

mod made_up;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use csv::ReaderBuilder;
use grade::class::Class;
use grade::export::{self, Kind, Request};
use grade::problem::Problem;
use made_up::class::{class, hostile, plain_names, rules};
use roxmltree::Document;
use serde_json::Value;
use tempfile::TempDir;

struct Exported {
    folder: TempDir,
    paths: Vec<PathBuf>,
}

fn exported(kind: Kind, class: &Class, set: &[(&str, &str)]) -> Exported {
    let folder = TempDir::new().expect("a folder");
    let paths = export::write(kind, Some(class), &request(folder.path(), set)).expect("exported");
    Exported { folder, paths }
}

fn request(report: &Path, set: &[(&str, &str)]) -> Request {
    let set = set.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    Request { set, root: enchufe::root().to_owned(), report: report.to_owned(), ..Request::default() }
}

/// The files of a folder, by name.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("one").path()).collect();
    files.sort();
    files
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).expect("a file")).expect("JSON")
}

/// Asks python's jsonschema about every file of a folder.
fn keeps_to(schema: &str, folder: &Path) {
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schemas").join(schema);
    let script = "
import glob, json, sys
try:
    import jsonschema
except ImportError:
    sys.exit(3)
validator = jsonschema.Draft202012Validator(json.load(open(sys.argv[1])))
for path in glob.glob(sys.argv[2] + '/*.json'):
    for error in validator.iter_errors(json.load(open(path, encoding='utf-8'))):
        print(path, error.message)
        sys.exit(1)";
    let run = Command::new("python3").arg("-c").arg(script).arg(schema).arg(folder).output();
    match run {
        Ok(output) if output.status.code() == Some(3) => println!("skipped: python3 has no jsonschema here"),
        Ok(output) => assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout)),
        Err(error) => println!("skipped: there is no python3 here: {error}"),
    }
}

fn timed(mut class: Class) -> Class {
    for submission in &mut class.submissions {
        submission.submitted.get_or_insert_with(|| "2026-11-01T12:00:00Z".to_owned());
    }
    class
}

const CLASSROOM: [(&str, &str); 2] = [("classroom", "redes"), ("assignment", "enchufe")];

#[test]
fn classroom50_gets_whole_scores_that_keep_to_its_rules() {
    let class = timed(class(&[hostile(), plain_names(10), vec!["redes-enchufe-ana".to_owned()]].concat()));
    let exported = exported(Kind::Classroom50, &class, &CLASSROOM);
    let files = files(&exported.paths[0]);
    assert_eq!(files.len(), class.submissions.len());
    keeps_to("classroom50-result.schema.json", &exported.paths[0]);
    for file in &files {
        let result = json(file);
        let (score, max) = (result["score"].as_u64().expect("whole"), result["max-score"].as_u64().expect("whole"));
        assert!(score <= max, "{result}");
        for test in result["tests"].as_array().expect("tests") {
            assert!(test["score"].as_u64().expect("whole") <= test["max-score"].as_u64().expect("whole"), "{test}");
        }
    }
    let ana = files.iter().find(|file| file.ends_with("redes-enchufe-ana.json")).expect("her file");
    assert_eq!(json(ana)["owner"], "ana");
    drop(exported.folder);
}

#[test]
fn classroom50_loses_nothing_in_hundredths() {
    let class = timed(class(&plain_names(10)));
    let set = [CLASSROOM[0], CLASSROOM[1], ("scale", "100")];
    let exported = exported(Kind::Classroom50, &class, &set);
    for (file, submission) in files(&exported.paths[0]).iter().zip(&class.submissions) {
        assert_eq!(json(file)["score"], class.score(submission).points.hundredths());
    }
}

#[test]
fn classroom50_takes_the_time_of_the_submission_and_asks_for_one_that_nobody_knows() {
    let mut class = class(&plain_names(1));
    class.submissions[0].submitted = None;
    let folder = TempDir::new().expect("a folder");
    let problem = export::write(Kind::Classroom50, Some(&class), &request(folder.path(), &CLASSROOM));
    assert!(problem.expect_err("no time is known").to_string().contains("--set datetime="));
    class.submissions[0].submitted = Some("2026-11-30T20:15:00-03:00".to_owned());
    let exported = exported(Kind::Classroom50, &class, &CLASSROOM);
    let result = json(&files(&exported.paths[0])[0]);
    assert_eq!(result["datetime"], "2026-11-30T23:15:00Z");
    assert_eq!(result["submission"], "submit/2026-11-30T23-15-00Z-0000000");
}

#[test]
fn classroom50_is_told_a_time_only_for_those_of_whom_nobody_knows_it() {
    let mut class = class(&plain_names(2));
    class.submissions[0].submitted = Some("2026-11-30T20:15:00-03:00".to_owned());
    class.submissions[1].submitted = None;
    let folder = TempDir::new().expect("a folder");
    let problem = export::write(Kind::Classroom50, Some(&class), &request(folder.path(), &CLASSROOM));
    let said = problem.expect_err("one time is not known").to_string();
    assert!(said.contains("-03:00, for those of whom nobody knows it"), "{said}");
    let set = [CLASSROOM[0], CLASSROOM[1], ("datetime", "2026-12-01T23:59:00-03:00")];
    let exported = exported(Kind::Classroom50, &class, &set);
    let times: Vec<Value> = files(&exported.paths[0]).iter().map(|file| json(file)["datetime"].clone()).collect();
    assert_eq!(times, ["2026-11-30T23:15:00Z", "2026-12-02T02:59:00Z"]);
}

#[test]
fn classroom50_has_a_list_of_the_scores_that_a_person_must_look_at() {
    let class = timed(class(&plain_names(20)));
    let exported = exported(Kind::Classroom50, &class, &CLASSROOM);
    let notes = fs::read_to_string(exported.folder.path().join("export/classroom50.notes.txt")).expect("a list");
    assert!(exported.paths.iter().any(|path| path.ends_with("classroom50.notes.txt")), "{:?}", exported.paths);
    for submission in &class.submissions {
        let score = class.score(submission);
        let line = notes.lines().find(|line| line.starts_with(&format!("{}: ", submission.student)));
        assert_eq!(line.is_some(), !score.needs_a_person.is_empty(), "{}", submission.student);
        assert!(line.is_none_or(|line| line.contains(&format!(": {}: ", score.points))), "{line:?}");
    }
    assert!(notes.lines().count() > 1, "somebody needs one");
}

#[test]
fn gradescope_gets_the_points_and_hides_what_is_hidden() {
    let class = class(&[hostile(), plain_names(10)].concat());
    let exported = exported(Kind::Gradescope, &class, &[]);
    keeps_to("gradescope-results.schema.json", &exported.paths[0]);
    let all = files(&exported.paths[0]);
    assert_eq!(all.len(), class.submissions.len());
    let mut scores: Vec<u64> = class.submissions.iter().map(|one| class.score(one).points.hundredths()).collect();
    scores.sort_unstable();
    let in_hundredths = |file: &PathBuf| (json(file)["score"].as_f64().expect("a number") * 100.0).round() as u64;
    let mut written: Vec<u64> = all.iter().map(in_hundredths).collect();
    written.sort_unstable();
    assert_eq!(written, scores);
    for file in &all {
        let results = json(file);
        let tests = results["tests"].as_array().expect("tests");
        for exercise in &class.exercises {
            let hidden = &exercise.rules[3];
            let is_it = |test: &&Value| {
                let number = test["number"].as_str().unwrap_or_default();
                number.starts_with(&format!("{}.", exercise.number))
                    && [&hidden.text.en, &hidden.text.es].iter().any(|text| test["name"] == **text)
            };
            assert!(tests.iter().filter(is_it).all(|test| test["visibility"] == "hidden"));
        }
    }
}

#[test]
fn gradescope_gets_one_file_where_one_submission_is_graded() {
    let folder = TempDir::new().expect("a folder");
    let out = folder.path().join("results/results.json");
    let asked = Request { out: Some(out.clone()), ..request(folder.path(), &[]) };
    let paths = export::write(Kind::Gradescope, Some(&class(&plain_names(1))), &asked).expect("exported");
    assert_eq!(paths, std::slice::from_ref(&out));
    assert!(json(&out)["tests"].as_array().is_some_and(|tests| tests.len() >= 13));
}

#[test]
fn lateness_costs_in_gradescope_what_it_costs_here() {
    let mut class = class(&plain_names(1));
    class.submissions[0].submitted = Some("2026-12-02T12:00:00Z".to_owned());
    class.rules = rules("[late]\ndue = 2026-12-01T00:00:00Z\npercent_per_day = 10\n");
    let exported = exported(Kind::Gradescope, &class, &[]);
    let score = class.score(&class.submissions[0]);
    assert!(score.late_penalty.hundredths() > 0);
    let results = json(&files(&exported.paths[0])[0]);
    assert_eq!(results["score"].as_f64(), Some(score.points.hundredths() as f64 / 100.0));
    assert!(results["output"].as_str().is_some_and(|said| !said.is_empty()));
}

#[test]
fn junit_has_a_case_for_each_rule_and_one_reason_at_most() {
    let class = class(&[hostile(), plain_names(10)].concat());
    let exported = exported(Kind::Junit, &class, &[]);
    let rules: usize = class.exercises.iter().map(|exercise| exercise.rules.len()).sum();
    for file in files(&exported.paths[0]) {
        let text = fs::read_to_string(&file).expect("a file");
        let document = Document::parse(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let named = |name: &str| document.descendants().filter(|node| node.has_tag_name(name)).count();
        assert_eq!((named("testsuite"), named("testcase")), (13, rules));
        for case in document.descendants().filter(|node| node.has_tag_name("testcase")) {
            let reasons = ["failure", "error", "skipped"];
            let given = case.children().filter(|child| reasons.iter().any(|name| child.has_tag_name(*name))).count();
            assert!(given <= 1 && case.attribute("time").is_none());
        }
        let suites = document.root_element();
        let said: usize = suites.attribute("failures").expect("a count").parse().expect("a number");
        assert_eq!(said, named("failure"));
    }
}

#[test]
fn junit_can_be_one_file_for_all() {
    let folder = TempDir::new().expect("a folder");
    let asked = Request { out: Some(folder.path().join("all.xml")), ..request(folder.path(), &[]) };
    let paths = export::write(Kind::Junit, Some(&class(&hostile())), &asked).expect("exported");
    let text = fs::read_to_string(&paths[0]).expect("a file");
    let document = Document::parse(&text).expect("XML");
    assert_eq!(document.root_element().children().filter(|node| node.has_tag_name("testsuite")).count(), 13 * 19);
}

/// Fills in a sheet, and gives what came out: the sheet, and the list of what was left.
fn filled(kind: Kind, class: &Class, sheet: &str, set: &[(&str, &str)]) -> Result<(String, String), Problem> {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("sheet.csv");
    fs::write(&path, sheet).expect("written");
    let asked = Request { sheet: Some(path), ..request(folder.path(), set) };
    let paths = export::write(kind, Some(class), &asked)?;
    let read = |path: &PathBuf| fs::read_to_string(path).expect("a file");
    Ok((read(&paths[0]), read(&paths[1])))
}

/// A class in which nobody needs a person, with 100 points to be had and these.
fn simple(names: &[&str]) -> Class {
    let mut class = class(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
    for submission in &mut class.submissions {
        submission.tampering.clear();
        submission.ignored.clear();
        submission.exercises.iter_mut().for_each(|exercise| {
            exercise.state = grade::result::State::NotSubmitted;
            exercise.tests.clear();
        });
        let client = &mut submission.exercises[2];
        client.state = grade::result::State::Judged;
        client.tests = (0..8).map(|index| made_up::class::verdict(&format!("rule_{index}"), "passed")).collect();
        client.tests[0].outcome = "wrong-bytes".to_owned();
    }
    class.rules = rules("[class]\ncounted = [\"tcp-client\"]\n[exercises.tcp-client]\npoints = 100\n");
    class
}

/// The cells of a sheet as the csv crate reads them.
fn cells(sheet: &str, delimiter: u8) -> Vec<Vec<String>> {
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(sheet.as_bytes());
    let record = |record: csv::StringRecord| record.iter().map(str::to_owned).collect();
    reader.records().map(|read| record(read.expect("a record"))).collect()
}

const CANVAS: &str =
    "\u{feff}Student,ID,SIS User ID,SIS Login ID,Section,Tarea 0 (11),\"Enchufe, all of it (12)\",Current Score\r
    Points Possible,,,,,10.00,100.00,(read only)\r
,,,,,,Manual Posting,\r
\"Pérez, Ana\",101,s-1,ana@x.cl,1,7.50,,75\r
\"Soto, Beto\",102,s-2,beto@x.cl,1,,\"3.00\",\r
\"Soto, Beto\",103,s-3,other@x.cl,1,,EX,\r
\"=cmd(), Eva\",104,s-4,eva@x.cl,1,,,\r
\"Nadie, Zoe\",105,s-5,zoe@x.cl,1,,1,\r
\"Student, Test\",106,,f0f0,1,,,\r
";

#[test]
fn canvas_gets_its_own_file_with_one_column_filled() {
    let class = simple(&["Ana Pérez", "beto@X.cl", "cmdeva_LATE_104_77_task", "s-3", "somebody else"]);
    let (sheet, notes) = filled(Kind::Canvas, &class, CANVAS, &[("column", "12")]).expect("filled");
    let expected = CANVAS
        .replace("7.50,,75", "7.50,87.5,75")
        .replace("\"3.00\"", "\"87.5\"")
        .replace("eva@x.cl,1,,,", "eva@x.cl,1,,87.5,");
    assert_eq!(sheet, expected);
    let (before, after) = (cells(CANVAS, b','), cells(&sheet, b','));
    for (old, new) in before.iter().zip(&after) {
        assert_eq!((old.len(), &old[..6], old.get(7)), (new.len(), &new[..6], new.get(7)));
    }
    assert!(notes.starts_with("3 of 5"), "{notes}");
    for left in ["left alone: s-3", "Nadie, Zoe", "Student, Test", "not found in the sheet: somebody else"] {
        assert!(notes.contains(left), "{left}: {notes}");
    }
}

#[test]
fn two_submissions_of_one_student_are_not_said_to_be_missing_from_the_sheet() {
    let names = ["rojasana_101_9001_client", "rojasana_101_9002_server"];
    let (sheet, notes) = filled(Kind::Canvas, &simple(&names), CANVAS, &[("column", "12")]).expect("filled");
    assert_eq!(sheet, CANVAS);
    for name in names {
        assert!(
            notes.contains(&format!(
                "two submissions of one student, not filled in: {name}
"
            )),
            "{notes}"
        );
    }
    assert!(!notes.contains("not found"), "{notes}");
}

#[test]
fn canvas_with_semicolons_gets_decimal_commas() {
    let sheet = "Student;ID;Section;Enchufe (12)\n    Points Possible;;;100,00\nPérez, Ana;101;1;\n";
    let (filled, _) = filled(Kind::Canvas, &simple(&["Ana Pérez"]), sheet, &[("column", "Enchufe")]).expect("filled");
    assert_eq!(filled, sheet.replace("101;1;", "101;1;87,5"));
}

#[test]
fn canvas_is_not_given_a_column_that_nobody_named_or_that_is_not_there() {
    let class = simple(&["Ana Pérez"]);
    let no_column = filled(Kind::Canvas, &class, CANVAS, &[]).expect_err("nobody said which").to_string();
    assert!(no_column.contains("Tarea 0 (11)") && no_column.contains("Enchufe, all of it (12)"), "{no_column}");
    // It would make a new assignment there.
    filled(Kind::Canvas, &class, CANVAS, &[("column", "Enchufe")]).expect_err("no such assignment");
    filled(Kind::Canvas, &class, "a,b\n1,2\n", &[("column", "12")]).expect_err("no gradebook");
}

#[test]
fn other_points_than_are_possible_there_are_scaled_only_when_somebody_says_so() {
    let sheet = CANVAS.replace("100.00", "7.00");
    let class = simple(&["Ana Pérez"]);
    let problem = filled(Kind::Canvas, &class, &sheet, &[("column", "12")]).expect_err("7 and 100").to_string();
    assert!(problem.contains("scale=yes"), "{problem}");
    let points = |scale: &str| {
        let (sheet, _) = filled(Kind::Canvas, &class, &sheet, &[("column", "12"), ("scale", scale)]).expect("filled");
        cells(&sheet, b',')[3][6].clone()
    };
    assert_eq!((points("yes"), points("no")), ("6.13".to_owned(), "87.5".to_owned()));
}

#[test]
fn who_needs_a_person_waits_and_is_on_the_list() {
    let mut class = simple(&["Ana Pérez"]);
    class.submissions[0].exercises[2].tests[1].outcome = "lab-error".to_owned();
    let (sheet, notes) = filled(Kind::Canvas, &class, CANVAS, &[("column", "12")]).expect("filled");
    assert_eq!(sheet, CANVAS);
    assert!(notes.contains("a person must look first, not filled in: Ana Pérez"), "{notes}");
}

const MOODLE: &str = "\u{feff}Identificador,\"Nombre completo\",\"Dirección de correo\",Estado,Calificación,\"Calificación máxima\",\"La calificación puede ser cambiada\",\"Última modificación (entrega)\",\"Última modificación (calificación)\",\"Comentarios de retroalimentación\"
\"Participante 9001\",\"Ana Pérez\",ana@x.cl,\"Enviado para calificar\",,\"100,00\",Sí,\"lunes, 5 de octubre de 2026, 10:00\",-,\"bien, «muy» bien\"
\"Participante 9002\",\"Beto Soto\",beto@x.cl,\"Enviado para calificar\",\"1,00\",\"100,00\",Sí,-,-,
\"Participante 9003\",\"Eva Ñandú\",eva@x.cl,Borrador,,\"100,00\",No,-,-,
\"Participante 9004\",\"Zoe Nadie\",zoe@x.cl,\"Sin entrega\",,\"100,00\",Sí,-,-,
";

#[test]
fn moodle_in_spanish_gets_its_own_file_with_the_grades_filled_in() {
    let class = simple(&["Ana Pérez_9001_assignsubmission_file_", "beto@x.cl", "Eva Ñandú", "otra persona"]);
    let (sheet, notes) = filled(Kind::Moodle, &class, MOODLE, &[]).expect("filled");
    let expected = MOODLE
        .replace("calificar\",,\"100,00\",Sí,\"lunes", "calificar\",\"87,5\",\"100,00\",Sí,\"lunes")
        .replace("\"1,00\"", "\"87,5\"");
    assert_eq!(sheet, expected);
    let grades: Vec<String> = cells(&sheet, b',').into_iter().map(|mut row| row.swap_remove(4)).collect();
    assert_eq!(grades, ["Calificación", "87,5", "87,5", "", ""]);
    for left in ["left alone: Eva Ñandú", "Zoe Nadie", "otra persona", "To bring the two together"] {
        assert!(notes.contains(left), "{left}: {notes}");
    }
}

#[test]
fn moodle_in_english_gets_decimal_points() {
    let sheet = "Identifier,\"Full name\",Grade,\"Maximum Grade\",\"Last modified (grade)\"\r\n\"Participant 7\",\"Ana Pérez\",,100.00,-\r\n";
    let (filled, _) = filled(Kind::Moodle, &simple(&["Ana Pérez"]), sheet, &[]).expect("filled");
    assert_eq!(filled, sheet.replace(",,100.00", ",87.5,100.00"));
}

#[test]
fn moodle_is_told_when_its_file_would_be_refused() {
    let sheet = "Identifier,Grade\n\"Participant 7\",\n";
    let problem = filled(Kind::Moodle, &simple(&["Ana"]), sheet, &[]).expect_err("a header is missing").to_string();
    assert!(problem.contains("Last modified (grade)"), "{problem}");
}

#[test]
fn the_zip_for_gradescope_is_whole_and_gives_nothing_away() {
    let folder = TempDir::new().expect("a folder");
    let zip = |name: &str| {
        let asked = Request { out: Some(folder.path().join(name)), ..request(folder.path(), &[]) };
        export::write(Kind::GradescopeZip, None, &asked).expect("written").remove(0)
    };
    let (path, again) = (zip("a.zip"), zip("b.zip"));
    assert_eq!(fs::read(&path).expect("a zip"), fs::read(again).expect("a zip"));
    let Ok(tested) = Command::new("unzip").arg("-t").arg(&path).output() else {
        println!("skipped: there is no unzip here");
        return;
    };
    assert!(tested.status.success(), "{}", String::from_utf8_lossy(&tested.stdout));
    let place = folder.path().join("source");
    let unzipped = Command::new("unzip").args(["-q", "-d"]).arg(&place).arg(&path).status().expect("unzip");
    assert!(unzipped.success());
    for script in ["setup.sh", "run_autograder"] {
        let path = place.join(script);
        let checked = Command::new("bash").arg("-n").arg(&path).status().expect("bash");
        assert!(checked.success(), "{script}");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(&path).expect("it is there").permissions().mode();
            assert_eq!(mode & 0o111, 0o111, "{script} can be run");
        }
    }
    for there in ["workbook/Cargo.toml", "workbook/tools/grade/src/main.rs", "workbook/tests/graded/tcp_client.rs"] {
        assert!(place.join(there).is_file(), "{there}");
    }
    for gone in
        ["workbook/solutions", "workbook/tests/wrong", "workbook/tests/right", "workbook/.git", "workbook/target"]
    {
        assert!(!place.join(gone).exists(), "{gone}");
    }
}
