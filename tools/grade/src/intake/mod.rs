//! From a submission as it was handed in to the few files of it that are judged. Never follows a link, never runs
//! anything that a submission names, and writes nowhere but below `taken`.

mod beneath;
mod choice;
mod class;
mod folder;
mod git;
mod ignored;
mod member;
mod path;
mod reason;
mod taken;
mod tar;
mod zip;

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use enchufe::catalog::Exercise;
use jiff::Timestamp;
use jiff::tz::Offset;

pub use class::{Entries, Entry, entries};
pub use member::{LARGEST_FILE, MOST_BYTES, MOST_ENTRIES, MOST_FILES};
pub use reason::Reason;
pub use taken::{hex, is_nothing};

use crate::problem::Problem;
use crate::result::{Clock, Ignored};
use crate::words::{general, spoken};
use beneath::Beneath;
use member::{Kind, Listing, Source};

/// A submission whose files were taken, ready to be judged.
#[derive(Debug, Clone)]
pub struct Prepared {
    pub student: String,
    /// SHA-256 of the paths and the contents of what was taken, in hexadecimal.
    pub sources: String,
    /// Holds exactly `files`, written by the grader: nothing else, no links. Never changed by whoever judges.
    pub folder: PathBuf,
    /// Paths below `folder`, with `/`, sorted: `exercises/03-tcp-client/src/main.rs`. The folder of an exercise has
    /// the workbook's own name, whatever the submission called it.
    pub files: Vec<String>,
    /// RFC 3339, UTC.
    pub submitted: Option<String>,
    pub clock: Clock,
    pub ignored: Vec<Ignored>,
}

/// What is the same for every submission of a class.
#[derive(Debug, Clone)]
pub struct Intake<'a> {
    pub exercises: &'a [Exercise],
    /// Where what is taken is kept; it exists.
    pub taken: &'a Path,
    /// What local times without a zone mean.
    pub zone: Offset,
}

/// An opened submission.
enum Opened {
    Folder(folder::Folder),
    Zip(Box<zip::Zip>),
    Tar(tar::Tar),
    /// Cannot be opened, and why.
    Not(Reason),
}

impl Intake<'_> {
    /// Takes one submission in. Whatever is wrong with it is said in its list of what was ignored.
    ///
    /// # Errors
    /// What was taken cannot be written down.
    pub fn take(&self, entry: &Entry) -> Result<Prepared, Problem> {
        let mut ignored = ignored::List::default();
        let name = entry.path.file_name().unwrap_or_default().as_encoded_bytes();
        let mut packed = !entry.is_folder;
        let mut opened = match entry.is_folder {
            true => folder::Folder::open(&entry.path).map_or_else(Opened::Not, Opened::Folder),
            false => self.archive(File::open(&entry.path)),
        };
        let mut listing = opened.list();
        // Learning platforms put what was handed in into a folder of its own.
        if let Some(inner) = only_archive(&opened, &listing) {
            packed = true;
            opened = self.archive(
                Beneath::open(&entry.path)
                    .and_then(|folder| folder.file(&[inner])?.ok_or_else(|| io::ErrorKind::InvalidInput.into())),
            );
            listing = opened.list();
        }
        if let Some(reason) = listing.cut {
            ignored.add(name, reason);
        }
        let choice = choice::choose(&listing.members, self.exercises, &mut ignored);
        let mut wanted: Vec<usize> = choice.taken.iter().map(|(index, _)| *index).collect();
        wanted.sort_unstable();
        let mut files = taken::Files::new();
        let (mut latest, mut is_local) = (None, false);
        let mut bytes_left = MOST_BYTES;
        opened.read(&wanted, &mut |index, bytes| {
            let member = &listing.members[index];
            let fits = |bytes: Vec<u8>| match bytes_left.checked_sub(bytes.len() as u64) {
                Some(left) => {
                    bytes_left = left;
                    Ok(bytes)
                }
                None => Err(Reason::TooMuch),
            };
            match bytes.and_then(fits) {
                Ok(bytes) => {
                    let path = choice.taken.iter().find(|(at, _)| *at == index).map(|(_, path)| path.clone());
                    files.push((path.expect("only what was chosen is read"), bytes));
                    latest = latest.max(member.modified);
                    is_local |= member.is_local;
                }
                Err(reason) => ignored.add(&member.path, reason),
            }
        });
        files.sort();
        let sources = taken::hash(&files);
        let cannot_write = |error| Problem::new((general(spoken()).cannot_write)(self.taken, &error));
        let folder = taken::keep(self.taken, &sources, &files).map_err(cannot_write)?;
        let committed = match packed {
            true => None,
            false => git::commit_time(&choice.top.iter().fold(entry.path.clone(), |path, name| path.join(name))),
        };
        let clock = match committed {
            Some(_) => Clock::Certain,
            None if !packed => Clock::Files,
            None if is_local => Clock::Local,
            None => Clock::Certain,
        };
        let submitted = committed.or(latest).and_then(|seconds| Timestamp::from_second(seconds).ok());
        Ok(Prepared {
            student: entry.student.clone(),
            sources,
            folder,
            files: files.into_iter().map(|(path, _)| path).collect(),
            submitted: submitted.map(|time| time.to_string()),
            clock,
            ignored: ignored.finish(),
        })
    }

    /// Opens an archive. What it is stands in its first bytes, whatever its name says.
    fn archive(&self, file: io::Result<File>) -> Opened {
        let Ok((file, first)) = file.and_then(first_bytes) else { return Opened::Not(Reason::Unreadable) };
        match &first[..] {
            [b'P', b'K', ..] => Opened::Zip(Box::new(zip::Zip::open(file, self.zone))),
            [0x1f, 0x8b, ..] => Opened::Tar(tar::Tar::open(file, true)),
            first if first.get(257..262) == Some(b"ustar") => Opened::Tar(tar::Tar::open(file, false)),
            [b'R', b'a', b'r', ..]
            | [b'7', b'z', 0xbc, ..]
            | [0xfd, b'7', b'z', ..]
            | [b'B', b'Z', b'h', ..]
            | [0x28, 0xb5, 0x2f, 0xfd, ..] => Opened::Not(Reason::UnknownArchive),
            _ => Opened::Not(Reason::NotAnArchive),
        }
    }
}

fn first_bytes(mut file: File) -> io::Result<(File, Vec<u8>)> {
    let mut first = Vec::new();
    (&file).take(512).read_to_end(&mut first)?;
    file.seek(SeekFrom::Start(0))?;
    Ok((file, first))
}

/// The archive in a folder that holds nothing else.
fn only_archive(opened: &Opened, listing: &Listing) -> Option<OsString> {
    let Opened::Folder(_) = opened else { return None };
    let is_junk = |path: &[u8]| path.starts_with(b".") || path.starts_with(b"__MACOSX");
    let mut members = listing.members.iter().filter(|member| !is_junk(&member.path));
    let member = members.next().filter(|member| member.kind == Kind::File)?;
    let name = std::str::from_utf8(&member.path).ok().filter(|name| choice::is_archive(name))?;
    members.next().is_none().then(|| name.into())
}

impl Source for Opened {
    fn list(&mut self) -> Listing {
        match self {
            Opened::Folder(folder) => folder.list(),
            Opened::Zip(zip) => zip.list(),
            Opened::Tar(tar) => tar.list(),
            Opened::Not(reason) => Listing { cut: Some(*reason), ..Listing::default() },
        }
    }

    fn read(&mut self, wanted: &[usize], take: &mut dyn FnMut(usize, Result<Vec<u8>, Reason>)) {
        match self {
            Opened::Folder(folder) => folder.read(wanted, take),
            Opened::Zip(zip) => zip.read(wanted, take),
            Opened::Tar(tar) => tar.read(wanted, take),
            Opened::Not(_) => {}
        }
    }
}
