//! Brings libtorch and compiles the C++ against it.

#[path = "../../build/native.rs"]
mod native;

use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use native::Library;

/// libtorch, which torch-sys compiles and links against.
const LIBTORCH: Library = Library {
    name: "libtorch",
    variables: &["LIBTORCH", "LIBTORCH_LIB", "LIBTORCH_USE_PYTORCH"],
    files: &["libtorch_cpu.so", "libc10.so"],
};

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=../../build/native.rs");
    match native::provide(&LIBTORCH) {
        Ok(folder) => {
            // For the build script of `neural-bench-torch`.
            println!("cargo::metadata=LIBTORCH={}", folder.display());
            compile(&folder);
            ExitCode::SUCCESS
        }
        Err(message) => {
            for line in message.lines() {
                println!("cargo::error={line}");
            }
            ExitCode::FAILURE
        }
    }
}

/// The sources.
const FILES: [&str; 3] = ["convolution", "count", "observer"];

/// Compiles them against the libtorch whose shared objects lie in `folder`, with headers and
/// settings as torch-sys takes them.
fn compile(folder: &Path) {
    for name in FILES {
        println!("cargo::rerun-if-changed={name}.cpp");
    }
    cc::Build::new()
        .cpp(true)
        .std("c++17")
        // The headers of libtorch are not clean.
        .warnings(false)
        .debug(false)
        .include(headers(folder))
        .define("_GLIBCXX_USE_CXX11_ABI", abi().as_str())
        // As libtorch itself was built: its classes have more members without.
        .define("NDEBUG", None)
        .define("GLOG_USE_GLOG_EXPORT", None)
        .files(FILES.map(|name| format!("{name}.cpp")))
        .compile("neural_bench_observer");
}

/// Where the headers are: of python's own torch beside its shared objects, else where the variables
/// say.
fn headers(folder: &Path) -> PathBuf {
    let beside = folder.join("..");
    let named = ["LIBTORCH_INCLUDE", "LIBTORCH"].map(variable);
    let place = match variable("LIBTORCH_USE_PYTORCH") {
        Some(_) => beside,
        None => named
            .into_iter()
            .flatten()
            .next()
            .map_or(beside, PathBuf::from),
    };
    place.join("include")
}

/// Which form of the C++ library's strings libtorch was built with.
fn abi() -> String {
    variable("LIBTORCH_CXX11_ABI").unwrap_or_else(|| "1".to_owned())
}

fn variable(name: &str) -> Option<String> {
    println!("cargo::rerun-if-env-changed={name}");
    env::var(name).ok()
}
