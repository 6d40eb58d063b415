//! A beginner's way: a thread for each port, started only while fewer than 128 are running, and looked at now and then.

use std::net::{IpAddr, TcpStream, ToSocketAddrs};
use std::process::exit;
use std::thread;
use std::time::Duration;

fn main_part(host: &str, first: u16, last: u16, timeout: Duration) {
    let host_without_brackets = host.replace(['[', ']'], "");
    let addresses: Vec<IpAddr> = match (host_without_brackets.as_str(), 80).to_socket_addrs() {
        Ok(list) => list.map(|address| address.ip()).collect(),
        Err(_) => {
            eprintln!("unknown name: {host}");
            exit(1);
        }
    };
    let mut results: Vec<(u16, String)> = Vec::new();
    let mut running: Vec<thread::JoinHandle<(u16, String)>> = Vec::new();
    let mut next = first as u32;
    while next <= last as u32 || !running.is_empty() {
        while next <= last as u32 && running.len() < 128 {
            let port = next as u16;
            let addresses = addresses.clone();
            running.push(thread::spawn(move || (port, try_it(&addresses, port, timeout))));
            next += 1;
        }
        let (done, still): (Vec<_>, Vec<_>) = running.into_iter().partition(|handle| handle.is_finished());
        running = still;
        for handle in done {
            results.push(handle.join().unwrap());
        }
        thread::sleep(Duration::from_millis(3));
    }
    results.sort();
    let mut counts = [0, 0, 0];
    for (_, result) in &results {
        match result.as_str() {
            "closed" => counts[1] += 1,
            "silent" => counts[2] += 1,
            line => {
                counts[0] += 1;
                println!("{line}");
            }
        }
    }
    eprintln!("{} open, {} closed, {} silent", counts[0], counts[1], counts[2]);
}

fn try_it(addresses: &[IpAddr], port: u16, timeout: Duration) -> String {
    let mut result = "closed".to_string();
    for address in addresses {
        let target = (*address, port).into();
        match TcpStream::connect_timeout(&target, timeout) {
            Ok(stream) => return format!("{port}\t{}\t{target}", stream.local_addr().unwrap()),
            Err(error) if error.kind() == std::io::ErrorKind::TimedOut => result = "silent".to_string(),
            Err(_) => {}
        }
    }
    result
}

fn bad_range() -> ! {
    eprintln!("bad range");
    exit(2);
}

fn to_port(text: &str) -> u16 {
    if text.is_empty() || text.len() > 5 {
        bad_range();
    }
    let mut number: u32 = 0;
    for digit in text.chars() {
        match digit.to_digit(10) {
            Some(digit) => number = number * 10 + digit,
            None => bad_range(),
        }
    }
    if number == 0 || number > 65535 {
        bad_range();
    }
    number as u16
}

pub fn main() {
    let args: Vec<String> = std::env::args().collect();
    let timeout = if args.len() == 5 && args[3] == "--timeout" { args[4].parse().unwrap_or(2000) } else { 2000 };
    if args.len() != 3 && args.len() != 5 {
        eprintln!("usage: ports HOST FIRST-LAST [--timeout MS]");
        exit(2);
    }
    match args[2].split('-').collect::<Vec<_>>()[..] {
        [first, last] if to_port(first) <= to_port(last) => {
            main_part(&args[1], to_port(first), to_port(last), Duration::from_millis(timeout));
        }
        _ => bad_range(),
    }
}
