//! From a submission as it was handed in to the few files of it that are judged. Never follows a link, never runs
//! anything that a submission names, and writes nowhere but below `taken`.

mod beneath;
mod choice;
mod class;
mod folder;
mod git;
mod ignored;
mod known;
mod member;
mod owner;
mod path;
mod reason;
mod stray;
mod taken;
mod tar;
mod times;
mod together;
mod zip;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use enchufe::catalog::Exercise;
use jiff::tz::Offset;

pub use class::{Entries, Entry, entries};
pub use known::Known;
pub use member::{LARGEST_FILE, MOST_BYTES, MOST_ENTRIES, MOST_FILES};
pub use reason::Reason;
pub use stray::is_built;
pub use taken::{hex, is_nothing};

use crate::problem::Problem;
use crate::result::{Clock, HandedIn, Ignored};
use crate::words::{general, spoken};
use beneath::Beneath;
use choice::Choice;
use class::Part;
use member::{Kind, Listing, Member, Source};
use stray::Strays;
use times::Dated;
use together::{Contents, joined};

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
    /// RFC 3339, UTC: the latest of all that was taken.
    pub submitted: Option<String>,
    pub clock: Clock,
    /// The same for each exercise of which something was taken.
    pub handed_in: BTreeMap<String, HandedIn>,
    pub ignored: Vec<Ignored>,
}

/// What is the same for every submission of a class.
#[derive(Debug, Clone)]
pub struct Intake<'a> {
    pub exercises: &'a [Exercise],
    /// What a copy of the workbook has besides them.
    pub known: &'a Known,
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
        let mut parts = Vec::new();
        for part in &entry.parts {
            ignored.enter(Some(part.name()).filter(|_| entry.parts.len() > 1));
            parts.push(self.read(part, &mut ignored));
        }
        ignored.enter(None);
        let with_files: Vec<bool> = parts.iter().map(|part| !part.files.is_empty()).collect();
        let joined = joined(parts, &mut ignored);
        if joined.is_none() {
            let rivals = entry.parts.iter().zip(with_files).filter(|(_, has_files)| *has_files);
            rivals.for_each(|(part, _)| ignored.add(part.name(), Reason::TwoSubmissions));
        }
        let Contents { files, handed_in } = joined.unwrap_or_default();
        let sources = taken::hash(&files);
        let cannot_write = |error| Problem::new((general(spoken()).cannot_write)(self.taken, &error));
        let folder = taken::keep(self.taken, &sources, &files).map_err(cannot_write)?;
        Ok(Prepared {
            student: entry.student.clone(),
            sources,
            folder,
            submitted: handed_in.values().filter_map(|one| one.at.clone()).max(),
            clock: handed_in.values().map(|one| one.clock).max().unwrap_or_default(),
            handed_in,
            files: files.into_iter().map(|(path, _)| path).collect(),
            ignored: ignored.finish(),
        })
    }

    /// Reads what is judged of a folder or an archive.
    fn read(&self, part: &Part, ignored: &mut ignored::List) -> Contents {
        let mut packed = !part.is_folder;
        let mut opened = match part.is_folder {
            true => folder::Folder::open(&part.path).map_or_else(Opened::Not, Opened::Folder),
            false => self.archive(File::open(&part.path)),
        };
        let mut listing = opened.list();
        // Learning platforms put what was handed in into a folder of its own.
        if let Some(inner) = only_archive(&opened, &listing) {
            packed = true;
            opened = self.archive(
                Beneath::open(&part.path)
                    .and_then(|folder| folder.file(&[inner])?.ok_or_else(|| io::ErrorKind::InvalidInput.into())),
            );
            listing = opened.list();
        }
        if let Some(reason) = listing.cut {
            ignored.add(part.name(), reason);
        }
        let choice = choice::choose(&listing.members, self.exercises, ignored);
        let top = is_whole(&listing.members, &choice).then_some(&choice.top[..]);
        let mut strays = Strays::of(&choice.strays, &listing.members, top, self.known, ignored);
        let mut wanted: Vec<usize> = choice.taken.iter().map(|(index, _)| *index).chain(strays.wanted()).collect();
        wanted.sort_unstable();
        let (mut files, mut members) = (taken::Files::new(), BTreeMap::new());
        let mut bytes_left = MOST_BYTES;
        opened.read(&wanted, &mut |index, bytes| {
            let member = &listing.members[index];
            let Some((_, path)) = choice.taken.iter().find(|(at, _)| *at == index) else {
                bytes.iter().for_each(|bytes| strays.read(index, bytes));
                return;
            };
            let fits = |bytes: Vec<u8>| match bytes_left.checked_sub(bytes.len() as u64) {
                Some(left) => {
                    bytes_left = left;
                    Ok(bytes)
                }
                None => Err(Reason::TooMuch),
            };
            match bytes.and_then(fits) {
                Ok(bytes) => {
                    members.insert(path.clone(), member);
                    files.push((path.clone(), bytes));
                }
                Err(reason) => ignored.add(&member.path, reason),
            }
        });
        files.sort();
        let contents: Vec<[u8; 32]> = files.iter().map(|(_, bytes)| known::content(bytes)).collect();
        strays.name(&listing.members, self.known, &contents, ignored);
        let checkout = choice.top.iter().fold(part.path.clone(), |path, name| path.join(name));
        let dated: Vec<Dated> =
            files.iter().map(|(path, bytes)| dated(path, bytes, members[path], &choice.top, packed)).collect();
        let handed_in = times::of(&dated, self.exercises, Some(&*checkout).filter(|_| !packed));
        Contents { files, handed_in }
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

/// Whether the whole workbook was handed in: something of it was taken, and its manifest lies there.
fn is_whole(members: &[Member], choice: &Choice) -> bool {
    let manifest: Vec<&str> = choice.top.iter().map(String::as_str).chain(["Cargo.toml"]).collect();
    !choice.taken.is_empty() && members.iter().any(|member| path::names(&member.path).is_ok_and(|it| it == manifest))
}

/// A file that was taken, with what is known of its time.
fn dated<'a>(path: &'a str, bytes: &'a [u8], member: &Member, top: &[String], packed: bool) -> Dated<'a> {
    let names = path::names(&member.path).unwrap_or_default();
    let clock = match packed {
        false => Clock::Files,
        true if member.is_local => Clock::Local,
        true => Clock::Certain,
    };
    Dated { path, given: names[top.len().min(names.len())..].join("/"), bytes, modified: member.modified, clock }
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
