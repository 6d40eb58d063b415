//! Makes one program of many: every file beside the manifest becomes a module, chosen by `ENCHUFE_MULTICALL` when the
//! program starts. A hundred programs compile in seconds in this way, and in minutes each for itself.
//!
//! - `<exercise>/<name>.rs` is a whole program with `pub fn main`.
//! - `<exercise>/<name>.edit` is the exercise's solution with one replacement, which must match exactly once. Where the
//!   solution has several files, they are put into one first.
//!
//! `ENCHUFE_MULTICALL_ONLY=<exercise>` leaves the others out, for whoever works on one.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let folder = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    let solutions = folder.join("../../solutions");
    println!("cargo::rerun-if-changed={}", folder.display());
    println!("cargo::rerun-if-changed={}", solutions.display());
    println!("cargo::rerun-if-env-changed=ENCHUFE_MULTICALL_ONLY");

    let (mut modules, mut arms) = (String::new(), String::new());
    for (index, path) in programs(&folder).into_iter().enumerate() {
        let name = path.strip_prefix(&folder).expect("it was found there").with_extension("");
        let source = if path.extension().is_some_and(|extension| extension == "edit") {
            let edited = out.join(format!("program_{index}.rs"));
            fs::write(&edited, apply(&path, &solutions)).expect("OUT_DIR can be written");
            edited
        } else {
            path
        };
        writeln!(modules, "#[path = {:?}]\nmod program_{index};", source.display().to_string()).expect("a String");
        writeln!(arms, "        {:?} => report(program_{index}::main()),", name.to_string_lossy()).expect("a String");
    }
    let program = format!(
        "{modules}\nfn run(name: &str) -> std::process::ExitCode {{\n    match name {{\n{arms}        _ => unknown(name),\n    }}\n}}\n"
    );
    fs::write(out.join("programs.rs"), program).expect("OUT_DIR can be written");
}

/// The programs of all exercises, in alphabetical order.
fn programs(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let only = env::var_os("ENCHUFE_MULTICALL_ONLY");
    let is_wanted = |path: &PathBuf| path.is_dir() && only.as_deref().is_none_or(|only| path.file_name() == Some(only));
    for exercise in entries(folder).into_iter().filter(is_wanted) {
        let is_program = |path: &PathBuf| path.extension().is_some_and(|it| it == "rs" || it == "edit");
        found.extend(entries(&exercise).into_iter().filter(is_program));
    }
    found
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("the folder can be read").path()).collect();
    paths.sort();
    paths
}

/// The solution with the replacement that an edit describes.
pub fn apply(edit: &Path, solutions: &Path) -> String {
    let text = fs::read_to_string(edit).unwrap_or_else(|error| panic!("{}: {error}", edit.display()));
    let parts = text.split_once("=== solution\n").and_then(|(_, rest)| rest.split_once("=== wrong\n"));
    let (before, after) =
        parts.unwrap_or_else(|| panic!("{}: needs `=== solution` and, after it, `=== wrong`", edit.display()));
    let exercise = edit.parent().and_then(Path::file_name).expect("it lies in an exercise's folder").to_string_lossy();
    let is_its_folder = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.split_once('-').is_some_and(|(number, slug)| number.parse::<u32>().is_ok() && slug == exercise)
    };
    let solution = entries(solutions).into_iter().find(is_its_folder);
    let solution = solution.unwrap_or_else(|| panic!("{}: no solution of {exercise}", edit.display()));
    let source = in_one_file(&solution.join("src"), &exercise);
    match source.matches(before).count() {
        1 => source.replacen(before, after, 1).replacen("\nfn main(", "\npub fn main(", 1),
        count => panic!("{}: its text occurs {count} times in {}, not once", edit.display(), solution.display()),
    }
}

/// The program of a package, with its modules, and with the library as one of them if there is one.
fn in_one_file(src: &Path, exercise: &str) -> String {
    let read = |path: &Path| fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut program = read(&src.join("main.rs"));
    for path in entries(src) {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if name == "lib" {
            let outside = format!("use {}::", exercise.replace('-', "_"));
            program = program.replace(&outside, "use self::library::");
            program.push_str(&format!("\nmod library {{\n{}}}\n", read(&path)));
        } else {
            program = program.replace(&format!("\nmod {name};\n"), &format!("\nmod {name} {{\n{}}}\n", read(&path)));
        }
    }
    program
}
