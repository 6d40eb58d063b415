//! What a class receives, and the folders for JPlag and Dolos.

mod classroom;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use classroom::{CLIENT, Class, workbook};
use grade::rules::Rules;
use grade::{handout, layout};

fn rules(class: &Class, text: &str) -> Rules {
    let path = class.path("grade.toml");
    fs::write(&path, text).expect("written");
    Rules::read(&path, &workbook().exercises).expect("it is understood")
}

fn files(folder: &Path) -> BTreeSet<String> {
    fn add(folder: &Path, root: &Path, files: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).expect("a folder").filter_map(Result::ok) {
            let path = entry.path();
            if path.is_dir() {
                add(&path, root, files);
            } else {
                files.insert(path.strip_prefix(root).expect("it is below").to_string_lossy().into_owned());
            }
        }
    }
    let mut found = BTreeSet::new();
    add(folder, folder, &mut found);
    found
}

#[test]
fn a_hand_out_has_the_exercises_as_they_come_and_no_solutions() {
    let class = Class::new();
    let to = class.path("handout");
    let workbook = workbook();
    handout::write(&workbook, &to, &Rules::of_catalogue(&workbook.exercises)).expect("it is written");
    let files = files(&to);
    let kept_back = ["solutions/", "tests/wrong/", "tests/right/", "tools/grade/", ".git/", "target/"];
    let wrong: Vec<_> = files.iter().filter(|file| kept_back.iter().any(|folder| file.starts_with(folder))).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    for exercise in &workbook.exercises {
        let folder = exercise.folder.file_name().expect("a name");
        let inside = exercise.source().strip_prefix(&exercise.folder).expect("it is inside").to_owned();
        let given = fs::read(to.join("exercises").join(folder).join(&inside)).expect("it is there");
        let stub = fs::read(workbook.root.join("tools/lab/stubs").join(folder).join(&inside)).expect("a stub");
        assert!(given == stub, "{folder:?} is not as it comes");
    }
    assert!(files.contains("book/en/mistakes/single-read.md") && files.contains("tools/lab/Cargo.toml"));
}

#[test]
fn a_hidden_rule_is_neither_in_the_tests_nor_in_the_manifest_of_a_hand_out() {
    let class = Class::new();
    let to = class.path("handout");
    let rules = rules(&class, "[exercises.tcp-client]\nhidden = [\"two_of_them_run_at_once\"]\n");
    handout::write(&workbook(), &to, &rules).expect("it is written");
    let tests = fs::read_to_string(to.join("tests/graded/tcp_client.rs")).expect("it is there");
    assert!(!tests.contains("two_of_them_run_at_once") && tests.contains("fn sends_nothing("));
    let manifest = fs::read_to_string(to.join("exercises/03-tcp-client/Cargo.toml")).expect("it is there");
    assert!(!manifest.contains("two_of_them_run_at_once") && manifest.contains("sends_nothing = "));
}

/// Where the links of a page lead that stay in the workbook: `book/en/mistakes`, `#the-book`.
fn links(page: &str) -> impl Iterator<Item = &str> {
    page.split("](").skip(1).filter_map(|rest| Some(rest.split_once(')')?.0)).filter(|to| !to.contains("://"))
}

/// The names under which a page's headings are linked to.
fn anchors(page: &str) -> BTreeSet<String> {
    let headings = page.lines().filter(|line| line.starts_with('#'));
    let anchor = |line: &str| -> String {
        let kept =
            line.trim_start_matches('#').trim().chars().filter(|letter| letter.is_alphanumeric() || *letter == ' ');
        kept.collect::<String>().to_lowercase().replace(' ', "-")
    };
    headings.map(|line| format!("#{}", anchor(line))).collect()
}

#[test]
fn the_first_page_of_a_hand_out_offers_nothing_that_a_class_does_not_have() {
    let class = Class::new();
    let to = class.path("handout");
    let workbook = workbook();
    handout::write(&workbook, &to, &Rules::of_catalogue(&workbook.exercises)).expect("it is written");
    let of_others = ["selfcheck", "lab grade", "CONTRIBUTING", ".github", "<!--", "nstructor", "docente"];
    for (name, kept) in
        [("README.md", ["## The exercises", "## Licence"]), ("LEEME.md", ["## Los ejercicios", "## Licencia"])]
    {
        let page = fs::read_to_string(to.join(name)).expect("it is there");
        for word in of_others {
            assert!(!page.contains(word), "{name} still says {word}");
        }
        assert!(kept.iter().all(|heading| page.contains(heading)) && page.contains("\ncargo lab  "), "{name}");
        let anchors = anchors(&page);
        let leads_nowhere =
            |link: &&str| if link.starts_with('#') { !anchors.contains(*link) } else { !to.join(link).exists() };
        let dead: Vec<&str> = links(&page).filter(leads_nowhere).collect();
        assert!(dead.is_empty(), "{name}: {dead:?}");
        assert!(links(&page).count() > 13, "an exercise each, at least");
    }
}

#[test]
fn a_folder_with_something_in_it_is_not_written_to() {
    let class = Class::new();
    let to = class.path("handout");
    fs::create_dir(&to).expect("a folder");
    fs::write(to.join("mine.txt"), "mine").expect("written");
    let workbook = workbook();
    let rules = Rules::of_catalogue(&workbook.exercises);
    assert!(handout::write(&workbook, &to, &rules).is_err());
    assert!(layout::write(&workbook, &class.submissions(), &to, &rules).is_err());
    assert_eq!(files(&to).len(), 1);
}

#[test]
fn the_layout_has_a_folder_for_each_student_and_a_list_for_each_exercise() {
    let class = Class::of(&[("ana soto", "one"), ("=bea", "two")]);
    class.zip("cam.zip", &[(CLIENT, b"three"), ("exercises/11-framing/src/lib.rs", b"four")]);
    fs::write(class.path("people.csv"), "student,name,group\nana soto,\"Soto, Ana\",A\n").expect("written");
    let rules = rules(&class, "[class]\npeople = \"people.csv\"\n");
    let to = class.path("layout");
    let said = layout::write(&workbook(), &class.submissions(), &to, &rules).expect("it is written");
    let files = files(&to);
    let submitted: Vec<_> = files.iter().filter(|file| file.contains("/submissions/")).collect();
    assert_eq!(
        submitted,
        [
            "03-tcp-client/submissions/_bea/main.rs",
            "03-tcp-client/submissions/ana_soto/main.rs",
            "03-tcp-client/submissions/cam/main.rs",
            "11-framing/submissions/cam/lib.rs",
        ]
    );
    assert!(files.contains("03-tcp-client/base/main.rs") && !files.contains("04-http-get/base/main.rs"));
    let mut list = csv::Reader::from_path(to.join("03-tcp-client/info.csv")).expect("a list");
    assert_eq!(list.headers().expect("a header"), vec!["filename", "label", "created_at", "full_name"]);
    let rows: Vec<csv::StringRecord> = list.records().map(|row| row.expect("a row")).collect();
    assert_eq!((rows.len(), &rows[0][3], &rows[1][1], &rows[1][3]), (3, "'=bea", "A", "Soto, Ana"));
    assert!(
        rows.iter().all(|row| to.join("03-tcp-client").join(&row[0]).is_file()),
        "the paths count from the list's folder"
    );
    assert!(said.contains("dolos run") && said.contains("jplag.jar"));
}
