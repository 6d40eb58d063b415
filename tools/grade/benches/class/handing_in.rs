//! Puts a submission where the grader finds it: a folder, a zip or a tar.gz of the student's name.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use zip::write::SimpleFileOptions;

use crate::chance::Chance;
use crate::corpus;
use crate::student::{Kind, Student};

/// # Errors
/// It cannot be written.
pub fn hand_in(student: &Student, submissions: &Path, seed: u64) -> io::Result<()> {
    fs::create_dir_all(submissions)?;
    let place = |ending: &str| submissions.join(format!("{}{ending}", student.name));
    match Chance::new(!seed, student.number).below(5) {
        // Some of what the hostile do needs a folder.
        _ if student.kind == Kind::Hostile => corpus::write_all(&place(""), &student.files),
        0 | 1 => write_zip(student, &place(".zip"))?,
        2 => write_tar(student, &place(".tar.gz"))?,
        _ => corpus::write_all(&place(""), &student.files),
    }
    Ok(())
}

/// As a web page packs a repository: everything in one folder.
fn write_zip(student: &Student, path: &Path) -> io::Result<()> {
    let mut zip = zip::ZipWriter::new(File::create(path)?);
    for (name, bytes) in &student.files {
        zip.start_file(format!("enchufe-main/{name}"), SimpleFileOptions::default())?;
        zip.write_all(bytes)?;
    }
    zip.finish()?;
    Ok(())
}

fn write_tar(student: &Student, path: &Path) -> io::Result<()> {
    let mut tar = tar::Builder::new(GzEncoder::new(File::create(path)?, Compression::default()));
    for (name, bytes) in &student.files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_mtime(std::time::UNIX_EPOCH.elapsed().map_or(0, |since| since.as_secs()));
        tar.append_data(&mut header, name, bytes.as_slice())?;
    }
    tar.into_inner()?.finish()?;
    Ok(())
}
