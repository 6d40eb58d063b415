//! A program that was started: what it prints, how it ends, and what the kernel knows of it. It ends with its test,
//! whatever happens to the test.

use std::cell::Cell;
use std::fs::File;
use std::io::Read;
use std::process::{Child, ExitStatus};
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::kernel::{self, Finding, SocketState};
use crate::patience::{self, Deadline};
use crate::session::lab_error;
use crate::transcript::{Payload, Stream, Transcript, What};
use crate::verdict::{Ended, Problem};

/// How much of one output is kept. A program that prints more than this is told so and ended.
const OUTPUT_LIMIT: usize = 64 << 20;

/// How many times the usual wait a program may take in all, as long as something goes on.
const LONGEST: u32 = 12;

/// The part of its time in which a program that never waits is on a processor, or waits for one.
const ALL_THE_TIME: f64 = 0.95;

/// The pieces, in bytes, in which a pipe of packets hands on a write that is longer, where pages are as small as usual.
const PAGE: usize = 4096;

/// One output of a program, read to its end on a thread of its own so that the program never waits for its reader.
struct Drain {
    bytes: Arc<Mutex<Vec<u8>>>,
    /// How many bytes each read gave.
    reads: Arc<Mutex<Vec<usize>>>,
    finished: Arc<AtomicBool>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Drain {
    fn start(mut from: impl Read + Send + 'static, stream: Stream, transcript: &Transcript) -> Drain {
        let bytes = Arc::new(Mutex::new(Vec::new()));
        let reads = Arc::new(Mutex::new(Vec::new()));
        let finished = Arc::new(AtomicBool::new(false));
        let (into, counts) = (Arc::clone(&bytes), Arc::clone(&reads));
        let (done, transcript) = (Arc::clone(&finished), transcript.clone());
        let thread = std::thread::spawn(move || {
            let mut buffer = vec![0; 64 * 1024];
            while let Ok(count @ 1..) = from.read(&mut buffer) {
                // Counted before the bytes are seen: whoever sees them finds how they came.
                counts.lock().expect("no holder panics").push(count);
                let mut into = into.lock().expect("no holder panics");
                if into.len() < OUTPUT_LIMIT {
                    into.extend_from_slice(&buffer[..count]);
                }
                drop(into);
                transcript.record(None, What::Printed { stream, bytes: Payload::new(&buffer[..count]) });
            }
            done.store(true, Ordering::Release);
        });
        Drain { bytes, reads, finished, thread: Mutex::new(Some(thread)) }
    }

    fn so_far(&self) -> Vec<u8> {
        self.bytes.lock().expect("no holder panics").clone()
    }

    fn len(&self) -> usize {
        self.bytes.lock().expect("no holder panics").len()
    }

    /// Waits for the end of the output, which comes with the end of whoever can write to it.
    fn finish(&self, deadline: Instant) {
        while !self.finished.load(Ordering::Acquire) && Instant::now() < deadline {
            std::thread::park_timeout(Duration::from_micros(200));
        }
        if self.finished.load(Ordering::Acquire) {
            if let Some(thread) = self.thread.lock().expect("no holder panics").take() {
                thread.join().expect("a drain does not panic");
            }
        }
    }
}

struct State {
    child: Mutex<Child>,
    ended: Mutex<Option<(ExitStatus, Duration)>>,
    ended_by_lab: Cell<bool>,
    /// The test asked for its end: when it comes it explains nothing else.
    end_awaited: Cell<bool>,
    /// The most that was read of its time in the queue for a processor, once somebody wants to know it beyond its end.
    queued: Cell<Option<Duration>>,
}

struct Inner {
    pid: u32,
    mark: String,
    address: String,
    /// How much of its stdout the test has taken in, one expectation after the other.
    taken_in: Cell<usize>,
    state: State,
    stdout: Drain,
    stderr: Drain,
    transcript: Transcript,
}

impl Inner {
    /// Ends what an ended program left running, and reads all that was printed.
    fn take_in_the_rest(&self) {
        // Whatever it started holds its outputs open, and would outlive it.
        kernel::end_marked(&self.mark);
        let deadline = Instant::now() + patience::wait();
        self.stdout.finish(deadline);
        self.stderr.finish(deadline);
    }
}

impl Drop for Inner {
    /// The program, and what it started, ends with its test.
    fn drop(&mut self) {
        let child = self.state.child.get_mut().expect("no holder panics");
        let _ = child.kill();
        let _ = child.wait();
        kernel::end_marked(&self.mark);
    }
}

/// A program that was started. It ends when its last handle is gone: with the test at the latest.
#[derive(Clone)]
pub struct Running(Rc<Inner>);

impl Running {
    /// Watches over a program that was just started with `mark` in its environment and both outputs piped, stdout into
    /// `output` if there is one. `address` is the argument that tells it one, for programs that are told an address.
    pub(super) fn watch(
        mut child: Child,
        output: Option<File>,
        mark: String,
        transcript: &Transcript,
        address: Option<&String>,
    ) -> Running {
        let stdout = match output {
            Some(output) => Drain::start(output, Stream::Stdout, transcript),
            None => Drain::start(child.stdout.take().expect("stdout is piped"), Stream::Stdout, transcript),
        };
        let stderr = Drain::start(child.stderr.take().expect("stderr is piped"), Stream::Stderr, transcript);
        let state = State {
            child: Mutex::new(child),
            ended: Mutex::new(None),
            ended_by_lab: Cell::new(false),
            end_awaited: Cell::new(false),
            queued: Cell::new(None),
        };
        let pid = state.child.lock().expect("nobody else holds it").id();
        let (transcript, address) = (transcript.clone(), address.cloned().unwrap_or_default());
        let taken_in = Cell::new(0);
        Running(Rc::new(Inner { pid, mark, address, taken_in, state, stdout, stderr, transcript }))
    }

    /// The host in the address that the program was given.
    pub(super) fn host_it_was_given(&self) -> String {
        let address = &self.0.address;
        address.rsplit_once(':').map_or_else(|| address.clone(), |(host, _)| host.to_owned())
    }

    pub(crate) fn pid(&self) -> u32 {
        self.0.pid
    }

    /// What it has printed on stdout behind what the test has taken in already.
    pub(super) fn news(&self) -> Vec<u8> {
        let stdout = self.0.stdout.bytes.lock().expect("no holder panics");
        stdout[self.0.taken_in.get().min(stdout.len())..].to_vec()
    }

    /// The test has taken in so many bytes more of stdout.
    pub(super) fn take_in(&self, count: usize) {
        self.0.taken_in.set(self.0.taken_in.get() + count);
    }

    /// Waits until something happens, at most for a moment: between two looks at the program.
    pub(super) fn wait_a_moment(&self) {
        self.0.transcript.wait_for_more(Duration::from_millis(1));
    }

    /// What it has said up to now.
    pub fn so_far(&self) -> Ended {
        let (stdout, stderr) = (self.0.stdout.so_far(), self.0.stderr.so_far());
        Ended { code: None, signal: None, stdout, stderr, hung: false, busy: None, at: self.0.transcript.now() }
    }

    /// How it ended, if it has ended by itself.
    pub fn has_ended(&self) -> Option<Ended> {
        if self.0.state.ended_by_lab.get() {
            return None;
        }
        self.notice_end();
        let (status, at) = (*self.0.state.ended.lock().expect("no holder panics"))?;
        Some(Ended { code: status.code(), signal: signal_of(status), at, ..self.so_far() })
    }

    /// Looks whether the program has ended, and then takes in all that it said.
    fn notice_end(&self) {
        let inner = &self.0;
        let mut ended = inner.state.ended.lock().expect("no holder panics");
        if ended.is_some() {
            return;
        }
        if inner.state.queued.get().is_some() {
            // Once its end is noticed there is nothing left to read. A thread that has ended is no longer in the sum.
            inner.state.queued.set(inner.state.queued.get().max(kernel::time_in_queue(inner.pid)));
        }
        let status = match inner.state.child.lock().expect("no holder panics").try_wait() {
            Ok(Some(status)) => status,
            Ok(None) => return,
            Err(error) => lab_error(Problem::Wait { error: error.to_string() }),
        };
        let at = inner.transcript.now();
        *ended = Some((status, at));
        drop(ended);
        inner.take_in_the_rest();
        inner.transcript.record(None, What::Ended { code: status.code(), signal: signal_of(status) });
    }

    /// How it ended, if nobody had asked it to.
    pub(crate) fn has_ended_unasked(&self) -> Option<Ended> {
        if self.0.state.end_awaited.get() { None } else { self.has_ended() }
    }

    /// Waits a little for an end that is about to come.
    pub(crate) fn give_it_a_moment_to_end(&self) {
        let deadline = Instant::now() + patience::wait() / 50;
        while self.has_ended().is_none() && Instant::now() < deadline {
            self.wait_a_moment();
        }
    }

    /// Waits for its end. As long as something goes on, the lab is patient; after a silence as long as its patience, or
    /// twelve times that in all, the program has hung.
    pub fn ends(&self) -> Ended {
        self.ends_or_prints(usize::MAX)
    }

    /// The same, but waits no longer than until `count` bytes have come on its stdout: for a program that may never
    /// stop printing. What it has said by then is no end: its code is `None`, and it has not hung.
    pub fn ends_or_prints(&self, count: usize) -> Ended {
        self.0.state.end_awaited.set(true);
        let start = Instant::now();
        let (mut progress, mut deadline) = (self.0.transcript.progress(), Deadline::of_a_wait());
        let (mut since, mut before) = (Instant::now(), self.effort());
        loop {
            if let Some(ended) = self.has_ended() {
                return ended;
            }
            if self.0.stdout.len() >= count {
                return self.so_far();
            }
            let now = self.0.transcript.progress();
            if now != progress && start.elapsed() < patience::wait() * LONGEST {
                (progress, deadline) = (now, Deadline::of_a_wait());
                (since, before) = (Instant::now(), self.effort());
            }
            let flooded = self.0.stdout.len().max(self.0.stderr.len()) >= OUTPUT_LIMIT;
            if flooded || deadline.has_passed() {
                let part = |time: Duration| time.as_secs_f64() / since.elapsed().as_secs_f64().max(0.001);
                let busy = before.zip(self.effort()).map(|((used_before, queued_before), (used, queued))| {
                    let used = used.saturating_sub(used_before);
                    // Who never waits for anything would have had a processor to itself, if others had not had it.
                    let wanted = part(used + queued.saturating_sub(queued_before));
                    if wanted > ALL_THE_TIME { wanted } else { part(used) }
                });
                self.0.transcript.record(None, What::NothingCame { waited: since.elapsed() });
                return Ended { hung: true, busy, ..self.so_far() };
            }
            self.wait_a_moment();
        }
    }

    /// Whether it would go on if it got a processor.
    pub(crate) fn is_ready_to_run(&self) -> bool {
        self.findings().contains(&Finding::Busy)
    }

    /// How long its threads, together, have been ready to run without getting a processor. `None` where the kernel does
    /// not say.
    pub(crate) fn time_in_queue(&self) -> Option<Duration> {
        // Its number may be another program's by now, once its end is known.
        let is_there = self.0.state.ended.lock().expect("no holder panics").is_none();
        let now = is_there.then(|| kernel::time_in_queue(self.pid())).flatten();
        now.max(self.0.state.queued.get())
    }

    /// From now on its time in the queue for a processor is known beyond its end, too, where the kernel says it at all.
    pub(super) fn keeps_time_in_queue(&self) {
        self.0.state.queued.set(self.time_in_queue());
    }

    /// The time it was on a processor, and the time it waited for one.
    fn effort(&self) -> Option<(Duration, Duration)> {
        Some((kernel::processor_time(self.pid())?, kernel::time_in_queue(self.pid()).unwrap_or_default()))
    }

    /// Gives it at least this long to end, also where the lab's patience is shorter. What is expected of its end is
    /// said after it: `server.may_take(limit).ends_well()`.
    pub fn may_take(&self, time: Duration) -> &Running {
        self.0.state.end_awaited.set(true);
        let until = Instant::now() + time.saturating_sub(patience::wait());
        while self.has_ended().is_none() && Instant::now() < until {
            self.wait_a_moment();
        }
        self
    }

    /// The most memory it has had so far, in bytes. `None` where it cannot be measured.
    pub fn peak_memory(&self) -> Option<u64> {
        kernel::peak_memory(self.pid())
    }

    /// From now on refuses it any address space beyond what it has and `more` bytes: what it asks for in vain shows,
    /// though it would never have touched it. `None` where that cannot be done.
    pub fn limit_memory(&self, more: u64) -> Option<()> {
        kernel::limit_memory(self.pid(), more)
    }

    /// How many bytes each of its writes to stdout had so far: of a program that was
    /// [started with its writes apart](crate::Call::start_with_writes_apart). Of writes that fill whole pages several
    /// may count as one.
    pub fn writes(&self) -> Vec<usize> {
        let (mut writes, mut goes_on) = (Vec::new(), false);
        for &read in self.0.stdout.reads.lock().expect("no holder panics").iter() {
            match writes.last_mut() {
                Some(write) if goes_on => *write += read,
                _ => writes.push(read),
            }
            // A longer write comes page by page.
            goes_on = read == PAGE;
        }
        writes
    }

    /// How many files and sockets it has open. `None` where it cannot be measured.
    pub fn descriptors(&self) -> Option<usize> {
        kernel::descriptors(self.pid())
    }

    /// How many threads it has. `None` where it cannot be measured.
    pub fn threads(&self) -> Option<usize> {
        kernel::threads(self.pid())
    }

    /// The sockets it has open. `None` where the kernel does not say.
    pub fn sockets(&self) -> Option<Vec<SocketState>> {
        kernel::sockets(self.pid())
    }

    /// Where the program is at this moment, as the kernel sees it. Empty where the kernel does not say.
    pub fn findings(&self) -> Vec<Finding> {
        if self.has_ended().is_some() { Vec::new() } else { kernel::findings(self.pid()) }
    }

    /// Ends the program now, as `kill -9` does, and waits until it is gone.
    pub fn kill(&self) {
        self.0.state.ended_by_lab.set(true);
        let mut child = self.0.state.child.lock().expect("no holder panics");
        let _ = child.kill();
        let _ = child.wait();
        drop(child);
        self.0.take_in_the_rest();
    }

    /// Stops the program until the returned value is dropped: it is alive and does nothing. `None` where that cannot be
    /// done.
    #[cfg(unix)]
    pub fn pause(&self) -> Option<Paused> {
        let itself = kernel::program_itself(self.pid());
        let pid = itself as libc::pid_t;
        let deadline = Instant::now() + patience::wait();
        // SAFETY: the program was started by us and not waited for, or its launcher was, which waits for it: its number
        // is not another's.
        if unsafe { libc::kill(pid, libc::SIGSTOP) } != 0 {
            return None;
        }
        loop {
            let is_stopped = if itself == self.pid() { has_stopped(pid) } else { kernel::is_stopped(itself) };
            match is_stopped {
                Some(true) => return Some(Paused { pid, _running: self.clone() }),
                Some(false) if Instant::now() < deadline => std::thread::park_timeout(Duration::from_micros(200)),
                _ => {
                    // It may be stopped all the same, or about to be.
                    // SAFETY: as above.
                    unsafe { libc::kill(pid, libc::SIGCONT) };
                    return None;
                }
            }
        }
    }

    #[cfg(not(unix))]
    pub fn pause(&self) -> Option<Paused> {
        None
    }
}

/// A program that was stopped for a moment. It goes on when this is dropped.
pub struct Paused {
    #[cfg(unix)]
    pid: libc::pid_t,
    /// Holds the number: it is nobody else's as long as the program was not waited for.
    _running: Running,
}

impl Drop for Paused {
    fn drop(&mut self) {
        #[cfg(unix)]
        // SAFETY: as in `pause`: the number is still the program's.
        unsafe {
            libc::kill(self.pid, libc::SIGCONT);
        }
    }
}

/// Whether a child has stopped. `None` if it is gone.
#[cfg(unix)]
fn has_stopped(pid: libc::pid_t) -> Option<bool> {
    // SAFETY: an all-zero `siginfo_t` is valid, and `waitid` writes only to it.
    let state = unsafe {
        let mut info: libc::siginfo_t = std::mem::zeroed();
        // The program stays to be waited for: its end is noticed elsewhere.
        let watch = libc::WSTOPPED | libc::WEXITED | libc::WNOHANG | libc::WNOWAIT;
        libc::waitid(libc::P_PID, pid as libc::id_t, &raw mut info, watch);
        info.si_code
    };
    match state {
        libc::CLD_STOPPED => Some(true),
        0 => Some(false),
        _ => None,
    }
}

#[cfg(unix)]
fn signal_of(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn signal_of(_: ExitStatus) -> Option<i32> {
    None
}
