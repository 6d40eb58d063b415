//! UDP servers: one that echoes, and three on which a client must not rely.

use std::collections::VecDeque;
use std::io::{self, ErrorKind};
use std::net::{SocketAddr, UdpSocket};
use std::process::ExitCode;

use super::log::{Log, letter};
use super::probe::Probe;
use super::serve::{cannot_listen, wanted};
use super::settings::Settings;
use crate::problem::Problem;

/// So many senders are told apart; who was forgotten gets a new letter.
const SENDERS: usize = 1000;
/// More than any datagram holds.
const LONGEST: usize = 64 * 1024;

/// What is known of a sender.
struct Sender {
    addr: SocketAddr,
    name: String,
    /// How often it has asked since it was last answered.
    tries: u32,
}

/// A UDP server and all who have asked it.
struct Server {
    socket: UdpSocket,
    log: Log,
    senders: VecDeque<Sender>,
    known: usize,
}

/// Answers, or does not, as the probe says, until it is ended or as many datagrams came as were asked for.
///
/// # Errors
/// The port cannot be had, or nothing can be received.
pub fn serve(probe: Probe, settings: &Settings) -> Result<ExitCode, Problem> {
    let wanted = wanted(settings);
    let problem = |error: io::Error| cannot_listen(wanted, &error, settings.lang);
    let socket = UdpSocket::bind(wanted).map_err(problem)?;
    let at = socket.local_addr().map_err(problem)?;
    let stranger = UdpSocket::bind((at.ip(), 0)).map_err(problem)?;
    let log = Log::new(settings.lang);
    settings.head(&log, at);
    log.lab(&(settings.lang.words().listening_on)(&at.to_string()));
    let mut server = Server { socket, log, senders: VecDeque::new(), known: 0 };
    let mut buffer = vec![0; LONGEST];
    for _ in 0..settings.times.unwrap_or(usize::MAX) {
        let (bytes, sender) = server.receive(&mut buffer).map_err(problem)?;
        server.answer(probe, settings, &stranger, bytes, sender).map_err(problem)?;
    }
    Ok(ExitCode::SUCCESS)
}

impl Server {
    /// The next datagram, and which of the senders it is from.
    fn receive<'b>(&mut self, buffer: &'b mut [u8]) -> io::Result<(&'b [u8], usize)> {
        let (count, from) = receive(&self.socket, buffer)?;
        let index = self.senders.iter().position(|sender| sender.addr == from).unwrap_or_else(|| {
            if self.senders.len() >= SENDERS {
                self.senders.pop_front();
            }
            let name = letter(self.known);
            self.known += 1;
            self.log.note(&name, &(self.log.words().is_sender)(from));
            self.senders.push_back(Sender { addr: from, name, tries: 0 });
            self.senders.len() - 1
        });
        self.log.bytes(&self.senders[index].name, '<', &buffer[..count], "");
        Ok((&buffer[..count], index))
    }

    fn answer(
        &mut self,
        probe: Probe,
        settings: &Settings,
        stranger: &UdpSocket,
        bytes: &[u8],
        sender: usize,
    ) -> io::Result<()> {
        let words = self.log.words();
        let sender = &mut self.senders[sender];
        let (addr, name) = (sender.addr, sender.name.clone());
        match probe {
            Probe::UdpDeaf => self.log.remark(&name, words.no_answer),
            Probe::UdpLate => {
                sender.tries += 1;
                if sender.tries < settings.tries {
                    self.log.remark(&name, &(words.not_yet)(sender.tries, settings.tries));
                } else {
                    sender.tries = 0;
                    self.send(&self.socket, &settings.answer(addr), addr, &name, "");
                }
            }
            Probe::UdpStranger => {
                let text = (words.from_a_stranger)(stranger.local_addr()?);
                self.send(stranger, words.lie.as_bytes(), addr, &name, &text);
                self.send(&self.socket, &settings.answer(addr), addr, &name, "");
            }
            _ => self.send(&self.socket, bytes, addr, &name, ""),
        }
        Ok(())
    }

    fn send(&self, socket: &UdpSocket, bytes: &[u8], to: SocketAddr, name: &str, text: &str) {
        match socket.send_to(bytes, to) {
            Ok(_) => self.log.bytes(name, '>', bytes, text),
            Err(error) => self.log.remark(name, &(self.log.words().could_not_answer)(&error)),
        }
    }
}

/// Waits for a datagram, whatever the system says of earlier ones.
pub fn receive(socket: &UdpSocket, buffer: &mut [u8]) -> io::Result<(usize, SocketAddr)> {
    loop {
        match socket.recv_from(buffer) {
            // Windows says here that an answer found nobody.
            Err(error) if matches!(error.kind(), ErrorKind::ConnectionReset | ErrorKind::Interrupted) => {}
            came => return came,
        }
    }
}
