//! The task written in the second week of Rust: no function but `main` and one helper, every step explained.

use std::env;
use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream, ToSocketAddrs};
use std::process;
use std::time::{Duration, Instant};

pub fn main() {
    // First I look at the arguments. The first one (number 0) is the name of the program itself.
    let args: Vec<String> = env::args().collect();
    let mut address = String::new();
    let mut how_many = 5;
    let mut i = 1;
    while i < args.len() {
        if args[i] == "--clients" && i + 1 < args.len() {
            how_many = match args[i + 1].parse() {
                Ok(n) => n,
                Err(_) => {
                    eprintln!("--clients needs a number");
                    process::exit(2);
                }
            };
            i += 2;
        } else {
            address = args[i].clone();
            i += 1;
        }
    }
    if address.is_empty() {
        eprintln!("usage: tcp-server ADDR [--clients N]");
        process::exit(2);
    }

    // A name can be unknown, so I ask for the addresses first.
    let candidates = match address.to_socket_addrs() {
        Ok(found) => found,
        Err(e) => {
            eprintln!("unknown name: {address}: {e}");
            process::exit(1);
        }
    };

    // Then I try them one by one, and keep the first that works.
    let mut listener = None;
    let mut taken = false;
    for candidate in candidates {
        match TcpListener::bind(candidate) {
            Ok(l) => {
                listener = Some(l);
                break;
            }
            Err(e) => taken = taken || e.kind() == ErrorKind::AddrInUse,
        }
    }
    let listener = match listener {
        Some(l) => l,
        None => {
            if taken {
                eprintln!("{address}: address in use");
            } else {
                eprintln!("{address}: I cannot listen there");
            }
            process::exit(1);
        }
    };

    // println! on its own writes the line at once, because it ends with a line end.
    println!("listening on {}", listener.local_addr().expect("a bound listener has an address"));

    let mut counter = 0;
    while counter < how_many {
        if let Ok((client, _)) = listener.accept() {
            counter += 1;
            say_thanks(client);
        }
    }
}

// Whatever goes wrong in here is the problem of this client, so nothing is returned.
fn say_thanks(mut client: TcpStream) {
    let message = "Gracias por conectarte\n";
    if client.write_all(message.as_bytes()).is_err() {
        return;
    }
    let _ = client.shutdown(Shutdown::Write);

    // Now I read what the client says and throw it away: in short naps, eight tenths of a second in all.
    let start = Instant::now();
    let _ = client.set_read_timeout(Some(Duration::from_millis(50)));
    let mut trash = [0u8; 100];
    while start.elapsed() < Duration::from_millis(800) {
        match client.read(&mut trash) {
            Ok(0) => break,
            Ok(_) => {}
            Err(e) if e.kind() == ErrorKind::WouldBlock || e.kind() == ErrorKind::TimedOut => {}
            Err(_) => break,
        }
    }
}
