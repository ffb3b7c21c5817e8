//! What the build scripts of the backends share: each network of `dsl/*.neural` becomes a Rust module and a
//! line in the table of programs.
//!
//! The module is the very text that `neural compile` prints, on TensorFlow with a line behind it through which
//! its steps can be traced. What connects it to the suite's trait stands beside it in the table.

use std::env;
use std::path::{Path, PathBuf};

use neural_dsl::codegen::Target;

use super::programs::{self, Wanted};

/// Generates the programs of a backend.
pub fn generate(target: Target) -> Result<(), String> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=../build");
    let suite = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let growth = env::var_os("CARGO_FEATURE_GROWTH").map(|_| suite.join("growth"));
    let wanted = Wanted {
        target,
        dsl: &suite.join("../dsl"),
        growth: growth.as_deref(),
        ablation: env::var_os("CARGO_FEATURE_ABLATION").is_some(),
    };
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    programs::write(&wanted, &out)
}
