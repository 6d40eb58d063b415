//! A thread that reads the socket and hands on what is well-formed, and one that does the work, with a channel between.

use std::fs::{self, OpenOptions};
use std::io::{self, BufReader, BufWriter, ErrorKind, Read, Write};
use std::net::{SocketAddr, ToSocketAddrs, UdpSocket};
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Data = 1,
    Acknowledgement,
    End,
}

struct Packet {
    kind: Kind,
    number: u32,
    payload: Vec<u8>,
}

impl Packet {
    fn bytes(&self) -> Vec<u8> {
        let head = 0x454e_4348_u128 << 64
            | (self.kind as u128) << 56
            | (self.payload.len() as u128) << 32
            | u128::from(self.number);
        let mut bytes = head.to_be_bytes()[4..].to_vec();
        bytes.extend(&self.payload);
        bytes
    }

    fn parse(bytes: &[u8]) -> Option<Packet> {
        let kind = match bytes.get(4)? {
            1 => Kind::Data,
            2 => Kind::Acknowledgement,
            3 => Kind::End,
            _ => return None,
        };
        let number = u32::from_be_bytes(bytes.get(8..12)?.try_into().ok()?);
        let packet = Packet { kind, number, payload: bytes[12..].to_vec() };
        let room = if kind == Kind::Data { 1024 } else { 0 };
        (packet.payload.len() <= room && packet.bytes() == bytes).then_some(packet)
    }
}

/// What comes to a socket, read by a thread that ends with the program.
fn listen(socket: &UdpSocket) -> io::Result<Receiver<(Packet, SocketAddr)>> {
    let (sender, receiver) = channel();
    let socket = socket.try_clone()?;
    std::thread::spawn(move || {
        let mut buffer = vec![0; 65_536];
        loop {
            let Ok((count, from)) = socket.recv_from(&mut buffer) else { continue };
            let Some(packet) = Packet::parse(&buffer[..count]) else { continue };
            if sender.send((packet, from)).is_err() {
                return;
            }
        }
    });
    Ok(receiver)
}

fn timed_out() -> io::Error {
    ErrorKind::TimedOut.into()
}

fn first_of(addr: &str) -> io::Result<SocketAddr> {
    let unknown = |why: &dyn std::fmt::Display| io::Error::new(ErrorKind::NotFound, format!("unknown name: {why}"));
    addr.to_socket_addrs().map_err(|error| unknown(&error))?.next().ok_or_else(|| unknown(&addr))
}

fn send(file: &str, addr: &str, ms: Duration, tries: u32, first: u32) -> io::Result<(u64, u64, u64)> {
    let peer = first_of(addr)?;
    let socket = UdpSocket::bind(SocketAddr::new(if peer.is_ipv4() { [0; 4].into() } else { [0u16; 8].into() }, 0))?;
    let inbox = listen(&socket)?;
    let mut file = BufReader::new(fs::File::open(file)?);
    let (mut total, mut sent, mut number) = (0, 0, first);
    loop {
        let mut payload = Vec::new();
        (&mut file).take(1024).read_to_end(&mut payload)?;
        let kind = if payload.is_empty() { Kind::End } else { Kind::Data };
        total += payload.len() as u64;
        let packet = Packet { kind, number, payload }.bytes();
        let acknowledged = (0..tries).any(|turn| {
            sent += 1;
            let _ = socket.send_to(&packet, peer);
            let until = Instant::now() + ms * 2u32.pow(turn.min(3));
            loop {
                match inbox.recv_timeout(until.saturating_duration_since(Instant::now())) {
                    Ok((answer, from)) => {
                        if from == peer && answer.kind == Kind::Acknowledgement && answer.number == number {
                            return true;
                        }
                    }
                    Err(_) => return false,
                }
            }
        });
        if !acknowledged {
            return Err(timed_out());
        }
        number = number.wrapping_add(1);
        if kind == Kind::End {
            return Ok((total, sent, sent - u64::from(number.wrapping_sub(first))));
        }
    }
}

fn receive(addr: &str, file: &str, ms: Duration, first: u32) -> io::Result<(u64, u64, u64)> {
    let socket = UdpSocket::bind(first_of(addr)?)?;
    println!("listening on {}", socket.local_addr()?);
    let inbox = listen(&socket)?;
    let beside = format!("{file}~");
    let mut out = BufWriter::new(OpenOptions::new().write(true).create(true).truncate(true).open(&beside)?);
    let (mut total, mut came, mut again, mut next) = (0, 0, 0, first);
    let mut partner = None;
    let mut until: Option<Instant> = None;
    let mut over = false;
    loop {
        let event = match until {
            None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(until) => inbox.recv_timeout(until.saturating_duration_since(Instant::now())),
        };
        let Ok((packet, from)) = event else {
            let _ = fs::remove_file(&beside);
            return if over { Ok((total, came, again)) } else { Err(timed_out()) };
        };
        if packet.kind == Kind::Acknowledgement || *partner.get_or_insert(from) != from {
            continue;
        }
        if packet.number == next && !over {
            out.write_all(&packet.payload)?;
            total += packet.payload.len() as u64;
            next = next.wrapping_add(1);
            if packet.kind == Kind::End {
                out.flush()?;
                fs::rename(&beside, file)?;
                over = true;
                until = Some(Instant::now() + ms * 2);
            }
        } else if packet.number.wrapping_sub(first) < next.wrapping_sub(first) {
            again += 1;
        } else {
            continue;
        }
        came += 1;
        if !over {
            until = Some(Instant::now() + ms * 30);
        }
        let answer = Packet { kind: Kind::Acknowledgement, number: packet.number, payload: Vec::new() };
        let _ = socket.send_to(&answer.bytes(), from);
    }
}

pub fn main() -> ExitCode {
    let mut words = Vec::new();
    let (mut ms, mut tries, mut first) = (2000, 10, 0);
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        let slot = match arg.as_str() {
            "--timeout" => &mut ms,
            "--tries" => &mut tries,
            "--first" => &mut first,
            _ => {
                words.push(arg);
                continue;
            }
        };
        let Some(Ok(number)) = args.next().map(|number| number.parse()) else { return ExitCode::from(2) };
        *slot = number;
    }
    let ms = Duration::from_millis(u64::from(ms));
    let outcome = match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["send", file, addr] => send(file, addr, ms, tries, first),
        ["receive", addr, file] => receive(addr, file, ms, first),
        _ => return ExitCode::from(2),
    };
    match outcome {
        Ok((bytes, datagrams, repeated)) => {
            eprintln!("done: {bytes} bytes, {datagrams} datagrams, {repeated} repeated");
            ExitCode::SUCCESS
        }
        Err(error) => {
            let words = match error.kind() {
                ErrorKind::TimedOut => "timed out",
                ErrorKind::AddrInUse => "address in use",
                ErrorKind::NotFound => "unknown name",
                _ => "failed",
            };
            eprintln!("{words}");
            ExitCode::FAILURE
        }
    }
}
