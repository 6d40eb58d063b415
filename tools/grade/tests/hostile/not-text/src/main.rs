use std::io::Write;

fn main() {
    let bytes: Vec<u8> = (0..=255).chain([0xff, 0xfe, 0xed, 0xa0, 0x80, 0xc0, 0xaf, 0]).collect();
    let _ = std::io::stdout().write_all(&bytes);
    let _ = std::io::stderr().write_all(&bytes);
}
