//! What else the processors had to do while programs were judged.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

/// Busy loops if they are wanted, and what the system says about its load. The loops are threads, not programs: nothing
/// that ends this program leaves one behind.
pub struct Load {
    loops: Vec<JoinHandle<()>>,
    is_over: Arc<AtomicBool>,
    before: Option<f64>,
    seen: Vec<f64>,
}

/// How many programs the system has ready to run: the mean of the last minute. `None` where it does not say.
fn average() -> Option<f64> {
    std::fs::read_to_string("/proc/loadavg").ok()?.split_whitespace().next()?.parse().ok()
}

impl Load {
    /// Twice as many loops as there are processors if it is to be `busy`, none otherwise.
    pub fn new(busy: bool) -> Load {
        let before = average();
        let is_over = Arc::new(AtomicBool::new(false));
        let spin = || {
            let is_over = Arc::clone(&is_over);
            std::thread::spawn(move || while !is_over.load(Ordering::Relaxed) {})
        };
        let count = if busy { 2 * processors() } else { 0 };
        Load { loops: (0..count).map(|_| spin()).collect(), is_over, before, seen: Vec::new() }
    }

    /// Notes what the system says at this moment.
    pub fn look(&mut self) {
        self.seen.extend(average());
    }

    /// The mean of what was noted.
    pub fn mean(&self) -> Option<f64> {
        (!self.seen.is_empty()).then(|| self.seen.iter().sum::<f64>() / self.seen.len() as f64)
    }

    /// The load in one line, with a warning if others were at work.
    pub fn summary(&self) -> String {
        let said = |load: Option<f64>| load.map_or("not known".to_owned(), |load| format!("{load:.1}"));
        let (loops, before, mean) = (self.loops.len(), said(self.before), said(self.mean()));
        let mut told =
            format!("{} processors, {loops} busy loops; load {before} before, {mean} meanwhile.", processors());
        if self.loops.is_empty() && self.before.is_some_and(|before| before > 0.5) {
            told.push_str("\nThe machine was not idle: something else was running on it.");
        }
        told
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        for one in self.loops.drain(..) {
            one.join().expect("a loop does not panic");
        }
    }
}

/// How many processors there are for this program.
pub fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}
