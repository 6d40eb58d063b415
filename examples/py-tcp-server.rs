//! Counts the bytes that each client sends over TCP, and tells it: `py-tcp-server HOST PORT`.

use std::env;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;
use std::time::Duration;

// ANCHOR: serve
fn serve(host: &str, port: u16) -> io::Result<()> {
    // All three at once: SO_REUSEADDR (not on Windows), bind and listen.
    let listener = TcpListener::bind((host, port))?;
    println!("listening on {}", listener.local_addr()?);
    for connection in listener.incoming() {
        // However this client ends, `connection` is dropped at the end of `answer`:
        // that closes it.
        if let Err(error) = connection.and_then(answer) {
            // The trouble of one client is not the end of the service.
            eprintln!("a client: {error}");
        }
    }
    Ok(())
}
// ANCHOR_END: serve

// ANCHOR: answer
fn answer(mut connection: TcpStream) -> io::Result<()> {
    // One client after the other: so a silent one may not hold up the rest for ever.
    connection.set_read_timeout(Some(Duration::from_secs(2)))?;
    connection.set_write_timeout(Some(Duration::from_secs(2)))?;
    let (mut piece, mut total) = ([0; 4096], 0);
    loop {
        match connection.read(&mut piece)? {
            0 => break,
            count => total += count,
        }
    }
    connection.write_all(format!("Conté {total} bytes.\n").as_bytes())
}
// ANCHOR_END: answer

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let [host, port] = &args[..] else {
        eprintln!("usage: py-tcp-server HOST PORT");
        return ExitCode::from(2);
    };
    let Ok(port) = port.parse() else {
        eprintln!("{port}: not a port");
        return ExitCode::from(2);
    };
    match serve(host, port) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{host}:{port}: {error}");
            ExitCode::FAILURE
        }
    }
}
