//! The counting allocators against allocations of known size.
//!
//! A program has one global allocator and one `malloc`, so this is an executable of its own; it holds
//! one test, for other threads' allocations would be counted, too.

use std::ffi::{c_char, c_int, c_void};
use std::ptr;

use neural_bench::measure::allocator::{Counter, PROCESS, RUST_HEAP};

#[path = "../memory/mod.rs"]
mod memory;

const MEBIBYTE: usize = 1 << 20;

unsafe extern "C" {
    fn malloc(size: usize) -> *mut c_void;
    fn calloc(count: usize, size: usize) -> *mut c_void;
    fn realloc(memory: *mut c_void, size: usize) -> *mut c_void;
    fn free(memory: *mut c_void);
    fn posix_memalign(result: *mut *mut c_void, alignment: usize, size: usize) -> c_int;
    fn aligned_alloc(alignment: usize, size: usize) -> *mut c_void;
    /// Allocates inside the C library.
    fn strdup(text: *const c_char) -> *mut c_char;
}

#[test]
fn known_allocations_are_counted() {
    rust_heap();
    process();
    both();
}

/// What Rust allocates is counted to the byte.
fn rust_heap() {
    let before = RUST_HEAP.live();
    RUST_HEAP.reset_peak();
    let first = vec![1u8; 3 * MEBIBYTE];
    assert_eq!(RUST_HEAP.live() - before, 3 << 20);

    // What was freed is in the peak and no longer live.
    drop(vec![0u8; 5 * MEBIBYTE]);
    assert_eq!(RUST_HEAP.live() - before, 3 << 20);
    assert_eq!(RUST_HEAP.peak() - before, 8 << 20);

    // Growing counts the difference.
    let mut grown = first;
    grown.reserve_exact(MEBIBYTE);
    assert_eq!(RUST_HEAP.live() - before, grown.capacity() as i64);
    drop(grown);
    assert_eq!(RUST_HEAP.live(), before);
    RUST_HEAP.reset_peak();
    assert_eq!(RUST_HEAP.peak(), before);
}

/// A call that allocates 3 MiB.
type Allocate = fn() -> *mut c_void;

/// What C allocates is counted as what the C library says that a block can hold: at least what was
/// asked for, and at most a page more.
fn process() {
    let blocks: [(&str, Allocate); 5] = [
        ("malloc", || unsafe { malloc(3 * MEBIBYTE) }),
        ("calloc", || unsafe { calloc(3, MEBIBYTE) }),
        ("realloc", || unsafe { realloc(malloc(10), 3 * MEBIBYTE) }),
        ("aligned_alloc", || unsafe {
            aligned_alloc(64, 3 * MEBIBYTE)
        }),
        ("posix_memalign", || {
            let mut memory = ptr::null_mut();
            // SAFETY: `memory` is a place for the result.
            assert_eq!(unsafe { posix_memalign(&mut memory, 64, 3 * MEBIBYTE) }, 0);
            memory
        }),
    ];
    for (name, allocate) in blocks {
        let before = PROCESS.live();
        PROCESS.reset_peak();
        let memory = allocate();
        assert!(!memory.is_null());
        assert_near(name, PROCESS.live() - before, 3 << 20);
        assert_near(name, PROCESS.peak() - before, 3 << 20);
        // SAFETY: the block is freed once.
        unsafe { free(memory) };
        assert_eq!(PROCESS.live(), before, "{name}");
    }

    // A block that the C library allocates by itself is counted, too, as a library's would be.
    let text = vec![b'x'; MEBIBYTE];
    let text = std::ffi::CString::new(text).unwrap();
    let before = PROCESS.live();
    // SAFETY: the text ends with a zero byte.
    let copy = unsafe { strdup(text.as_ptr()) };
    assert_near("strdup", PROCESS.live() - before, 1 << 20);
    // SAFETY: the copy is freed once.
    unsafe { free(copy.cast()) };
    assert_eq!(PROCESS.live(), before);

    // An alignment that makes no sense is refused and counts nothing.
    let mut memory = ptr::null_mut();
    // SAFETY: `memory` is a place for the result.
    assert_eq!(unsafe { posix_memalign(&mut memory, 3, 8) }, 22);
    assert_eq!(PROCESS.live(), before);
}

/// Rust's allocations are the process' as well.
fn both() {
    let before = (RUST_HEAP.live(), PROCESS.live());
    let block = vec![1u8; 2 * MEBIBYTE];
    assert_eq!(RUST_HEAP.live() - before.0, 2 << 20);
    assert_near("Rust", PROCESS.live() - before.1, 2 << 20);
    drop(block);
    assert_eq!((RUST_HEAP.live(), PROCESS.live()), before);

    let counter = Counter::new();
    counter.add(10);
    counter.add(-4);
    assert_eq!((counter.live(), counter.peak()), (6, 10));
}

fn assert_near(name: &str, counted: i64, expected: i64) {
    let more = counted - expected;
    assert!(
        (0..=8192).contains(&more),
        "{name}: {counted} for {expected}"
    );
}
