//! The datagrams of the protocol, byte by byte: made as they must be, or spoiled on purpose, and read strictly. It
//! knows no program and no test.

pub const DATA: u8 = 1;
pub const ACKNOWLEDGEMENT: u8 = 2;
pub const END: u8 = 3;

/// The most payload that one datagram carries.
pub const LARGEST: usize = 1_024;

const MAGIC: u32 = 0x454e_4348;
const HEADER: usize = 12;

pub fn data(number: u32, payload: &[u8]) -> Vec<u8> {
    datagram(DATA, number, payload)
}

pub fn acknowledgement(number: u32) -> Vec<u8> {
    datagram(ACKNOWLEDGEMENT, number, b"")
}

pub fn end(number: u32) -> Vec<u8> {
    datagram(END, number, b"")
}

/// A datagram of any kind whose length is the one that it says.
pub fn datagram(kind: u8, number: u32, payload: &[u8]) -> Vec<u8> {
    let length = u16::try_from(payload.len()).expect("a payload of the lab is short");
    with_length(kind, number, length, payload)
}

/// A datagram that says any length.
pub fn with_length(kind: u8, number: u32, length: u16, payload: &[u8]) -> Vec<u8> {
    [&MAGIC.to_be_bytes()[..], &[kind, 0], &length.to_be_bytes(), &number.to_be_bytes(), payload].concat()
}

/// The same datagram with one byte changed.
pub fn spoiled(mut datagram: Vec<u8>, place: usize) -> Vec<u8> {
    datagram[place] ^= 1;
    datagram
}

/// What a datagram says that is right in every field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Message<'b> {
    pub kind: u8,
    pub number: u32,
    pub payload: &'b [u8],
}

/// Reads a datagram; `None` if it is malformed.
pub fn read(bytes: &[u8]) -> Option<Message<'_>> {
    let (header, payload) = bytes.split_at_checked(HEADER)?;
    let (kind, number) = (header[4], u32::from_be_bytes(header[8..].try_into().ok()?));
    let fits = if kind == DATA { payload.len() <= LARGEST } else { payload.is_empty() };
    (fits && (DATA..=END).contains(&kind) && datagram(kind, number, payload) == bytes).then_some(Message {
        kind,
        number,
        payload,
    })
}

/// What stands behind the header.
pub fn payload(bytes: &[u8]) -> &[u8] {
    bytes.get(HEADER..).unwrap_or_default()
}

/// Whether `bytes` would be `right` if some of its numbers were not written with the least significant byte first.
pub fn is_little_endian(bytes: &[u8], right: &[u8]) -> bool {
    let swapped = |field: std::ops::Range<usize>| {
        let backwards: Vec<u8> = right[field.clone()].iter().rev().copied().collect();
        bytes[field.clone()] == right[field.clone()] || bytes[field] == backwards[..]
    };
    bytes != right
        && bytes.len() == right.len()
        && [0..4, 6..8, 8..12].into_iter().all(swapped)
        && bytes[4..6] == right[4..6]
        && bytes[HEADER..] == right[HEADER..]
}
