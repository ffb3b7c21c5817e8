//! The observer of libtorch's operators, and an operator that `tch` lacks: the C++ beside this file is the other half,
//! for libtorch has no C interface to them.
//!
//! A package of its own, so that it is compiled once and not again with every change of a `.neural` file.

use std::ffi::c_void;

unsafe extern "C" {
    fn neural_bench_observer_start();
    fn neural_bench_observer_stop();
    fn neural_bench_count_start();
    fn neural_bench_count_stop() -> i64;

    /// The gradient of a convolution by its input or by its kernel, as a tensor that becomes the caller's; null where
    /// libtorch refuses. `convolution.cpp` says more.
    ///
    /// # Safety
    /// `gradient`, `input` and `kernel` are tensors of libtorch that live on, `strides` and `dilation` have two numbers
    /// each.
    pub fn neural_bench_convolution_backward(
        gradient: *const c_void,
        input: *const c_void,
        kernel: *const c_void,
        strides: *const i64,
        dilation: *const i64,
        groups: i64,
        by_input: bool,
    ) -> *mut c_void;
}

/// Has libtorch write every operator that it executes to standard output, or no longer.
///
/// Until this is called nothing is registered with libtorch, and nothing costs time.
pub fn write_operators(on: bool) {
    // SAFETY: both take nothing and may be called at any time, from the worker's only thread.
    unsafe {
        if on {
            neural_bench_observer_start();
        } else {
            neural_bench_observer_stop();
        }
    }
}

/// How many operators libtorch executes meanwhile.
pub fn count_operators<T>(work: impl FnOnce() -> T) -> (T, i64) {
    // SAFETY: as above; the end follows the beginning.
    unsafe {
        neural_bench_count_start();
        let value = work();
        (value, neural_bench_count_stop())
    }
}
