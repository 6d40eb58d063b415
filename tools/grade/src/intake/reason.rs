//! Why something in a submission was not taken.

use enchufe::words::Lang;
use serde::{Deserialize, Serialize};

use crate::words::intake;

/// A closed list; its sentences are in `words/intake.rs`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The archive ends before its end, or a part of it does not decompress.
    Damaged,
    /// Named like an archive, and is none.
    NotAnArchive,
    /// A kind of archive that is not opened, such as `.rar`.
    UnknownArchive,
    Encrypted,
    /// Compressed in a way that is not read.
    UnknownCompression,
    /// Far more than its archive's size lets expect, or more than anybody hands in.
    Bomb,
    /// More entries than are looked at.
    TooManyEntries,
    /// Another entry of the same student has another file at the same path.
    TwoSubmissions,
    /// The file system gave an error.
    Unreadable,
    /// A second copy of the exercises in the same submission.
    AnotherCopy,
    /// A Rust file that is none of the workbook's, where no exercise lies.
    Elsewhere,
    HardLink,
    /// The path holds `..`.
    Climbs,
    AbsolutePath,
    /// The name is no UTF-8, or holds control characters or others that no module needs.
    OddName,
    Symlink,
    /// A device, a pipe, a socket.
    Special,
    /// The same path again; the last one is taken.
    Duplicate,
    /// The same path but for capitals.
    CaseCollision,
    TooBig,
    /// More files than a submission may have.
    TooMany,
    /// More bytes than a submission may have.
    TooMuch,
    TooDeep,
    /// An archive inside the submission.
    NestedArchive,
    /// Below `exercises/`, in no exercise of the workbook.
    UnknownExercise,
    /// What macOS adds to archives.
    MacOs,
    /// Not a `.rs` file at `exercises/<known>/src/`: it is not needed.
    NotJudged,
    /// How many more there are than the list has room for.
    More,
}

impl Reason {
    /// Why, in a sentence without its full stop.
    pub fn text(self, lang: Lang) -> &'static str {
        (intake(lang).reason)(self)
    }

    /// Whether a person should look before the points stand: something that the student may have handed in honestly
    /// could not be read, or lies in another place, or it is not certain which of two copies was meant.
    pub fn needs_a_person(self) -> bool {
        self <= Reason::HardLink
    }

    /// Whether nearly every honest submission has it.
    pub fn is_usual(self) -> bool {
        matches!(self, Reason::NotJudged | Reason::MacOs)
    }
}
