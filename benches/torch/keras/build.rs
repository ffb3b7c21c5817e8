//! Makes a program for PyTorch from each case.

use std::env;
use std::path::PathBuf;

use neural_dsl::codegen::{Options, Target, torch};
use neural_dsl::network::Network;

/// Where the build script of the observer found libtorch.
const LIBTORCH: &str = "DEP_NEURAL_BENCH_OBSERVER_LIBTORCH";

fn main() {
    let folder =
        env::var(LIBTORCH).expect("cargo hands on what the build script of the observer said");
    println!("cargo::rustc-link-arg=-Wl,-rpath,{folder}");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    neural_keras::programs::write(Target::Torch, &out, &[], describe);
}

/// `kind inputs [layouts]`: which functions the program has, and where its weights are.
fn describe(network: &Network, text: &str) -> String {
    let kind = match torch::is_plain(network) {
        true => "plain",
        false if text.contains("pub fn learning_rate(") => "scheduled",
        false => "trained",
    };
    let inputs = if network.inputs.len() > 1 {
        "several"
    } else {
        "single"
    };
    let trained: Vec<String> = network
        .nodes
        .iter()
        .flat_map(|node| network.parameters_of(node))
        .filter(|parameter| parameter.trainable)
        .map(|parameter| parameter.name)
        .collect();
    let layouts = torch::layout(network, &Options::default());
    let layouts = layouts.iter().map(|it| {
        let trained = trained.contains(&it.name);
        format!(
            "({:?}, {:?}, &{:?}, &{:?}, {trained})",
            it.name, it.variable, it.view, it.permute
        )
    });
    let layouts: Vec<String> = layouts.collect();
    format!("{kind} {inputs} [{}]", layouts.join(", "))
}
