//! A server answers while something of the client lies unread, and closes: in a hurry, and in peace. What does the client
//! get? Both ends are in this program.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::Duration;

/// How long the answer is, in bytes.
const ANSWER: usize = 256 * 1024;

/// How much of a client we throw away, in bytes, and how long we wait for more.
const ENOUGH: u64 = 1024 * 1024;
const PATIENCE: Duration = Duration::from_secs(1);

fn main() -> io::Result<()> {
    println!("the answer has         {ANSWER} bytes");
    println!("closed in a hurry:     {}", what_the_client_gets(in_a_hurry)?);
    println!("closed in peace:       {}", what_the_client_gets(in_peace)?);
    Ok(())
}

// ANCHOR: hurry
fn in_a_hurry(mut conn: TcpStream, said_all: &Sender<()>) -> io::Result<()> {
    conn.write_all(&[b'x'; ANSWER])?;
    drop(conn);
    let _ = said_all.send(());
    Ok(())
}
// ANCHOR_END: hurry

// ANCHOR: peace
fn in_peace(mut conn: TcpStream, said_all: &Sender<()>) -> io::Result<()> {
    conn.write_all(&[b'x'; ANSWER])?;
    // Half-close: the client will see where the answer ends.
    conn.shutdown(Shutdown::Write)?;
    let _ = said_all.send(());
    // Drain: until the client has closed too, and no longer than we like.
    conn.set_read_timeout(Some(PATIENCE))?;
    io::copy(&mut conn.take(ENOUGH), &mut io::sink())?;
    // Close: here the connection is dropped, and nothing lies unread.
    Ok(())
}
// ANCHOR_END: peace

/// Lets a client say something that the server never reads. When the server has said all, the client looks what came.
fn what_the_client_gets(answer: fn(TcpStream, &Sender<()>) -> io::Result<()>) -> io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let mut client = TcpStream::connect(listener.local_addr()?)?;
    client.write_all(b"a question\n")?;
    let (server, _) = listener.accept()?;
    let (said_all, all_is_said) = mpsc::channel();
    let serving = thread::spawn(move || answer(server, &said_all));
    let _ = all_is_said.recv();

    let (mut got, mut buffer) = (0, [0; 4096]);
    let how = loop {
        match client.read(&mut buffer) {
            Ok(0) => break "the end of the stream".to_owned(),
            Ok(count) => got += count,
            Err(error) => break format!("{:?}", error.kind()),
        }
    };
    drop(client);
    match serving.join() {
        Ok(Ok(())) => {}
        Ok(Err(error)) => return Err(error),
        Err(_) => return Err(io::Error::other("the server's thread panicked")),
    }
    let part = if got == ANSWER { "all of it" } else { "a part of it" };
    Ok(format!("{part}, then {how}"))
}
