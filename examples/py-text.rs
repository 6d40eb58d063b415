//! Bytes and text: what happens when a letter is cut in two.

fn main() {
    // ANCHOR: text
    let word = "señal".as_bytes();
    println!("{} letters, {} bytes: {:?}", "señal".chars().count(), word.len(), word);

    let (first, second) = word.split_at(3);
    if let Err(error) = std::str::from_utf8(first) {
        println!("first piece: {error}");
    }
    println!("both: {}", String::from_utf8_lossy(&[first, second].concat()));
    // ANCHOR_END: text
}
