//! What came of the surroundings, for a person.

use std::fmt::Write;
use std::fs;
use std::io;
use std::path::Path;

use super::case::Case;
use super::plan::Found;

/// One surrounding and what came of it.
pub struct Row {
    name: &'static str,
    about: &'static str,
    /// How it was made; empty if it was not.
    how: String,
    /// Or why nothing could be judged there.
    found: Result<Found, String>,
}

impl Row {
    pub fn new(case: &Case, how: &str, found: Result<Found, String>) -> Row {
        Row { name: case.name, about: case.about, how: how.to_owned(), found }
    }

    pub fn not_made(case: &Case, reason: String) -> Row {
        Row::new(case, "", Err(reason))
    }

    /// Whether something was judged there, and nothing failed.
    pub fn has_held(&self) -> bool {
        self.found
            .as_ref()
            .is_ok_and(|found| found.passed > 0 && found.failed.is_empty() && found.misbehaved.is_empty())
    }

    /// In a few words.
    pub fn result(&self) -> &'static str {
        match &self.found {
            Ok(_) if self.has_held() => "held",
            Ok(_) => "NOT HELD",
            Err(_) if self.how.is_empty() => "could not be made here",
            Err(_) => "was not what it should be",
        }
    }

    /// Replaces the reports that an earlier run left.
    pub fn write_reports(&self, folder: &Path) -> io::Result<()> {
        match fs::remove_dir_all(folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let failed = self.found.iter().flat_map(|found| found.failed.iter().chain(&found.misbehaved));
        for (number, failed) in failed.enumerate() {
            fs::create_dir_all(folder)?;
            fs::write(folder.join(format!("{:03}.txt", number + 1)), format!("{}\n\n{}", failed.what, failed.report))?;
        }
        Ok(())
    }

    fn tell(&self, text: &mut String) {
        let mut line = |words: String| text.push_str(&format!("{words}\n"));
        line(format!("{:<20} {}: {}", self.name, self.about, self.result()));
        if !self.how.is_empty() {
            line(format!("    made by   {}", self.how));
        }
        let found = match &self.found {
            Ok(found) => found,
            Err(reason) => return line(format!("    because   {reason}")),
        };
        let skipped: usize = found.skipped.values().sum();
        line(format!("    seen      {}", found.seen));
        line(format!("    tests     {} passed, {} failed, {skipped} skipped", found.passed, found.failed.len()));
        for (reason, count) in &found.skipped {
            line(format!("    skipped   {count} × {reason}"));
        }
        if found.typed > 0 {
            let (typed, wrong) = (found.typed, found.misbehaved.len());
            line(format!(
                "    typed     {typed} command lines of a student, {wrong} of them did not do what they should"
            ));
        }
        for failed in found.failed.iter().chain(&found.misbehaved) {
            line(format!("    FAILED    {}", failed.what));
        }
    }
}

/// All of them, with a last line that says the result.
pub fn told(rows: &[Row], reports: &Path) -> String {
    let mut text = String::new();
    for row in rows {
        row.tell(&mut text);
        text.push('\n');
    }
    let with = |result: fn(&Row) -> bool| rows.iter().filter(|row| result(row)).count();
    let held = with(Row::has_held);
    let failed = with(|row| row.found.is_ok() && !row.has_held());
    if failed > 0 {
        let _ = writeln!(text, "The reports of what failed lie in {}.", reports.display());
    }
    let _ = writeln!(
        text,
        "{held} of {} surroundings held, {failed} did not, {} could not be judged here.",
        rows.len(),
        rows.len() - held - failed
    );
    text
}
