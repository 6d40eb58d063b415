//! The solution of `cachipun-server`: one thread holds the whole game, and never waits for a client. Each client has a
//! thread that reads and a thread that writes. Channels join them, so that nothing is locked.
//!
//! Read it after your own program passes. The comments stand where the mistakes live.

mod messages;

use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, ErrorKind, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream, ToSocketAddrs};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, SyncSender};
use std::thread;
use std::time::{Duration, Instant};

use framing::{read_frame, write_frame};
use messages::{Code, Move, Reply, Request};

/// How many events may wait for the game. When so many do, the readers wait, and so do their clients.
const EVENTS: usize = 256;

/// How many messages may wait for one client. Who lets more pile up does not read, and is dropped.
const UNREAD: usize = 256;

/// How many connections there may be besides the players: a silent one costs little, but not nothing.
const SILENT: usize = 1_000;

/// How long a client that takes nothing can keep its writer; one that was told to go, its connection; and all together
/// the end of the program, for which a second is allowed.
const STUCK: Duration = Duration::from_secs(5);
const LINGER: Duration = Duration::from_secs(1);
const LAST_WORDS: Duration = Duration::from_millis(500);

/// A client's number. It is never used twice: what comes late from one that is gone is nobody's.
type Id = u64;

/// What the other threads tell the game.
enum Event {
    Came(TcpStream),
    Said(Id, Result<Request, Code>),
    TooBig(Id),
    Left(Id),
    Stop,
}

/// Listens on `addr`, says so on `out`, and lets clients play until a line of `commands` says `cerrar`.
fn serve(
    addr: &str,
    max_players: usize,
    move_timeout: Duration,
    commands: impl BufRead + Send + 'static,
    out: &mut impl Write,
) -> io::Result<()> {
    let listener = TcpListener::bind(&resolve(addr)?[..])?;
    writeln!(out, "listening on {}", listener.local_addr()?)?;
    out.flush()?;

    let (events, inbox) = mpsc::sync_channel(EVENTS);
    let (door, keyboard) = (events.clone(), events.clone());
    thread::spawn(move || open_the_door(&listener, &door));
    thread::spawn(move || wait_for_the_word(commands, &keyboard));

    // Every writer holds a copy of `writing`. When the last is gone, `all_written` hears of it.
    let (writing, all_written) = mpsc::channel();
    let (clients, waiting, next_id) = (HashMap::new(), None, 0);
    Game { max_players, move_timeout, events, writing, clients, waiting, next_id }.run(&inbox);
    drop(inbox);
    let _ = all_written.recv_timeout(LAST_WORDS);
    Ok(())
}

fn open_the_door(listener: &TcpListener, events: &SyncSender<Event>) {
    for connection in listener.incoming() {
        match connection {
            Ok(stream) => drop(events.send(Event::Came(stream))),
            // Out of descriptors, for one: asking again at once would spin until somebody leaves.
            Err(_) => thread::sleep(Duration::from_millis(50)),
        }
    }
}

fn wait_for_the_word(mut commands: impl BufRead, events: &SyncSender<Event>) {
    let mut line = Vec::new();
    // At the end of the input this thread ends, and the game goes on.
    while commands.read_until(b'\n', &mut line).is_ok_and(|count| count > 0) {
        if line.trim_ascii() == b"cerrar" {
            let _ = events.send(Event::Stop);
        }
        line.clear();
    }
}

/// A client's reader: whatever it does becomes an event.
fn read_all(id: Id, stream: &TcpStream, events: &SyncSender<Event>) {
    loop {
        let event = match read_frame(&mut &*stream) {
            Ok(Some(payload)) => Event::Said(id, Request::read(&payload)),
            Err(error) if error.kind() == ErrorKind::InvalidData => Event::TooBig(id),
            Ok(None) | Err(_) => Event::Left(id),
        };
        let is_last = !matches!(event, Event::Said(..));
        if events.send(event).is_err() || is_last {
            break;
        }
    }
    // What lies unread when a connection is closed becomes a reset, which may cost the client our last message.
    let _ = io::copy(&mut &*stream, &mut io::sink());
}

/// A client's writer: it waits for the client, so that the game need not.
fn write_all(stream: &TcpStream, messages: &Receiver<Vec<u8>>, reader: &Receiver<()>) {
    // The queue ends when the game has let go of the client, and all that was in it has been written.
    if messages.iter().try_for_each(|message| write_frame(&mut &*stream, &message)).is_ok() {
        // The client sees the end now. When it closes too, the reader stops, and this wait is over.
        let _ = stream.shutdown(Shutdown::Write);
        let _ = reader.recv_timeout(LINGER);
    }
    // In any case this wakes the reader.
    let _ = stream.shutdown(Shutdown::Both);
}

/// A connection. Who it is shows when it first says something.
struct Client {
    stream: Arc<TcpStream>,
    outbox: SyncSender<Vec<u8>>,
    said_hello: bool,
    plays: bool,
    name: Option<String>,
    opponent: Option<Id>,
    round: u64,
    wins: u64,
    /// The move that waits for the opponent's.
    open: Option<Move>,
    /// Until when it must move: nobody must before the other has.
    due: Option<Instant>,
}

struct Game {
    max_players: usize,
    move_timeout: Duration,
    events: SyncSender<Event>,
    writing: Sender<()>,
    clients: HashMap<Id, Client>,
    /// At most one player waits: the next to come, or to be left alone, becomes the opponent.
    waiting: Option<Id>,
    next_id: Id,
}

impl Game {
    fn run(mut self, inbox: &Receiver<Event>) {
        loop {
            // Asleep until something happens or somebody's time is up. While no move is open there is no clock.
            let event = match self.clients.values().filter_map(|client| client.due).min() {
                None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(due) => inbox.recv_timeout(due.saturating_duration_since(Instant::now())),
            };
            match event {
                Ok(Event::Came(stream)) => drop(self.take_in(stream)),
                Ok(Event::Said(id, request)) => self.said(id, request),
                Ok(Event::TooBig(id)) => self.dismiss(id, Code::MARCO_MUY_GRANDE),
                Ok(Event::Left(id)) => self.leave(id),
                Ok(Event::Stop) | Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {}
            }
            let now = Instant::now();
            while let Some(id) = self.first(|client| client.due.is_some_and(|due| due <= now)) {
                self.dismiss(id, Code::TIEMPO);
            }
        }
        // With the game its queues end: every writer writes what is left, and closes.
        self.clients.keys().for_each(|id| self.tell(*id, &Reply::Cierre));
    }

    /// Starts a client's two threads. They end by themselves once the game has let go of the client's queue.
    fn take_in(&mut self, stream: TcpStream) -> io::Result<()> {
        if self.clients.len() >= self.max_players + SILENT {
            return Ok(());
        }
        stream.set_nodelay(true)?;
        stream.set_write_timeout(Some(STUCK))?;
        let (id, stream) = (self.next_id, Arc::new(stream));
        let (outbox, messages) = mpsc::sync_channel(UNREAD);
        let (reading, reader) = mpsc::channel();
        let (events, writing) = (self.events.clone(), self.writing.clone());
        let (reads, writes) = (Arc::clone(&stream), Arc::clone(&stream));
        // There may be thousands, and none goes deep.
        let small = || thread::Builder::new().stack_size(256 * 1024);
        small().spawn(move || (write_all(&writes, &messages, &reader), writing))?;
        small().spawn(move || (read_all(id, &reads, &events), reading))?;
        let (said_hello, plays, name, opponent, round, wins) = (false, false, None, None, 1, 0);
        let client = Client { stream, outbox, said_hello, plays, name, opponent, round, wins, open: None, due: None };
        self.clients.insert(id, client);
        self.next_id += 1;
        Ok(())
    }

    fn said(&mut self, id: Id, request: Result<Request, Code>) {
        let is_full = self.clients.values().filter(|client| client.plays).count() >= self.max_players;
        // Its reader may be ahead of the game: a client that had to go says nothing any more.
        let Some(client) = self.clients.get_mut(&id) else { return };
        match request {
            Err(code) => self.tell(id, &Reply::Error(code)),
            Ok(Request::Hola { .. }) if client.plays => self.tell(id, &Reply::Error(Code::MENSAJE_INVALIDO)),
            Ok(Request::Hola { version, nombre }) => {
                client.said_hello = true;
                if version != 2 {
                    self.dismiss(id, Code::VERSION);
                } else if is_full {
                    self.dismiss(id, Code::LLENO);
                } else if !is_a_name(&nombre) {
                    self.tell(id, &Reply::Error(Code::NOMBRE_INVALIDO));
                } else if self.first(|client| client.name.as_ref() == Some(&nombre)).is_some() {
                    self.tell(id, &Reply::Error(Code::NOMBRE_OCUPADO));
                } else {
                    self.client(id).name = Some(nombre);
                    self.join(id);
                }
            }
            Ok(Request::Eleccion(own)) if client.plays => self.play(id, own),
            Ok(Request::Eleccion(_)) if client.said_hello => self.tell(id, &Reply::Error(Code::SIN_OPONENTE)),
            Ok(Request::Eleccion(_)) if is_full => self.leave(id),
            // A player of 2019 does not introduce itself: it moves.
            Ok(Request::Eleccion(own)) => {
                client.open = Some(own);
                self.join(id);
            }
        }
    }

    fn join(&mut self, id: Id) {
        self.client(id).plays = true;
        self.find_opponent(id);
    }

    fn find_opponent(&mut self, id: Id) {
        let Some(first) = self.waiting.take() else {
            self.waiting = Some(id);
            return self.tell(id, &Reply::Espera);
        };
        for (id, opponent) in [(first, id), (id, first)] {
            let oponente = self.client(opponent).name.clone();
            // What belongs to the game with an earlier opponent ends here.
            let client = self.client(id);
            (client.opponent, client.round, client.wins) = (Some(opponent), 1, 0);
            self.tell(id, &Reply::Comienza { oponente });
        }
        self.settle(id, first);
    }

    fn play(&mut self, id: Id, own: Move) {
        let client = self.client(id);
        if client.open.is_some() {
            return self.tell(id, &Reply::Error(Code::JUGADA_REPETIDA));
        }
        // Without an opponent, a move of 2019 waits for the next one.
        if client.opponent.is_none() && client.said_hello {
            return self.tell(id, &Reply::Error(Code::SIN_OPONENTE));
        }
        (client.open, client.due) = (Some(own), None);
        let (ronda, opponent) = (client.round, client.opponent);
        self.tell(id, &Reply::Aceptada { ronda });
        if let Some(opponent) = opponent {
            self.settle(id, opponent);
        }
    }

    /// Ends the round if both moves are in. If only one is, the other player's time begins.
    fn settle(&mut self, a: Id, b: Id) {
        let due = Some(Instant::now() + self.move_timeout);
        match (self.client(a).open, self.client(b).open) {
            (Some(move_a), Some(move_b)) => {
                self.client(a).wins += u64::from(move_a.against(move_b) == "Gana");
                self.client(b).wins += u64::from(move_b.against(move_a) == "Gana");
                self.tell_result(a, b, move_a, move_b);
                self.tell_result(b, a, move_b, move_a);
            }
            (Some(_), None) => self.client(b).due = due,
            (None, Some(_)) => self.client(a).due = due,
            (None, None) => {}
        }
    }

    /// Tells a player the result of its round. The next round is open from now on, whatever the other has read.
    fn tell_result(&mut self, id: Id, opponent: Id, own: Move, other: Move) {
        let theirs = self.client(opponent).wins;
        let client = self.client(id);
        // A player of 2019 gets the keys of 2019.
        let standing = client.said_hello.then_some((client.round, [client.wins, theirs]));
        (client.open, client.round) = (None, client.round + 1);
        self.tell(id, &Reply::Result { own, other, res: own.against(other), standing });
    }

    /// Says why, to whom understands it, and closes.
    fn dismiss(&mut self, id: Id, code: Code) {
        self.tell(id, &Reply::Error(code));
        self.leave(id);
    }

    /// The client is gone or has to go. From now on its place and its name are free.
    fn leave(&mut self, id: Id) {
        let Some(gone) = self.clients.remove(&id) else { return };
        self.waiting = self.waiting.filter(|waiting| *waiting != id);
        if let Some(left_alone) = gone.opponent {
            let client = self.client(left_alone);
            (client.opponent, client.due) = (None, None);
            client.open = client.open.filter(|_| !client.said_hello);
            self.tell(left_alone, &Reply::Abandono);
            self.find_opponent(left_alone);
        }
    }

    /// Puts a message into a client's queue. This never waits.
    fn tell(&self, id: Id, reply: &Reply) {
        let Some(client) = self.clients.get(&id) else { return };
        // Who never said hello hears of results and of nothing else.
        let is_for_it = client.said_hello || matches!(reply, Reply::Result { .. });
        if is_for_it && client.outbox.try_send(reply.payload()).is_err() {
            // Its reader notices, and so the client leaves as any other does.
            let _ = client.stream.shutdown(Shutdown::Both);
        }
    }

    /// A client that is surely there: the one that spoke, waits, or plays.
    fn client(&mut self, id: Id) -> &mut Client {
        self.clients.get_mut(&id).expect("who leaves is forgotten everywhere")
    }

    fn first(&self, is_it: impl Fn(&Client) -> bool) -> Option<Id> {
        self.clients.iter().find(|(_, client)| is_it(client)).map(|(id, _)| *id)
    }
}

impl Move {
    fn against(self, other: Move) -> &'static str {
        match (self, other) {
            (Move::Piedra, Move::Tijera) | (Move::Papel, Move::Piedra) | (Move::Tijera, Move::Papel) => "Gana",
            _ if self == other => "Empate",
            _ => "Pierde",
        }
    }
}

/// Letters are counted, not bytes. Two characters break lines though they are no control characters.
fn is_a_name(name: &str) -> bool {
    let is_printable = |c: char| !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}');
    (1..=20).contains(&name.chars().count()) && name.chars().all(is_printable)
}

// ─── Given: the same in the exercise ─────────────────────────────────────────────────────────────────────────────────

fn main() -> ExitCode {
    let (addr, max_players, move_timeout) = match arguments(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(problem) => {
            eprintln!("{problem}\nusage: cachipun-server [ADDR] [--max-players N] [--move-timeout MS]");
            return ExitCode::from(2);
        }
    };
    match serve(&addr, max_players, move_timeout, BufReader::new(io::stdin()), &mut io::stdout()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cachipun-server: {addr}: {} ({error})", token(&error));
            ExitCode::FAILURE
        }
    }
}

/// Where to listen, how many may play, and how long a move may take.
fn arguments(mut args: impl Iterator<Item = String>) -> Result<(String, usize, Duration), String> {
    let (mut addr, mut max_players, mut move_timeout) = (None, 200, 30_000);
    while let Some(arg) = args.next() {
        if arg == "--max-players" || arg == "--move-timeout" {
            let number = args.next().ok_or_else(|| format!("{arg} needs a number"))?;
            *(if arg == "--max-players" { &mut max_players } else { &mut move_timeout }) = match number.parse::<u32>() {
                Ok(number) if number > 0 => number,
                _ => return Err(format!("{arg} {number}: not a number above 0")),
            };
        } else if arg.starts_with("--") || addr.is_some() {
            return Err(format!("{arg}: not expected here"));
        } else {
            addr = Some(arg);
        }
    }
    let addr = addr.unwrap_or_else(|| "127.0.0.1:1238".to_owned());
    Ok((addr, max_players as usize, Duration::from_millis(move_timeout.into())))
}

/// The addresses behind `HOST:PORT`, in the order to try them. A name that nobody knows is `ErrorKind::NotFound`.
///
/// *Las direcciones detrás de `HOST:PUERTO`, en el orden en que hay que probarlas. Un nombre que nadie conoce es
/// `ErrorKind::NotFound`.*
fn resolve(addr: &str) -> io::Result<Vec<SocketAddr>> {
    match addr.to_socket_addrs() {
        Ok(found) => Ok(found.collect()),
        Err(error) => Err(io::Error::new(ErrorKind::NotFound, error)),
    }
}

/// The words of this workbook for an error.
///
/// *Las palabras de este cuaderno para un error.*
fn token(error: &io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::AddrInUse => "address in use",
        ErrorKind::NotFound => "unknown name",
        _ => "failed",
    }
}
