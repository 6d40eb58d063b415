//! What is taken of a submission, and what is named as ignored.

mod classroom;

use std::fs;
use std::process::Command;

use classroom::{CLIENT, Class, Member, content, reason};
use grade::intake::{LARGEST_FILE, MOST_FILES, Reason, entries};
use grade::result::Clock;
use tar::EntryType;
use zip::write::SimpleFileOptions;

#[test]
fn only_sources_of_known_exercises_are_taken_from_a_folder() {
    let class = Class::of(&[("ana", "fn main() {}")]);
    for path in ["Cargo.toml", "exercises/03-tcp-client/build.rs", "exercises/03-tcp-client/src/data.txt"] {
        class.file(&format!("ana/{path}"), "x");
    }
    for file in ["Cargo.toml", "src/data.txt"] {
        class.file(&format!("ana/exercises/99-mine/{file}"), "x");
    }
    class.file("ana/target/debug/exercises/03-tcp-client/src/main.rs", "x");
    let ana = class.take("ana");
    assert_eq!(ana.files, [CLIENT]);
    assert_eq!(content(&ana, CLIENT), "fn main() {}");
    assert_eq!(reason(&ana, "Cargo.toml"), Some(Reason::NotJudged));
    assert_eq!(reason(&ana, "exercises/03-tcp-client/build.rs"), Some(Reason::Elsewhere));
    assert_eq!(reason(&ana, "exercises/03-tcp-client/src/data.txt"), Some(Reason::NotJudged), "{:?}", ana.ignored);
    assert_eq!(reason(&ana, "exercises/99-mine/"), Some(Reason::UnknownExercise), "{:?}", ana.ignored);
    assert_eq!(reason(&ana, "target"), Some(Reason::NotJudged));
}

#[test]
fn the_same_sources_are_the_same_whatever_they_were_packed_in() {
    let class = Class::of(&[("folder", "fn main() {}")]);
    class.zip("zip.zip", &[(CLIENT, b"fn main() {}")]);
    class.zip("top.zip", &[("top-main/exercises/03-tcp-client/src/main.rs", b"fn main() {}")]);
    class.zip("two.zip", &[("a/b/exercises/03-tcp-client/src/main.rs", b"fn main() {}")]);
    class.zip("windows.zip", &[("b\\exercises\\03-tcp-client\\src\\main.rs", b"fn main() {}")]);
    class.zip("number.zip", &[("exercises/3/src/main.rs", b"fn main() {}")]);
    class.zip("slug.zip", &[("exercises/tcp-client/src/main.rs", b"fn main() {}")]);
    let member = [Member::file(&format!("./{CLIENT}"), b"fn main() {}")];
    class.tar("tar.tar", &member);
    class.tar("gz.tar.gz", &member);
    class.tar("tgz.tgz", &member);
    let folder = class.take("folder");
    for student in ["zip", "top", "two", "windows", "number", "slug", "tar", "gz", "tgz"] {
        let other = class.take(student);
        assert_eq!((&other.files, &other.sources), (&folder.files, &folder.sources), "{student}: {:?}", other.ignored);
    }
}

#[test]
fn an_archive_in_a_folder_of_its_own_is_opened() {
    let class = Class::new();
    class.zip("ana.zip", &[(CLIENT, b"fn main() {}")]);
    fs::create_dir(class.submissions().join("Ana Soto_123_assignsubmission_file")).expect("a folder");
    fs::rename(
        class.submissions().join("ana.zip"),
        class.submissions().join("Ana Soto_123_assignsubmission_file/ana.zip"),
    )
    .expect("moved");
    assert_eq!(class.take("Ana Soto_123_assignsubmission_file").files, [CLIENT]);
}

#[test]
fn files_that_a_platform_hands_out_apart_are_one_submission() {
    let server = "exercises/05-tcp-server/src/main.rs";
    let class = Class::of(&[("Ana Rojas_12345_assignsubmission_file_", "fn main() {}")]);
    class.file("Ana Rojas_12345_assignsubmission_onlinetext_/onlinetext.html", "<p>See the file.</p>");
    class.zip("rojasana_101_9001_client.zip", &[(CLIENT, b"fn main() {}"), ("README.txt", b"")]);
    class.zip(
        "rojasana_101_9002_server.zip",
        &[(server, b"fn main() {}"), (CLIENT, b"fn main() {}"), ("README.txt", b"")],
    );
    class.zip("sotobea_102_9003_all.zip", &[(CLIENT, b"fn main() {}")]);
    let found = entries(&class.submissions()).expect("a class");
    let students: Vec<&str> = found.entries.iter().map(|entry| entry.student.as_str()).collect();
    let moodle = "Ana Rojas_12345_assignsubmission_file_";
    assert_eq!(students, [moodle, "rojasana_101_9001_client", "sotobea_102_9003_all"]);
    assert_eq!(found.together, students[..2]);
    let ana = class.take("rojasana_101_9001_client");
    assert_eq!(ana.files, [CLIENT, server]);
    assert!(ana.handed_in.contains_key("tcp-client") && ana.handed_in.contains_key("tcp-server"));
    for part in ["rojasana_101_9001_client.zip", "rojasana_101_9002_server.zip"] {
        assert_eq!(reason(&ana, &format!("{part}/README.txt")), Some(Reason::NotJudged), "{:?}", ana.ignored);
    }
    let ana = class.take(moodle);
    assert_eq!(ana.files, [CLIENT]);
    let text = "Ana Rojas_12345_assignsubmission_onlinetext_/onlinetext.html";
    assert_eq!(reason(&ana, text), Some(Reason::NotJudged), "{:?}", ana.ignored);
}

#[test]
fn two_submissions_of_one_student_that_differ_are_not_mixed() {
    let class = Class::new();
    class.zip(
        "rojasana_101_9001_client.zip",
        &[(CLIENT, b"fn main() {}"), ("exercises/01-addresses/src/main.rs", b"x")],
    );
    class.zip("rojasana_101_9002_server.zip", &[(CLIENT, b"fn main() { todo!() }")]);
    let ana = class.take("rojasana_101_9001_client");
    assert!(ana.files.is_empty() && ana.handed_in.is_empty(), "{:?}", ana.files);
    for part in ["rojasana_101_9001_client.zip", "rojasana_101_9002_server.zip"] {
        assert_eq!(reason(&ana, part), Some(Reason::TwoSubmissions), "{:?}", ana.ignored);
    }
}

#[test]
fn paths_that_lead_out_are_named_and_not_taken() {
    let class = Class::new();
    class.tar(
        "eve.tar",
        &[
            Member::file("../exercises/03-tcp-client/src/main.rs", b"x"),
            Member::file("/exercises/03-tcp-client/src/main.rs", b"x"),
            Member::file("exercises/03-tcp-client/src/../../../../up.rs", b"x"),
            Member::file("C:\\exercises\\03-tcp-client\\src\\main.rs", b"x"),
        ],
    );
    class.zip("eva.zip", &[("../../exercises/03-tcp-client/src/main.rs", b"x")]);
    let eve = class.take("eve");
    assert!(eve.files.is_empty());
    assert_eq!(reason(&eve, "../exercises/03-tcp-client/src/main.rs"), Some(Reason::Climbs));
    assert_eq!(reason(&eve, "/exercises/03-tcp-client/src/main.rs"), Some(Reason::AbsolutePath));
    assert_eq!(reason(&eve, "exercises/03-tcp-client/src/../../../../up.rs"), Some(Reason::Climbs));
    assert_eq!(reason(&eve, "C:\\exercises\\03-tcp-client\\src\\main.rs"), Some(Reason::AbsolutePath));
    assert!(class.take("eva").files.is_empty());
    assert!(!class.path("exercises").exists() && !class.submissions().join("exercises").exists());
}

#[test]
fn links_devices_and_pipes_in_a_tar_are_named_and_not_taken() {
    let class = Class::new();
    let path = |name: &str| format!("exercises/03-tcp-client/src/{name}.rs");
    class.tar(
        "eve.tar",
        &[
            Member::of_kind(&path("a"), EntryType::Symlink, "/etc/passwd"),
            Member::of_kind(&path("b"), EntryType::Link, "/etc/passwd"),
            Member::of_kind(&path("c"), EntryType::Fifo, ""),
            Member::of_kind(&path("d"), EntryType::Char, ""),
            Member::of_kind("exercises/04-http-get/src", EntryType::Symlink, "/etc"),
            Member::file("exercises/04-http-get/src/main.rs", b"fn main() {}"),
        ],
    );
    let eve = class.take("eve");
    assert_eq!(eve.files, ["exercises/04-http-get/src/main.rs"]);
    assert_eq!(content(&eve, "exercises/04-http-get/src/main.rs"), "fn main() {}");
    let given = ["a", "b", "c", "d"].map(|name| reason(&eve, &path(name)));
    assert_eq!(given, [Reason::Symlink, Reason::HardLink, Reason::Special, Reason::Special].map(Some));
}

#[test]
fn a_link_in_a_zip_is_named_and_not_taken() {
    let class = Class::new();
    class.zip_with("eve.zip", |zip| {
        zip.add_symlink(CLIENT, "/etc/passwd", SimpleFileOptions::default()).expect("a link");
    });
    let eve = class.take("eve");
    assert!(eve.files.is_empty());
    assert_eq!(reason(&eve, CLIENT), Some(Reason::Symlink));
}

#[cfg(unix)]
#[test]
fn links_and_pipes_in_a_folder_are_named_and_not_followed() {
    let class = Class::of(&[("eve", "fn main() {}")]);
    let secret = class.path("secret.rs");
    fs::write(&secret, "secret").expect("written");
    let src = class.submissions().join("eve/exercises/03-tcp-client/src");
    std::os::unix::fs::symlink(&secret, src.join("a.rs")).expect("a link");
    fs::hard_link(&secret, src.join("b.rs")).expect("a hard link");
    assert!(Command::new("mkfifo").arg(src.join("c.rs")).status().expect("mkfifo runs").success());
    fs::create_dir(class.path("other")).expect("a folder");
    fs::write(class.path("other/main.rs"), "secret").expect("written");
    fs::create_dir_all(class.submissions().join("eve/exercises/04-http-get")).expect("a folder");
    std::os::unix::fs::symlink(class.path("other"), class.submissions().join("eve/exercises/04-http-get/src"))
        .expect("a link to a folder");
    std::os::unix::fs::symlink(class.path("other"), class.submissions().join("mallory")).expect("a link");
    let eve = class.take("eve");
    assert_eq!(eve.files, [CLIENT]);
    let given = ["a", "b", "c"].map(|name| reason(&eve, &format!("exercises/03-tcp-client/src/{name}.rs")));
    assert_eq!(given, [Reason::Symlink, Reason::HardLink, Reason::Special].map(Some));
    assert_eq!(reason(&eve, "exercises/04-http-get/src"), Some(Reason::Symlink));
    assert_eq!(entries(&class.submissions()).expect("a class").left_out, ["mallory"]);
}

#[test]
fn what_macos_adds_is_left_out() {
    let class = Class::new();
    class.zip(
        "ana.zip",
        &[
            (CLIENT, b"fn main() {}"),
            ("__MACOSX/exercises/03-tcp-client/src/._main.rs", b"x"),
            ("exercises/03-tcp-client/src/._main.rs", b"x"),
            ("exercises/.DS_Store", b"x"),
        ],
    );
    let ana = class.take("ana");
    assert_eq!(ana.files, [CLIENT]);
    assert_eq!(reason(&ana, "__MACOSX/"), Some(Reason::MacOs));
    assert!(ana.ignored.iter().all(|ignored| ignored.reason == Reason::MacOs));
}

#[test]
fn names_that_are_no_text_are_written_out() {
    let class = Class::new();
    let mut broken = Member::file("", b"x");
    broken.path = b"exercises/03-tcp-client/src/a\xff.rs".to_vec();
    class.tar("ana.tar", &[broken, Member::file("exercises/03-tcp-client/src/a\u{1b}[2J.rs", b"x")]);
    let ana = class.take("ana");
    assert!(ana.files.is_empty());
    assert_eq!(reason(&ana, "exercises/03-tcp-client/src/a\\xff.rs"), Some(Reason::OddName));
    assert_eq!(reason(&ana, "exercises/03-tcp-client/src/a\\u{1b}[2J.rs"), Some(Reason::OddName));
}

#[test]
fn of_two_copies_the_outer_one_is_taken_and_a_person_must_look() {
    let class = Class::new();
    class.zip("ana.zip", &[(CLIENT, b"outer"), ("old/exercises/03-tcp-client/src/main.rs", b"old")]);
    let ana = class.take("ana");
    assert_eq!(content(&ana, CLIENT), "outer");
    let given = reason(&ana, "old/exercises/03-tcp-client/src/main.rs");
    assert_eq!(given, Some(Reason::AnotherCopy));
    assert!(given.is_some_and(Reason::needs_a_person));
}

#[test]
fn of_two_names_for_an_exercise_the_workbooks_own_is_taken() {
    let class = Class::new();
    class.zip("ana.zip", &[("exercises/3/src/main.rs", b"number"), (CLIENT, b"folder")]);
    let ana = class.take("ana");
    assert_eq!(content(&ana, CLIENT), "folder");
    assert_eq!(reason(&ana, "exercises/3/src/main.rs"), Some(Reason::AnotherCopy));
}

#[test]
fn of_the_same_path_twice_the_last_is_taken() {
    let class = Class::new();
    class.tar("ana.tar", &[Member::file(CLIENT, b"first"), Member::file(CLIENT, b"last")]);
    let ana = class.take("ana");
    assert_eq!(content(&ana, CLIENT), "last");
    assert_eq!(reason(&ana, CLIENT), Some(Reason::Duplicate));
}

#[test]
fn of_names_that_differ_in_capitals_the_small_one_is_taken() {
    let class = Class::new();
    let capital = "exercises/03-tcp-client/src/Main.rs";
    class.tar("ana.tar", &[Member::file(CLIENT, b"small"), Member::file(capital, b"capital")]);
    let ana = class.take("ana");
    assert_eq!(ana.files, [CLIENT]);
    assert_eq!(reason(&ana, capital), Some(Reason::CaseCollision));
}

#[test]
fn files_too_big_too_many_and_too_much_are_named() {
    let class = Class::new();
    let big = vec![b' '; usize::try_from(LARGEST_FILE).expect("it fits") + 1];
    let long = vec![b'x'; usize::try_from(LARGEST_FILE).expect("it fits")];
    let path = |number: usize| format!("exercises/03-tcp-client/src/m{number:03}.rs");
    class.tar("big.tar", &[Member::file(CLIENT, &big)]);
    let members: Vec<Member> = (0..=MOST_FILES).map(|number| Member::file(&path(number), b"x")).collect();
    class.tar("many.tar", &members);
    let members: Vec<Member> = (0..9).map(|number| Member::file(&path(number), &long)).collect();
    class.tar("much.tar", &members);
    assert_eq!(reason(&class.take("big"), CLIENT), Some(Reason::TooBig));
    let many = class.take("many");
    assert_eq!((many.files.len(), reason(&many, &path(MOST_FILES))), (MOST_FILES, Some(Reason::TooMany)));
    let much = class.take("much");
    assert_eq!((much.files.len(), reason(&much, &path(8))), (8, Some(Reason::TooMuch)));
}

#[test]
fn a_bomb_is_named_and_what_came_before_it_is_taken() {
    let class = Class::new();
    let zeros = vec![0; 1 << 20];
    class.zip("zip.zip", &[("exercises/03-tcp-client/src/bomb.rs", &zeros), (CLIENT, b"fn main() {}")]);
    let zip = class.take("zip");
    assert_eq!(zip.files, [CLIENT]);
    assert_eq!(reason(&zip, "exercises/03-tcp-client/src/bomb.rs"), Some(Reason::Bomb));
    let mut members = vec![Member::file(CLIENT, b"fn main() {}")];
    members.push(Member::file("zeros", &vec![0; 160 << 20]));
    members.push(Member::file("exercises/04-http-get/src/main.rs", b"behind it"));
    class.tar("gz.tgz", &members);
    let gz = class.take("gz");
    assert_eq!((&gz.files[..], reason(&gz, "gz.tgz")), (&[CLIENT.to_owned()][..], Some(Reason::Bomb)));
}

#[test]
fn a_name_that_never_ends_is_a_bomb() {
    let class = Class::new();
    let mut name = Member::file("././@LongLink", &vec![b'x'; 1 << 20]);
    name.kind = EntryType::GNULongName;
    class.tar("eve.tar", &[name, Member::file(CLIENT, b"x")]);
    assert_eq!(reason(&class.take("eve"), "eve.tar"), Some(Reason::Bomb));
}

#[test]
fn long_names_are_read() {
    let class = Class::new();
    let top = "a".repeat(120);
    let path = format!("{top}/{CLIENT}");
    let mut gnu = Member::file("././@LongLink", format!("{path}\0").as_bytes());
    gnu.kind = EntryType::GNULongName;
    class.tar("gnu.tar", &[gnu, Member::file("short", b"x")]);
    let record = |text: &str| {
        let length = text.len() + 5;
        format!("{length} {text}\n")
    };
    let attribute = record(&format!("path={path}"));
    assert!(attribute.starts_with(&format!("{} ", attribute.len())), "its length fits");
    let mut pax = Member::file("pax", attribute.as_bytes());
    pax.kind = EntryType::XHeader;
    class.tar("pax.tar", &[pax, Member::file("short", b"x")]);
    for student in ["gnu", "pax"] {
        assert_eq!(class.take(student).files, [CLIENT], "{student}");
    }
}

#[test]
fn more_entries_than_anybody_has_are_not_looked_at() {
    let class = Class::new();
    let mut members: Vec<Member> = vec![Member::file(CLIENT, b"x")];
    members.extend((0..20_000).map(|number| Member::file(&format!("f{number}"), b"")));
    class.tar("ana.tgz", &members);
    let ana = class.take("ana");
    assert_eq!((&ana.files[..], reason(&ana, "ana.tgz")), (&[CLIENT.to_owned()][..], Some(Reason::TooManyEntries)));
    assert!(ana.ignored.len() <= 101, "the list stays readable");
}

#[test]
fn a_cut_archive_gives_what_is_whole_and_says_so() {
    let class = Class::new();
    let noise: Vec<u8> = (0..200_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    for name in ["gz.tar.gz", "plain.tar"] {
        class.tar(name, &[Member::file(CLIENT, b"fn main() {}"), Member::file("noise", &noise)]);
        let path = class.submissions().join(name);
        let bytes = fs::read(&path).expect("it was written");
        fs::write(&path, &bytes[..bytes.len() * 2 / 3]).expect("it is cut");
    }
    class.zip("zip.zip", &[(CLIENT, b"fn main() {}"), ("noise", &noise)]);
    let path = class.submissions().join("zip.zip");
    let bytes = fs::read(&path).expect("it was written");
    fs::write(&path, &bytes[..bytes.len() / 2]).expect("it is cut");
    for (student, name, files) in [("gz", "gz.tar.gz", 1), ("plain", "plain.tar", 1), ("zip", "zip.zip", 0)] {
        let taken = class.take(student);
        assert_eq!((taken.files.len(), reason(&taken, name)), (files, Some(Reason::Damaged)), "{student}");
    }
}

#[test]
fn what_is_no_archive_or_cannot_be_opened_is_a_submission_of_nothing() {
    let class = Class::new();
    for (name, bytes) in [("a.zip", &b"hello"[..]), ("b.rar", b"Rar!\x1a\x07\x01\x00"), ("c.7z", b"7z\xbc\xaf'\x1c")] {
        fs::write(class.submissions().join(name), bytes).expect("written");
    }
    assert_eq!(reason(&class.take("a"), "a.zip"), Some(Reason::NotAnArchive));
    assert_eq!(reason(&class.take("b"), "b.rar"), Some(Reason::UnknownArchive));
    assert_eq!(reason(&class.take("c"), "c.7z"), Some(Reason::UnknownArchive));
}

#[test]
fn an_encrypted_entry_is_named() {
    let class = Class::new();
    class.zip("ana.zip", &[(CLIENT, b"fn main() {}")]);
    let path = class.submissions().join("ana.zip");
    let mut bytes = fs::read(&path).expect("it was written");
    // The flag that says so, in both headers.
    for (header, flags) in [(&b"PK\x03\x04"[..], 6), (b"PK\x01\x02", 8)] {
        let at = bytes.windows(4).position(|window| window == header).expect("it has one");
        bytes[at + flags] |= 1;
    }
    fs::write(&path, bytes).expect("written");
    assert_eq!(reason(&class.take("ana"), CLIENT), Some(Reason::Encrypted));
}

#[test]
fn an_archive_inside_is_not_opened() {
    let class = Class::new();
    class.zip("ana.zip", &[("work.zip", b"PK"), ("README.md", b"see work.zip")]);
    assert_eq!(reason(&class.take("ana"), "work.zip"), Some(Reason::NestedArchive));
}

#[test]
fn the_time_of_an_archive_is_that_of_the_latest_file_taken() {
    let class = Class::new();
    let at = |path: &str, modified| Member { modified, ..Member::file(path, b"x") };
    class.tar(
        "ana.tar",
        &[at(CLIENT, 1_700_000_000), at("exercises/04-http-get/src/main.rs", 1_700_000_100), at("late", 1_900_000_000)],
    );
    let ana = class.take("ana");
    assert_eq!((ana.submitted.as_deref(), ana.clock), (Some("2023-11-14T22:15:00Z"), Clock::Certain));
    class.zip_with("eva.zip", |zip| {
        let time = zip::DateTime::from_date_and_time(2026, 11, 30, 12, 30, 10).expect("a time");
        zip.start_file(CLIENT, SimpleFileOptions::default().last_modified_time(time)).expect("an entry");
    });
    let eva = class.take("eva");
    assert_eq!((eva.submitted.as_deref(), eva.clock), (Some("2026-11-30T12:30:10Z"), Clock::Local));
}

#[test]
fn the_time_of_a_checkout_is_that_of_its_last_commit_and_its_settings_run_nothing() {
    let class = Class::of(&[("ana", "fn main() {}")]);
    let folder = class.submissions().join("ana");
    let git = |args: &[&str]| {
        let mut command = Command::new("git");
        command.args(["-c", "user.name=a", "-c", "user.email=a@b", "-C"]).arg(&folder).args(args);
        let time = "2026-11-30T10:00:00-0300";
        command.env("GIT_COMMITTER_DATE", time).env("GIT_AUTHOR_DATE", "2001-01-01T00:00:00Z");
        command.output().is_ok_and(|output| output.status.success())
    };
    if !git(&["init", "-q"]) {
        println!("left out: there is no git");
        return;
    }
    assert!(git(&["add", "."]) && git(&["commit", "-qm", "done"]));
    let marker = class.path("ran");
    let program = format!("touch {}", marker.display());
    for key in ["core.fsmonitor", "core.sshCommand", "core.pager", "log.showSignature", "gpg.program"] {
        assert!(git(&["config", key, &program]));
    }
    let ana = class.take("ana");
    assert_eq!((ana.submitted.as_deref(), ana.clock), (Some("2026-11-30T13:00:00Z"), Clock::Certain));
    assert!(git(&["gc", "-q"]), "objects lie in a pack now");
    let _ = fs::remove_file(&marker);
    assert_eq!(class.take("ana").submitted.as_deref(), Some("2026-11-30T13:00:00Z"));
    assert!(!marker.exists(), "something that the checkout named was run");
}

#[test]
fn two_submissions_of_one_student_are_an_error() {
    let class = Class::of(&[("ana", "x")]);
    class.zip("ana.zip", &[(CLIENT, b"x")]);
    let problem = entries(&class.submissions()).expect_err("there are two").to_string();
    assert!(problem.contains("ana and ana.zip"), "{problem}");
}
