//! One TCP connection with the student's program, by either's wish. Everything that is said and heard stands in the log.

use std::collections::VecDeque;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use socket2::SockRef;

use super::log::Log;

/// So long a connection that the lab has closed waits for the program's end of it.
const LINGER: Duration = Duration::from_secs(5);

/// So many connections are left open after their program's side has ended.
const MOST_KEPT: usize = 200;

/// The program is gone: nothing can be sent to it any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gone;

/// What came of listening.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    Bytes(Vec<u8>),
    /// The program has nothing more to send.
    End,
    /// The program broke the connection off.
    Reset,
    /// Nothing came in time.
    Nothing,
}

/// A connection. Dropping it closes it, without a word in the log.
pub struct Conn {
    stream: TcpStream,
    pub log: Arc<Log>,
    /// Its letter.
    pub name: String,
    /// How the program's side ended, if it has.
    over: Option<Heard>,
}

impl Conn {
    pub fn new(stream: TcpStream, log: Arc<Log>, name: String) -> Conn {
        // What is said in one go travels in one go, and at once. A system that refuses glues a little more.
        let _ = stream.set_nodelay(true);
        Conn { stream, log, name, over: None }
    }

    /// The same connection, for another thread. Each remembers for itself what it heard.
    ///
    /// # Errors
    /// The system has no room for another descriptor.
    pub fn share(&self) -> io::Result<Conn> {
        let stream = self.stream.try_clone()?;
        Ok(Conn { stream, log: Arc::clone(&self.log), name: self.name.clone(), over: self.over.clone() })
    }

    /// Sends bytes in one piece, if it is not too large for one.
    ///
    /// # Errors
    /// The program is gone.
    pub fn say(&mut self, bytes: &[u8]) -> Result<(), Gone> {
        self.say_with(bytes, "")
    }

    /// The same, and what is to be said about it in the log.
    ///
    /// # Errors
    /// The program is gone.
    pub fn say_with(&mut self, bytes: &[u8], text: &str) -> Result<(), Gone> {
        match self.stream.write_all(bytes) {
            Ok(()) => {
                self.log.bytes(&self.name, '>', bytes, text);
                Ok(())
            }
            Err(_) => {
                self.log.bytes(&self.name, '>', bytes, self.log.lang.words().refused_nobody_reading);
                Err(Gone)
            }
        }
    }

    /// Sends as much as there is room for. `None`: there is none, and for so long nobody made any.
    ///
    /// # Errors
    /// The program is gone.
    pub fn push(&mut self, bytes: &[u8], limit: Duration) -> Result<Option<usize>, Gone> {
        let sent = self.stream.set_write_timeout(Some(limit)).and_then(|()| self.stream.write(bytes));
        match sent {
            Ok(count) => {
                self.log.bytes(&self.name, '>', &bytes[..count], "");
                Ok(Some(count))
            }
            Err(error) if is_no_news(&error) || error.kind() == ErrorKind::Interrupted => Ok(None),
            Err(_) => {
                self.log.act(&self.name, '>', self.log.lang.words().refused_nobody_reading);
                Err(Gone)
            }
        }
    }

    /// Sends every byte on its own, with a pause between two, and hears meanwhile.
    ///
    /// # Errors
    /// The program is gone.
    pub fn drip(&mut self, bytes: &[u8], gap: Duration) -> Result<(), Gone> {
        for (index, byte) in bytes.iter().enumerate() {
            if index > 0 {
                self.hear_for(gap);
            }
            self.say(&[*byte])?;
        }
        Ok(())
    }

    /// Waits for bytes, without limit if there is none.
    pub fn hear(&mut self, limit: Option<Duration>) -> Heard {
        let mut buffer = vec![0; 64 * 1024];
        if let Some(over) = &self.over {
            return over.clone();
        }
        // The system refuses to wait for no time at all.
        let limit = limit.map(|limit| limit.max(Duration::from_millis(1)));
        let came = self.stream.set_read_timeout(limit).and_then(|()| {
            loop {
                match self.stream.read(&mut buffer) {
                    Err(error) if error.kind() == ErrorKind::Interrupted => {}
                    came => break came,
                }
            }
        });
        let words = self.log.lang.words();
        match came {
            Ok(0) => {
                self.log.act(&self.name, '<', words.closed);
                self.over = Some(Heard::End);
                Heard::End
            }
            Ok(count) => {
                buffer.truncate(count);
                self.log.bytes(&self.name, '<', &buffer, "");
                Heard::Bytes(buffer)
            }
            Err(error) if is_no_news(&error) => Heard::Nothing,
            Err(_) => {
                self.log.act(&self.name, '<', words.aborted);
                self.over = Some(Heard::Reset);
                Heard::Reset
            }
        }
    }

    /// Hears for so long, whatever comes.
    pub fn hear_for(&mut self, time: Duration) {
        let end = Instant::now() + time;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return;
            }
            if self.over.is_some() {
                std::thread::sleep(left);
            } else {
                self.hear(Some(left));
            }
        }
    }

    /// Hears until the program ends its side. `None`: without limit; else the longest silence.
    pub fn hear_to_end(&mut self, limit: Option<Duration>) -> Heard {
        loop {
            match self.hear(limit) {
                Heard::Bytes(_) => {}
                over => return over,
            }
        }
    }

    /// How many bytes lie unread, once there are any; 0 if the program ends its side first, or says nothing in time.
    pub fn unread(&mut self, limit: Duration) -> usize {
        let mut buffer = vec![0; 64 * 1024];
        let peeked = self.stream.set_read_timeout(Some(limit)).and_then(|()| self.stream.peek(&mut buffer));
        peeked.unwrap_or(0)
    }

    /// Says that the lab has nothing more to send, and goes on hearing.
    pub fn half_close(&mut self) {
        self.log.act(&self.name, '>', self.log.lang.words().half_closed);
        let _ = self.stream.shutdown(Shutdown::Write);
    }

    /// Closes in order, where another thread hears what the program still says.
    pub fn end_of_sending(&self) {
        self.log.act(&self.name, '>', self.log.lang.words().closed);
        let _ = self.stream.shutdown(Shutdown::Write);
    }

    /// Closes in order: what the program still says does not turn the end into a reset, which could swallow what was
    /// sent.
    pub fn close(mut self) {
        self.end_of_sending();
        self.hear_to_end(Some(LINGER));
    }

    /// Leaves it open, as long as there are not too many that were left so.
    pub fn keep(self) {
        static KEPT: Mutex<VecDeque<TcpStream>> = Mutex::new(VecDeque::new());
        let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_back(self.stream);
        if kept.len() > MOST_KEPT {
            kept.pop_front();
        }
    }

    /// Closes at once, whatever lies unread.
    pub fn drop_it(self) {
        self.log.act(&self.name, '>', self.log.lang.words().closed);
    }

    /// Breaks the connection off: the program gets a reset.
    pub fn reset(self) {
        let aborts = SockRef::from(&self.stream).set_linger(Some(Duration::ZERO));
        let words = self.log.lang.words();
        self.log.act(&self.name, '>', if aborts.is_ok() { words.aborted } else { words.closed });
    }
}

/// Whether a read ended because nothing came in time.
pub fn is_no_news(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}
