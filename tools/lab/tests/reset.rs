//! `cargo lab reset`: the exercise as it came, and nothing lost.

mod support;

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use support::terminal::Terminal;
use support::workbook::Workbook;

const EXERCISE: &str = "03-tcp-client";

/// A workbook in which somebody has written this.
fn workbook(text: &str) -> Workbook {
    let workbook = Workbook::fresh();
    let _ = fs::remove_dir_all(folder(&workbook));
    workbook.save(EXERCISE, text);
    workbook
}

fn folder(workbook: &Workbook) -> PathBuf {
    workbook.root.join("exercises").join(EXERCISE).join("kept")
}

fn stub(workbook: &Workbook) -> String {
    let path = workbook.root.join("tools/lab/stubs").join(EXERCISE).join("src/main.rs");
    fs::read_to_string(path).expect("the stub is there")
}

fn source(workbook: &Workbook) -> String {
    fs::read_to_string(workbook.source(EXERCISE)).expect("the source is there")
}

/// The texts of all kept programs, by name.
fn kept(workbook: &Workbook) -> Vec<String> {
    let entries = fs::read_dir(folder(workbook)).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut paths: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|kind| kind == "rs")).collect();
    paths.sort();
    paths.iter().map(|path| fs::read_to_string(path).expect("it can be read")).collect()
}

#[test]
fn a_reset_puts_the_stub_back_and_keeps_the_program() {
    let workbook = workbook("fn main() {} // mine\n");
    let (said, code) = workbook.says(&["reset", "tcp-client", "--yes"]);
    assert_eq!(code, 0, "{said}");
    assert_eq!(source(&workbook), stub(&workbook));
    assert_eq!(kept(&workbook), ["fn main() {} // mine\n"]);
    assert!(said.contains("exercises/03-tcp-client/kept/main-20") && said.contains("--back 1"), "{said}");
    assert!(!said.contains("http-get"), "http-get comes after it, and is not built on it: {said}");
}

#[test]
fn nothing_is_changed_where_nobody_can_be_asked() {
    let workbook = workbook("fn main() {} // mine\n");
    let (said, code) = workbook.says(&["reset", "tcp-client"]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("nothing was changed") && said.contains("cargo lab reset tcp-client --yes"), "{said}");
    assert_eq!((source(&workbook).as_str(), kept(&workbook).len()), ("fn main() {} // mine\n", 0));
}

#[test]
fn a_person_is_asked_and_may_say_no() {
    let workbook = workbook("fn main() {} // mine\n");
    let mut terminal = Terminal::start(&workbook.lab(&["reset", "3"]), 80, 24);
    let screen = terminal.shows("[y/N]");
    assert!(screen.contains("1 line") && screen.contains("exercises/03-tcp-client/kept"), "{screen}");
    terminal.press("\r");
    let (code, screen) = terminal.ends();
    assert_eq!(code, 1, "{screen}");
    assert!(screen.contains("Nothing was changed"), "{screen}");
    assert_eq!(source(&workbook), "fn main() {} // mine\n");
}

#[test]
fn a_person_who_says_yes_in_spanish_is_understood() {
    let workbook = workbook("fn main() {} // mine\n");
    let mut command = workbook.lab(&["reset", "3"]);
    command.env("ENCHUFE_LANG", "es");
    let mut terminal = Terminal::start(&command, 80, 24);
    terminal.shows("[s/N]");
    terminal.press("sí\r");
    let (code, screen) = terminal.ends();
    assert_eq!(code, 0, "{screen}");
    assert!(screen.contains("quedó como venía"), "{screen}");
    assert_eq!(source(&workbook), stub(&workbook));
}

#[test]
fn a_file_as_it_came_is_left_alone() {
    let workbook = workbook("");
    workbook.save(EXERCISE, &stub(&workbook));
    let (said, code) = workbook.says(&["reset", "tcp-client"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("nothing to do"), "{said}");
    assert!(!folder(&workbook).exists());
}

#[test]
fn a_file_that_is_gone_comes_back_without_a_question() {
    let workbook = workbook("");
    fs::remove_dir_all(workbook.source(EXERCISE).parent().expect("it has a folder")).expect("it can be removed");
    let (said, code) = workbook.says(&["reset", "tcp-client"]);
    assert_eq!(code, 0, "{said}");
    assert_eq!(source(&workbook), stub(&workbook));
}

#[test]
fn two_resets_within_a_second_keep_both_programs() {
    let workbook = workbook("// first\n");
    workbook.says(&["reset", "tcp-client", "--yes"]);
    workbook.save(EXERCISE, "// second\n");
    workbook.says(&["reset", "tcp-client", "--yes"]);
    let mut kept = kept(&workbook);
    kept.sort();
    assert_eq!(kept, ["// first\n", "// second\n"]);
    let (list, _) = workbook.says(&["reset", "tcp-client", "--list"]);
    let lines: Vec<&str> = list.lines().filter(|line| line.contains("main-20")).collect();
    assert!(lines.len() == 2 && lines[0].starts_with("  1  ") && lines[1].starts_with("  2  "), "{list}");
    workbook.says(&["reset", "tcp-client", "--back", "1"]);
    assert_eq!(source(&workbook), "// first\n", "number 1 is the oldest:\n{list}");
}

#[test]
fn two_resets_at_once_lose_nothing() {
    let workbook = workbook("// mine\n");
    let start = || workbook.lab(&["reset", "tcp-client", "--yes"]).spawn().expect("it can be started");
    for mut reset in [start(), start(), start()] {
        assert!(reset.wait().expect("it was started").success());
    }
    assert_eq!(source(&workbook), stub(&workbook));
    assert!(kept(&workbook).contains(&"// mine\n".to_owned()), "{:?}", kept(&workbook));
    let beside = fs::read_dir(workbook.source(EXERCISE).parent().expect("it has a folder")).expect("it is there");
    assert_eq!(beside.count(), 1, "something was left beside the source");
}

#[test]
fn the_same_program_is_kept_once() {
    let workbook = workbook("// mine\n");
    workbook.says(&["reset", "tcp-client", "--yes"]);
    workbook.says(&["reset", "tcp-client", "--back"]);
    let (said, _) = workbook.says(&["reset", "tcp-client", "--yes"]);
    assert_eq!(kept(&workbook), ["// mine\n"], "{said}");
}

#[test]
fn a_program_comes_back_and_the_present_one_is_kept() {
    let workbook = workbook("// old\n");
    workbook.says(&["reset", "tcp-client", "--yes"]);
    workbook.save(EXERCISE, "// new\n");
    let (said, code) = workbook.says(&["reset", "tcp-client", "--back", "1"]);
    assert_eq!((code, source(&workbook).as_str()), (2, "// new\n"), "it asks first: {said}");
    assert!(said.contains("cargo lab reset tcp-client --back 1 --yes"), "{said}");
    let (said, code) = workbook.says(&["reset", "tcp-client", "--back=1", "--yes"]);
    assert_eq!((code, source(&workbook).as_str()), (0, "// old\n"), "{said}");
    let mut kept = kept(&workbook);
    kept.sort();
    assert_eq!(kept, ["// new\n", "// old\n"]);
}

#[test]
fn a_number_that_is_not_on_the_list_is_refused() {
    let workbook = workbook("// mine\n");
    let (said, code) = workbook.says(&["reset", "tcp-client", "--back"]);
    assert_eq!(code, 2);
    assert!(said.contains("no program is kept"), "{said}");
    workbook.says(&["reset", "tcp-client", "--yes"]);
    for number in ["0", "2", "99999999999999999999", "x"] {
        let (said, code) = workbook.says(&["reset", "tcp-client", "--back", number]);
        assert!(code == 2 && said.contains(number), "{number}: {said}");
    }
    assert_eq!(source(&workbook), stub(&workbook));
}

#[test]
fn without_a_place_to_keep_it_the_program_stays() {
    let workbook = workbook("// mine\n");
    fs::write(folder(&workbook), "a file where the folder should be").expect("it can be written");
    let (said, code) = workbook.says(&["reset", "tcp-client", "--yes"]);
    fs::remove_file(folder(&workbook)).expect("it is there");
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("kept") && said.contains("your program is where it was"), "{said}");
    assert_eq!(source(&workbook), "// mine\n");
}

#[test]
fn a_missing_stub_is_said_before_anybody_is_asked() {
    let workbook = workbook("// mine\n");
    let stub = workbook.root.join("tools/lab/stubs").join(EXERCISE).join("src/main.rs");
    fs::remove_file(&stub).expect("it is there");
    let (said, code) = workbook.says(&["reset", "tcp-client"]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("stubs") && said.contains("git checkout"), "{said}");
    assert_eq!(source(&workbook), "// mine\n");
}

#[cfg(unix)]
#[test]
fn a_read_only_source_can_be_reset_and_written_to_again() {
    use std::os::unix::fs::PermissionsExt;
    let workbook = workbook("// mine\n");
    let path = workbook.source(EXERCISE);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).expect("it is ours");
    let (said, code) = workbook.says(&["reset", "tcp-client", "--yes"]);
    assert_eq!(code, 0, "{said}");
    assert!(!fs::metadata(&path).expect("it is there").permissions().readonly());
    assert_eq!(kept(&workbook), ["// mine\n"]);
}

#[cfg(unix)]
#[test]
fn where_the_source_is_a_link_the_file_behind_it_is_reset() {
    let workbook = workbook("");
    let (source, elsewhere) = (workbook.source(EXERCISE), workbook.root.join("elsewhere.rs"));
    fs::write(&elsewhere, "// mine\n").expect("it can be written");
    fs::remove_file(&source).expect("it is there");
    std::os::unix::fs::symlink(&elsewhere, &source).expect("the link can be made");
    let (said, code) = workbook.says(&["reset", "tcp-client", "--yes"]);
    let (text, is_link) = (fs::read_to_string(&elsewhere).expect("it is there"), source.is_symlink());
    fs::remove_file(&source).expect("it is there");
    fs::remove_file(&elsewhere).expect("it is there");
    assert_eq!(code, 0, "{said}");
    assert!(is_link && text == stub(&workbook) && kept(&workbook) == ["// mine\n"], "{said}");
}

#[test]
fn git_neither_shows_nor_takes_what_is_kept() {
    let workbook = workbook("// mine\n");
    workbook.says(&["reset", "tcp-client", "--yes"]);
    let exercise = workbook.root.join("exercises").join(EXERCISE);
    let repository = tempfile::tempdir().expect("a folder can be made");
    let git = |args: &[&str]| {
        let command = Command::new("git")
            .arg("--git-dir")
            .arg(repository.path())
            .arg("--work-tree")
            .arg(&exercise)
            .args(args)
            .output();
        command.map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
    };
    if git(&["init", "--quiet"]).is_err() {
        println!("skipped: there is no git on this machine");
        return;
    }
    let status = git(&["status", "--porcelain"]).expect("git was there");
    assert!(status.contains("src") && !status.contains("kept"), "{status}");
    git(&["clean", "-fdq", "kept"]).expect("git was there");
    assert_eq!(kept(&workbook), ["// mine\n"]);
}

#[test]
fn who_builds_on_the_exercise_is_named() {
    let workbook = Workbook::fresh();
    workbook.save("11-framing", "// mine\n");
    let (said, code) = workbook.says(&["reset", "framing", "--yes"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("cachipun-server") && said.contains("kept/lib-20"), "{said}");
}

#[test]
fn a_command_line_that_makes_no_sense_is_refused() {
    let workbook = workbook("// mine\n");
    for args in [&["reset"][..], &["reset", "tcp-client", "2"], &["reset", "3", "--list", "--back"], &["reset", "--no"]]
    {
        let (said, code) = workbook.says(args);
        assert!(code == 2 && said.contains("cargo lab reset --help"), "{args:?}: {said}");
    }
    assert_eq!(source(&workbook), "// mine\n");
}
