//! The observer of libtorch's operators and the operators that `tch` lacks, which are C++, for libtorch has no C
//! interface to them.

use std::env;
use std::path::{Path, PathBuf};

/// The sources, in the folder `observer`.
const FILES: [&str; 3] = ["convolution", "count", "observer"];

/// Compiles them against the libtorch whose shared objects lie in `folder`, with headers and
/// settings as torch-sys takes them.
pub fn build(folder: &Path) {
    println!("cargo:rerun-if-changed=observer");
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
        .files(FILES.map(|name| format!("observer/{name}.cpp")))
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
    println!("cargo:rerun-if-env-changed={name}");
    env::var(name).ok()
}
