//! The doors to the other tools: found, compiled once, and then not in the way.

mod support;

use std::fs;
use std::path::PathBuf;

use support::terminal::Terminal;
use support::workbook::Workbook;

/// A tool that says what it was given.
const TOOL: &str = r#"
fn main() {
    let here = std::env::current_dir().unwrap();
    let args: Vec<String> = std::env::args().skip(1).collect();
    let lang = std::env::var("ENCHUFE_LANG").unwrap_or("as the system".into());
    println!("{args:?} in {} speaks {lang}", here.file_name().unwrap().display());
    if args.iter().any(|arg| arg == "wait") {
        println!("ready");
        loop {
            std::thread::park();
        }
    }
    std::process::exit(5);
}
"#;

/// A workbook with a tool that has never been built.
fn workbook(tool: &str, program: &str) -> (Workbook, PathBuf) {
    let workbook = Workbook::fresh();
    let build = workbook.root.join("target/enchufe/build");
    // The tests' shared build folder is not for this.
    let _ = fs::remove_file(&build);
    let _ = fs::remove_dir_all(&build);
    let folder = workbook.root.join("tools").join(tool);
    fs::create_dir_all(folder.join("src")).expect("the folder can be made");
    let manifest = format!("[workspace]\n[package]\nname = \"{tool}\"\nedition = \"2024\"\n");
    fs::write(folder.join("Cargo.toml"), manifest).expect("the file can be written");
    fs::write(folder.join("src/main.rs"), program).expect("the file can be written");
    (workbook, folder)
}

#[test]
fn the_first_time_it_says_what_it_compiles_and_then_no_more() {
    let (workbook, folder) = workbook("book", TOOL);
    let mut command = workbook.lab(&["--lang", "es", "book", "--open", "a b"]);
    command.current_dir(workbook.root.join("exercises"));
    let output = command.output().expect("it can be started");
    let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(stderr.contains("Compilando tools/book por primera vez") && stderr.contains("Compiling book"), "{stderr}");
    assert_eq!(stdout, "[\"--open\", \"a b\"] in exercises speaks es\n");
    assert_eq!(output.status.code(), Some(5));
    assert!(workbook.root.join("target/enchufe/build/book/debug").is_dir(), "it builds where the rest is kept");

    let again = workbook.lab(&["book"]).output().expect("it can be started");
    assert_eq!(String::from_utf8_lossy(&again.stderr), "");
    assert_eq!(again.status.code(), Some(5));

    // Another branch and back: a newer file, with the same in it.
    let manifest = folder.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).expect("it is there");
    fs::write(&manifest, &text).expect("it is ours");
    let later = std::time::SystemTime::now() + std::time::Duration::from_secs(10);
    fs::File::options().append(true).open(&manifest).and_then(|file| file.set_modified(later)).expect("it is ours");
    assert_eq!(String::from_utf8_lossy(&workbook.lab(&["book"]).output().expect("it can be started").stderr), "");

    // Other crates than those it was built with: that takes a while again.
    fs::write(&manifest, format!("{text}[dependencies]\n")).expect("it is ours");
    let said = || String::from_utf8_lossy(&workbook.lab(&["book"]).output().expect("it starts").stderr).into_owned();
    let third = said();
    assert!(third.contains("tools/book, which has changed"), "{third}");
    assert_eq!(said(), "", "and once is enough");
}

#[test]
fn a_tool_is_told_the_language_only_where_a_person_has_chosen_one() {
    let (workbook, _) = workbook("play", TOOL);
    let said = |args: &[&str], lang: Option<&str>| {
        let mut command = workbook.lab(args);
        command.env_remove("ENCHUFE_LANG").env("LANG", "es_CL.UTF-8").envs(lang.map(|lang| ("ENCHUFE_LANG", lang)));
        let output = command.output().expect("it can be started");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    // What the system speaks the tool finds out itself: the page of `play` asks the browser instead.
    assert!(said(&["play"], None).ends_with("speaks as the system\n"), "{}", said(&["play"], None));
    assert!(said(&["play"], Some("en_GB")).ends_with("speaks en_GB\n"));
    assert!(said(&["--lang=es", "play"], None).ends_with("speaks es\n"));
    assert!(said(&["--lang", "es", "play"], Some("en")).ends_with("speaks es\n"));
}

#[test]
fn a_build_that_fails_is_shown_as_cargo_shows_it() {
    let (workbook, _) = workbook("grade", "fn main() { nonsense }\n");
    let (said, code) = workbook.says(&["grade"]);
    assert_eq!(code, 101, "{said}");
    assert!(said.contains("cannot find value `nonsense`"), "{said}");
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_tool() {
    let (workbook, _) = workbook("play", TOOL);
    let mut terminal = Terminal::start(&workbook.lab(&["play", "wait"]), 80, 24);
    terminal.shows("ready");
    terminal.press("\x03");
    let (code, screen) = terminal.ends();
    assert_ne!(code, 5, "{screen}");
}

#[test]
fn a_tool_that_is_not_in_this_copy_is_said_to_be_missing() {
    let workbook = Workbook::fresh();
    for tool in ["book", "play", "grade"] {
        let (said, code) = workbook.says(&[tool, "--help"]);
        assert_eq!(code, 2, "{said}");
        assert!(said.contains(&format!("has no tools/{tool}")) && said.contains("→ "), "{said}");
    }
}
