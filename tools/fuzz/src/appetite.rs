//! How much memory a thread holds, and the most that it ever held. An allocator that counts.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

/// No case needs more, in bytes. Whoever asks for it ends the program, before the machine suffers.
const ABSURD: isize = 2 << 30;

#[global_allocator]
static COUNTED: Counted = Counted;

thread_local! {
    /// Other threads are not counted: what a test makes, its cases give back.
    static IS_WATCHED: Cell<bool> = const { Cell::new(false) };
    /// May be below zero, since a case gives back what was made for it.
    static HELD: Cell<isize> = const { Cell::new(0) };
    static MOST: Cell<isize> = const { Cell::new(0) };
}

/// Runs a case, and tells the most that this thread held at once meanwhile, beyond what it held before, in bytes.
pub fn of<T>(run: impl FnOnce() -> T) -> (T, usize) {
    HELD.set(0);
    MOST.set(0);
    IS_WATCHED.set(true);
    let done = run();
    IS_WATCHED.set(false);
    (done, MOST.get().unsigned_abs())
}

struct Counted;

fn count(size: usize) {
    if !IS_WATCHED.get() {
        return;
    }
    let held = HELD.get().saturating_add_unsigned(size);
    HELD.set(held);
    MOST.set(MOST.get().max(held));
    if held > ABSURD {
        IS_WATCHED.set(false);
        eprintln!("a case asked for {size} bytes of memory, and would hold {held}");
        std::process::abort();
    }
}

fn forget(size: usize) {
    // Nobody asks for it unless the thread is watched.
    HELD.set(HELD.get().saturating_sub_unsigned(size));
}

// SAFETY: everything is the system's own allocator's; counting neither allocates nor unwinds.
unsafe impl GlobalAlloc for Counted {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        // SAFETY: the caller's promises are passed on as they are.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        // SAFETY: as above.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        forget(layout.size());
        // SAFETY: as above.
        unsafe { System.dealloc(place, layout) }
    }
}
