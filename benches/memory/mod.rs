//! What makes an executable count its memory: the global allocator and the `malloc` family.
//!
//! A function of the `malloc` family that an executable defines takes the place of the C library's
//! for every library in the process, those that are loaded at run time included. These forward to
//! the C library's own under its internal names and count what it says a block can hold. They cost a
//! few percent of time, which is why only memory is measured here, never time.

use std::ffi::{c_int, c_void};

use neural_bench::measure::allocator::{PROCESS, PeakAlloc};

#[global_allocator]
static GLOBAL: PeakAlloc = PeakAlloc::system();

unsafe extern "C" {
    fn __libc_malloc(size: usize) -> *mut c_void;
    fn __libc_calloc(count: usize, size: usize) -> *mut c_void;
    fn __libc_realloc(memory: *mut c_void, size: usize) -> *mut c_void;
    fn __libc_memalign(alignment: usize, size: usize) -> *mut c_void;
    fn __libc_free(memory: *mut c_void);
    fn malloc_usable_size(memory: *mut c_void) -> usize;
}

const EINVAL: c_int = 22;
const ENOMEM: c_int = 12;

/// Counts a new block and hands it on.
fn counted(memory: *mut c_void) -> *mut c_void {
    PROCESS.add(bytes_of(memory));
    memory
}

/// Bytes of a block; zero of none.
fn bytes_of(memory: *mut c_void) -> i64 {
    // SAFETY: the C library takes null and its own blocks.
    unsafe { malloc_usable_size(memory) as i64 }
}

#[unsafe(no_mangle)]
extern "C" fn malloc(size: usize) -> *mut c_void {
    // SAFETY: forwards the call.
    counted(unsafe { __libc_malloc(size) })
}

#[unsafe(no_mangle)]
extern "C" fn calloc(count: usize, size: usize) -> *mut c_void {
    // SAFETY: forwards the call.
    counted(unsafe { __libc_calloc(count, size) })
}

#[unsafe(no_mangle)]
unsafe extern "C" fn realloc(memory: *mut c_void, size: usize) -> *mut c_void {
    let before = bytes_of(memory);
    // SAFETY: forwards the call.
    let moved = unsafe { __libc_realloc(memory, size) };
    // A failed call leaves the old block alone; a size of zero frees it.
    if !moved.is_null() || size == 0 {
        PROCESS.add(bytes_of(moved) - before);
    }
    moved
}

#[unsafe(no_mangle)]
unsafe extern "C" fn free(memory: *mut c_void) {
    PROCESS.add(-bytes_of(memory));
    // SAFETY: forwards the call.
    unsafe { __libc_free(memory) }
}

#[unsafe(no_mangle)]
extern "C" fn memalign(alignment: usize, size: usize) -> *mut c_void {
    // SAFETY: forwards the call.
    counted(unsafe { __libc_memalign(alignment, size) })
}

#[unsafe(no_mangle)]
extern "C" fn aligned_alloc(alignment: usize, size: usize) -> *mut c_void {
    memalign(alignment, size)
}

#[unsafe(no_mangle)]
unsafe extern "C" fn posix_memalign(
    result: *mut *mut c_void,
    alignment: usize,
    size: usize,
) -> c_int {
    if !alignment.is_power_of_two() || !alignment.is_multiple_of(std::mem::size_of::<*mut c_void>())
    {
        return EINVAL;
    }
    let memory = memalign(alignment, size);
    if memory.is_null() {
        return ENOMEM;
    }
    // SAFETY: the caller gives a place for the result.
    unsafe { *result = memory };
    0
}
