//! A small header: one byte that says what follows, two for a number. From fields to bytes and back.

// ANCHOR: note
/// The kind (1 byte), the number (2 bytes, the most significant first), and the text.
fn to_bytes(kind: u8, number: u16, text: &[u8]) -> Vec<u8> {
    let mut bytes = vec![kind];
    bytes.extend(number.to_be_bytes());
    bytes.extend(text);
    bytes
}

/// The same three, or `None` if it is too short to be one.
fn from_bytes(bytes: &[u8]) -> Option<(u8, u16, &[u8])> {
    // What came from the network may have any length: so nothing here takes a byte
    // that may not be there.
    let (kind, rest) = bytes.split_first()?;
    let (number, text) = rest.split_first_chunk::<2>()?;
    Some((*kind, u16::from_be_bytes(*number), text))
}
// ANCHOR_END: note

fn main() {
    // ANCHOR: try
    let bytes = to_bytes(7, 258, b"hola");
    println!("{bytes:?}");
    println!("{:?}", from_bytes(&bytes));
    println!("{:?}", from_bytes(&bytes[..2]));
    // ANCHOR_END: try
}
