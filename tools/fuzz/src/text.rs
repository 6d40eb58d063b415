//! Documents that are nearly right: real ones, with a few places changed by somebody who knows what they are made of.

use std::fmt;
use std::fs;
use std::ops::Deref;
use std::path::{Path, PathBuf};

use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::sample::{Index, select};

/// Bytes that are shown as they are written in Rust.
#[derive(Clone, PartialEq, Eq)]
pub struct Bytes(pub Vec<u8>);

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "b\"{}\"", self.0.escape_ascii())
    }
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

/// What stands at the borders of most formats.
const WORDS: [&str; 30] = [
    "",
    "\n",
    "\r\n",
    "\r",
    "\0",
    "\t",
    " ",
    "\"",
    "'",
    "\\",
    "/",
    "..",
    ",",
    ";",
    ":",
    "=",
    "#",
    "[",
    "]",
    "{",
    "}",
    "(",
    ")",
    "`",
    "\u{feff}",
    "\u{202e}",
    "\u{e9}",
    "\u{1f44b}",
    "\u{1b}[2J",
    "\u{a0}",
];

/// What a number may be changed to.
const NUMBERS: [&str; 12] = [
    "0",
    "-1",
    "00",
    "1",
    "255",
    "65536",
    "4294967295",
    "9223372036854775807",
    "18446744073709551616",
    "1e999",
    "0.5",
    "0x10",
];

/// One place changed. Places are told as parts of the whole, whatever it has become by then.
#[derive(Debug, Clone)]
enum Edit {
    Drop(Index, Index),
    Repeat(Index, Index),
    Insert(Index, Vec<u8>),
    Word(Index, String),
    /// The same word many times: nesting, or length.
    Many(Index, String, usize),
    Flip(Index, u8),
    Cut(Index),
    Number(Index, String),
    DropLine(Index),
    RepeatLine(Index),
    SwapLines(Index, Index),
    /// A line of another document.
    Borrow(Index, Vec<u8>),
}

/// Documents made of these; `words` are those of their format.
pub fn mutated(documents: Vec<Vec<u8>>, words: &[&str]) -> impl Strategy<Value = Bytes> + use<> {
    assert!(!documents.is_empty(), "there is nothing to change");
    let lines: Vec<Vec<u8>> =
        documents.iter().flat_map(|text| text.split_inclusive(|byte| *byte == b'\n')).map(<[u8]>::to_vec).collect();
    edited(select(documents), words, lines)
}

/// Documents that are made first, and then changed. `lines` are put between their own.
pub fn edited<S: Strategy<Value = Vec<u8>>>(
    documents: S,
    words: &[&str],
    lines: Vec<Vec<u8>>,
) -> impl Strategy<Value = Bytes> + use<S> {
    let words: Vec<String> = words.iter().chain(&WORDS).map(|word| (*word).to_owned()).collect();
    let lines = if lines.is_empty() { vec![b"\n".to_vec()] } else { lines };
    (documents, vec(edit(words, lines), 0..6)).prop_map(|(mut bytes, edits)| {
        edits.into_iter().for_each(|edit| edit.apply(&mut bytes));
        Bytes(bytes)
    })
}

/// The same for documents that are text: what is none any more is written in signs of replacement.
pub fn mutated_text(documents: Vec<String>, words: &[&str]) -> impl Strategy<Value = String> + use<> {
    let documents = documents.into_iter().map(String::into_bytes).collect();
    mutated(documents, words).prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

/// Files of the workbook with this ending and of at most `longest` bytes, from a folder of it.
///
/// # Panics
/// There are none.
pub fn files(folder: &str, ending: &str, longest: usize) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder);
    let mut paths = Vec::new();
    below(&folder, &mut paths);
    paths.sort();
    paths.retain(|path| path.to_str().is_some_and(|path| path.ends_with(ending)));
    let read = |path: &PathBuf| fs::read(path).expect("a file of the workbook can be read");
    let found: Vec<Vec<u8>> = paths.iter().map(read).filter(|bytes| bytes.len() <= longest).collect();
    assert!(!found.is_empty(), "{} holds nothing that ends with {ending}", folder.display());
    found
}

/// The same as texts.
pub fn texts(folder: &str, ending: &str, longest: usize) -> Vec<String> {
    files(folder, ending, longest).into_iter().map(|bytes| String::from_utf8(bytes).expect("it is text")).collect()
}

fn below(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.expect("the folder can be read").path();
        match path.is_dir() {
            true if path.file_name().is_some_and(|name| name == "target") => {}
            true => below(&path, paths),
            false => paths.push(path),
        }
    }
}

fn edit(words: Vec<String>, lines: Vec<Vec<u8>>) -> impl Strategy<Value = Edit> {
    let place = any::<Index>;
    let word = || select(words.clone());
    let number = select(NUMBERS.as_slice()).prop_map(str::to_owned);
    prop_oneof![
        2 => (place(), place()).prop_map(|(from, to)| Edit::Drop(from, to)),
        1 => (place(), place()).prop_map(|(from, to)| Edit::Repeat(from, to)),
        1 => (place(), vec(any::<u8>(), 0..8)).prop_map(|(at, bytes)| Edit::Insert(at, bytes)),
        4 => (place(), word()).prop_map(|(at, word)| Edit::Word(at, word)),
        1 => (place(), word(), prop_oneof![Just(3), Just(100), Just(2_000)])
            .prop_map(|(at, word, times)| Edit::Many(at, word, times)),
        1 => (place(), any::<u8>()).prop_map(|(at, byte)| Edit::Flip(at, byte)),
        1 => place().prop_map(Edit::Cut),
        3 => (place(), number).prop_map(|(at, number)| Edit::Number(at, number)),
        2 => place().prop_map(Edit::DropLine),
        1 => place().prop_map(Edit::RepeatLine),
        1 => (place(), place()).prop_map(|(one, other)| Edit::SwapLines(one, other)),
        2 => (place(), select(lines)).prop_map(|(at, line)| Edit::Borrow(at, line)),
    ]
}

impl Edit {
    fn apply(self, bytes: &mut Vec<u8>) {
        let at = |place: Index, bytes: &[u8]| place.index(bytes.len() + 1);
        let range = |one: Index, other: Index, bytes: &[u8]| {
            let (one, other) = (at(one, bytes), at(other, bytes));
            one.min(other)..one.max(other)
        };
        match self {
            Edit::Drop(one, other) => drop(bytes.drain(range(one, other, bytes))),
            Edit::Repeat(one, other) => {
                let range = range(one, other, bytes);
                let again = bytes[range.clone()].to_vec();
                bytes.splice(range.end..range.end, again);
            }
            Edit::Insert(place, inserted) => insert(bytes, at(place, bytes), &inserted),
            Edit::Word(place, word) => insert(bytes, at(place, bytes), word.as_bytes()),
            Edit::Many(place, word, times) => insert(bytes, at(place, bytes), word.repeat(times).as_bytes()),
            Edit::Flip(place, mask) => {
                let place = at(place, bytes);
                bytes.get_mut(place).into_iter().for_each(|byte| *byte ^= mask);
            }
            Edit::Cut(place) => bytes.truncate(at(place, bytes)),
            Edit::Number(place, number) => {
                let numbers = numbers(bytes);
                if !numbers.is_empty() {
                    bytes.splice(place.get(&numbers).clone(), number.into_bytes());
                }
            }
            Edit::DropLine(place) => in_lines(bytes, |lines| drop(lines.remove(place.index(lines.len())))),
            Edit::RepeatLine(place) => in_lines(bytes, |lines| {
                let place = place.index(lines.len());
                lines.insert(place, lines[place].clone());
            }),
            Edit::SwapLines(one, other) => {
                in_lines(bytes, |lines| {
                    let (one, other) = (one.index(lines.len()), other.index(lines.len()));
                    lines.swap(one, other);
                });
            }
            Edit::Borrow(place, line) => in_lines(bytes, |lines| lines.insert(place.index(lines.len()), line)),
        }
    }
}

fn insert(bytes: &mut Vec<u8>, at: usize, inserted: &[u8]) {
    bytes.splice(at..at, inserted.iter().copied());
}

/// Where digits stand in a row.
fn numbers(bytes: &[u8]) -> Vec<std::ops::Range<usize>> {
    let mut found: Vec<std::ops::Range<usize>> = Vec::new();
    for (at, _) in bytes.iter().enumerate().filter(|(_, byte)| byte.is_ascii_digit()) {
        match found.last_mut() {
            Some(last) if last.end == at => last.end += 1,
            _ => found.push(at..at + 1),
        }
    }
    found
}

fn in_lines(bytes: &mut Vec<u8>, change: impl FnOnce(&mut Vec<Vec<u8>>)) {
    let mut lines: Vec<Vec<u8>> = bytes.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    if !lines.is_empty() {
        change(&mut lines);
        *bytes = lines.concat();
    }
}
