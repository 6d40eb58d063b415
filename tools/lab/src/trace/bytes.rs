//! The bytes of one event in full: as numbers and as text, row by row.

use enchufe::report::conversation::size;
use enchufe::transcript::Payload;

use crate::words::trace::Words;

/// The rows of a payload in at most `width` columns: where each row begins, its bytes in hexadecimal, and as text with a
/// dot for what is no letter of ASCII. Where bytes were not kept, a row says how many.
pub fn dump(payload: &Payload, width: usize, words: &Words) -> Vec<String> {
    let digits = format!("{:x}", payload.len).len().max(4);
    let needed = |count: usize| digits + 2 + 3 * count + 1 + count;
    let count = [16, 8, 4].into_iter().find(|count| needed(*count) <= width).unwrap_or(2);
    let rows = |start: usize, bytes: &[u8]| -> Vec<String> {
        let row = |(index, row): (usize, &[u8])| line(start + index * count, row, digits, count);
        bytes.chunks(count).enumerate().map(row).collect()
    };
    let mut lines = rows(0, &payload.head);
    if !payload.tail.is_empty() {
        let skipped = payload.len - payload.head.len() - payload.tail.len();
        if skipped > 0 {
            lines.push((words.kept_not)(skipped));
        }
        lines.extend(rows(payload.len - payload.tail.len(), &payload.tail));
    }
    lines
}

fn line(start: usize, bytes: &[u8], digits: usize, count: usize) -> String {
    let numbers: String = bytes.iter().map(|byte| format!("{byte:02x} ")).collect();
    let letter = |byte: &u8| if (b' '..=b'~').contains(byte) { char::from(*byte) } else { '.' };
    let letters: String = bytes.iter().map(letter).collect();
    format!("{start:0digits$x}  {numbers:<width$} {letters}", width = 3 * count).trim_end().to_owned()
}

/// How many bytes there are, exactly and for a person.
pub fn count(payload: &Payload, words: &Words) -> String {
    let exact = (words.all_bytes)(payload.len);
    if payload.len < 100_000 { exact } else { format!("{exact} ({})", size(payload.len)) }
}

#[cfg(test)]
mod tests {
    use enchufe::transcript::Payload;
    use enchufe::words::Lang;

    use super::dump;
    use crate::words::trace;

    #[test]
    fn a_row_says_where_it_begins_and_shows_each_byte_twice() {
        let lines = dump(&Payload::new(b"Gracias por cone\xff"), 80, trace(Lang::En));
        assert_eq!(lines[0], "0000  47 72 61 63 69 61 73 20 70 6f 72 20 63 6f 6e 65  Gracias por cone");
        assert_eq!(lines[1].split_whitespace().collect::<Vec<_>>(), ["0010", "ff", "."]);
        assert_eq!(lines.len(), 2);
    }

    #[test]
    fn every_width_gets_rows_that_fit() {
        let payload = Payload::new(&[b'x'; 100]);
        for width in [24, 40, 60, 80, 120] {
            let widest = dump(&payload, width, trace(Lang::En)).iter().map(String::len).max();
            assert!(widest.is_some_and(|widest| widest <= width), "{width}: {widest:?}");
        }
    }

    #[test]
    fn of_a_flood_the_end_stands_at_its_own_place() {
        let bytes: Vec<u8> = (0..1_000_000_u32).map(|n| n as u8).collect();
        let lines = dump(&Payload::new(&bytes), 80, trace(Lang::En));
        let gap = lines.iter().position(|line| line.starts_with('…')).expect("the middle is not there");
        assert!(lines[gap].contains("983360"), "{}", lines[gap]);
        let behind = 1_000_000 - 256;
        assert!(lines[gap + 1].starts_with(&format!("{behind:05x}  40 41")), "{}", lines[gap + 1]);
    }
}
