//! The edits that make a wrong program of a solution: applied, or refused with their path.

use std::fs;
use std::path::Path;
use std::process::Command;

use fuzz::{MIB, each, text};

const SOLUTION: &str =
    "use std::io;\n\nfn main() -> io::Result<()> {\n    out.flush()?;\n    one();\n    two();\n    Ok(())\n}\n";
const EDIT: &str = "//! Does not flush.\n//!\n//! fails: a_rule\n=== solution\n    out.flush()?;\n=== wrong\n";
const TWO_LINES: &str =
    "//! Twice.\n//!\n//! fails: a_rule\n=== solution\n    one();\n    two();\n=== wrong\n    two();\n";

/// What stands behind the marks of an edit.
fn parts(edit: &str) -> Option<(&str, &str)> {
    edit.split_once("=== solution\n").and_then(|(_, rest)| rest.split_once("=== wrong\n"))
}

#[test]
fn an_edit_is_applied_at_its_one_place_or_refused_with_its_path() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |path: &str| folder.path().join(path);
    for needed in ["tests/wrong/tcp-client", "solutions/03-tcp-client/src", "out"] {
        fs::create_dir_all(at(needed)).expect("a folder in it");
    }
    fs::write(at("solutions/03-tcp-client/src/main.rs"), SOLUTION).expect("written");
    let edits = text::mutated_text(vec![EDIT.into(), TWO_LINES.into()], &["=== solution\n", "=== wrong\n"]);
    each(200, 4 * MIB, edits, move |edit| {
        let at = |path: &str| folder.path().join(path);
        fs::write(at("tests/wrong/tcp-client/slug.edit"), &edit).expect("written");
        let (exists, program) = (Path::exists, at("out/program_0.rs"));
        let _ = fs::remove_file(&program);
        let run = Command::new(env!("CARGO_BIN_EXE_multicall"))
            .env("CARGO_MANIFEST_DIR", at("tests/wrong"))
            .env("OUT_DIR", at("out"))
            .env_remove("ENCHUFE_MULTICALL_ONLY")
            .output()
            .expect("it starts");
        let said = String::from_utf8_lossy(&run.stderr);
        let place = parts(&edit).filter(|(before, _)| SOLUTION.matches(before).count() == 1);
        assert_eq!(run.status.success(), place.is_some(), "{said}");
        match place {
            Some((before, after)) => {
                let expected = SOLUTION.replacen(before, after, 1).replacen("\nfn main(", "\npub fn main(", 1);
                assert_eq!(fs::read_to_string(&program).expect("it was written"), expected);
            }
            None => assert!(said.contains("slug.edit") && !exists(&program), "{said}"),
        }
    });
}
