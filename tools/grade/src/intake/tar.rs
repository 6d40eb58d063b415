//! A submission that is a tar, compressed with gzip or not. Read as a stream, twice: to list it, and to take what is
//! judged. Long names and attributes are read here and not by the crate, which would hold them whatever their size.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};

use flate2::read::MultiGzDecoder;
use tar::{Archive, Entry, EntryType, PaxExtensions};

use super::Reason;
use super::member::{Kind, Listing, MOST_ENTRIES, Member, Source, read_whole};

/// What is unpacked at most of any archive, in bytes: a checkout with its `target` reaches this.
const LARGEST: u64 = 1 << 30;
/// How many times larger than its file an archive may be, beyond the first 64 MiB.
const LARGEST_RATIO: u64 = 100;
/// The longest name or list of attributes, in bytes.
const LARGEST_EXTENSION: u64 = 64 << 10;

pub(super) struct Tar {
    file: File,
    is_compressed: bool,
}

impl Tar {
    pub fn open(file: File, is_compressed: bool) -> Tar {
        Tar { file, is_compressed }
    }

    /// Passes each member to `on`, with its place in the list, until `on` says that it is enough.
    fn walk(&mut self, on: &mut dyn FnMut(usize, Member, &mut dyn Read) -> bool) -> Result<(), Reason> {
        self.file.seek(SeekFrom::Start(0)).map_err(|_| Reason::Unreadable)?;
        let packed = self.file.metadata().map_or(0, |file| file.len());
        let file = BufReader::with_capacity(64 << 10, &self.file);
        let (stream, left): (Box<dyn Read>, _) = if self.is_compressed {
            let most = LARGEST.min((64 << 20) + packed.saturating_mul(LARGEST_RATIO));
            (Box::new(MultiGzDecoder::new(file)), most)
        } else {
            (Box::new(file), u64::MAX)
        };
        let mut archive = Archive::new(Limited { stream, left });
        let mut extensions = Extensions::default();
        let mut index = 0;
        let entries = archive.entries().map_err(|error| reason(&error))?.raw(true);
        for entry in entries {
            let mut entry = entry.map_err(|error| reason(&error))?;
            if extensions.take_in(&mut entry)? {
                continue;
            }
            if index == MOST_ENTRIES {
                return Err(Reason::TooManyEntries);
            }
            let member = std::mem::take(&mut extensions).member(&entry);
            if !on(index, member, &mut entry) {
                return Ok(());
            }
            index += 1;
        }
        // Two blocks of zeros end an archive; one of no entries at all is none.
        if index == 0 { Err(Reason::Damaged) } else { Ok(()) }
    }
}

impl Source for Tar {
    fn list(&mut self) -> Listing {
        let mut members = Vec::new();
        let cut = self.walk(&mut |_, member, _| {
            members.push(member);
            true
        });
        Listing { members, cut: cut.err() }
    }

    fn read(&mut self, wanted: &[usize], take: &mut dyn FnMut(usize, Result<Vec<u8>, Reason>)) {
        let mut wanted = wanted.iter().copied().peekable();
        let end = self.walk(&mut |index, _, file| {
            if wanted.next_if_eq(&index).is_some() {
                take(index, read_whole(file));
            }
            wanted.peek().is_some()
        });
        let fault = end.err().unwrap_or(Reason::Damaged);
        wanted.for_each(|index| take(index, Err(fault)));
    }
}

/// What stands before a member and belongs to it.
#[derive(Default)]
struct Extensions {
    long_name: Option<Vec<u8>>,
    modified: Option<i64>,
}

impl Extensions {
    /// Whether the entry was such an extension, and no member.
    fn take_in(&mut self, entry: &mut Entry<impl Read>) -> Result<bool, Reason> {
        let kind = entry.header().entry_type();
        let is_local = kind == EntryType::XHeader;
        if !is_local && !matches!(kind, EntryType::GNULongName | EntryType::GNULongLink | EntryType::XGlobalHeader) {
            return Ok(false);
        }
        let mut bytes = Vec::new();
        entry.take(LARGEST_EXTENSION + 1).read_to_end(&mut bytes).map_err(|error| reason(&error))?;
        if bytes.len() as u64 > LARGEST_EXTENSION {
            return Err(Reason::Bomb);
        }
        if kind == EntryType::GNULongName {
            let end = bytes.iter().position(|&byte| byte == 0).unwrap_or(bytes.len());
            bytes.truncate(end);
            self.long_name = Some(bytes);
        } else if is_local {
            for extension in PaxExtensions::new(&bytes).flatten() {
                match extension.key_bytes() {
                    b"path" => self.long_name = Some(extension.value_bytes().to_vec()),
                    b"mtime" => {
                        let seconds = extension.value().ok().and_then(|time| time.split('.').next());
                        self.modified = seconds.and_then(|seconds| seconds.parse().ok());
                    }
                    _ => {}
                }
            }
        }
        Ok(true)
    }

    fn member(self, entry: &Entry<impl Read>) -> Member {
        let header = entry.header();
        let path = self.long_name.unwrap_or_else(|| header.path_bytes().into_owned());
        let kind = match header.entry_type() {
            EntryType::Directory => Kind::Folder,
            // Archives older than the standard name a folder with a `/` at its end.
            EntryType::Regular if path.ends_with(b"/") => Kind::Folder,
            EntryType::Regular | EntryType::Continuous => Kind::File,
            EntryType::Symlink => Kind::Not(Reason::Symlink),
            EntryType::Link => Kind::Not(Reason::HardLink),
            _ => Kind::Not(Reason::Special),
        };
        let modified = self.modified.or_else(|| header.mtime().ok().and_then(|time| i64::try_from(time).ok()));
        let modified = modified.filter(|&time| time > 0);
        Member { path, kind, size: entry.size(), modified, is_local: false }
    }
}

fn reason(error: &io::Error) -> Reason {
    if error.kind() == io::ErrorKind::QuotaExceeded { Reason::Bomb } else { Reason::Damaged }
}

/// A stream that ends with an error when it goes on for too long.
struct Limited<'a> {
    stream: Box<dyn Read + 'a>,
    left: u64,
}

impl Read for Limited<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(buffer)?;
        self.left = self.left.checked_sub(read as u64).ok_or(io::ErrorKind::QuotaExceeded)?;
        Ok(read)
    }
}
