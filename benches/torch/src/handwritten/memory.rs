//! What the process does with memory that is free again.

/// Has glibc keep freed memory, which it would give back to the system and get anew, page by page, with
/// every step.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub(super) fn retain() {
    // SAFETY: `mallopt` takes its lock and may be called at any time.
    unsafe {
        libc::mallopt(libc::M_TRIM_THRESHOLD, libc::c_int::MAX);
        libc::mallopt(libc::M_MMAP_MAX, 0);
    }
}

/// Other allocators have no such setting.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub(super) fn retain() {}
