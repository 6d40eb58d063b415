//! The command line: what can be asked for, and what is said of what cannot.

mod support;

use std::ffi::OsString;
use std::fs;

use book::options::{Asked, Misuse, parse};
use enchufe::words::Lang;
use support::program::{program, run};
use support::workbook::Workbook;

fn asked(arguments: &[&str]) -> Result<Asked, Misuse> {
    parse(arguments.iter().map(OsString::from)).1
}

#[test]
fn understands_every_command() {
    assert_eq!(asked(&[]), Ok(Asked::Serve { open: false, port: 3000, drafts: false }));
    assert_eq!(asked(&["--open", "--port=0", "--drafts"]), Ok(Asked::Serve { open: true, port: 0, drafts: true }));
    assert_eq!(asked(&["build", "--out", "x"]), Ok(Asked::Build { out: "x".into(), drafts: false }));
    assert_eq!(asked(&["pdf", "--out", "x.pdf"]), Ok(Asked::Pdf { out: "x.pdf".into(), drafts: false }));
    assert_eq!(asked(&["check"]), Ok(Asked::Check));
    assert_eq!(asked(&["record", "a", "b"]), Ok(Asked::Record { names: vec!["a".into(), "b".into()], check: false }));
    assert_eq!(asked(&["record", "--check"]), Ok(Asked::Record { names: vec![], check: true }));
    assert_eq!(asked(&["translated", "ports"]), Ok(Asked::Translated { pages: vec!["ports".into()], all: false }));
    assert_eq!(asked(&["build", "--help"]), Ok(Asked::Help));
    assert_eq!(parse(["--lang", "es"].map(OsString::from)).0, Some(Lang::Es));
}

#[test]
fn names_what_is_wrong_with_a_command_line() {
    assert_eq!(asked(&["bild"]), Err(Misuse::Command("bild".into())));
    assert_eq!(asked(&["--fast"]), Err(Misuse::Unknown("--fast".into())));
    assert_eq!(asked(&["-x"]), Err(Misuse::Unknown("-x".into())));
    assert_eq!(asked(&["--port", "70000"]), Err(Misuse::Port("70000".into())));
    assert_eq!(asked(&["--port"]), Err(Misuse::NoValue("--port".into())));
    assert_eq!(asked(&["--lang", "de"]), Err(Misuse::Lang("de".into())));
    assert_eq!(asked(&["build"]), Err(Misuse::NoOut("build", "my-book")));
    assert_eq!(asked(&["check", "--port", "1"]), Err(Misuse::Unknown("--port".into())));
    assert_eq!(asked(&["build", "--out", "x", "y"]), Err(Misuse::Unknown("y".into())));
    assert_eq!(asked(&["--check"]), Err(Misuse::Unknown("--check".into())));
}

#[test]
fn help_breaks_no_word_in_a_terminal_of_eighty_columns() {
    let book = Workbook::new();
    for lang in ["en", "es"] {
        let help = run(book.root(), &["--lang", lang, "--help"]);
        let wide: Vec<&str> = help.stdout.lines().filter(|line| line.chars().count() > 80).collect();
        assert_eq!((help.code, wide), (Some(0), vec![]), "{lang}");
    }
}

#[test]
fn tells_how_it_is_used_in_both_languages() {
    let book = Workbook::new();
    let help = run(book.root(), &["--help"]);
    assert_eq!((help.code, help.stdout.starts_with("usage: cargo lab book")), (Some(0), true), "{}", help.stdout);
    let said = program(book.root(), &["--help"]).env("ENCHUFE_LANG", "es").output().expect("it can be started");
    assert!(String::from_utf8_lossy(&said.stdout).starts_with("uso: cargo lab book"));
    let wrong = run(book.root(), &["--lang", "es", "--port", "x"]);
    assert_eq!(wrong.code, Some(2));
    assert!(
        wrong.stderr.starts_with("esto no es un puerto: x\n") && wrong.stderr.contains("uso: "),
        "{}",
        wrong.stderr
    );
}

#[test]
#[cfg(target_os = "linux")]
fn says_when_it_cannot_say_anything() {
    let book = Workbook::new();
    for arguments in [&["--help"][..], &["--port", "0"], &["build", "--out", "out"]] {
        let full = fs::File::create("/dev/full").expect("it is there");
        let said = program(book.root(), arguments).stdout(full).output().expect("it can be started");
        let stderr = String::from_utf8_lossy(&said.stderr);
        assert_eq!(said.status.code(), Some(2), "{arguments:?}: {stderr}");
        assert!(stderr.starts_with("standard output cannot be written: "), "{arguments:?}: {stderr}");
    }
}

#[test]
fn says_that_there_is_no_book() {
    let book = Workbook::new();
    fs::remove_dir_all(book.path("book/en"))
        .and_then(|()| fs::remove_dir_all(book.path("book/es")))
        .expect("they were there");
    let said = run(book.root(), &["build", "--out", "out"]);
    assert_eq!(said.code, Some(2));
    assert!(said.stderr.contains("book/en and book/es are missing"), "{}", said.stderr);
}

#[test]
fn prints_a_pdf() {
    let book = Workbook::new();
    if book::pdf::chromium().is_none() {
        println!("skipped: there is no chromium here");
        return;
    }
    let said = run(book.root(), &["pdf", "--lang", "es", "--out", "libro.pdf"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    assert!(fs::read(book.path("libro.pdf")).expect("it is there").starts_with(b"%PDF-"));
    let said = run(book.root(), &["pdf", "--out", "no/such/folder.pdf"]);
    assert_eq!(said.code, Some(2));
    assert!(said.stderr.contains("the PDF cannot be written to no/such/folder.pdf"), "{}", said.stderr);
}

#[test]
fn says_what_a_pdf_needs() {
    let book = Workbook::new();
    let said = program(book.root(), &["pdf", "--out", "book.pdf"]).env("PATH", "").output().expect("it can be started");
    assert_eq!(said.status.code(), Some(2));
    let stderr = String::from_utf8_lossy(&said.stderr);
    assert!(stderr.contains("a PDF is printed by Chromium") && stderr.contains("What to do: install it"), "{stderr}");
    assert!(!book.path("book.pdf").exists());
}
