//! The workbook's folder itself: at a place with an awkward name, or where nothing may be written.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::plan::{Plan, Solutions, Typed};
use super::{Scene, checked};

/// A folder as somebody's home may hold it. The apostrophe is one for shells, the last letter one for byte counters.
const AWKWARD: &str = "Mis documentos/Programación de redes, l'été 2019 ñ";

pub fn blanks_and_accents(plan: &Plan) -> Result<Scene, String> {
    let folder = tempfile::tempdir().map_err(|error| format!("no temporary folder: {error}"))?;
    let tree = folder.path().join(AWKWARD);
    let cannot = |error: io::Error| format!("{}: {error}", tree.display());
    copy(enchufe::root(), &tree).map_err(cannot)?;
    let mut plan = plan.clone();
    let right = crate::target("right").join("debug").join("right");
    let there = tree.join(right.strip_prefix(enchufe::root()).unwrap_or(&right));
    fs::create_dir_all(there.parent().unwrap_or(&tree)).and_then(|()| fs::copy(&right, &there)).map_err(cannot)?;
    let (from, to) = (enchufe::root().display().to_string(), tree.display().to_string());
    for program in &mut plan.programs {
        program.command = program.command.take().map(|command| command.replace(&from, &to));
    }
    let target = tree.join("target");
    let solutions = target.join("enchufe").join("build").join("solutions");
    plan.solutions = Solutions::ToBeBuilt { workspace: tree.join("solutions"), target: solutions };
    plan.typed = typed(&tree, &target, &[]);
    let how = format!("a copy of the tree in {AWKWARD:?}, built there");
    Ok(Scene { guards: vec![Box::new(folder)], ..Scene::of(how, &plan) })
}

/// A copy without what was built, and without the history.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (name, kind) = (entry.file_name(), entry.file_type()?);
        if kind.is_dir() && (name == "target" || name == ".git" || name == "node_modules") {
            continue;
        }
        match kind.is_dir() {
            true => copy(&entry.path(), &to.join(name))?,
            false => drop(fs::copy(entry.path(), to.join(name))?),
        }
    }
    Ok(())
}

pub fn probe_path(plan: &Plan) -> Result<String, String> {
    let Solutions::ToBeBuilt { target, .. } = &plan.solutions else { return Err("nothing is built there".to_owned()) };
    let shown = target.display().to_string();
    if shown.contains(' ') && !shown.is_ascii() { Ok(shown) } else { Err(shown) }
}

/// Mounts the tree over itself, for nobody else, and takes the right to write away.
const READ_ONLY: &str = r#"mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && cd "$1" && shift && exec "$@""#;

pub fn read_only(plan: &Plan) -> Result<Scene, String> {
    let tree = enchufe::root();
    let words = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", READ_ONLY, "sh"].map(str::to_owned);
    let prefix: Vec<String> = words.into_iter().chain([tree.display().to_string()]).collect();
    checked(&prefix)?;
    let folder = tempfile::tempdir().map_err(|error| format!("no temporary folder: {error}"))?;
    let target = folder.path().to_owned();
    let mut plan = plan.clone();
    plan.solutions = Solutions::ToBeBuilt { workspace: tree.join("solutions"), target: target.clone() };
    let environment = [("CARGO_TARGET_DIR".to_owned(), target.display().to_string())];
    plan.typed = typed(tree, &target, &environment);
    let how = "a bind mount of the tree over itself, read-only, in a mount namespace; built elsewhere".to_owned();
    Ok(Scene { prefix, guards: vec![Box::new(folder)], ..Scene::of(how, &plan) })
}

pub fn probe_read_only(_: &Plan) -> Result<String, String> {
    let file = enchufe::root().join("Cargo.toml");
    match fs::OpenOptions::new().append(true).open(&file) {
        Ok(_) => Err(format!("{} can be written to", file.display())),
        Err(error) if error.kind() == io::ErrorKind::ReadOnlyFilesystem => Ok(format!("{}: {error}", file.display())),
        Err(error) => Err(format!("{}: {error}", file.display())),
    }
}

/// What a student types: the tests of one exercise at the root and in its folder, the overview, the companion; and, with
/// the solution, that it is solved.
fn typed(tree: &Path, target: &Path, environment: &[(String, String)]) -> Vec<Typed> {
    let unfinished = "not written yet";
    let reports = Some(target.join("enchufe").join("reports").join("tcp-client"));
    let line = |folder: PathBuf, line: &str, ends_with: i32, says: &str, leaves: Option<PathBuf>| Typed {
        folder,
        words: line.split(' ').map(str::to_owned).collect(),
        environment: environment.to_vec(),
        ends_with,
        says: says.to_owned(),
        leaves,
    };
    vec![
        line(tree.to_owned(), "cargo test -p tcp-client", 101, unfinished, reports.clone()),
        line(tree.join("exercises").join("03-tcp-client"), "cargo test", 101, unfinished, reports.clone()),
        line(tree.to_owned(), "cargo test", 101, unfinished, reports.clone()),
        line(tree.to_owned(), "cargo lab test tcp-client", 1, unfinished, reports),
        line(tree.join("solutions"), "cargo test -p tcp-client", 0, "test result: ok", None),
    ]
}
