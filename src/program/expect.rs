//! The words for what is expected of a program: of its end, its output, its readiness, its rest.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use super::Running;
use crate::kernel::{self, SocketState};
use crate::patience::Deadline;
use crate::session;
use crate::transcript::Stream;
use crate::verdict::{Awaited, Check, Effort, Ended, Failure, Measure, Outcome, Place, Shown};

/// So many times at least, and at most, the lab looks at a program that is ready for a processor and hardly gets one.
const LOOKS: u32 = 4;
const MOST_LOOKS: u32 = 20;

/// Who gets this much of a processor and is ready for more spins. What wakes an honest program costs it less.
const A_FEW_TURNS: Duration = Duration::from_millis(8);

/// A program that prints so many bytes more than it should may never end.
const SURPLUS: usize = 4 * 1024;

/// What a server said about where it listens.
#[derive(Debug, Clone, PartialEq)]
pub struct Readiness {
    /// The first line of stdout, without its end; or what there was of it.
    pub line: String,
    /// Whether the line was ended.
    pub complete: bool,
    /// The address in a line of the right form.
    pub addr: Option<SocketAddr>,
    /// Where the kernel sees the program listen, or own a UDP socket, whatever it says.
    pub really: Vec<SocketAddr>,
    /// Set if the program ended instead.
    pub ended: Option<Ended>,
}

impl Running {
    /// Expects that it ends with code 0.
    pub fn ends_well(&self) -> Check<Ended> {
        self.ends_with(0, None)
    }

    /// Expects that it ends with code 1, and that its error line holds this word of the workbook and no other.
    pub fn fails_saying(&self, token: &'static str) -> Check<Ended> {
        self.ends_with(1, Some(token))
    }

    /// Expects that it ends with this code, whatever it says.
    pub fn ends_with_code(&self, code: i32) -> Check<Ended> {
        self.ends_with(code, None)
    }

    /// Expects that it prints exactly these bytes on stdout and ends with code 0. A program that goes on printing is
    /// not waited for.
    pub fn prints_and_ends_well(&self, expected: &[u8]) -> Check<Ended> {
        self.prints_and_ends_with(expected, 0, None)
    }

    /// Expects that it prints exactly these bytes on stdout and ends with code 1, and that its error line holds this
    /// word of the workbook and no other. A program that goes on printing is not waited for.
    pub fn prints_and_fails_saying(&self, expected: &[u8], token: &'static str) -> Check<Ended> {
        self.prints_and_ends_with(expected, 1, Some(token))
    }

    fn prints_and_ends_with(&self, expected: &[u8], code: i32, token: Option<&'static str>) -> Check<Ended> {
        let ended = self.ends_or_prints(expected.len() + SURPLUS);
        let crashed = matches!(ended.as_failure(Awaited::End).outcome, Outcome::NotWrittenYet | Outcome::Panicked);
        // Bytes that are missing follow from the way it ended; other bytes, or more of them, do not.
        let is_cut_short = expected.starts_with(&ended.stdout) && ended.code != Some(code);
        if crashed || is_cut_short || ended.stdout == expected {
            return ended_with(ended, code, token);
        }
        let mut failure = Failure::new(Outcome::WrongBytes, Awaited::Output);
        failure.said = ended.last_words();
        let failure = failure.compare_bytes(Place::Stdout, expected, &ended.stdout);
        Check::failed(ended, failure)
    }

    fn ends_with(&self, code: i32, token: Option<&'static str>) -> Check<Ended> {
        ended_with(self.ends(), code, token)
    }

    /// Waits until it has printed this on stdout behind what was expected of it before, or something else, or has ended.
    /// Returns what it has printed there; the next expectation begins at the same place.
    pub fn awaits_output(&self, expected: &[u8]) -> Vec<u8> {
        let mut deadline = Deadline::of_a_wait();
        loop {
            // Asked before the output: what an ended program has printed is complete.
            let ended = self.has_ended().is_some();
            let news = self.news();
            let is_decided = news.len() >= expected.len() || !expected.starts_with(&news);
            if is_decided || ended || deadline.has_passed() {
                return news;
            }
            self.wait_a_moment();
        }
    }

    /// Expects that this is what it prints next on stdout, behind what was expected of it before. The program may go on
    /// and print more.
    pub fn prints(&self, expected: &[u8]) -> Check<Vec<u8>> {
        let news = self.awaits_output(expected);
        if news.starts_with(expected) {
            self.take_in(expected.len());
            return Check::held(news);
        }
        let outcome = if !expected.starts_with(&news) {
            Outcome::WrongBytes
        } else if self.has_ended().is_some() {
            Outcome::EndedEarly
        } else {
            Outcome::Hangs
        };
        let failure = session::current().blame(outcome, Awaited::Output);
        let failure = failure.compare_bytes(Place::Stdout, expected, &news);
        Check::failed(news, failure)
    }

    /// Expects that it writes another line to stderr than it had `before`, whatever is in it.
    pub fn remarks_after(&self, before: &Ended) -> Check<Ended> {
        let mut deadline = Deadline::of_a_wait();
        loop {
            // Asked before the output: what an ended program has said is complete.
            let ended = self.has_ended();
            let now = ended.clone().unwrap_or_else(|| self.so_far());
            let news = &now.stderr[before.stderr.len()..];
            if news.contains(&b'\n') {
                return Check::held(now);
            }
            if ended.is_some() || deadline.has_passed() {
                let outcome = if ended.is_some() { Outcome::EndedEarly } else { Outcome::Hangs };
                let got = if news.is_empty() { Shown::Nothing } else { Shown::Bytes(news.to_vec()) };
                let failure = session::current().blame(outcome, Awaited::Output);
                let failure = failure.compare(Place::Stderr, Shown::Line, got);
                return Check::failed(now, failure);
            }
            self.wait_a_moment();
        }
    }

    /// Waits for the readiness line, `listening on ADDR:PORT`, and reads the address in it.
    pub fn says_where_it_listens(&self) -> Check<Readiness> {
        let readiness = self.readiness();
        let real = readiness.addr.is_some_and(|addr| addr.port() != 0);
        if readiness.complete && real {
            return Check::held(readiness);
        }
        let outcome = if readiness.ended.is_some() { Outcome::EndedEarly } else { Outcome::NeverSaidWhereItListens };
        let mut failure = session::current().blame(outcome, Awaited::ReadinessLine);
        if readiness.ended.is_none() {
            failure.outcome = Outcome::NeverSaidWhereItListens;
        }
        if readiness.ended.is_none() || !readiness.line.is_empty() {
            let end = if readiness.complete { "\n" } else { "" };
            let got = Shown::Bytes(format!("{}{end}", readiness.line).into_bytes());
            failure = failure.compare(Place::Stdout, Shown::ReadinessLine(self.host_it_was_given()), got);
        }
        Check::failed(readiness, failure)
    }

    /// Waits for a first line on stdout, or the end of the program, or the end of patience.
    pub fn readiness(&self) -> Readiness {
        let mut deadline = Deadline::of_a_wait();
        loop {
            let ended = self.has_ended();
            let printed = self.so_far().stdout;
            let complete = printed.contains(&b'\n');
            if complete || ended.is_some() || deadline.has_passed() {
                let line = String::from_utf8_lossy(&printed).lines().next().unwrap_or_default().to_owned();
                let addr = line.strip_prefix("listening on ").and_then(|addr| addr.parse().ok());
                let sockets = kernel::sockets(self.pid()).unwrap_or_default();
                let really = sockets.into_iter().filter(is_open_to_all_comers).map(|socket| socket.local).collect();
                return Readiness { line, complete, addr, really, ended };
            }
            self.wait_a_moment();
        }
    }

    /// Expects that the program has not ended.
    pub fn still_runs(&self) -> Check<Ended> {
        match self.has_ended() {
            None => Check::held(self.so_far()),
            Some(ended) => {
                let expected = Shown::StillRunning;
                let got = Shown::Ended { code: ended.code, signal: ended.signal };
                let failure = ended.as_failure(Awaited::Life).compare(Place::ExitCode, expected, got);
                Check::failed(ended, failure)
            }
        }
    }

    /// Measures the processor time that the program uses for a while in which nothing happens to it, and expects at
    /// most a fifth of one processor. `None` where it cannot be measured.
    ///
    /// An honest program uses almost none, also on a busy machine, where it may have to wait for it. A spinning one takes
    /// all it can get and is never at rest. Where others leave it little, it is ready for more at the end of the while:
    /// then the lab looks longer, and what it waited for counts as used.
    pub fn rests_for(&self, window: Duration) -> Option<Check<Effort>> {
        let measure = || Some((kernel::processor_time(self.pid())?, kernel::time_in_queue(self.pid())));
        let (used_before, queued_before) = measure()?;
        let start = Instant::now();
        let mut end = start + window;
        let (effort, limit) = loop {
            while Instant::now() < end && self.has_ended().is_none() {
                std::thread::park_timeout(end.saturating_duration_since(Instant::now()).min(Duration::from_millis(20)));
            }
            let over = start.elapsed();
            if self.has_ended().is_some() {
                let failure = session::current().blame(Outcome::EndedEarly, Awaited::Life);
                return Some(Check::failed(Effort { processor_time: Duration::ZERO, over }, failure));
            }
            let (used, queued) = measure()?;
            let processor_time = used.saturating_sub(used_before);
            let in_queue = queued.zip(queued_before).map(|(now, before)| now.saturating_sub(before));
            let limit = (window / 5).max(over / 10);
            // The kernel adds to the time in the queue when its end has come: what a program is waiting for is not in it.
            if processor_time > limit || over >= window * MOST_LOOKS || !self.is_ready_to_run() {
                break (Effort { processor_time, over }, limit);
            }
            let wanted = processor_time + in_queue.unwrap_or_default();
            if over >= window * LOOKS && processor_time >= A_FEW_TURNS && wanted > over * 4 / 5 {
                break (Effort { processor_time: wanted, over }, limit);
            }
            end += window;
        };
        let failure = (effort.processor_time > limit).then(|| {
            let mut failure = session::current().blame(Outcome::TooMuch, Awaited::Nothing);
            failure.findings = self.findings();
            let shown = |time: Duration| format!("{} ms", time.as_millis());
            failure.compare(
                Place::Measure(Measure::ProcessorTime),
                Shown::AtMost(shown(limit)),
                Shown::Amount(shown(effort.processor_time)),
            )
        });
        Some(Check::new(effort, failure))
    }
}

/// Judges an end by its code, and by the word for the error if there has to be one.
fn ended_with(ended: Ended, code: i32, token: Option<&'static str>) -> Check<Ended> {
    let expected_end = Shown::Ended { code: Some(code), signal: None };
    if ended.hung {
        let mut failure = session::current().blame(Outcome::Hangs, Awaited::End);
        failure.said = ended.last_words();
        return Check::failed(ended, failure.compare(Place::ExitCode, expected_end, Shown::StillRunning));
    }
    let crashed = ended.as_failure(Awaited::End);
    if matches!(crashed.outcome, Outcome::NotWrittenYet | Outcome::Panicked) {
        return Check::failed(ended, crashed);
    }
    let tokens = ended.tokens();
    if ended.code == Some(code) && token.is_none_or(|token| tokens == [token]) {
        return Check::held(ended);
    }
    let mut failure = Failure::new(Outcome::WrongEnd, Awaited::End);
    failure.said = ended.last_words();
    if ended.code != Some(code) {
        let got = Shown::Ended { code: ended.code, signal: ended.signal };
        failure = failure.compare(Place::ExitCode, expected_end, got);
    }
    if let Some(token) = token.filter(|token| tokens != [*token]) {
        let got = match ended.stderr.as_slice() {
            [] => Shown::Nothing,
            _ => Shown::Tokens(tokens.iter().map(ToString::to_string).collect()),
        };
        failure = failure.compare(Place::Stderr, Shown::Tokens(vec![token.to_owned()]), got);
    }
    Check::failed(ended, failure)
}

fn is_open_to_all_comers(socket: &SocketState) -> bool {
    socket.listens || (socket.transport == kernel::Transport::Udp && socket.remote.port() == 0)
}

impl Check<Ended> {
    /// Expects that it printed exactly these bytes on stdout.
    pub fn printed(self, expected: &[u8]) -> Check<Vec<u8>> {
        let ended = self.get();
        let failure = (ended.stdout != expected).then(|| {
            let mut failure = Failure::new(Outcome::WrongBytes, Awaited::Output);
            failure.said = ended.last_words();
            failure.compare_bytes(Place::Stdout, expected, &ended.stdout)
        });
        Check::new(ended.stdout, failure)
    }

    /// Expects this text on stderr, whatever is around it.
    pub fn remarked(self, expected: &str) -> Check<Ended> {
        let ended = self.get();
        let failure = (!ended.said(Stream::Stderr, expected)).then(|| {
            let failure = Failure::new(Outcome::WrongEnd, Awaited::Output);
            failure.compare(Place::Stderr, Shown::Contains(expected.into()), Shown::Bytes(ended.stderr.clone()))
        });
        Check::new(ended, failure)
    }
}
