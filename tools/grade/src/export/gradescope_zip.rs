//! The zip that Gradescope makes an autograder of: `setup.sh` builds this grader and the graded tests into the image,
//! `run_autograder` grades one submission. It holds what both need of the workbook; solutions and wrong programs are not
//! in it. The same workbook gives the same bytes.

use std::fs;
use std::io::{self, Cursor, Write};
use std::path::{Path, PathBuf};

use enchufe::catalog;
use toml::de::DeTable;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::{Request, place};
use crate::problem::Problem;
use crate::report::files;
use crate::rules::Rules;
use crate::words::{export, general, spoken};

/// The list of people in the zip, as `run_autograder` knows it.
const PEOPLE: &str = "people.csv";

const SETUP: &str = include_str!("setup.sh");
const RUN: &str = include_str!("run_autograder.sh");

/// What a grader needs of the workbook's folder.
const NEEDED: [&str; 11] = [
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "book/en/mistakes",
    "book/es/mistakes",
    "exercises",
    "src",
    "tests",
    "tools/grade",
    "tools/lab",
];

/// What it does not need, although it lies in one of those.
const NOT_NEEDED: [&str; 4] = ["tests/wrong", "tests/right", "tests/golden", "tools/grade/tests"];

/// With the class's rules, where some are named, and the list of people that they name.
///
/// # Errors
/// Something of the workbook is missing; the rules are not understood; the zip cannot be written.
pub fn write(request: &Request) -> Result<Vec<PathBuf>, Problem> {
    let words = export(spoken());
    let mut all = Vec::new();
    for needed in NEEDED {
        let path = request.root.join(needed);
        collect(&request.root, &path, &mut all)
            .map_err(|error| Problem::new((general(spoken()).cannot_read)(&path, &error)))?;
    }
    all.sort();
    let mut zip = Zip(ZipWriter::new(Cursor::new(Vec::new())));
    let cannot_zip = |error: io::Error| Problem::new((words.cannot_zip)(&error.to_string()));
    zip.put("setup.sh", SETUP.as_bytes(), 0o755).map_err(cannot_zip)?;
    zip.put("run_autograder", RUN.as_bytes(), 0o755).map_err(cannot_zip)?;
    if let Some(rules) = &request.rules {
        let exercises =
            catalog::exercises(&request.root.join("exercises")).map_err(|error| Problem::new(error.to_string()))?;
        // Here somebody reads what is wrong with them; there every submission would end with it.
        Rules::read(rules, &exercises)?;
        let (text, people) =
            with_people_beside(rules).map_err(|error| Problem::new((general(spoken()).cannot_read)(rules, &error)))?;
        zip.put("grade.toml", text.as_bytes(), 0o644).map_err(cannot_zip)?;
        if let Some(people) = people {
            zip.put(PEOPLE, &people, 0o644).map_err(cannot_zip)?;
        }
    }
    for name in all {
        let path = request.root.join(&name);
        let bytes = fs::read(&path).map_err(|error| Problem::new((general(spoken()).cannot_read)(&path, &error)))?;
        zip.put(&format!("workbook/{name}"), &bytes, 0o644).map_err(cannot_zip)?;
    }
    let bytes = zip.0.finish().map_err(|error| cannot_zip(error.into()))?.into_inner();
    let path = match &request.out {
        // Without a class there is no REPORT to put it into.
        None => PathBuf::from("enchufe-gradescope.zip"),
        Some(_) => place(request, "enchufe-gradescope.zip"),
    };
    files::write(&path, &bytes)?;
    Ok(vec![path])
}

/// Rules that name their list of people [`PEOPLE`], wherever it lay, and the list.
fn with_people_beside(rules: &Path) -> io::Result<(String, Option<Vec<u8>>)> {
    let mut text = fs::read_to_string(rules)?;
    let named = DeTable::parse(&text).ok().and_then(|table| {
        let people = table.get_ref().get("class")?.get_ref().get("people")?;
        Some((people.span(), people.get_ref().as_str()?.to_owned()))
    });
    let Some((place, name)) = named else { return Ok((text, None)) };
    let people = fs::read(rules.parent().unwrap_or(Path::new("")).join(name))?;
    text.replace_range(place, &format!("\"{PEOPLE}\""));
    Ok((text, Some(people)))
}

/// The regular files at and below a path, by their names from `root` with `/`. Hidden ones and links are left.
fn collect(root: &Path, path: &Path, all: &mut Vec<String>) -> io::Result<()> {
    let name = path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/");
    let last = path.file_name().unwrap_or_default().to_string_lossy();
    if NOT_NEEDED.contains(&name.as_str()) || last.starts_with('.') || last == "target" {
        return Ok(());
    }
    let kind = fs::symlink_metadata(path)?.file_type();
    if kind.is_dir() {
        for entry in fs::read_dir(path)? {
            collect(root, &entry?.path(), all)?;
        }
    } else if kind.is_file() {
        all.push(name);
    }
    Ok(())
}

struct Zip(ZipWriter<Cursor<Vec<u8>>>);

impl Zip {
    fn put(&mut self, name: &str, bytes: &[u8], mode: u32) -> io::Result<()> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            // The first time that a zip can hold: never the clock's.
            .last_modified_time(DateTime::default())
            .unix_permissions(mode);
        self.0.start_file(name, options)?;
        self.0.write_all(bytes)
    }
}
