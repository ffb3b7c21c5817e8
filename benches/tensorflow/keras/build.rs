//! Makes a program for TensorFlow from each case.

use std::env;
use std::path::PathBuf;

use neural_dsl::codegen::Target;
use neural_dsl::network::{Loss, Network};

/// Two tests of about the same size, which are compiled side by side.
const PARTS: [&[&str]; 2] = [
    &[
        "recurrent",
        "attention",
        "embedding",
        "normalization",
        "pooling",
        "merging",
        "dense",
    ],
    &[
        "convolution",
        "activations",
        "initializers",
        "losses",
        "optimizers",
        "schedules",
        "regularization",
        "reshaping",
    ],
];

fn main() {
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    neural_keras::programs::write(Target::Tensorflow, &out, &PARTS, describe);
}

/// `kind target [trained]`: which functions the program has, what its targets are, and which of its
/// weights are trained.
fn describe(network: &Network, text: &str) -> String {
    let general = text.contains("fn training_call(");
    let kind = match (general, network.loss) {
        (false, None) => "plain_bare",
        (false, Some(_)) => "plain",
        (true, None) => "bare",
        (true, Some(_)) if text.contains("pub fn learning_rate(") => "scheduled",
        (true, Some(_)) => "trained",
    };
    let target = match network.loss {
        Some(Loss::SparseCategoricalCrossentropy) => "classes",
        _ => "numbers",
    };
    let mut trained = Vec::new();
    for node in &network.nodes {
        trained.extend(network.parameters_of(node).iter().map(|it| it.trainable));
        trained.extend(network.statistics_of(node).iter().map(|_| false));
    }
    format!("{kind} {target} {trained:?}")
}
