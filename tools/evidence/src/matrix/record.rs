//! The matrix as it is kept, `kept/matrix.toml`: sorted, without times, so that a change shows as what it is.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::io;
use std::path::Path;

use serde::Deserialize;

const HEADER: &str = "\
# The matrix: which graded tests fail for which wrong program of tests/wrong.
# Written by `cargo run -- matrix` in tools/evidence; the book makes its page about evidence from it.
#
# explained   the test fails, and names the mistake that the program makes
# seen        it fails, and shows what it saw without a name
# unsteady    it fails in some runs, or is named in some, and not in others
";

/// How a failed test is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Cell {
    Explained,
    Seen,
    Unsteady,
}

impl Cell {
    pub fn word(self) -> &'static str {
        match self {
            Cell::Explained => "explained",
            Cell::Seen => "seen",
            Cell::Unsteady => "unsteady",
        }
    }
}

/// The tests that a program fails.
pub type Row = BTreeMap<String, Cell>;

#[derive(Debug, Default, Deserialize)]
pub struct Record {
    /// How many right programs each exercise has, all of which pass every test.
    pub right: BTreeMap<String, usize>,
    /// By exercise and program, such as `single-read.2`.
    pub wrong: BTreeMap<String, BTreeMap<String, Row>>,
}

impl Record {
    /// An empty one if there is none yet.
    ///
    /// # Errors
    /// It cannot be read, or is none.
    pub fn read(path: &Path) -> Result<Record, Box<dyn Error>> {
        match std::fs::read_to_string(path) {
            Ok(text) => toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()).into()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Record::default()),
            Err(error) => Err(format!("{}: {error}", path.display()).into()),
        }
    }

    /// # Errors
    /// It cannot be written.
    pub fn write(&self, path: &Path) -> Result<(), Box<dyn Error>> {
        let mut text = format!("{HEADER}\n[right]\n");
        for (exercise, count) in &self.right {
            writeln!(text, "{exercise} = {count}")?;
        }
        for (exercise, programs) in &self.wrong {
            for (program, row) in programs {
                // A name with a number, such as `single-read.2`, is no bare key.
                let program = if program.contains('.') { format!("\"{program}\"") } else { program.clone() };
                writeln!(text, "\n[wrong.{exercise}.{program}]")?;
                for (test, cell) in row {
                    writeln!(text, "{test} = \"{}\"", cell.word())?;
                }
            }
        }
        std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()).into())
    }

    /// In one line: how much there is.
    pub fn told(&self) -> String {
        let rows = || self.wrong.values().flat_map(BTreeMap::values);
        let cells = |wanted: Cell| rows().flat_map(BTreeMap::values).filter(|cell| **cell == wanted).count();
        let programs = |is: fn(&Cell) -> bool| rows().filter(|row| row.values().any(is)).count();
        format!(
            "{} wrong programs, {} caught, {} explained; of their failed tests {} explain, {} only see, {} are unsteady",
            rows().count(),
            programs(|cell| *cell != Cell::Unsteady),
            programs(|cell| *cell == Cell::Explained),
            cells(Cell::Explained),
            cells(Cell::Seen),
            cells(Cell::Unsteady),
        )
    }
}
