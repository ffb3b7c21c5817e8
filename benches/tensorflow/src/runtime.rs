//! Starting TensorFlow.

use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;
use std::{env, fs, thread};

use anyhow::{Context, anyhow, ensure};
use tensorflow::{Scope, Session, SessionOptions, library};

use neural_bench::Result;
use neural_bench::backend::Runtime;

/// Names the folder that holds `libtensorflow.so`; the crate looks there first.
const FOLDER: &str = "TENSORFLOW_DIR";

/// How much TensorFlow logs.
const LOG_LEVEL: &str = "TF_CPP_MIN_LOG_LEVEL";

/// What the first start gave, with the threads that were asked for.
static STARTED: Mutex<Option<(usize, Runtime)>> = Mutex::new(None);

/// Loads the library, once, and fixes its threads: the first session of a process fixes them for all.
///
/// # Errors
/// Where the library is not found or is not usable, or was started with another number of threads.
pub fn start(threads: usize) -> Result<Runtime> {
    let mut started = STARTED
        .lock()
        .map_err(|_| anyhow!("an earlier start failed"))?;
    if let Some((before, runtime)) = &*started {
        ensure!(
            *before == threads,
            "TensorFlow was started with {before} threads and cannot change to {threads}"
        );
        return Ok(runtime.clone());
    }
    let version = load()?;
    let options = options(threads)?;
    let _first = Session::new(&options, &Scope::new_root_scope().graph())
        .context("TensorFlow cannot begin a session")?;
    let runtime = Runtime {
        version,
        threads: pool_size(threads),
    };
    *started = Some((threads, runtime.clone()));
    Ok(runtime)
}

/// The options for a session, with the threads that were fixed at the start.
///
/// # Errors
/// Where TensorFlow was not started.
pub fn session_options() -> Result<SessionOptions> {
    let started = STARTED.lock().map_err(|_| anyhow!("starting failed"))?;
    let (threads, _) = started.as_ref().context("TensorFlow was not started")?;
    options(*threads)
}

/// The same for a graph that is run as it stands. TensorFlow's optimisers would make one operation of many
/// that are alike.
///
/// # Errors
/// Where TensorFlow was not started.
pub(super) fn verbatim_options() -> Result<SessionOptions> {
    let started = STARTED.lock().map_err(|_| anyhow!("starting failed"))?;
    let (threads, _) = started.as_ref().context("TensorFlow was not started")?;
    let mut bytes = config(*threads);
    bytes.extend(VERBATIM);
    let mut options = SessionOptions::new();
    options.set_config(&bytes)?;
    Ok(options)
}

/// Of a `ConfigProto`, `graph_options` (field 10): of `optimizer_options` (3) the `opt_level` (3) -1, which is none; of
/// `rewrite_options` (10) `disable_meta_optimizer` (19).
const VERBATIM: [u8; 20] = [
    0x52, 18, 0x1a, 11, 0x18, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 0x52, 3,
    0x98, 1, 1,
];

/// Options that ask for so many threads, within an operation and between operations.
fn options(threads: usize) -> Result<SessionOptions> {
    let mut options = SessionOptions::new();
    options.set_config(&config(threads))?;
    Ok(options)
}

/// A `ConfigProto` with `intra_op_parallelism_threads` (field 2) and `inter_op_parallelism_threads`
/// (field 5). The crate keeps the type to itself.
fn config(threads: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    for field in [2u8, 5] {
        bytes.push(field << 3);
        let mut rest = threads;
        while rest >= 0x80 {
            bytes.push(rest as u8 | 0x80);
            rest >>= 7;
        }
        bytes.push(rest as u8);
    }
    bytes
}

/// Loads `libtensorflow.so`, which loads `libtensorflow_framework.so.2` beside it; its version.
fn load() -> Result<String> {
    let folder = env::var_os(FOLDER).map_or_else(provisioned, PathBuf::from);
    // SAFETY: this runs once, before TensorFlow starts threads, and Rust's own readers of the
    // environment take a lock.
    unsafe {
        env::set_var(FOLDER, &folder);
        if env::var_os(LOG_LEVEL).is_none() {
            env::set_var(LOG_LEVEL, "3");
        }
    }
    library::load()
        .map_err(|error| anyhow!(error))
        .and_then(|()| version())
        .with_context(|| {
            format!(
                "cannot load TensorFlow from {}; `cargo build` brings it to where it is looked for \
                 when {FOLDER} is not set, or set {FOLDER} to a folder that holds libtensorflow.so \
                 and libtensorflow_framework.so.2",
                folder.display()
            )
        })
}

/// The version of the library that was loaded.
fn version() -> Result<String> {
    // The crate panics where the library lacks a function.
    let version = catch_unwind(tensorflow::version)
        .map_err(|_| anyhow!("the library there is not TensorFlow"))??;
    ensure!(
        version.starts_with("2."),
        "the library there is TensorFlow {version}; it has to be 2"
    );
    Ok(version)
}

/// Where the build puts the library.
fn provisioned() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../native/lib/libtensorflow/lib")
}

/// How many threads run operations. TensorFlow has no function that says so, but it names them, each
/// when it has come up.
fn pool_size(wanted: usize) -> usize {
    let mut count = 0;
    for _ in 0..100 {
        count = threads_named("tf_Compute");
        if count >= wanted {
            break;
        }
        thread::sleep(Duration::from_millis(1));
    }
    count
}

fn threads_named(name: &str) -> usize {
    let Ok(tasks) = fs::read_dir("/proc/self/task") else {
        return 0;
    };
    tasks
        .flatten()
        .filter_map(|task| fs::read_to_string(task.path().join("comm")).ok())
        .filter(|comm| comm.trim_end() == name)
        .count()
}

#[cfg(test)]
mod tests {
    use super::config;

    #[test]
    fn numbers_of_threads_are_varints() {
        assert_eq!(config(1), [0x10, 1, 0x28, 1]);
        assert_eq!(config(300), [0x10, 0xac, 2, 0x28, 0xac, 2]);
    }
}
