//! The observer of libtorch's operators; `observer/observer.cpp` and `observer/count.cpp` are the other
//! half.

unsafe extern "C" {
    fn neural_bench_observer_start();
    fn neural_bench_observer_stop();
    fn neural_bench_count_start();
    fn neural_bench_count_stop() -> i64;
}

/// Has libtorch write every operator that it executes to standard output, or no longer.
///
/// Until this is called nothing is registered with libtorch, and nothing costs time.
pub(super) fn write_operators(on: bool) {
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
pub(super) fn count_operators<T>(work: impl FnOnce() -> T) -> (T, i64) {
    // SAFETY: as above; the end follows the beginning.
    unsafe {
        neural_bench_count_start();
        let value = work();
        (value, neural_bench_count_stop())
    }
}
