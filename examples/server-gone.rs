//! What a server notices when it goes on talking to a client that has left.

use std::io::{self, Write};
use std::net::{TcpListener, TcpStream};

fn main() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let client = TcpStream::connect(listener.local_addr()?)?;
    let (mut conn, _) = listener.accept()?;

    // ANCHOR: gone
    drop(client);
    for turn in 1..=3 {
        match conn.write(b"hola\n") {
            Ok(count) => println!("write {turn}: {count} bytes"),
            Err(error) => println!("write {turn}: {:?}", error.kind()),
        }
    }
    // ANCHOR_END: gone
    Ok(())
}
