//! What is in a submission, before anything of it is read.

use std::io::{self, Read};

use super::Reason;

/// The largest file that is taken, in bytes.
pub const LARGEST_FILE: u64 = 1 << 20;
/// How many files are taken of one submission.
pub const MOST_FILES: usize = 200;
/// How many bytes are taken of one submission.
pub const MOST_BYTES: u64 = 8 << 20;
/// How many entries of a folder or an archive are looked at.
pub const MOST_ENTRIES: usize = 20_000;
/// How many times larger than its compressed form a file may be. Source code reaches 10.
pub const LARGEST_RATIO: u64 = 100;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Member {
    /// As it stands in the archive, or from the folder on.
    pub path: Vec<u8>,
    pub kind: Kind,
    /// In bytes, as announced.
    pub size: u64,
    /// Seconds since 1970, UTC.
    pub modified: Option<i64>,
    /// Whether that is a guess, made of a local time without its zone.
    pub is_local: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    Folder,
    /// Anything else, and what is said of it.
    Not(Reason),
}

/// All that is there, in the order in which it is found.
#[derive(Debug, Default)]
pub(super) struct Listing {
    pub members: Vec<Member>,
    /// Why the list ends before the submission does.
    pub cut: Option<Reason>,
}

/// A folder or an archive.
pub(super) trait Source {
    fn list(&mut self) -> Listing;

    /// Reads the members with these places in the list, in rising order.
    fn read(&mut self, wanted: &[usize], take: &mut dyn FnMut(usize, Result<Vec<u8>, Reason>));
}

/// All bytes of a file that is not too big, whatever was announced.
pub(super) fn read_whole(file: impl Read) -> Result<Vec<u8>, Reason> {
    let mut bytes = Vec::new();
    match file.take(LARGEST_FILE + 1).read_to_end(&mut bytes) {
        Err(error) if error.kind() == io::ErrorKind::InvalidData => Err(Reason::Damaged),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Err(Reason::Damaged),
        Err(_) => Err(Reason::Unreadable),
        Ok(_) if bytes.len() as u64 > LARGEST_FILE => Err(Reason::TooBig),
        Ok(_) => Ok(bytes),
    }
}
