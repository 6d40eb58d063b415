//! Plain std, as a beginner writes it: one long `main`, many comments, and `io::copy` for the hard part.

use std::env;
use std::io;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::net::TcpStream;
use std::net::ToSocketAddrs;
use std::process;
use std::time::Duration;

pub fn main() {
    // STEP 1: look at the arguments
    let mut address = String::new(); // the address will be here
    let mut milliseconds = 2000; // this many if nobody says otherwise
    let args: Vec<String> = env::args().collect();
    let mut i = 1; // args[0] is the program itself
    while i < args.len() {
        if args[i] == "--timeout" {
            i += 1; // the number comes after the word
            if i == args.len() {
                wrong_usage();
            }
            match args[i].parse::<u64>() {
                Ok(number) if number > 0 => milliseconds = number,
                _ => wrong_usage(),
            }
        } else if address.is_empty() {
            address = args[i].clone();
        } else {
            wrong_usage();
        }
        i += 1;
    }
    if address.is_empty() {
        wrong_usage();
    }
    let timeout = Duration::from_millis(milliseconds);

    // STEP 2: a name can have many addresses, get them all
    let all: Vec<SocketAddr> = match address.to_socket_addrs() {
        Ok(found) => found.collect(),
        Err(_) => {
            eprintln!("error: unknown name");
            process::exit(1);
        }
    };

    // STEP 3: try one after the other until one works
    let mut socket: Option<TcpStream> = None;
    let mut problem: Option<io::Error> = None; // what the last one said
    for one in all {
        match TcpStream::connect_timeout(&one, timeout) {
            Ok(connected) => {
                socket = Some(connected);
                break; // got it!
            }
            Err(error) => {
                problem = Some(error);
            }
        }
    }
    let mut socket = match socket {
        Some(socket) => socket,
        None => {
            match problem {
                Some(error) => eprintln!("error: {}", explain(&error)),
                None => eprintln!("error: unknown name"), // the list was empty
            }
            process::exit(1);
        }
    };

    // STEP 4: copy it to the screen. io::copy reads until the end and writes every piece it gets
    socket.set_read_timeout(Some(timeout)).expect("the timeout is not zero");
    let result = io::copy(&mut socket, &mut io::stdout());

    // STEP 5: did it go well? (process::exit prints what is still waiting in stdout)
    if let Err(error) = result {
        eprintln!("error: {}", explain(&error));
        process::exit(1);
    }
}

fn explain(error: &io::Error) -> String {
    if error.kind() == ErrorKind::ConnectionRefused {
        return String::from("connection refused");
    }
    if error.kind() == ErrorKind::ConnectionReset {
        return String::from("connection reset");
    }
    if error.kind() == ErrorKind::WouldBlock || error.kind() == ErrorKind::TimedOut {
        return String::from("timed out");
    }
    error.to_string()
}

fn wrong_usage() -> ! {
    eprintln!("usage: tcp-client ADDR [--timeout MS]");
    process::exit(2);
}
