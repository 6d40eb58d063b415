//! A submission that is a zip. Read by its central directory; nothing is unpacked but what is taken.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

use jiff::civil;
use jiff::tz::Offset;
use zip::extra_fields::ExtraField;
use zip::result::ZipError;
use zip::{CompressionMethod, DateTime, ZipArchive};

use super::Reason;
use super::member::{Kind, LARGEST_RATIO, Listing, MOST_ENTRIES, Member, Source, read_whole};

/// What is read of the file at most, in bytes: more than a directory of 20,000 entries and all that is taken need.
const MOST_READ: u64 = 96 << 20;

pub(super) struct Zip {
    archive: Option<ZipArchive<Limited>>,
    fault: Option<Reason>,
    /// What the local times in it mean, where it does not say: zip knows no time zones.
    zone: Offset,
}

impl Zip {
    pub fn open(file: File, zone: Offset) -> Zip {
        match ZipArchive::new(Limited { file, left: MOST_READ }) {
            Ok(archive) => Zip { archive: Some(archive), fault: None, zone },
            Err(ZipError::Io(error)) if error.kind() == io::ErrorKind::QuotaExceeded => {
                Zip { archive: None, fault: Some(Reason::TooManyEntries), zone }
            }
            Err(_) => Zip { archive: None, fault: Some(Reason::Damaged), zone },
        }
    }
}

impl Source for Zip {
    fn list(&mut self) -> Listing {
        let mut listing = Listing { cut: self.fault, ..Listing::default() };
        let Some(archive) = &mut self.archive else { return listing };
        for index in 0..archive.len() {
            if index == MOST_ENTRIES {
                listing.cut = Some(Reason::TooManyEntries);
                break;
            }
            let path = archive.name_for_index(index).and_then(Result::ok).unwrap_or_default().as_bytes().to_vec();
            let Ok(entry) = archive.by_index_raw(index) else {
                let kind = Kind::Not(Reason::Damaged);
                listing.members.push(Member { path, kind, size: 0, modified: None, is_local: false });
                continue;
            };
            let expands = entry.size() > 64 << 10 && entry.size() / LARGEST_RATIO > entry.compressed_size();
            let kind = match entry.unix_mode().map(|mode| mode & 0o170_000) {
                Some(0o120_000) => Kind::Not(Reason::Symlink),
                Some(0o020_000 | 0o060_000 | 0o010_000 | 0o140_000) => Kind::Not(Reason::Special),
                _ if entry.name_raw().ends_with(b"/") || entry.name_raw().ends_with(b"\\") => Kind::Folder,
                _ if entry.encrypted() => Kind::Not(Reason::Encrypted),
                _ if expands => Kind::Not(Reason::Bomb),
                _ if !matches!(entry.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) => {
                    Kind::Not(Reason::UnknownCompression)
                }
                _ => Kind::File,
            };
            let stamp = entry.extra_data_fields().find_map(|field| match field {
                ExtraField::ExtendedTimestamp(times) => times.mod_time().map(i64::from),
                ExtraField::Ntfs(times) => since_1970(times.mtime()),
                _ => None,
            });
            let modified = stamp.or_else(|| entry.last_modified().and_then(|time| local(time, self.zone)));
            let (path, is_local) = (entry.name_raw().to_vec(), stamp.is_none());
            listing.members.push(Member { path, kind, size: entry.size(), modified, is_local });
        }
        listing
    }

    fn read(&mut self, wanted: &[usize], take: &mut dyn FnMut(usize, Result<Vec<u8>, Reason>)) {
        let Some(archive) = &mut self.archive else { return };
        for &index in wanted {
            let bytes = match archive.by_index(index) {
                Ok(file) => read_whole(file),
                Err(ZipError::UnsupportedArchive(_)) => Err(Reason::UnknownCompression),
                Err(_) => Err(Reason::Damaged),
            };
            take(index, bytes);
        }
    }
}

/// Seconds, of a time that Windows counts in tenths of microseconds since 1601.
fn since_1970(time: u64) -> Option<i64> {
    let seconds = i64::try_from(time / 10_000_000).ok()? - 11_644_473_600;
    (seconds > 0).then_some(seconds)
}

fn local(time: DateTime, zone: Offset) -> Option<i64> {
    // 1980 is where the clock of a zip begins: nobody set it.
    if time.year() == 1980 {
        return None;
    }
    let part = |number: u8| i8::try_from(number).ok();
    let (month, day) = (part(time.month())?, part(time.day())?);
    let (hour, minute, second) = (part(time.hour())?, part(time.minute())?, part(time.second())?);
    let time = civil::DateTime::new(i16::try_from(time.year()).ok()?, month, day, hour, minute, second, 0).ok()?;
    zone.to_timestamp(time).ok().map(jiff::Timestamp::as_second)
}

/// A file of which only so much is read.
struct Limited {
    file: File,
    left: u64,
}

impl Read for Limited {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.left = self.left.checked_sub(read as u64).ok_or(io::ErrorKind::QuotaExceeded)?;
        Ok(read)
    }
}

impl Seek for Limited {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}
