//! The lab as the other side of the program: a receiver that acknowledges when a test says so, and a sender that sends
//! what a test says.

use std::cell::OnceCell;
use std::net::SocketAddr;
use std::time::Duration;

use enchufe::peer::any_loopback_port;
use enchufe::peer::udp::{Datagram, Socket};
use enchufe::verdict::{Awaited, Check, Failure, Outcome, Place, Shown};
use enchufe::{Call, Program, Readiness, Running, Scratch, clock, with_patience};

use crate::protocol::{self, DATA, END, LARGEST, Message};

/// The name of the file that is sent, and of the one that is received.
const SENT: &str = "original";
const RECEIVED: &str = "copia";

/// Another name of the file that was there before.
const OLDER: &str = "anterior";

/// More repetitions than the tests give any sender tries.
const MOST_REPEATED: usize = 200;

/// `--timeout` so many milliseconds; on a slow machine more.
pub fn ms(time: u64) -> Duration {
    with_patience(Duration::from_millis(time))
}

/// The lab as receiver of a file.
pub struct Receiver {
    pub program: Running,
    pub lab: Socket,
    file: Vec<u8>,
    /// Where the program sends from, once it has sent something.
    you: Option<SocketAddr>,
    /// The number under way, and how many bytes of the file were acknowledged before it.
    pub number: u32,
    taken: usize,
    /// The datagram under way, once it was heard, and the last that was acknowledged.
    under_way: Option<Vec<u8>>,
    done: Option<Vec<u8>>,
    /// How many datagrams of the program the lab has heard.
    pub heard: usize,
}

impl Receiver {
    /// The program sends a file to the lab, from number `first` on.
    pub fn of(program: &'static Program, file: &[u8], first: u32, options: impl FnOnce(Call) -> Call) -> Receiver {
        Receiver::at(Socket::bind(), program, file, first, options)
    }

    /// The same to a socket of the lab.
    pub fn at(
        lab: Socket,
        program: &'static Program,
        file: &[u8],
        first: u32,
        options: impl FnOnce(Call) -> Call,
    ) -> Receiver {
        let path = program.scratch().put(SENT, file);
        let call = program.arg("send").arg(path).arg(lab.addr());
        let call = if first == 0 { call } else { call.arg("--first").arg(first) };
        Receiver {
            program: options(call).start(),
            lab,
            file: file.to_vec(),
            you: None,
            number: first,
            taken: 0,
            under_way: None,
            done: None,
            heard: 0,
        }
    }

    /// The bytes of the file that were not acknowledged yet.
    pub fn rest(&self) -> &[u8] {
        &self.file[self.taken..]
    }

    /// The bytes of the file behind the datagram under way.
    pub fn behind(&self) -> &[u8] {
        let under_way = self.under_way.as_deref().unwrap_or_default();
        &self.rest()[protocol::payload(under_way).len()..]
    }

    /// The program's address, once it has sent something.
    pub fn you(&self) -> SocketAddr {
        self.you.expect("the program was heard before")
    }

    /// What must come now: the datagram under way again, or the next part of the file, as much of it as the program
    /// likes, or the end.
    fn wanted(&self, came: Option<Message<'_>>) -> Vec<u8> {
        if let Some(bytes) = &self.under_way {
            return bytes.clone();
        }
        let rest = self.rest();
        let data =
            came.filter(|came| came.kind == DATA && rest.starts_with(came.payload)).map(|came| came.payload.len());
        match data {
            Some(length) if length > 0 || rest.is_empty() => protocol::data(self.number, &rest[..length]),
            _ if rest.is_empty() => protocol::end(self.number),
            _ => protocol::data(self.number, &rest[..rest.len().min(LARGEST)]),
        }
    }

    /// Waits for a datagram that is not a repetition of the last one acknowledged: such a one may have been sent before
    /// the acknowledgement came. Takes even that for the next, after more of them than anybody sends in time.
    pub fn hear(&mut self) -> Option<Datagram> {
        let mut repeated = 0;
        loop {
            let datagram = self.hear_any()?;
            if self.done.as_ref() != Some(&datagram.bytes) || repeated == MOST_REPEATED {
                return Some(datagram);
            }
            repeated += 1;
        }
    }

    /// Waits for a datagram, whichever it is.
    fn hear_any(&mut self) -> Option<Datagram> {
        let datagram = self.lab.hear()?;
        self.heard += 1;
        self.you.get_or_insert(datagram.from);
        Some(datagram)
    }

    /// Expects the datagram under way, and before it not even a repetition of the last one acknowledged.
    pub fn hears_it_at_once(&mut self) -> Check<Option<Datagram>> {
        let heard = self.hear_any();
        self.judge(heard)
    }

    /// Expects the datagram under way: for the first time, or once more.
    pub fn hears_it(&mut self) -> Check<Option<Datagram>> {
        let heard = self.hear();
        self.judge(heard)
    }

    /// Judges a datagram that was heard as the one under way.
    pub fn judge(&mut self, heard: Option<Datagram>) -> Check<Option<Datagram>> {
        let wanted = self.wanted(heard.as_ref().and_then(|heard| protocol::read(&heard.bytes)));
        let check = self.lab.judge(heard, &wanted, self.you, Awaited::Sending);
        if check.holds() {
            self.under_way = Some(wanted);
        }
        check
    }

    /// Acknowledges the datagram under way. Whether it was the end.
    pub fn acknowledges(&mut self) -> bool {
        self.lab.send(self.you(), &protocol::acknowledgement(self.number));
        let done = self.under_way.take().expect("it was heard before");
        self.taken += protocol::payload(&done).len();
        self.number = self.number.wrapping_add(1);
        let was_end = protocol::read(&done).is_some_and(|message| message.kind == END);
        self.done = Some(done);
        was_end
    }
}

/// The lab as sender of a file.
pub struct Sender {
    pub program: Running,
    /// There once it is needed.
    lab: OnceCell<Socket>,
    /// Where the program listens.
    pub addr: SocketAddr,
    folder: Scratch,
}

impl Sender {
    /// The program is ready to receive a file.
    pub fn to(program: &'static Program, options: impl FnOnce(Call) -> Call) -> Sender {
        Sender::from(OnceCell::new(), program, any_loopback_port(), None, options)
    }

    /// The same, with an older file in its place.
    pub fn over(older: &[u8], program: &'static Program, options: impl FnOnce(Call) -> Call) -> Sender {
        Sender::from(OnceCell::new(), program, any_loopback_port(), Some(older), options)
    }

    /// The same from a socket of the lab, if it is there already, to a program that listens at `at`.
    pub fn from(
        lab: OnceCell<Socket>,
        program: &'static Program,
        at: SocketAddr,
        older: Option<&[u8]>,
        options: impl FnOnce(Call) -> Call,
    ) -> Sender {
        let folder = program.scratch();
        let path = folder.path(RECEIVED);
        if let Some(older) = older {
            folder.put(RECEIVED, older);
        }
        let program = options(program.arg("receive").arg(at).arg(path)).start();
        let ready = program.says_where_it_listens().or_if(hides_its_port, "port-not-reported").get();
        let addr = ready.addr.expect("a good readiness line has an address");
        Sender { program, lab, addr: SocketAddr::new(at.ip(), addr.port()), folder }
    }

    /// The socket of the lab that the program shall take for its sender.
    pub fn lab(&self) -> &Socket {
        self.lab.get_or_init(Socket::bind)
    }

    pub fn sends(&self, bytes: &[u8]) {
        self.lab().send(self.addr, bytes);
    }

    /// Expects an acknowledgement of this number, and nothing else before it.
    pub fn hears_acknowledged(&self, number: u32) -> Check<Option<Datagram>> {
        self.lab().hears(&protocol::acknowledgement(number), self.addr)
    }

    /// Sends data, and expects that it is acknowledged.
    pub fn gives(&self, number: u32, payload: &[u8]) -> Check<Option<Datagram>> {
        self.sends(&protocol::data(number, payload));
        self.hears_acknowledged(number)
    }

    /// Sends the end, and expects that it is acknowledged.
    pub fn gives_the_end(&self, number: u32) -> Check<Option<Datagram>> {
        self.sends(&protocol::end(number));
        self.hears_acknowledged(number)
    }

    /// What the file holds at this moment. `None` if there is none.
    pub fn file(&self) -> Option<Vec<u8>> {
        self.folder.get(RECEIVED)
    }

    /// Waits until there is a file, or the program has ended, or long enough.
    pub fn waits_for_its_file(&self) {
        let until = clock() + ms(10_000);
        while self.file().is_none() && self.program.has_ended().is_none() && clock() < until {
            std::thread::park_timeout(Duration::from_millis(1));
        }
    }

    /// Gives the file that is there another name, and says whether that is possible here.
    pub fn names_the_older_file(&self) -> bool {
        std::fs::hard_link(self.folder.path(RECEIVED), self.folder.path(OLDER)).is_ok()
    }

    /// Expects that the file holds this at this moment; `None` stands for no file.
    pub fn shows(&self, expected: Option<&[u8]>) -> Check<Option<Vec<u8>>> {
        holds(Place::File, expected, self.file())
    }

    /// Expects that the file which was there before still holds this, by its other name.
    pub fn shows_by_its_other_name(&self, expected: &[u8]) -> Check<Option<Vec<u8>>> {
        holds(Place::OlderFile, Some(expected), self.folder.get(OLDER))
    }

    /// Expects that the program ends well, and leaves this file.
    pub fn leaves(&self, expected: &[u8]) -> Check<Option<Vec<u8>>> {
        self.program.ends_well().get();
        self.shows(Some(expected))
    }
}

fn holds(place: Place, expected: Option<&[u8]>, got: Option<Vec<u8>>) -> Check<Option<Vec<u8>>> {
    let shown = |bytes: Option<&[u8]>| bytes.map_or(Shown::Nothing, |bytes| Shown::Bytes(bytes.to_vec()));
    let failure = (got.as_deref() != expected).then(|| {
        let failure = Failure::new(Outcome::WrongBytes, Awaited::File);
        failure.compare(place, shown(expected), shown(got.as_deref()))
    });
    Check::new(got, failure)
}

/// Whether it printed a line, and nobody finds the port at which it really listens in it.
fn hides_its_port(ready: &Readiness) -> bool {
    let unsaid = |addr: &SocketAddr| !ready.line.contains(&addr.port().to_string());
    ready.complete && ready.ended.is_none() && !ready.really.is_empty() && ready.really.iter().all(unsaid)
}
