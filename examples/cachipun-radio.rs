//! A radio: what is typed here goes to every listener. One thread knows the listeners, and never waits for any of them.
//! `fin` ends the program.

use std::io::{self, BufRead, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// How many may listen, and how many lines may wait for each.
const LISTENERS: usize = 50;
const QUEUE: usize = 16;

/// How long a listener may take nothing, and how long it may take to leave.
const PATIENCE: Duration = Duration::from_secs(1);

enum News {
    Came(TcpStream),
    Typed(Vec<u8>),
}

struct Listener {
    queue: SyncSender<Vec<u8>>,
    writer: JoinHandle<()>,
}

fn main() -> io::Result<()> {
    let addr = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:9001".to_owned());
    let door = TcpListener::bind(addr)?;
    println!("listening on {}", door.local_addr()?);
    let (tell, news) = mpsc::sync_channel(QUEUE);
    let keyboard = tell.clone();
    thread::spawn(move || wait_for_listeners(&door, &tell));
    thread::spawn(move || wait_for_lines(&keyboard));

    // ANCHOR: decide
    let mut listeners = Vec::new();
    for it in news {
        match it {
            News::Came(_) if listeners.len() == LISTENERS => println!("full: one more is sent away"),
            News::Came(conn) => {
                listeners.push(take_in(conn));
                println!("{} listening", listeners.len());
            }
            News::Typed(line) if line == b"fin\n" => break,
            // `try_send` never waits. Whoever is gone, or has a full queue, is no listener any more.
            News::Typed(line) => listeners.retain(|listener| listener.queue.try_send(line.clone()).is_ok()),
        }
    }
    // ANCHOR_END: decide
    for Listener { queue, writer } in listeners {
        drop(queue);
        let _ = writer.join();
    }
    Ok(())
}

// ANCHOR: writer
/// A listener with a queue and a thread of its own. The thread may wait for the listener: nobody waits for the thread.
fn take_in(conn: TcpStream) -> Listener {
    let (queue, lines) = mpsc::sync_channel(QUEUE);
    let writer = thread::spawn(move || {
        let _ = write_all(&conn, &lines);
    });
    // The first of its lines. An empty queue has room for it.
    let _ = queue.try_send(b"Radio Enchufe\n".to_vec());
    Listener { queue, writer }
}

/// Writes what comes from the queue. The queue ends when its other side has been dropped, and all in it was written.
fn write_all(mut conn: &TcpStream, lines: &Receiver<Vec<u8>>) -> io::Result<()> {
    conn.set_write_timeout(Some(PATIENCE))?;
    for line in lines {
        conn.write_all(&line)?;
    }
    conn.shutdown(Shutdown::Write)?;
    conn.set_read_timeout(Some(PATIENCE))?;
    io::copy(&mut conn.take(64 * 1024), &mut io::sink())?;
    Ok(())
}
// ANCHOR_END: writer

fn wait_for_listeners(door: &TcpListener, tell: &SyncSender<News>) {
    for conn in door.incoming() {
        match conn {
            Ok(conn) => drop(tell.send(News::Came(conn))),
            // No descriptor left, perhaps. A pause, so as not to ask in circles.
            Err(_) => thread::sleep(Duration::from_millis(10)),
        }
    }
}

fn wait_for_lines(tell: &SyncSender<News>) {
    let mut input = io::stdin().lock();
    loop {
        let mut line = Vec::new();
        match input.read_until(b'\n', &mut line) {
            Ok(count) if count > 0 && tell.send(News::Typed(line)).is_ok() => {}
            _ => return,
        }
    }
}
