fn main() {
    let escapes = "\x1b[2J\x1b]0;owned\x07\x1b]8;;http://192.0.2.1\x07all is well\x1b]8;;\x07\u{202e}\r\x08";
    println!("{escapes}");
    eprintln!("{escapes}");
    panic!("{escapes}");
}
