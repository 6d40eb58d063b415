use std::io::Write;

fn main() {
    let piece = [b'x'; 64 * 1024];
    while std::io::stdout().write_all(&piece).is_ok() {}
}
