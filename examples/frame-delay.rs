//! How long a question and its answer take when a message leaves in two writes, and when it leaves in one. Both ends are in
//! this program.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

/// How often the question is asked. The first ones are quicker than the rest: the kernel acknowledges them at once.
const ROUNDS: usize = 41;

fn main() -> io::Result<()> {
    println!("length, then payload              {}", one_round(two_writes, false)?);
    println!("length, then payload, no delay    {}", one_round(two_writes, true)?);
    println!("length and payload in one write   {}", one_round(one_write, false)?);
    Ok(())
}

// ANCHOR: writes
fn two_writes(conn: &mut TcpStream) -> io::Result<()> {
    conn.write_all(&[4])?;
    conn.write_all(b"hola")
}

fn one_write(conn: &mut TcpStream) -> io::Result<()> {
    conn.write_all(b"\x04hola")
}
// ANCHOR_END: writes

/// The time of the round in the middle, when all are put in order.
fn one_round(ask: fn(&mut TcpStream) -> io::Result<()>, no_delay: bool) -> io::Result<&'static str> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let mut conn = TcpStream::connect(listener.local_addr()?)?;
    conn.set_nodelay(no_delay)?;
    let (server, _) = listener.accept()?;
    thread::spawn(move || answer(server));
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let begin = Instant::now();
        ask(&mut conn)?;
        conn.read_exact(&mut [0; 1])?;
        times.push(begin.elapsed());
    }
    times.sort();
    let in_the_middle = times[ROUNDS / 2];
    Ok(if in_the_middle < Duration::from_millis(10) { "less than 10 ms" } else { "more than 10 ms" })
}

/// Answers each message of five bytes with one byte, when it is whole.
fn answer(mut conn: TcpStream) -> io::Result<()> {
    loop {
        conn.read_exact(&mut [0; 5])?;
        conn.write_all(b"!")?;
    }
}
