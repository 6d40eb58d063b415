//! Folders that a student hands in, checkouts among them.

use std::fs;
use std::path::Path;

use fuzz::{MIB, each, text};
use grade::intake::{Intake, Known, entries};
use jiff::tz::Offset;
use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::sample::select;

use crate::archives::look;
use crate::{EXERCISES, files};

/// What stands at a path of the folder.
#[derive(Debug, Clone)]
enum Thing {
    File(Vec<u8>),
    Folder,
    Link(&'static str),
}

fn things() -> impl Strategy<Value = Vec<(String, Thing)>> {
    let names = [
        "exercises",
        "03-tcp-client",
        "3",
        "src",
        "main.rs",
        "part",
        "mod.rs",
        ".git",
        "target",
        "x\n.rs",
        "\u{202e}.rs",
        "ñ.rs",
        "tarea.zip",
        "__MACOSX",
    ];
    let path = prop_oneof![
        2 => Just("exercises/03-tcp-client/src/main.rs".to_owned()),
        3 => vec(select(names.to_vec()), 1..7).prop_map(|names| names.join("/")),
    ];
    let thing = prop_oneof![
        4 => vec(any::<u8>(), 0..60).prop_map(Thing::File),
        1 => Just(Thing::Folder),
        1 => select(["/etc/passwd", "..", "main.rs", "/"].as_slice()).prop_map(Thing::Link),
    ];
    vec((path, thing), 0..8)
}

/// Makes it, unless something else stands there already.
fn make(folder: &Path, path: &str, thing: &Thing) {
    let path = folder.join(path);
    // A link among the folders would lead out of this test's own.
    let leads_out = path.ancestors().take_while(|above| *above != folder).any(Path::is_symlink);
    let Some(parent) = path.parent().filter(|parent| !leads_out && fs::create_dir_all(parent).is_ok()) else { return };
    // What cannot be made is left out.
    let _ = match thing {
        Thing::File(bytes) => fs::write(&path, bytes),
        Thing::Folder => fs::create_dir(&path),
        #[cfg(unix)]
        Thing::Link(to) => std::os::unix::fs::symlink(to, parent.join(path.file_name().expect("a name"))),
        #[cfg(not(unix))]
        Thing::Link(_) => Ok(()),
    };
}

#[test]
fn a_folder_is_read_without_following_a_link_and_stays_as_it_is() {
    let heads = vec![
        "ref: refs/heads/main\n".to_owned(),
        "0123456789abcdef0123456789abcdef01234567\n".to_owned(),
        "ref: refs/heads/../../../../etc/passwd\n".to_owned(),
    ];
    let head = text::mutated_text(heads, &["ref: ", "refs/", "../", "HEAD"]);
    let packed =
        vec!["# pack-refs with: peeled\n0123456789abcdef0123456789abcdef01234567 refs/heads/main\n".to_owned()];
    let packed = text::mutated_text(packed, &[" refs/heads/main\n", "^"]);
    each(120, 16 * MIB, (things(), head, packed), |(things, head, packed)| {
        let folder = tempfile::tempdir().expect("a folder");
        let (ana, taken) = (folder.path().join("class/ana"), folder.path().join("taken"));
        fs::create_dir_all(ana.join(".git")).and_then(|()| fs::create_dir(&taken)).expect("folders in it");
        fs::write(ana.join(".git/HEAD"), head)
            .and_then(|()| fs::write(ana.join(".git/packed-refs"), packed))
            .expect("written");
        things.iter().for_each(|(path, thing)| make(&ana, path, thing));
        let before = files(&ana);
        let found = entries(&folder.path().join("class")).expect("there is one").entries;
        let prepared = Intake { exercises: &EXERCISES, known: &Known::default(), taken: &taken, zone: Offset::UTC }
            .take(&found[0])
            .expect("room");
        assert!(files(&ana) == before, "the submission was changed");
        look(&prepared, &taken);
    });
}
