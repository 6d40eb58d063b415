//! The formats that other systems read: a file each.

mod canvas;
mod classroom50;
mod gradescope;
mod gradescope_zip;
mod junit;
mod matching;
mod moodle;
mod roundtrip;
mod sheet;

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::class::Class;
use crate::problem::Problem;
use crate::report::files;
use crate::report::gradebook::Gradebook;
use crate::words::{export, spoken};

/// A format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Classroom50,
    Gradescope,
    /// The zip that Gradescope runs: needs no class.
    GradescopeZip,
    Junit,
    Canvas,
    Moodle,
}

impl Kind {
    pub const ALL: [Kind; 6] =
        [Kind::Classroom50, Kind::Gradescope, Kind::GradescopeZip, Kind::Junit, Kind::Canvas, Kind::Moodle];

    /// As it is typed.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Classroom50 => "classroom50",
            Kind::Gradescope => "gradescope",
            Kind::GradescopeZip => "gradescope-zip",
            Kind::Junit => "junit",
            Kind::Canvas => "canvas",
            Kind::Moodle => "moodle",
        }
    }

    pub fn named(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether `grade export KIND` wants a REPORT.
    pub fn needs_a_class(self) -> bool {
        self != Kind::GradescopeZip
    }
}

/// `grade export KIND REPORT [--out PATH] [--sheet FILE] [--rules FILE] [--set KEY=VALUE]…`
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Where it goes; a place in REPORT if this is `None`.
    pub out: Option<PathBuf>,
    /// A sheet exported by the other system, to be filled in.
    pub sheet: Option<PathBuf>,
    /// The rules that the zip for Gradescope is to have in it; a class brings its own.
    pub rules: Option<PathBuf>,
    /// What a format needs to know and no class holds: `classroom=…`, `assignment=…`, `column=…`.
    pub set: BTreeMap<String, String>,
    /// The workbook's folder.
    pub root: PathBuf,
    pub report: PathBuf,
}

/// Writes it, and returns the paths that were written. `class` is `None` if the kind needs none.
///
/// # Errors
/// Something that the format needs is missing; a file cannot be read or written.
pub fn write(kind: Kind, class: Option<&Class>, request: &Request) -> Result<Vec<PathBuf>, Problem> {
    let class = || class.ok_or_else(|| Problem::new((export(spoken()).no_class)(kind.name())));
    match kind {
        Kind::Classroom50 => classroom50::write(class()?, request),
        Kind::Gradescope => gradescope::write(class()?, request),
        Kind::GradescopeZip => gradescope_zip::write(request),
        Kind::Junit => junit::write(class()?, request),
        Kind::Canvas => canvas::write(class()?, request),
        Kind::Moodle => moodle::write(class()?, request),
    }
}

/// Where a file goes: where it was asked for, else into `export` of the REPORT.
fn place(request: &Request, name: &str) -> PathBuf {
    match &request.out {
        Some(out) if out.is_dir() => out.join(name),
        Some(out) => out.clone(),
        None => request.report.join("export").join(name),
    }
}

/// Writes a file for each student into a folder. If there is one student, and what was asked for is a file of this kind,
/// just that.
fn each(
    book: &Gradebook,
    request: &Request,
    (folder, ending): (&str, &str),
    file: impl Fn(usize) -> Result<String, Problem>,
) -> Result<Vec<PathBuf>, Problem> {
    let is_file = |out: &PathBuf| out.extension().is_some_and(|known| known == ending) && !out.is_dir();
    if let (Some(out), [_]) = (request.out.as_ref().filter(|out| is_file(out)), &book.files[..]) {
        files::write(out, file(0)?.as_bytes())?;
        return Ok(vec![out.clone()]);
    }
    let folder = request.out.clone().unwrap_or_else(|| request.report.join("export").join(folder));
    let texts = (0..book.files.len()).map(file).collect::<Result<Vec<String>, Problem>>()?;
    for (name, text) in book.files.iter().zip(&texts) {
        files::write(&folder.join(format!("{name}.{ending}")), text.as_bytes())?;
    }
    Ok(vec![folder])
}
