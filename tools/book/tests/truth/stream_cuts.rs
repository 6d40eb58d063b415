//! How many bytes each read gives, as real sockets on the loopback interface say.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};

use serde_json::{Value, json};

use crate::golden;

const WRITES: [[&str; 3]; 7] = [
    ["Hola", "Ana", "y Beto"],
    ["Hola", "", "y Beto"],
    ["", "", "chao"],
    ["12345678", "12345678", "12345678"],
    ["a", "b", "c"],
    ["niño", "ñandú", "sí"],
    ["", "", ""],
];

#[test]
fn stream_cuts() {
    let mut cases = Vec::new();
    for writes in WRITES {
        for buffer in [1, 2, 3, 5, 8, 24] {
            let sizes: Vec<usize> = writes.iter().map(|text| text.len()).filter(|size| *size > 0).collect();
            let all = [sizes.iter().sum()];
            // Where nothing is written there is nothing to wait for.
            let gatherings = if sizes.is_empty() { &[][..] } else { &all };
            cases.push(case(writes, 9, buffer, "once", &reads(gatherings, &sizes, buffer)));
            for segment in [1, 3, 7, 24] {
                // A segment arrives by itself: for the reader the same as a write of its size.
                let segments: Vec<usize> = sizes.iter().flat_map(|size| chop(*size, segment)).collect();
                cases.push(case(writes, segment, buffer, "slowly", &reads(&segments, &segments, buffer)));
            }
        }
    }
    golden::check("stream-cuts", &cases);
}

fn case(writes: [&str; 3], segment: usize, buffer: usize, pace: &str, reads: &[usize]) -> Value {
    json!({"writes": writes, "segment": segment, "buffer": buffer, "pace": pace, "reads": reads})
}

fn chop(mut total: usize, size: usize) -> Vec<usize> {
    let mut parts = Vec::new();
    while total > 0 {
        parts.push(total.min(size));
        total -= total.min(size);
    }
    parts
}

/// Writes pieces of the given sizes. Whenever as many bytes as the next of `gatherings` have arrived, and not before,
/// reads with a buffer until they are all read. What each read gave.
fn reads(gatherings: &[usize], writes: &[usize], buffer: usize) -> Vec<usize> {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let mut writer = TcpStream::connect(listener.local_addr().expect("an address")).expect("it listens");
    writer.set_nodelay(true).expect("an option of every TCP socket");
    let (mut reader, _) = listener.accept().expect("it connected");
    let mut writes = writes.iter();
    let mut given = Vec::new();
    for gathering in gatherings {
        let mut written = 0;
        while written < *gathering {
            let size = *writes.next().expect("there is something to write");
            writer.write_all(&vec![b'x'; size]).expect("it is open");
            written += size;
        }
        let mut all = vec![0; gathering + 1];
        while reader.peek(&mut all).expect("it is open") < *gathering {}
        let mut left = *gathering;
        while left > 0 {
            let count = reader.read(&mut vec![0; buffer]).expect("it is open");
            given.push(count);
            left -= count;
        }
    }
    writer.shutdown(Shutdown::Write).expect("it is open");
    assert_eq!(reader.read(&mut [0]).expect("an end"), 0);
    given
}
