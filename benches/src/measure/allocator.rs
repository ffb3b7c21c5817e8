//! Counting what is allocated.
//!
//! Two counters live here: one for Rust's global allocator, one for the `malloc` family of the whole
//! process, which the native libraries use. Nothing counts by itself: the worker executables that
//! measure memory install the global allocator below and define the `malloc` family around
//! [`PROCESS`] (see `benches/memory/`), so that no timing ever runs under them.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

use stats_alloc::{Stats, StatsAlloc};

/// Live bytes and their peak. All counts are in bytes.
#[derive(Debug, Default)]
pub struct Counter {
    live: AtomicI64,
    peak: AtomicI64,
}

impl Counter {
    /// A counter at zero.
    pub const fn new() -> Self {
        Self {
            live: AtomicI64::new(0),
            peak: AtomicI64::new(0),
        }
    }

    /// Counts bytes that were allocated, or with a negative number, freed.
    pub fn add(&self, bytes: i64) {
        let live = self.live.fetch_add(bytes, Relaxed) + bytes;
        if bytes > 0 {
            self.peak.fetch_max(live, Relaxed);
        }
    }

    /// Live bytes.
    pub fn live(&self) -> i64 {
        self.live.load(Relaxed)
    }

    /// The most live bytes since the last [`Self::reset_peak`].
    pub fn peak(&self) -> i64 {
        self.peak.load(Relaxed)
    }

    /// Lets the peak start again at what is live now.
    pub fn reset_peak(&self) {
        self.peak.store(self.live(), Relaxed);
    }
}

/// Bytes of Rust's global allocator, where [`PeakAlloc`] is installed.
pub static RUST_HEAP: Counter = Counter::new();

/// Bytes of the process' `malloc` family, where a worker defines it.
pub static PROCESS: Counter = Counter::new();

/// A global allocator that keeps the statistics of `stats_alloc` and the peak in [`RUST_HEAP`].
#[derive(Debug)]
pub struct PeakAlloc(StatsAlloc<System>);

impl PeakAlloc {
    /// To be installed with `#[global_allocator]`.
    pub const fn system() -> Self {
        Self(StatsAlloc::system())
    }

    /// The statistics of `stats_alloc`: every allocation, deallocation and reallocation.
    pub fn stats(&self) -> Stats {
        self.0.stats()
    }
}

// SAFETY: every call goes to `stats_alloc`'s allocator with the arguments that it came with.
unsafe impl GlobalAlloc for PeakAlloc {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let memory = unsafe { self.0.alloc(layout) };
        if !memory.is_null() {
            RUST_HEAP.add(layout.size() as i64);
        }
        memory
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        RUST_HEAP.add(-(layout.size() as i64));
        unsafe { self.0.dealloc(memory, layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        let memory = unsafe { self.0.alloc_zeroed(layout) };
        if !memory.is_null() {
            RUST_HEAP.add(layout.size() as i64);
        }
        memory
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let moved = unsafe { self.0.realloc(memory, layout, size) };
        if !moved.is_null() {
            RUST_HEAP.add(size as i64 - layout.size() as i64);
        }
        moved
    }
}

/// Lets the kernel's high-water mark start again at what is resident now, as `proc(5)` describes for
/// `clear_refs`. Where the kernel does not let it, [`vm_hwm`] holds the loading of the data set too.
pub fn reset_vm_hwm() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// The kernel's high-water mark of this process' resident memory (`VmHWM`) since [`reset_vm_hwm`], in
/// bytes; zero where the kernel does not tell.
pub fn vm_hwm() -> u64 {
    status("VmHWM:")
}

/// This process' resident memory (`VmRSS`), in bytes; zero where the kernel does not tell.
pub fn vm_rss() -> u64 {
    status("VmRSS:")
}

/// Of [`vm_rss`] what belongs to no file (`RssAnon`), in bytes.
pub fn rss_anonymous() -> u64 {
    status("RssAnon:")
}

/// Of [`vm_rss`] the pages of files (`RssFile`), which is the code of libraries above all, in bytes.
pub fn rss_files() -> u64 {
    status("RssFile:")
}

fn status(name: &str) -> u64 {
    std::fs::read_to_string("/proc/self/status")
        .ok()
        .and_then(|status| {
            let line = status.lines().find(|line| line.starts_with(name))?;
            line.split_whitespace().nth(1)?.parse::<u64>().ok()
        })
        .map_or(0, |kibibytes| kibibytes * 1024)
}
