//! Hostile archives and folders. They are made here: most of them no version control would keep.

use std::collections::BTreeMap;
use std::fs;

use tar::EntryType;
use zip::write::SimpleFileOptions;

use crate::classroom::{Class, Member};
use crate::proof::corpus::{Case, Kind, Verdict};

/// The file of the exercise in a submission.
const MAIN: &str = "exercises/01-addresses/src/main.rs";

/// A program that is right, and one that does nothing.
const NOTHING: &[u8] = b"fn main() {}";

fn right() -> Vec<u8> {
    fs::read(enchufe::root().join("tests/right/addresses/ranges.rs")).expect("it can be read")
}

/// Makes them all in the class.
pub fn hand_in(class: &Class) -> Vec<Case> {
    let right = right();
    let mut cases = Vec::new();
    let mut add = |name: &str, tries: &str, verdict: Verdict, ignored: &[(&str, &str)]| {
        let ignored: BTreeMap<String, String> =
            ignored.iter().map(|(path, why)| ((*path).to_owned(), (*why).to_owned())).collect();
        cases.push(Case {
            name: name.to_owned(),
            tries: tries.to_owned(),
            kind: if verdict == Verdict::Full { Kind::Honest } else { Kind::Cheat },
            threat: "archives".to_owned(),
            exercise: "addresses".to_owned(),
            verdict: Some(verdict),
            blocked_from: 1,
            outcomes: Vec::new(),
            says: None,
            arch: None,
            baseline: false,
            drops: BTreeMap::new(),
            ignored,
            files: BTreeMap::new(),
        });
    };

    let up = format!("../{MAIN}");
    class.tar("tar-climbs.tar", &[Member::file(&up, &right)]);
    add("tar-climbs", "Unpacks beside the folder it is unpacked in.", Verdict::NoPoints, &[(&up, "climbs")]);

    let deep = format!("../../../../{MAIN}");
    class.zip("zip-climbs.zip", &[(&deep, &right)]);
    add("zip-climbs", "Unpacks far above the folder it is unpacked in.", Verdict::NoPoints, &[(&deep, "climbs")]);

    let absolute = format!("/{MAIN}");
    class.tar("absolute.tgz", &[Member::file(&absolute, &right)]);
    add("absolute", "Unpacks at the root of the machine.", Verdict::NoPoints, &[(&absolute, "absolute-path")]);

    let solution = enchufe::root().join("solutions/01-addresses/src/main.rs");
    let solution = solution.to_str().filter(|path| path.len() < 100).unwrap_or("/etc/passwd");
    class.tar("symbolic-link.tar", &[Member::of_kind(MAIN, EntryType::Symlink, solution)]);
    add("symbolic-link", "Its program is a link to the solution.", Verdict::NoPoints, &[(MAIN, "symlink")]);

    class.tar("hard-link.tar", &[Member::of_kind(MAIN, EntryType::Link, solution)]);
    add("hard-link", "Its program is the solution, by another name.", Verdict::NoPoints, &[(MAIN, "hard-link")]);

    class.zip_with("link-in-zip.zip", |zip| {
        zip.add_symlink(MAIN, solution, SimpleFileOptions::default()).expect("a link");
    });
    add("link-in-zip", "Its program is a link to the solution, in a zip.", Verdict::NoPoints, &[(MAIN, "symlink")]);

    let linked = "exercises/01-addresses/src";
    let target = solution.strip_suffix("/main.rs").unwrap_or(solution);
    let members = [Member::of_kind(linked, EntryType::Symlink, target), Member::file(MAIN, NOTHING)];
    class.tar("write-through-a-link.tar", &members);
    add("write-through-a-link", "Writes through a link that it made itself.", Verdict::NoPoints, &[]);

    class.tar("pipe.tar", &[Member::of_kind(MAIN, EntryType::Fifo, "")]);
    add("pipe", "Its program is a pipe, at which whoever reads it waits.", Verdict::NoPoints, &[(MAIN, "special")]);

    class.tar("device.tar", &[Member::of_kind(MAIN, EntryType::Char, "")]);
    add("device", "Its program is a device without an end.", Verdict::NoPoints, &[(MAIN, "special")]);

    let bomb = "exercises/01-addresses/src/bomb.rs";
    class.zip("bomb.zip", &[(bomb, &vec![0; 16 << 20]), (MAIN, &right)]);
    add("bomb", "A small archive with a large file; its program is right.", Verdict::Full, &[(bomb, "bomb")]);

    let second = format!("old/{MAIN}");
    class.zip("two-copies.zip", &[(MAIN, NOTHING), (&second, &right)]);
    add(
        "two-copies",
        "Two programs, one of them right, for a generous grader.",
        Verdict::NoPoints,
        &[(&second, "another-copy")],
    );

    class.zip(
        "mac.zip",
        &[
            (&format!("tarea-main/{MAIN}"), &right),
            ("__MACOSX/tarea-main/exercises/01-addresses/src/._main.rs", b"\0\x05\x16\x07"),
            ("tarea-main/exercises/.DS_Store", b"\0\0\0\x01Bud1"),
        ],
    );
    add("mac", "An honest archive with what a Mac adds.", Verdict::Full, &[("__MACOSX/", "mac-os")]);

    class.zip("windows.zip", &[(&format!("tarea\\{}", MAIN.replace('/', "\\")), &right)]);
    add("windows", "An honest archive with the paths of Windows.", Verdict::Full, &[]);

    let mut broken = Member::file("", NOTHING);
    broken.path = b"exercises/01-addresses/src/direcci\xf3n.rs".to_vec();
    class.tar("broken-name.tgz", &[broken, Member::file(MAIN, &right)]);
    add(
        "broken-name",
        "A name that is no text, beside a right program.",
        Verdict::Full,
        &[("exercises/01-addresses/src/direcci\\xf3n.rs", "odd-name")],
    );

    class.zip("encrypted.zip", &[(MAIN, &right)]);
    encrypt(class, "encrypted.zip");
    add("encrypted", "An archive that nobody can open.", Verdict::NoPoints, &[(MAIN, "encrypted")]);

    class.zip("packed-twice.zip", &[("tarea.zip", b"PK\x03\x04"), ("README.md", b"see tarea.zip")]);
    add("packed-twice", "An archive in an archive.", Verdict::NoPoints, &[("tarea.zip", "nested-archive")]);

    #[cfg(unix)]
    {
        class.file("links/README.md", "see src");
        fs::create_dir_all(class.submissions().join("links/exercises/01-addresses")).expect("folders are made");
        std::os::unix::fs::symlink(target, class.submissions().join("links").join(linked)).expect("a link");
        add("links", "A folder with a link to the folder of the solution.", Verdict::NoPoints, &[(linked, "symlink")]);
    }

    let markup = "<img src=x onerror=alert('owned')>";
    class.file(&format!("{markup}/{MAIN}"), "fn main() { println!(\"<img src=x onerror=alert(1)>\") }");
    add(markup, "A student's name that is markup.", Verdict::NoPoints, &[]);

    let formula = "=HYPERLINK(\"http:⁄⁄192.0.2.1\",\"nota\")";
    class.file(&format!("{formula}/{MAIN}"), "fn main() { println!(\"=1+1\") }");
    add(formula, "A student's name that is a formula.", Verdict::NoPoints, &[]);
    cases
}

/// Sets the flag that says so, in both headers.
fn encrypt(class: &Class, name: &str) {
    let path = class.submissions().join(name);
    let mut bytes = fs::read(&path).expect("it was written");
    for (header, flags) in [(&b"PK\x03\x04"[..], 6), (b"PK\x01\x02", 8)] {
        let at = bytes.windows(4).position(|window| window == header).expect("it has one");
        bytes[at + flags] |= 1;
    }
    fs::write(&path, bytes).expect("written");
}
