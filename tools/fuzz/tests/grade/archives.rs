//! Archives that a student hands in: whatever is in them, only sources of exercises are taken, and nothing is written
//! anywhere else.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use enchufe::catalog::Exercise;
use flate2::Compression;
use flate2::write::GzEncoder;
use fuzz::{Bytes, MIB, each, text};
use grade::intake::{Intake, Known, MOST_BYTES, MOST_FILES, Prepared, entries};
use jiff::Timestamp;
use jiff::tz::Offset;
use proptest::collection::{btree_map, vec};
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::sample::select;
use tar::EntryType;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::{EXERCISES, files};

/// A member of an archive, as raw as it gets.
#[derive(Debug, Clone)]
struct Member {
    path: Vec<u8>,
    kind: u8,
    bytes: Vec<u8>,
}

fn path() -> impl Strategy<Value = Vec<u8>> {
    let names = [
        "exercises",
        "03-tcp-client",
        "tcp-client",
        "3",
        "src",
        "main.rs",
        "lib.rs",
        "..",
        ".",
        "",
        "ana-main",
        "__MACOSX",
        ".git",
        "MAIN.RS",
        "a b.rs",
        "ñ.rs",
        "C:",
        "\u{202e}.rs",
        "x\n.rs",
        "tarea.zip",
        "11-framing",
        "99-mine",
    ];
    let name = prop_oneof![
        8 => select(names.to_vec()).prop_map(|name| name.as_bytes().to_vec()),
        1 => vec(any::<u8>(), 1..6),
        1 => (1_usize..300).prop_map(|length| vec![b'd'; length]),
    ];
    let separator = prop_oneof![8 => Just(b'/'), 1 => Just(b'\\')];
    prop_oneof![
        2 => Just(b"exercises/03-tcp-client/src/main.rs".to_vec()),
        1 => Just(b"ana-main/exercises/3/src/part/mod.rs".to_vec()),
        4 => (vec(name, 0..7), separator).prop_map(|(names, separator)| names.join(&separator)),
    ]
}

fn member() -> impl Strategy<Value = Member> {
    let kinds = [b'0', b'\0', b'5', b'2', b'1', b'6', b'3', b'7', b'x', b'g', b'L', b'K', b'S'];
    let kind = prop_oneof![4 => Just(b'0'), 2 => select(kinds.to_vec())];
    let length = prop_oneof![Just(70_000_usize), Just((1 << 20) + 1), Just(3 << 20)];
    let bytes = prop_oneof![
        6 => vec(any::<u8>(), 0..80),
        1 => length.prop_map(|length| vec![0; length]),
        1 => path().prop_map(|path| [b"30 path=", &path[..], b"\n20 mtime=17e9.5\n"].concat()),
    ];
    (path(), kind, bytes).prop_map(|(path, kind, bytes)| Member { path, kind, bytes })
}

fn tar_of(members: &[Member]) -> Vec<u8> {
    let mut out = Vec::new();
    for member in members {
        let mut header = tar::Header::new_ustar();
        // Set as bytes: what builds archives refuses most of what is tried here.
        let name = &mut header.as_ustar_mut().expect("it is one").name;
        let length = member.path.len().min(name.len());
        name[..length].copy_from_slice(&member.path[..length]);
        header.set_entry_type(EntryType::new(member.kind));
        header.set_size(member.bytes.len() as u64);
        header.set_mtime(1_700_000_000);
        header.as_ustar_mut().expect("it is one").linkname[..11].copy_from_slice(b"/etc/passwd");
        header.set_cksum();
        out.extend(header.as_bytes());
        out.extend(&member.bytes);
        out.resize(out.len().next_multiple_of(512), 0);
    }
    out.extend([0; 1024]);
    out
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(bytes).and_then(|()| packed.finish()).expect("a Vec takes everything")
}

fn zip_of(members: &[Member]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for member in members {
        let path = String::from_utf8_lossy(&member.path).into_owned();
        // The writer refuses a name twice.
        let _ = match member.kind {
            b'2' => zip.add_symlink(path, "/etc/passwd", SimpleFileOptions::default()),
            b'5' => zip.add_directory(path, SimpleFileOptions::default()),
            _ => zip.start_file(path, SimpleFileOptions::default()).and_then(|()| Ok(zip.write_all(&member.bytes)?)),
        };
    }
    zip.finish().expect("a Vec takes everything").into_inner()
}

/// Takes one archive in, and looks whether what was promised of that holds.
fn take(name: &str, archive: &[u8]) -> (Prepared, BTreeMap<String, Vec<u8>>) {
    let folder = tempfile::tempdir().expect("a folder");
    let (class, taken) = (folder.path().join("class"), folder.path().join("taken"));
    fs::create_dir(&class).and_then(|()| fs::create_dir(&taken)).expect("folders in it");
    fs::write(class.join(name), archive).expect("written");
    let before = files(folder.path());
    let found = entries(&class).expect("there is one").entries;
    let [entry] = &found[..] else { panic!("one submission, {} entries", found.len()) };
    let prepared = Intake { exercises: &EXERCISES, known: &Known::default(), taken: &taken, zone: Offset::UTC }
        .take(entry)
        .expect("room for it");
    let mut after = files(folder.path());
    let inside = look(&prepared, &taken);
    let kept = prepared.folder.strip_prefix(folder.path()).expect("it is kept in `taken`");
    for file in &prepared.files {
        after.remove(&kept.join(file).to_string_lossy().into_owned()).expect("what was taken is there");
    }
    assert_eq!(after.keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>(), "something else was written");
    (prepared, inside)
}

/// Looks at what was taken of a submission, and gives it.
pub fn look(prepared: &Prepared, taken: &Path) -> BTreeMap<String, Vec<u8>> {
    assert_eq!(prepared.folder, taken.join(&prepared.sources));
    let inside = files(&prepared.folder);
    assert!(inside.keys().eq(&prepared.files), "{:?} and {:?}", inside.keys(), prepared.files);
    assert!(inside.len() <= MOST_FILES && inside.values().map(|bytes| bytes.len() as u64).sum::<u64>() <= MOST_BYTES);
    for file in &prepared.files {
        let is_of = |exercise: &Exercise| {
            let folder = exercise.folder.file_name().expect("a name").to_string_lossy();
            file.strip_prefix(&format!("exercises/{folder}/src/")).is_some_and(|below| below.len() > 3)
        };
        assert!(file.ends_with(".rs") && EXERCISES.iter().any(is_of), "{file:?}");
        assert!(!file.split('/').any(|name| ["", ".", ".."].contains(&name)) && !file.contains('\\'), "{file:?}");
        assert!(fs::symlink_metadata(prepared.folder.join(file)).expect("it is there").is_file());
    }
    assert!(prepared.ignored.len() <= 101);
    for ignored in &prepared.ignored {
        assert!(!ignored.path.contains(char::is_control) && ignored.path.chars().count() <= 170, "{:?}", ignored.path);
    }
    assert!(prepared.submitted.as_ref().is_none_or(|time| time.parse::<Timestamp>().is_ok()));
    inside
}

/// Programs of a student who packs them honestly, by path.
fn honest() -> impl Strategy<Value = BTreeMap<String, Vec<u8>>> {
    let names = ["main.rs", "lib.rs", "part/mod.rs", "part/otro.rs", "uno más.rs"];
    let exercises = ["03-tcp-client", "11-framing", "12-cachipun-server"];
    let path = (select(exercises.to_vec()), select(names.to_vec()))
        .prop_map(|(exercise, name)| format!("exercises/{exercise}/src/{name}"));
    btree_map(path, vec(any::<u8>(), 0..200), 1..8)
}

#[test]
fn the_same_files_are_taken_whatever_they_were_packed_in() {
    each(60, 16 * MIB, (honest(), select(["", "ana-main/", "a/b/"].as_slice())), |(programs, top)| {
        let member = |(path, bytes): (&String, &Vec<u8>)| Member {
            path: format!("{top}{path}").into_bytes(),
            kind: b'0',
            bytes: bytes.clone(),
        };
        let members: Vec<Member> = programs.iter().map(member).collect();
        let tar = tar_of(&members);
        for (name, archive) in [("ana.zip", zip_of(&members)), ("ana.tgz", gz(&tar)), ("ana.tar", tar)] {
            let (prepared, inside) = take(name, &archive);
            assert!(inside == programs, "{name}: {:?}", prepared.ignored);
            assert_eq!((prepared.student.as_str(), prepared.ignored.len()), ("ana", 0));
        }
    });
}

// What is looked at before and after counts as memory, too: an archive of these may have 20 MiB.
#[test]
fn a_tar_writes_nothing_but_sources_of_exercises() {
    let archives = vec(member(), 0..8).prop_map(|members| tar_of(&members));
    let archives =
        text::edited(archives, &["ustar\0", "exercises/3/src/a.rs\0", "17 path=../a.rs\n", "7777777"], Vec::new());
    each(150, 128 * MIB, archives, |Bytes(bytes)| drop(take("ana.tar", &bytes)));
}

#[test]
fn a_compressed_tar_writes_nothing_but_sources_of_exercises() {
    let archives = vec(member(), 0..8).prop_map(|members| tar_of(&members));
    let packed = text::edited(archives, &["exercises/3/src/a.rs\0"], Vec::new()).prop_map(|bytes| gz(&bytes));
    let packed = text::edited(packed, &["\u{1f}"], Vec::new());
    each(100, 128 * MIB, packed, |Bytes(bytes)| drop(take("ana.tgz", &bytes)));
}

#[test]
fn a_zip_writes_nothing_but_sources_of_exercises() {
    let archives = vec(member(), 0..8).prop_map(|members| zip_of(&members));
    let words = ["PK\u{1}\u{2}", "PK\u{3}\u{4}", "PK\u{5}\u{6}", "PK\u{6}\u{6}", "../../", "exercises/3/src/a.rs"];
    each(200, 128 * MIB, text::edited(archives, &words, Vec::new()), |Bytes(bytes)| drop(take("ana.zip", &bytes)));
}
