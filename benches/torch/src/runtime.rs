//! Starting libtorch.

use std::fs;
use std::path::Path;

use anyhow::Context;

use super::adapter::guarded;
use neural_bench::Result;
use neural_bench::backend::Runtime;

/// Fixes the threads and how denormal numbers are treated, for generated and hand-written programs
/// alike.
///
/// # Errors
/// Where there can be no such number of threads.
pub fn start(threads: usize) -> Result<Runtime> {
    flush_denormals();
    let wanted = i32::try_from(threads).context("that many threads cannot be")?;
    guarded(|| {
        // libtorch refuses to be told a second time.
        if tch::get_num_interop_threads() != wanted {
            tch::set_num_interop_threads(wanted);
        }
        tch::set_num_threads(wanted);
    })
    .with_context(|| format!("libtorch does not take {threads} threads"))?;
    Ok(Runtime {
        version: version(),
        threads: usize::try_from(tch::get_num_threads()).unwrap_or_default(),
    })
}

/// Makes the processor take denormal numbers for zero (FTZ and DAZ).
///
/// Adam's moments of weights that have come to rest decay into denormals, with which a processor
/// computes some hundred times slower: a long run of a perceptron goes from 0.62 s to 1.5 s an epoch,
/// and what is measured is no longer the program. Losses stay the same to the last bit. Threads
/// inherit the setting, so it has to be made before libtorch starts any.
fn flush_denormals() {
    #[cfg(target_arch = "x86_64")]
    {
        const FLUSH_TO_ZERO: u32 = 1 << 15;
        const DENORMALS_ARE_ZERO: u32 = 1 << 6;
        let mut control = 0u32;
        // SAFETY: both instructions read and write the four bytes of `control` and the control
        // register, whose other bits stay as they are. No Rust code here depends on denormals.
        unsafe {
            std::arch::asm!("stmxcsr [{}]", in(reg) &raw mut control, options(nostack));
            control |= FLUSH_TO_ZERO | DENORMALS_ARE_ZERO;
            std::arch::asm!("ldmxcsr [{}]", in(reg) &raw const control, options(nostack));
        }
    }
}

/// The version in the file beside the library that this process has loaded.
fn version() -> String {
    loaded_version().unwrap_or_else(|| "unknown".to_owned())
}

fn loaded_version() -> Option<String> {
    let maps = fs::read_to_string("/proc/self/maps").ok()?;
    let library = maps
        .lines()
        .filter_map(|line| line.find('/').map(|start| &line[start..]))
        .find(|path| path.ends_with("/libtorch_cpu.so"))?;
    let folder = Path::new(library).parent()?.parent()?;
    let version = fs::read_to_string(folder.join("build-version")).ok()?;
    Some(version.trim().to_owned())
}
