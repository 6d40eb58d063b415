//! Two things to wait for: what somebody types, and what a server says. Both come to one queue, and are noted in the order
//! in which they came. `fin` ends the program.

use std::io::{self, BufRead, Read, Write};
use std::net::TcpStream;
use std::sync::mpsc::{self, SyncSender};
use std::thread;

/// How much may wait in the queue.
const QUEUE: usize = 16;

// ANCHOR: news
/// All that can happen next.
enum News {
    Typed(Vec<u8>),
    InputEnded,
    Heard(Vec<u8>),
    ServerEnded,
}
// ANCHOR_END: news

fn main() -> io::Result<()> {
    let addr = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:9001".to_owned());
    let conn = TcpStream::connect(addr)?;
    let mut out = io::stdout();
    writeln!(out, "connected to {}", conn.peer_addr()?)?;
    // ANCHOR: threads
    let (tell, news) = mpsc::sync_channel(QUEUE);
    let keyboard = tell.clone();
    thread::spawn(move || wait_for_the_keyboard(&keyboard));
    thread::spawn(move || wait_for_the_server(conn, &tell));
    // ANCHOR_END: threads

    // ANCHOR: loop
    for it in news {
        match it {
            News::Typed(line) if line == b"fin" => break,
            News::Typed(line) => writeln!(out, "keyboard: \"{}\"", line.escape_ascii())?,
            News::Heard(piece) => writeln!(out, "server:   \"{}\"", piece.escape_ascii())?,
            News::InputEnded => writeln!(out, "keyboard: the end")?,
            News::ServerEnded => writeln!(out, "server:   the end")?,
        }
    }
    // The threads that still wait end here, with `main`.
    Ok(())
    // ANCHOR_END: loop
}

// ANCHOR: waiting
fn wait_for_the_keyboard(tell: &SyncSender<News>) {
    for line in io::stdin().lock().split(b'\n').map_while(Result::ok) {
        if tell.send(News::Typed(line)).is_err() {
            return;
        }
    }
    let _ = tell.send(News::InputEnded);
}

fn wait_for_the_server(mut conn: TcpStream, tell: &SyncSender<News>) {
    let mut buffer = [0; 1024];
    // An error ends it like the end of the stream: there is nothing more to note.
    while let Ok(count @ 1..) = conn.read(&mut buffer) {
        if tell.send(News::Heard(buffer[..count].to_vec())).is_err() {
            return;
        }
    }
    let _ = tell.send(News::ServerEnded);
}
// ANCHOR_END: waiting
