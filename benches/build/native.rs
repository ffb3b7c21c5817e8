//! What the build knows of the native libraries.
//!
//! `native/provision.py` brings them; before the first build of torch-sys `native/cxx` has run it for
//! libtorch already, for build scripts of dependencies run before ours. Running it again here costs a
//! check of sizes, brings TensorFlow, which no dependency compiles against, and repairs a cache whose
//! files were deleted since.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A library that a backend needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Library {
    /// libtorch, which torch-sys compiles and links against.
    Torch,
    /// TensorFlow's C library, which is loaded at run time.
    TensorFlow,
}

impl Library {
    /// The name that `native/provision.py` knows it by.
    fn name(self) -> &'static str {
        match self {
            Self::Torch => "libtorch",
            Self::TensorFlow => "libtensorflow",
        }
    }

    /// The variables that say which copy of it is used.
    fn variables(self) -> &'static [&'static str] {
        match self {
            Self::Torch => &["LIBTORCH", "LIBTORCH_LIB", "LIBTORCH_USE_PYTORCH"],
            Self::TensorFlow => &["TENSORFLOW_DIR"],
        }
    }

    /// The files of it whose absence makes cargo run the build script again.
    fn files(self) -> &'static [&'static str] {
        match self {
            Self::Torch => &["libtorch_cpu.so", "libc10.so"],
            Self::TensorFlow => &["libtensorflow.so", "libtensorflow_framework.so.2"],
        }
    }
}

/// Brings a library and returns the folder that holds its shared objects. Nothing is fetched that is
/// there already. The error is a text for the user, which says what to do.
///
/// Cargo is told to run the build script again when the library is gone or another copy is named, and,
/// for libtorch, to let the package's programs, benches, tests, examples and doctests find it.
pub fn provide(library: Library) -> Result<PathBuf, String> {
    for variable in library.variables() {
        println!("cargo:rerun-if-env-changed={variable}");
    }
    let native = Path::new(env!("CARGO_MANIFEST_DIR")).join("../native");
    println!(
        "cargo:rerun-if-changed={}",
        native.join("pins.json").display()
    );
    let folder = provision(&native.join("provision.py"), library);
    // A file that is missing has cargo run the build script, and with it this, every time.
    let expected = native.join("lib").join(library.name()).join("lib");
    let watched = folder.as_ref().unwrap_or(&expected);
    for file in library.files() {
        println!("cargo:rerun-if-changed={}", watched.join(file).display());
    }
    if let Ok(folder) = &folder
        && library == Library::Torch
    {
        println!("cargo:rustc-link-arg=-Wl,-rpath,{}", folder.display());
    }
    folder
}

/// Runs the script, which prints the folder.
fn provision(script: &Path, library: Library) -> Result<PathBuf, String> {
    let output = Command::new("python3")
        .arg("-B")
        .arg(script)
        .arg(library.name())
        .output()
        .map_err(|error| {
            format!("python3, which brings the native libraries, does not start: {error}")
        })?;
    if output.status.success() {
        let path = String::from_utf8_lossy(&output.stdout);
        Ok(PathBuf::from(path.trim_end_matches('\n')))
    } else {
        // Where there is no terminal, lines of progress stand before the fault.
        let words = String::from_utf8_lossy(&output.stderr);
        let fault = words.rsplit("neural-bench: ").next().unwrap_or_default();
        Err(fault.trim().to_owned())
    }
}
