//! The manifests of exercises.

use std::fs;

use enchufe::catalog;
use enchufe::words::Lang;
use fuzz::{MIB, each, text};

#[test]
fn a_manifest_is_understood_or_named() {
    let manifests = text::texts("exercises", "Cargo.toml", 16 << 10);
    let words = ["[package.metadata.enchufe]\n", "[package]\n", "rules", "points = ", "= { en = \"\", es = \"\" }\n"];
    let folder = tempfile::tempdir().expect("a folder");
    let exercise = folder.path().join("03-tcp-client");
    fs::create_dir(&exercise).expect("a folder in it");
    each(800, 16 * MIB, text::mutated_text(manifests, &words), move |manifest| {
        let path = exercise.join("Cargo.toml");
        fs::write(&path, &manifest).expect("written");
        match catalog::exercise(&exercise) {
            Ok(read) => {
                assert_eq!(read.number, 3);
                for lang in Lang::ALL {
                    read.rules.iter().for_each(|rule| drop(read.rule_text(&rule.name, lang)));
                }
                assert_eq!(catalog::exercises(folder.path()).expect("it is there"), [read]);
            }
            Err(error) => assert!(error.to_string().starts_with(&path.display().to_string()), "{error}"),
        }
    });
}
