//! One thread, and mio: a hundred connections that are being made, each with its own deadline.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use mio::net::TcpStream;
use mio::{Events, Interest, Poll, Token};

const AT_A_TIME: usize = 100;

/// A connection that is being made, to the address at this place of the list.
struct Attempt {
    stream: TcpStream,
    port: u16,
    place: usize,
    deadline: Instant,
}

enum Answer {
    Open(SocketAddr, SocketAddr),
    Closed,
    Silent,
}

struct Scan {
    poll: Poll,
    addresses: Vec<IpAddr>,
    timeout: Duration,
    attempts: HashMap<Token, Attempt>,
    next_token: usize,
    answers: BTreeMap<u16, Answer>,
}

impl Scan {
    /// Begins to connect to the address at `place`, or to the next that does not refuse at once.
    fn begin(&mut self, port: u16, place: usize) -> io::Result<()> {
        for place in place..self.addresses.len() {
            let Ok(mut stream) = TcpStream::connect((self.addresses[place], port).into()) else { continue };
            let token = Token(self.next_token);
            self.next_token += 1;
            self.poll.registry().register(&mut stream, token, Interest::WRITABLE)?;
            let deadline = Instant::now() + self.timeout;
            self.attempts.insert(token, Attempt { stream, port, place, deadline });
            return Ok(());
        }
        self.answers.entry(port).or_insert(Answer::Closed);
        Ok(())
    }

    /// An attempt that came to something, or not yet.
    fn look_at(&mut self, token: Token) -> io::Result<()> {
        let Some(attempt) = self.attempts.get(&token) else { return Ok(()) };
        let failed = matches!(attempt.stream.take_error(), Ok(Some(_)) | Err(_));
        if failed {
            return self.go_on_elsewhere(token);
        }
        if let (Ok(remote), Ok(local)) = (attempt.stream.peer_addr(), attempt.stream.local_addr()) {
            self.answers.insert(attempt.port, Answer::Open(local, remote));
            self.attempts.remove(&token);
        }
        Ok(())
    }

    fn go_on_elsewhere(&mut self, token: Token) -> io::Result<()> {
        let Some(attempt) = self.attempts.remove(&token) else { return Ok(()) };
        self.begin(attempt.port, attempt.place + 1)
    }

    fn give_up_the_late(&mut self) -> io::Result<()> {
        let now = Instant::now();
        let late: Vec<Token> =
            self.attempts.iter().filter(|(_, attempt)| attempt.deadline <= now).map(|(token, _)| *token).collect();
        for token in late {
            let port = self.attempts[&token].port;
            self.answers.insert(port, Answer::Silent);
            self.go_on_elsewhere(token)?;
        }
        Ok(())
    }
}

fn scan(addresses: Vec<IpAddr>, first: u16, last: u16, timeout: Duration) -> io::Result<BTreeMap<u16, Answer>> {
    let mut ports = first..=last;
    let poll = Poll::new()?;
    let mut scan = Scan { poll, addresses, timeout, attempts: HashMap::new(), next_token: 0, answers: BTreeMap::new() };
    let mut events = Events::with_capacity(256);
    loop {
        while scan.attempts.len() < AT_A_TIME {
            let Some(port) = ports.next() else { break };
            scan.begin(port, 0)?;
        }
        let Some(first_deadline) = scan.attempts.values().map(|attempt| attempt.deadline).min() else {
            return Ok(scan.answers);
        };
        let patience = first_deadline.saturating_duration_since(Instant::now()) + Duration::from_millis(1);
        match scan.poll.poll(&mut events, Some(patience)) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            result => result?,
        }
        for token in events.iter().map(|event| event.token()).collect::<Vec<_>>() {
            scan.look_at(token)?;
        }
        scan.give_up_the_late()?;
    }
}

fn range(text: &str) -> Option<(u16, u16)> {
    let (first, last) = text.split_once('-')?;
    if [first, last].iter().any(|number| !number.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    let (first, last) = (first.parse().ok()?, last.parse().ok()?);
    (first != 0 && first <= last).then_some((first, last))
}

pub fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let (host, text, ms) = match args[..] {
        [host, text] => (host, text, "2000"),
        [host, text, "--timeout", ms] => (host, text, ms),
        _ => return ExitCode::from(2),
    };
    let (Some((first, last)), Ok(ms)) = (range(text), ms.parse()) else {
        eprintln!("bad range, or a bad number of milliseconds");
        return ExitCode::from(2);
    };
    let addresses = match format!("{host}:0").to_socket_addrs() {
        Ok(found) => found.map(|addr| addr.ip()).collect(),
        Err(_) => {
            eprintln!("unknown name");
            return ExitCode::FAILURE;
        }
    };
    let answers = scan(addresses, first, last, Duration::from_millis(ms)).expect("the poll works");
    let mut stdout = io::stdout().lock();
    let (mut open, mut closed, mut silent) = (0, 0, 0);
    for (port, answer) in answers {
        match answer {
            Answer::Open(local, remote) => {
                open += 1;
                writeln!(stdout, "{port}\t{local}\t{remote}").expect("stdout is open");
            }
            Answer::Closed => closed += 1,
            Answer::Silent => silent += 1,
        }
    }
    eprintln!("{open} open, {closed} closed, {silent} silent");
    ExitCode::SUCCESS
}
