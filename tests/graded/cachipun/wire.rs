//! The game's wire from the lab's side: frames of JSON, made and read without the student's `framing`.

use serde_json::{Value, json};

/// A frame around any bytes.
pub fn frame(payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).expect("the lab announces what it sends");
    [&length.to_be_bytes(), payload].concat()
}

/// A message as a frame, `status` first as the programs of 2019 have it.
pub fn message(status: &str, data: &Value) -> Vec<u8> {
    frame(format!(r#"{{"status":{},"data":{data}}}"#, json!(status)).as_bytes())
}

/// The payload of the first frame in these bytes, and what follows it. `None` while it is not complete.
pub fn split_frame(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk()?;
    rest.split_at_checked(u32::from_be_bytes(*length) as usize)
}
