//! What the grader writes of a class: the page, a page per student, the table of grades.

mod made_up;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use csv::ReaderBuilder;
use enchufe::words::Lang;
use grade::class::{Class, Person};
use grade::intake::Reason;
use grade::report;
use grade::result::{Clock, Ignored};
use made_up::class::{class, hostile, plain_names, rules};
use tempfile::TempDir;

fn written(class: &Class, lang: Lang) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    report::write_in(folder.path(), class, lang).expect("written");
    folder
}

fn page(folder: &TempDir) -> String {
    fs::read_to_string(folder.path().join("report.html")).expect("the page")
}

/// Every file below a folder, with what is in it.
fn everything(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if path.is_dir() {
            all.extend(everything(&path).into_iter().map(|(below, bytes)| (format!("{name}/{below}"), bytes)));
        } else {
            all.insert(name, fs::read(&path).expect("a file"));
        }
    }
    all
}

fn grades(folder: &TempDir, delimiter: u8) -> Vec<Vec<String>> {
    let path = folder.path().join("grades.csv");
    let mut reader = ReaderBuilder::new().delimiter(delimiter).has_headers(false).from_path(path).expect("a table");
    let record = |record: csv::StringRecord| record.iter().map(str::to_owned).collect();
    reader.records().map(|read| record(read.expect("a record"))).collect()
}

#[test]
fn the_same_class_gives_the_same_bytes() {
    let names = [hostile(), plain_names(10)].concat();
    let (one, other) = (written(&class(&names), Lang::En), written(&class(&names), Lang::En));
    assert_eq!(everything(one.path()), everything(other.path()));
}

#[test]
fn hostile_names_leave_neither_their_folder_nor_their_place_in_the_page() {
    let names = hostile();
    let folder = written(&class(&names), Lang::En);
    let all = everything(folder.path());
    let students: BTreeSet<String> =
        all.keys().filter(|name| name.starts_with("students/")).map(|name| name.to_lowercase()).collect();
    assert_eq!(students.len(), names.len(), "{students:?}");
    assert_eq!(all.len(), names.len() + 2);
    let page = page(&folder);
    assert_eq!(page.matches("<script").count(), 1);
    assert!(!page.contains("<img") && !page.contains('\u{202e}'));
    for (name, bytes) in all.iter().filter(|(name, _)| name.starts_with("students/")) {
        let page = String::from_utf8(bytes.clone()).expect("text");
        assert!(!page.contains("<script") && !page.contains("<img") && !page.contains('\u{202e}'), "{name}");
    }
}

#[test]
fn a_page_of_somebody_who_is_gone_is_not_left_to_be_handed_back() {
    let folder = written(&class(&plain_names(3)), Lang::En);
    report::write_in(folder.path(), &class(&plain_names(2)), Lang::En).expect("written");
    let students = fs::read_dir(folder.path().join("students")).expect("a folder").count();
    assert_eq!(students, 2);
}

#[test]
fn a_student_is_told_nothing_of_hidden_rules_and_of_nobody_else() {
    let names = plain_names(40);
    let class = class(&names);
    let folder = written(&class, Lang::En);
    for (name, submission) in names.iter().zip(&class.submissions) {
        let page = fs::read_to_string(folder.path().join(format!("students/{name}.html"))).expect("a page");
        let others = names.iter().filter(|other| *other != name);
        assert_eq!(others.filter(|other| page.contains(other.as_str())).collect::<Vec<_>>(), [""; 0]);
        let lang = if submission.lang == "es" { Lang::Es } else { Lang::En };
        assert!(page.contains(&format!("<html lang=\"{}\">", lang.code())));
        for exercise in &class.exercises {
            let hidden = &exercise.rules[3];
            let said = hidden.text.get(lang).replace('\'', "&#39;");
            // Each exercise has a part of the page to itself: another may have a rule of the same name.
            let start = page.find(&format!("<h2 id=\"{}\"", exercise.slug)).expect("its part");
            let part = &page[start..];
            let part = &part[..part[3..].find("<h2").map_or(part.len(), |end| end + 3)];
            let is_alone = exercise
                .rules
                .iter()
                .all(|rule| rule == hidden || !rule.text.get(lang).contains(hidden.text.get(lang)));
            assert!(!(part.contains(&hidden.name) || is_alone && part.contains(&said)), "{name}: {said}");
        }
    }
}

#[test]
fn rules_that_grade_toml_hides_are_hidden_too() {
    let names = plain_names(40);
    let mut class = class(&names);
    let rule = class.exercises[2].rules[5].clone();
    class.rules = rules(&format!("[exercises.tcp-client]\nhidden = [\"{}\"]\n", rule.name));
    let folder = written(&class, Lang::En);
    for name in &names {
        let page = fs::read_to_string(folder.path().join(format!("students/{name}.html"))).expect("a page");
        assert!(!page.contains(&rule.text.en) && !page.contains(&rule.text.es), "{name}: {}", rule.name);
    }
}

#[test]
fn the_table_reads_back_in_each_region() {
    let class = class(&[hostile(), plain_names(5)].concat());
    for (lang, delimiter, comma) in [(Lang::En, b',', '.'), (Lang::Es, b';', ',')] {
        let folder = written(&class, lang);
        let bytes = fs::read(folder.path().join("grades.csv")).expect("a table");
        assert!(bytes.starts_with("\u{feff}".as_bytes()), "Excel knows UTF-8 by its mark only");
        let rows = grades(&folder, delimiter);
        assert_eq!(rows.len(), class.submissions.len() + 1);
        let header = &rows[0];
        assert_eq!((header[0].as_str(), header[3].as_str(), header.len()), ("student", "tcp-client", 21));
        assert_eq!(header[14..], ["raw", "late_penalty", "points", "max", "needs_a_person", "name", "group"]);
        for (row, submission) in rows[1..].iter().zip(&class.submissions) {
            let score = class.score(submission);
            let points: Vec<f64> =
                row[1..18].iter().map(|cell| cell.replace(comma, ".").parse().expect("a number")).collect();
            assert!((points[15] * 100.0 - score.points.hundredths() as f64).abs() < 0.5, "{row:?}");
            assert_eq!(row[18].is_empty(), score.needs_a_person.is_empty());
        }
    }
}

#[test]
fn the_table_has_the_names_and_groups_of_the_list_of_people() {
    let mut class = class(&plain_names(3));
    let person = Person { name: Some("=Ana Soto".to_owned()), group: Some("2".to_owned()) };
    class.people.insert("student-001".to_owned(), person);
    let rows = grades(&written(&class, Lang::En), b',');
    assert_eq!(rows[1][19..], ["", ""]);
    assert_eq!(rows[2][19..], ["'=Ana Soto", "2"]);
}

#[test]
fn no_name_is_a_formula() {
    let names = hostile();
    let folder = written(&class(&names), Lang::En);
    for (row, name) in grades(&folder, b',')[1..].iter().zip(&names) {
        let first = row[0].trim_start_matches(' ').chars().next().expect("a name");
        assert!(!"=+-@\t\r\n".contains(first), "{row:?}");
        assert!(row[0] == *name || row[0] == format!("'{name}"), "{row:?}");
    }
}

#[test]
fn mistakes_are_counted_by_students_and_not_by_tests() {
    let mut class = class(&plain_names(4));
    for submission in &mut class.submissions {
        let client =
            submission.exercises.iter_mut().find(|exercise| exercise.slug == "tcp-client").expect("it is there");
        client.state = grade::result::State::Judged;
        client.tests =
            class.exercises[2].rules.iter().map(|rule| made_up::class::verdict(&rule.name, "passed")).collect();
    }
    for (student, rules) in [(0, 0..3), (1, 1..2), (2, 0..1)] {
        for test in &mut class.submissions[student].exercises[2].tests[rules] {
            (test.outcome, test.mistake) = ("wrong-bytes".to_owned(), Some("single-read".to_owned()));
        }
    }
    let page = page(&written(&class, Lang::En));
    let start = page.find("id=\"m-tcp-client\"").expect("its mistakes");
    let part = &page[start..start + page[start..].find("</ol>").expect("an end")];
    assert!(part.contains("<strong>3 of 4</strong>") && part.contains("<code>single-read</code>"), "{part}");
    assert!(part.contains("book/en/mistakes/single-read.md") && part.contains("<blockquote>"), "{part}");
    // The first rule that fails is the same for two of the three.
    let start = page.find("id=\"stuck\"").expect("the groups");
    let part = &page[start..];
    let part = &part[part.find("03 tcp-client").expect("its groups")..];
    let part = &part[..part.find("</details>").expect("who")];
    assert!(part.contains("<strong>2 students</strong>"), "{part}");
    assert!(part.contains("student-000") && part.contains("student-002") && !part.contains("student-001"), "{part}");
}

/// A class of students each of whom wrote tcp-client without a mistake, or with this one.
fn class_with(mistakes: &[Option<&str>]) -> Class {
    let mut class = class(&plain_names(mistakes.len()));
    for (submission, mistake) in class.submissions.iter_mut().zip(mistakes) {
        let client = &mut submission.exercises[2];
        client.state = grade::result::State::Judged;
        client.tests =
            class.exercises[2].rules.iter().map(|rule| made_up::class::verdict(&rule.name, "passed")).collect();
        if let Some(mistake) = mistake {
            (client.tests[0].outcome, client.tests[0].mistake) = ("wrong-bytes".into(), Some((*mistake).into()));
        }
    }
    class
}

#[test]
fn a_mistake_of_one_student_among_many_is_folded() {
    let class = class_with(&[Some("single-read"), Some("single-read"), Some("lossy-text"), None, None, None]);
    let page = page(&written(&class, Lang::En));
    let part = &page[page.find("id=\"m-tcp-client\"").expect("its mistakes")..];
    let part = &part[..part.find("id=\"stuck\"").expect("an end")];
    let folded =
        part.find("<details class=\"rare\"><summary>1 more mistake, made by one student").expect("it is there");
    assert!(part.find("<code>single-read</code>").expect("it is there") < folded, "{part}");
    assert!(part.find("<code>lossy-text</code>").expect("it is there") > folded, "{part}");
}

#[test]
fn mistakes_are_called_more_only_where_others_stand_before_them() {
    let class = class_with(&[Some("single-read"), Some("lossy-text"), None, None, None]);
    for (lang, said) in
        [(Lang::En, "2 mistakes, each made by one student"), (Lang::Es, "2 errores, cada uno de una sola persona")]
    {
        let page = page(&written(&class, lang));
        let part = &page[page.find("id=\"m-tcp-client\"").expect("its mistakes")..];
        let summary = &part[part.find("<summary>").expect("it is folded")..];
        assert!(summary.starts_with(&format!("<summary>{said}</summary>")), "{summary:.90}");
    }
}

#[test]
fn who_needs_a_person_is_named_as_what_was_handed_in_too() {
    let mut class = class(&plain_names(20));
    let asks = |submission: &&grade::result::Submission| !class.score(submission).needs_a_person.is_empty();
    let student = class.submissions.iter().find(asks).expect("somebody").student.clone();
    let person = grade::class::Person { name: Some("Ana <Soto>".to_owned()), group: None };
    class.people.insert(student.clone(), person);
    let page = page(&written(&class, Lang::En));
    let part = &page[page.find("<h2 id=\"people\"").expect("the list")..];
    assert!(part.contains(&format!(">Ana &lt;Soto&gt;</a> <code>{student}</code><ul>")), "{part:.300}");
}

#[test]
fn a_page_says_by_what_it_knows_when_a_submission_was_handed_in() {
    let mut class = class(&plain_names(1));
    class.submissions[0].clock = Clock::Local;
    let page = page(&written(&class, Lang::En));
    assert!(page.contains("2026-11-01 12:00 (UTC+00:00), by the times in the zip, without a time zone"));
}

#[test]
fn the_page_says_what_judged_and_who_needs_a_person() {
    let mut class = class(&plain_names(20));
    class.rules = rules("[class]\ntitle = \"Redes <2>\"\n");
    let page = page(&written(&class, Lang::Es));
    for said in ["<h1>Redes &lt;2&gt;</h1>", "nivel 3", "5f1c0ffee", "Para revisar a mano", "impossible-pass"] {
        assert!(page.contains(said), "{said}");
    }
    let people =
        class.submissions.iter().filter(|submission| !class.score(submission).needs_a_person.is_empty()).count();
    assert!(people > 0 && page.matches("<tr data-person>").count() == people);
}

#[test]
fn a_page_says_how_many_were_late_and_that_the_points_know_of_it() {
    let mut class = class(&plain_names(20));
    for submission in &mut class.submissions {
        submission.submitted = Some("2026-12-02T10:00:00Z".into());
    }
    let late = [" class=\"odd\" title=\"taken off for lateness already\">(−", "<dt>Late</dt><dd>20</dd>"];
    let punctual = page(&written(&class, Lang::En));
    assert!(late.iter().all(|said| !punctual.contains(said)));
    class.rules = rules("[late]\ndue = 2026-12-01T23:59:00-03:00\npercent_per_day = 10\n");
    let folder = written(&class, Lang::En);
    assert!(late.iter().all(|said| page(&folder).contains(said)));
    let since = "It was due 2026-12-01 23:59 (UTC-03:00), and handed in 2026-12-02 07:00 (UTC-03:00).";
    let theirs = fs::read_to_string(folder.path().join("students/student-000.html")).expect("a page");
    assert!(page(&folder).contains(since) && theirs.contains(since));
}

#[test]
fn the_legend_says_what_a_sign_behind_a_name_means() {
    let legend = |class: &Class| {
        let page = page(&written(class, Lang::En));
        let start = page.find("<ul class=\"legend\">").expect("a legend");
        page[start..start + page[start..].find("</ul>").expect("an end")].to_owned()
    };
    let mut class = class(&plain_names(1));
    class.submissions[0].ignored = vec![Ignored { path: "ana.zip".into(), reason: Reason::Damaged }];
    assert!(legend(&class).contains("behind a name: see Needs a person"));
    class.submissions.clear();
    assert!(!legend(&class).contains("behind a name"));
}

#[test]
fn a_class_of_300_is_a_page_that_can_be_sent() {
    let folder = written(&class(&plain_names(300)), Lang::En);
    let size = page(&folder).len();
    println!("report.html of 300 students: {} kB", size / 1000);
    assert!(size < 10_000_000, "{size}");
}
