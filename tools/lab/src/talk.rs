//! `cargo lab talk`: a small netcat that shows each byte, for who has none and for who wants to see.

mod console;
mod failure;
mod options;
mod tcp;
pub mod typed;
mod udp;

use std::ffi::OsString;
use std::io::{self, BufRead, IsTerminal};
use std::net::{SocketAddr, ToSocketAddrs};
use std::process::ExitCode;

use crate::lab::Lab;
use crate::problem::Problem;
use crate::{terminal, words};

use console::Console;
use failure::Failure;
use options::Options;

/// Talks. 0: the conversation ended in order; 1: it did not, and standard error says why.
///
/// # Errors
/// The command line cannot be understood.
pub fn run(lab: &Lab, args: Vec<OsString>) -> Result<ExitCode, Problem> {
    let Some(options) = options::read(args, lab.lang)? else {
        terminal::print(words::talk(lab.lang).help);
        return Ok(ExitCode::SUCCESS);
    };
    let console = Console::new(&options);
    let found: Vec<SocketAddr> = match options.addr.to_socket_addrs() {
        Ok(found) => found.collect(),
        Err(error) => return Ok(console.fail(&Failure::UnknownName(options.addr, error))),
    };
    if found.is_empty() {
        let error = io::Error::from(io::ErrorKind::NotFound);
        return Ok(console.fail(&Failure::UnknownName(options.addr, error)));
    }
    if options.udp { udp::talk(&options, &found, console) } else { tcp::talk(&options, &found, console) }
}

/// How to end it, where a person types.
fn say_how(console: &Console, options: &Options) {
    if io::stdin().is_terminal() {
        let words = console.words();
        console.advise(if options.udp { words.how_to_end_udp } else { words.how_to_end });
    }
}

/// The bytes to send for the next line; `None` at the end of the input. A person who typed an escape that stands for
/// nothing is told, and types on.
///
/// # Errors
/// The same in an input that nobody types, or it cannot be read.
fn typed_bytes(input: &mut impl BufRead, options: &Options, console: &Console) -> Result<Option<Vec<u8>>, Problem> {
    let words = console.words();
    loop {
        let line = typed::next(input).map_err(|error| Problem::new((words.cannot_read_input)(&error)))?;
        let Some(line) = line else { return Ok(None) };
        match options.style.bytes(&line) {
            // An empty datagram is a datagram; of a stream it is nothing.
            Ok(bytes) if bytes.is_empty() && !options.udp => {}
            Ok(bytes) => return Ok(Some(bytes)),
            Err(bad) => {
                let text = (words::peer(options.lang).bad_escape)(&bad);
                if !io::stdin().is_terminal() {
                    return Err(Problem::new(text));
                }
                console.tell('!', &format!("{text} {}", words.not_sent));
            }
        }
    }
}

/// The first of these addresses at which something can be had.
fn first<T>(
    found: &[SocketAddr],
    console: &Console,
    mut get: impl FnMut(SocketAddr) -> io::Result<T>,
) -> Result<T, Failure> {
    let mut last = None;
    for (index, addr) in found.iter().enumerate() {
        match get(*addr) {
            Ok(got) => return Ok(got),
            Err(error) => {
                let failure = match error.kind() {
                    io::ErrorKind::AddrInUse => Failure::InUse(*addr),
                    _ => Failure::Other(addr.to_string(), error),
                };
                if index + 1 < found.len() {
                    console.tell('!', &failure.text(console.words()));
                }
                last = Some(failure);
            }
        }
    }
    Err(last.expect("a name that was found has an address"))
}
