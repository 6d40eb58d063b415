//! A bounded number of things at once: connections, pages.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// So many may sit at once.
#[derive(Debug, Clone)]
pub struct Seats {
    taken: Arc<AtomicUsize>,
    all: usize,
}

/// A taken seat. It is free again when this is dropped.
#[derive(Debug)]
pub struct Seat(Arc<AtomicUsize>);

impl Seats {
    pub fn new(all: usize) -> Seats {
        Seats { taken: Arc::default(), all }
    }

    /// A seat, or `None` when all are taken.
    pub fn take(&self) -> Option<Seat> {
        let one_more = |taken| (taken < self.all).then_some(taken + 1);
        self.taken.fetch_update(Ordering::AcqRel, Ordering::Acquire, one_more).ok()?;
        Some(Seat(Arc::clone(&self.taken)))
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}
