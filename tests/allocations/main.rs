//! What the compiler allocates, counted by its own allocator: figures that are the same in every run.
//!
//! `fixtures/bench/allocations.json` holds the figures; `UPDATE_FIXTURES=1 cargo test -p neural-dsl --test
//! allocations` renews them, and `-- --nocapture` shows them for a network. The allocator counts for all threads, so
//! this executable has one test and no other.

use std::hint::black_box;
use std::thread;
use std::time::Duration;

#[path = "../../benches/src/measure/allocator.rs"]
#[allow(dead_code)]
mod allocator;
#[path = "../phases/figures.rs"]
mod figures;
#[path = "../phases/pass.rs"]
mod phases;

use allocator::{PeakAlloc, RUST_HEAP};
use figures::{Cost, PHASES};

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc::system();

/// Networks of the pinned file.
const NETWORKS: u64 = 20;

#[test]
fn the_compiler_allocates_no_more_than_it_did() {
    // The harness' own thread has yet to lie down.
    thread::sleep(Duration::from_millis(100));
    // A known allocation is counted, or nothing of the rest would mean anything.
    let known = counted(|| {
        let mut block = black_box(Vec::<u8>::with_capacity(400));
        block.reserve_exact(1_000);
        drop(black_box(block));
    });
    let expected = [
        ("allocations", 1),
        ("reallocations", 1),
        ("allocated_bytes", 1_000),
        ("peak_bytes", 1_000),
    ];
    assert_eq!(known, cost(expected));

    let costs = PHASES.map(|phase| {
        let pass = phases::pass(phase);
        // What is made once in a process, such as the keys of hash maps, is there by then.
        pass();
        let cost = counted(&pass);
        assert_eq!(cost, counted(&pass), "{phase} allocates another time");
        let a_network = |what: &str| cost[what] as f64 / NETWORKS as f64;
        eprintln!(
            "{phase}: {:.1} allocations and {:.1} reallocations a network, {:.0} bytes; {} bytes at most",
            a_network("allocations"),
            a_network("reallocations"),
            a_network("allocated_bytes"),
            cost["peak_bytes"]
        );
        (phase, cost)
    });
    figures::hold("allocations.json", phases::FIXTURE, costs);
}

/// What a call allocates: how often, how many bytes in all (a block that grows counts with what it grows by), and the
/// most that is live at a time.
fn counted(call: impl Fn()) -> Cost {
    let live = RUST_HEAP.live();
    RUST_HEAP.reset_peak();
    let before = ALLOCATOR.stats();
    call();
    let made = ALLOCATOR.stats() - before;
    assert_eq!(RUST_HEAP.live(), live, "a pass frees what it allocates");
    cost([
        ("allocations", made.allocations as i64),
        ("reallocations", made.reallocations as i64),
        ("allocated_bytes", made.bytes_allocated as i64),
        ("peak_bytes", RUST_HEAP.peak() - live),
    ])
}

fn cost(figures: [(&str, i64); 4]) -> Cost {
    let figures = figures.map(|(what, figure)| (what.to_owned(), figure.unsigned_abs()));
    Cost::from(figures)
}
