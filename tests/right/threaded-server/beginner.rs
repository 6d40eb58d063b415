//! The task written in the third week of Rust: a counter behind a mutex, one byte looked at after the other.

use std::env;
use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream, ToSocketAddrs};
use std::process;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

pub fn main() {
    // The address comes first. The two options may stand anywhere behind it.
    let args: Vec<String> = env::args().skip(1).collect();
    let mut address = String::new();
    let mut most = 64;
    let mut patience = 60_000;
    let mut i = 0;
    while i < args.len() {
        if args[i] == "--clients" || args[i] == "--timeout" {
            let number: u64 = match args.get(i + 1).map(|text| text.parse()) {
                Some(Ok(n)) => n,
                _ => {
                    eprintln!("{} needs a number", args[i]);
                    process::exit(2);
                }
            };
            if args[i] == "--clients" {
                most = number;
            } else {
                patience = number;
            }
            i += 2;
        } else {
            address = args[i].clone();
            i += 1;
        }
    }

    let candidates = match address.to_socket_addrs() {
        Ok(found) => found,
        Err(e) => {
            eprintln!("unknown name: {address}: {e}");
            process::exit(1);
        }
    };
    let mut listener = None;
    let mut complaint = String::from("no address");
    for candidate in candidates {
        match TcpListener::bind(candidate) {
            Ok(l) => {
                listener = Some(l);
                break;
            }
            Err(e) if e.kind() == ErrorKind::AddrInUse => complaint = format!("{candidate}: address in use"),
            Err(e) => complaint = format!("{candidate}: {e}"),
        }
    }
    let Some(listener) = listener else {
        eprintln!("{complaint}");
        process::exit(1);
    };
    println!("listening on {}", listener.local_addr().expect("a bound listener has an address"));

    let inside = Arc::new(Mutex::new(0));
    for client in listener.incoming() {
        let Ok(mut client) = client else {
            thread::sleep(Duration::from_millis(5));
            continue;
        };
        // The lock is only held while I look at the number and change it.
        let mut number = inside.lock().unwrap();
        if *number >= most {
            drop(number);
            let _ = client.write_all(b"full\n");
            continue;
        }
        *number += 1;
        drop(number);
        let inside = Arc::clone(&inside);
        thread::spawn(move || {
            talk_with(client, Duration::from_millis(patience));
            *inside.lock().unwrap() -= 1;
        });
    }
}

// When something goes wrong this function just returns, and the client is gone. Nothing in here can panic.
fn talk_with(mut client: TcpStream, patience: Duration) {
    if client.set_read_timeout(Some(patience)).is_err() || client.set_write_timeout(Some(patience)).is_err() {
        return;
    }
    let mut line: Vec<u8> = Vec::new();
    let mut some = [0u8; 2000];
    loop {
        let n = match client.read(&mut some) {
            Ok(0) => {
                let _ = client.write_all(&line);
                return;
            }
            Ok(n) => n,
            Err(_) => return,
        };
        for byte in &some[..n] {
            line.push(*byte);
            if line.len() > 65_536 {
                say_goodbye(client);
                return;
            }
            if *byte == b'\n' {
                if client.write_all(&line).is_err() {
                    return;
                }
                line.clear();
            }
        }
    }
}

fn say_goodbye(mut client: TcpStream) {
    if client.write_all(b"too long\n").is_err() {
        return;
    }
    let _ = client.shutdown(Shutdown::Write);
    // The rest is read in short naps, so that the client does not get a reset.
    let start = Instant::now();
    let _ = client.set_read_timeout(Some(Duration::from_millis(50)));
    let mut trash = [0u8; 4000];
    while start.elapsed() < Duration::from_millis(800) {
        match client.read(&mut trash) {
            Ok(0) => return,
            Ok(_) => {}
            Err(e) if e.kind() == ErrorKind::WouldBlock || e.kind() == ErrorKind::TimedOut => {}
            Err(_) => return,
        }
    }
}
