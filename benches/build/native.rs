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
pub struct Library {
    /// The name that `native/provision.py` knows it by.
    pub name: &'static str,
    /// The variables that say which copy of it is used.
    pub variables: &'static [&'static str],
    /// The files of it whose absence makes cargo run the build script again.
    pub files: &'static [&'static str],
}

/// Brings a library and returns the folder that holds its shared objects. Nothing is fetched that is
/// there already. The error is a text for the user, which says what to do.
///
/// Cargo is told to run the build script again when the library is gone or another copy is named.
pub fn provide(library: &Library) -> Result<PathBuf, String> {
    for variable in library.variables {
        println!("cargo:rerun-if-env-changed={variable}");
    }
    // Packages at different depths have this module.
    let native = Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|above| above.join("native"))
        .find(|native| native.join("pins.json").exists())
        .ok_or("the folder `native` is missing")?;
    println!(
        "cargo:rerun-if-changed={}",
        native.join("pins.json").display()
    );
    let folder = provision(&native.join("provision.py"), library);
    // A file that is missing has cargo run the build script, and with it this, every time.
    let expected = native.join("lib").join(library.name).join("lib");
    let watched = folder.as_ref().unwrap_or(&expected);
    for file in library.files {
        println!("cargo:rerun-if-changed={}", watched.join(file).display());
    }
    folder
}

/// Runs the script, which prints the folder.
fn provision(script: &Path, library: &Library) -> Result<PathBuf, String> {
    let output = Command::new("python3")
        .arg("-B")
        .arg(script)
        .arg(library.name)
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
