//! A message is decoded piece by piece, as reads may give it, and whole.

fn main() {
    let message = "cachipún".as_bytes();
    // ANCHOR: pieces
    for piece in message.chunks(7) {
        match std::str::from_utf8(piece) {
            Ok(text) => println!("a piece:    {text}"),
            Err(error) => println!("a piece:    {error}"),
        }
        println!("lossy:      {}", String::from_utf8_lossy(piece));
    }
    match std::str::from_utf8(message) {
        Ok(text) => println!("the whole:  {text}"),
        Err(error) => println!("the whole:  {error}"),
    }
    // ANCHOR_END: pieces
}
