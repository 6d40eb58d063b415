//! A lossy path between UDP clients and a server: it drops, doubles, swaps and delays datagrams as the plan of the
//! graded tests' relay says, and shows what it did to each. What is in them it does not look at.

use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use enchufe::peer::relay::{Direction, Plan};
use enchufe::transcript::Fate;

use super::log::{Log, letter};
use super::serve::cannot_listen;
use super::settings::Settings;
use super::{resolve, udp};
use crate::problem::Problem;

/// So many clients have a path at the same time; one more takes that of the first.
const CLIENTS: usize = 100;
const LONGEST: usize = 64 * 1024;

/// Relays until it is ended.
///
/// # Errors
/// The server's name is unknown, or a port cannot be had.
pub fn relay(settings: &Settings) -> Result<ExitCode, Problem> {
    let given = settings.address.as_deref().unwrap_or_default();
    let server = resolve(given, settings.lang)?[0];
    let (loopback, any): (IpAddr, IpAddr) = match server {
        SocketAddr::V4(_) => (Ipv4Addr::LOCALHOST.into(), Ipv4Addr::UNSPECIFIED.into()),
        SocketAddr::V6(_) => (Ipv6Addr::LOCALHOST.into(), Ipv6Addr::UNSPECIFIED.into()),
    };
    let wanted = SocketAddr::new(loopback, settings.port);
    let problem = |error: io::Error| cannot_listen(wanted, &error, settings.lang);
    let near = Arc::new(UdpSocket::bind(wanted).map_err(problem)?);
    let at = near.local_addr().map_err(problem)?;
    let log = Arc::new(Log::new(settings.lang));
    settings.head(&log, at);
    log.lab(&(log.words().relays)(at, server));
    let late = Late::start();
    let mut paths: Vec<Path> = Vec::new();
    let mut buffer = vec![0; LONGEST];
    for index in 0.. {
        // The next datagram from a client without a path.
        let (count, client) = loop {
            let (count, client) = udp::receive(&near, &mut buffer).map_err(problem)?;
            match paths.iter_mut().find(|path| path.client == client) {
                Some(path) => path.there.take(&buffer[..count]),
                None => break (count, client),
            }
        };
        if paths.len() >= CLIENTS {
            paths.remove(0).end();
        }
        let name = letter(index);
        log.note(&name, &(log.words().is_sender)(client));
        let far = Arc::new(UdpSocket::bind((any, 0)).map_err(problem)?);
        far.connect(server).map_err(|error| cannot_listen(server, &error, settings.lang))?;
        let way = |direction: Direction, via: &Arc<UdpSocket>, to: Option<SocketAddr>| Way {
            direction,
            name: name.clone(),
            index: 0,
            plan: Box::new(settings.odds.seeded(settings.seed)),
            out: Out { via: Arc::clone(via), to, name: name.clone(), direction, log: Arc::clone(&log) },
            overtaken: None,
            late: late.clone(),
        };
        let mut there = way(Direction::There, &far, None);
        let back = way(Direction::Back, &near, Some(client));
        there.take(&buffer[..count]);
        let is_over = Arc::new(AtomicBool::new(false));
        paths.push(Path { client, there, far: Arc::clone(&far), is_over: Arc::clone(&is_over) });
        thread::spawn(move || carry_back(back, &far, &is_over));
    }
    unreachable!("there is always another client to wait for")
}

/// What belongs to one client.
struct Path {
    client: SocketAddr,
    there: Way,
    far: Arc<UdpSocket>,
    is_over: Arc<AtomicBool>,
}

impl Path {
    /// Ends the way back.
    fn end(self) {
        self.is_over.store(true, Ordering::SeqCst);
        // It looks up when something comes: from itself, as the server may have nothing to say.
        let awake = self.far.local_addr().and_then(|at| self.far.connect(at).and_then(|()| self.far.send(&[])));
        drop(awake);
    }
}

/// Carries back what the server says, until the path ends.
fn carry_back(mut way: Way, far: &UdpSocket, is_over: &AtomicBool) {
    let mut buffer = vec![0; LONGEST];
    loop {
        let came = far.recv(&mut buffer);
        if is_over.load(Ordering::SeqCst) {
            return;
        }
        match came {
            Ok(count) => way.take(&buffer[..count]),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) if matches!(error.kind(), ErrorKind::ConnectionRefused | ErrorKind::ConnectionReset) => {
                way.out.log.remark(&way.name, way.out.log.words().server_is_not_there);
            }
            Err(error) => {
                way.out.log.remark(&way.name, &(way.out.log.words().could_not_answer)(&error));
                return;
            }
        }
    }
}

/// One direction of a path.
struct Way {
    direction: Direction,
    name: String,
    /// How many datagrams of this direction there were.
    index: usize,
    plan: Box<dyn Plan>,
    out: Out,
    /// What waits for the next to overtake it.
    overtaken: Option<Vec<u8>>,
    late: Late,
}

impl Way {
    /// Does with a datagram what the plan says.
    fn take(&mut self, bytes: &[u8]) {
        let mut fate = (self.plan)(self.direction, self.index, bytes);
        self.index += 1;
        if fate == Fate::Swap && self.overtaken.is_some() {
            // It is the next that the other one waits for.
            fate = Fate::Pass;
        }
        let log = &self.out.log;
        log.bytes(&self.name, sign(self.direction), bytes, &(log.words().fate)(fate));
        match fate {
            Fate::Pass => self.out.send(bytes),
            Fate::Double => (0..2).for_each(|_| self.out.send(bytes)),
            Fate::Drop => return,
            Fate::Delay(time) => return self.late.send(Instant::now() + time, self.out.clone(), bytes.to_vec()),
            Fate::Swap => return self.overtaken = Some(bytes.to_vec()),
        }
        if let Some(bytes) = self.overtaken.take() {
            self.out.send_late(&bytes);
        }
    }
}

/// What comes from a client is on its way from the student's program, what comes back is on its way to it.
fn sign(direction: Direction) -> char {
    if direction == Direction::There { '<' } else { '>' }
}

/// Where a direction leaves the relay.
#[derive(Clone)]
struct Out {
    via: Arc<UdpSocket>,
    /// `None` for a socket that is connected.
    to: Option<SocketAddr>,
    name: String,
    direction: Direction,
    log: Arc<Log>,
}

impl Out {
    fn send(&self, bytes: &[u8]) {
        // What cannot be sent is lost: that is what this path is for.
        let _ = self.to.map_or_else(|| self.via.send(bytes), |to| self.via.send_to(bytes, to));
    }

    fn send_late(&self, bytes: &[u8]) {
        self.log.bytes(&self.name, sign(self.direction), bytes, self.log.words().goes_on_now);
        self.send(bytes);
    }
}

/// What is held back, by one thread for all paths.
#[derive(Clone)]
struct Late(Sender<(Instant, Out, Vec<u8>)>);

impl Late {
    fn start() -> Late {
        let (sender, held_back) = mpsc::channel::<(Instant, Out, Vec<u8>)>();
        thread::spawn(move || {
            let mut waiting: Vec<(Instant, Out, Vec<u8>)> = Vec::new();
            loop {
                waiting.sort_by_key(|(due, ..)| *due);
                let now = Instant::now();
                let due = waiting.iter().take_while(|(due, ..)| *due <= now).count();
                waiting.drain(..due).for_each(|(_, out, bytes)| out.send_late(&bytes));
                let pause = waiting.first().map_or(Duration::from_secs(3600), |(due, ..)| *due - now);
                match held_back.recv_timeout(pause) {
                    Ok(next) => waiting.push(next),
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => return,
                }
            }
        });
        Late(sender)
    }

    fn send(&self, due: Instant, out: Out, bytes: Vec<u8>) {
        // Its thread lives as long as there is somebody who can send to it.
        let _ = self.0.send((due, out, bytes));
    }
}
