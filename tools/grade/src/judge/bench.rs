//! What is made once and serves every submission: the graded tests, the toolchain, the libraries that the exercises use.
//! Nothing of it comes from a student.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use enchufe::catalog::{self, Exercise};
use enchufe::grading::{self, Built};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use toml::Table;

use super::Settings;
use crate::patience::Patience;
use crate::problem::Problem;
use crate::sandbox::launcher;
use crate::words::{bench as words, spoken};

/// All of it, as lanes are told.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Bench {
    /// The executables with the graded tests, by exercise.
    pub tests: BTreeMap<String, PathBuf>,
    /// Where the graded tests make folders for the files of programs.
    pub temporary: PathBuf,
    /// A copy of the grader's executable: cargo may replace the one that was started.
    pub launcher: PathBuf,
    /// The folder of the toolchain: `bin/rustc` is in it.
    pub toolchain: PathBuf,
    /// The toolchain's own linker, where the compiler can be told to use it in this way.
    pub linker: Option<PathBuf>,
    /// The folder with the libraries that the exercises use.
    pub libraries: PathBuf,
    /// The name of the file of each.
    pub files: BTreeMap<String, String>,
    pub packages: Vec<Package>,
    /// How long the graded tests wait.
    pub patience: Patience,
    /// Rules that a program which does nothing surely breaks, one for each exercise.
    pub planted: BTreeMap<String, String>,
}

/// What the pristine manifest of an exercise says about compiling it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Package {
    pub slug: String,
    /// `exercises/12-cachipun-server`
    pub folder: String,
    pub edition: String,
    pub version: String,
    pub has_library: bool,
    /// Names of libraries that it uses.
    pub uses: Vec<String>,
    /// Lints and their levels.
    pub lints: Vec<(String, String)>,
    /// The files that every student was given, which stand where a submission has none of that name.
    pub given: Vec<(String, PathBuf)>,
}

impl Bench {
    pub fn package(&self, slug: &str) -> Option<&Package> {
        self.packages.iter().find(|package| package.slug == slug)
    }
}

/// Builds it. `solutions/` is where the tests are built when this copy has it: there every program compiles.
///
/// # Errors
/// Something of the workbook does not compile, or cannot be read.
pub fn build(settings: &Settings) -> Result<Bench, Problem> {
    let solutions = settings.root.join("solutions");
    let workspace = if solutions.join("Cargo.toml").is_file() { solutions.as_path() } else { settings.root.as_path() };
    let folder = if workspace == solutions { solutions.clone() } else { settings.root.join("exercises") };
    let exercises = catalog::exercises(&folder).map_err(|error| Problem::new(error.to_string()))?;
    let target = settings.kept.join("build").join("grade-tests");
    let built = grading::build(workspace, &target, &exercises.iter().collect::<Vec<_>>());
    let mut tests = BTreeMap::new();
    for (slug, built) in built.map_err(|error| Problem::new(error.to_string()))? {
        match built {
            Built::Ready(executable) => tests.insert(slug, executable),
            Built::DidNotCompile(errors) => {
                return Err(Problem::new((words(spoken()).tests_do_not_compile)(&slug, &errors)));
            }
        };
    }
    let packages =
        settings.exercises.iter().map(|exercise| package(settings, exercise)).collect::<Result<Vec<_>, _>>()?;
    let (libraries, files) = libraries(settings, workspace, &packages)?;
    let toolchain = toolchain()?;
    Ok(Bench {
        launcher: copy_of_launcher(settings)?,
        tests,
        temporary: target.join("tmp"),
        linker: linker(&toolchain),
        toolchain,
        libraries,
        files,
        packages,
        patience: settings.patience,
        planted: BTreeMap::new(),
    })
}

fn package(settings: &Settings, exercise: &Exercise) -> Result<Package, Problem> {
    let manifest = exercise.folder.join("Cargo.toml");
    let text = std::fs::read_to_string(&manifest).map_err(|error| cannot(&manifest, &error))?;
    let table: Table = text.parse().map_err(|error| cannot(&manifest, &error))?;
    let text = |key: &str, otherwise: &str| {
        let value = table.get("package").and_then(|package| package.get(key)).and_then(toml::Value::as_str);
        value.unwrap_or(otherwise).to_owned()
    };
    let keys = |key: &str| table.get(key).and_then(toml::Value::as_table).into_iter().flat_map(Table::keys).cloned();
    let lints = table.get("lints").and_then(|lints| lints.get("rust")).and_then(toml::Value::as_table);
    let lint = |(name, level): (&String, &toml::Value)| Some((name.clone(), level.as_str()?.to_owned()));
    let name = exercise.folder.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
    Ok(Package {
        slug: exercise.slug.clone(),
        edition: text("edition", "2024"),
        version: text("version", "0.1.0"),
        has_library: table.contains_key("lib"),
        uses: keys("dependencies").collect(),
        lints: lints.into_iter().flatten().filter_map(lint).collect(),
        given: given(settings, &name),
        folder: format!("exercises/{name}"),
    })
}

/// The files of an exercise as it came: what is kept of it for who wants to begin again stands before what lies in its
/// folder, which may have been worked on.
fn given(settings: &Settings, name: &str) -> Vec<(String, PathBuf)> {
    let mut files = BTreeMap::new();
    for place in ["exercises", "tools/lab/stubs"] {
        let entries = std::fs::read_dir(settings.root.join(place).join(name).join("src")).into_iter().flatten();
        for path in entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file()) {
            if let Some(file) = path.file_name().and_then(|file| file.to_str()) {
                files.insert(format!("src/{file}"), path.clone());
            }
        }
    }
    files.into_iter().collect()
}

/// The libraries of the registry that exercises use, compiled as cargo compiles them for a program: in a folder of their
/// own, since cargo puts the finished exercises beside them, and a submission can take in whatever a compiler reads.
fn libraries(
    settings: &Settings,
    workspace: &Path,
    packages: &[Package],
) -> Result<(PathBuf, BTreeMap<String, String>), Problem> {
    let target = settings.kept.join("build").join("grade-libraries");
    let is_here = |name: &String| packages.iter().any(|package| package.slug == *name);
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(["build", "--locked", "--message-format=json", "--target-dir"]).arg(&target).current_dir(workspace);
    for package in packages.iter().filter(|package| !package.uses.iter().all(is_here)) {
        command.args(["-p", &package.slug]);
    }
    let output = command.output().map_err(|error| cannot(Path::new("cargo"), &error))?;
    if !output.status.success() {
        return Err(Problem::new(String::from_utf8_lossy(&output.stderr).into_owned()));
    }
    let folder = settings.scratch.join("libraries");
    std::fs::create_dir_all(&folder).map_err(|error| cannot(&folder, &error))?;
    let mut files = BTreeMap::new();
    for line in output.stdout.split(|byte| *byte == b'\n') {
        let Ok(message) = serde_json::from_slice::<Value>(line) else { continue };
        let of = |path: &str| message.pointer(path).and_then(Value::as_str).unwrap_or_default();
        // An exercise is a package of this workbook, and of no registry.
        if !of("/package_id").starts_with("registry+") {
            continue;
        }
        let produced = message.get("filenames").and_then(Value::as_array).into_iter().flatten();
        for path in produced.filter_map(Value::as_str).map(Path::new).filter(|path| is_library(path)) {
            let Some(file) = path.file_name().and_then(|file| file.to_str()) else { continue };
            let place = folder.join(file);
            std::fs::copy(path, &place).map_err(|error| cannot(&place, &error))?;
            if file.ends_with(".rlib") {
                files.insert(of("/target/name").to_owned(), file.to_owned());
            }
        }
    }
    Ok((folder, files))
}

/// Whether it is what a compiler reads of a library, or, for its macros, loads.
fn is_library(path: &Path) -> bool {
    let endings = ["rlib", "rmeta", std::env::consts::DLL_EXTENSION];
    path.extension().is_some_and(|ending| endings.iter().any(|known| ending == *known))
}

fn toolchain() -> Result<PathBuf, Problem> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(&rustc).args(["--print", "sysroot"]).output();
    let output = output.map_err(|error| cannot(Path::new(&rustc), &error))?;
    Ok(PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()))
}

fn copy_of_launcher(settings: &Settings) -> Result<PathBuf, Problem> {
    let copy = settings.scratch.join("grade");
    let made = std::fs::create_dir_all(&settings.scratch).and_then(|()| std::fs::copy(launcher()?, &copy));
    made.map_err(|error| cannot(&copy, &error))?;
    Ok(copy)
}

/// rustc calls its linker through a wrapper that asks `/proc` where it lies. Inside the sandbox the linker is called
/// without it, by a rustc that takes the flag for that.
fn linker(toolchain: &Path) -> Option<PathBuf> {
    let rustc = |args: &[&str]| Command::new(toolchain.join("bin").join("rustc")).args(args).output().ok();
    let takes_it =
        rustc(&["-Clinker-features=-lld", "--print", "sysroot"]).is_some_and(|output| output.status.success());
    let host = String::from_utf8(rustc(&["--print", "host-tuple"])?.stdout).ok()?;
    let linker = toolchain.join("lib/rustlib").join(host.trim()).join("bin/rust-lld");
    (takes_it && linker.is_file()).then_some(linker)
}

fn cannot(path: &Path, error: &dyn std::fmt::Display) -> Problem {
    Problem::new(format!("{}: {error}", path.display()))
}
