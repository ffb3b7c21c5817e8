//! From a checked network to the text of a program.
//!
//! Each target is a folder of its own that knows nothing of the others.

mod general;
mod literals;
mod names;
mod options;
mod parts;
mod point;
mod support;
mod template;
pub mod tensorflow;
mod text;
pub mod torch;

pub(crate) use text::grouped;

pub use options::{Dtype, Optimization, Optimizations, Options};

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use crate::diagnostic::Diagnostic;
use crate::network::{Network, Node, Operation, crop_unused, pool_first};

/// What a program is generated for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Target {
    /// PyTorch through the crate `tch`.
    Torch,
    /// TensorFlow through the crate `tensorflow`.
    Tensorflow,
}

impl Target {
    /// Every target.
    pub const ALL: [Target; 2] = [Target::Torch, Target::Tensorflow];

    /// The name on the command line: `torch`, `tensorflow`.
    pub fn name(self) -> &'static str {
        match self {
            Target::Torch => "torch",
            Target::Tensorflow => "tensorflow",
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Target {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Target::ALL
            .into_iter()
            .find(|target| target.name() == name)
            .ok_or_else(|| format!("unknown target `{name}`; there are torch and tensorflow"))
    }
}

/// The name of the type that a program has for the network: `Cnn` for `CNN`.
pub fn type_name(network: &Network) -> String {
    names::pascal_case(&network.name, &[])
}

/// The text of a program that holds the whole of the network, in float32.
///
/// `file` is the name of the file that the network came from, for the comment at the top.
///
/// # Errors
/// One diagnostic for each layer that the target cannot express.
pub fn generate(network: &Network, file: &str, target: Target) -> Result<String, Vec<Diagnostic>> {
    generate_with(network, file, target, &Options::default())
}

/// As [`generate`], with other options.
///
/// # Errors
/// As [`generate`].
pub fn generate_with(
    network: &Network,
    file: &str,
    target: Target,
    options: &Options,
) -> Result<String, Vec<Diagnostic>> {
    if support::admit(network, target).is_err() {
        return match target {
            Target::Torch => torch::generate_general(network, file, options),
            Target::Tensorflow => tensorflow::generate_general(network, file, options),
        };
    }
    let network = rewritten(network, options);
    match target {
        Target::Torch => torch::generate(&network, file, options),
        Target::Tensorflow => tensorflow::generate(&network, file, options),
    }
}

/// Whether a network has one of a target's faster programs, which are those that the suite measures: it is a chain of
/// dense layers, convolutions, pooling, flattening and dropout under a sparse cross-entropy, Adam or SGD.
///
/// # Errors
/// One diagnostic for each thing that only the programs for any network have.
pub fn has_faster(network: &Network, target: Target) -> Result<(), Vec<Diagnostic>> {
    support::admit(network, target)
}

/// The network as a target gets it: with the rewrites among the optimizations, which hold for every
/// target.
pub fn rewritten<'a>(network: &'a Network, options: &Options) -> Cow<'a, Network> {
    let mut network = Cow::Borrowed(network);
    // Without one there is nothing that either could do.
    let pools = |node: &Node| matches!(node.operation, Operation::MaxPooling2D(_));
    let convolves = |node: &Node| matches!(node.operation, Operation::Conv2D(_));
    if !network
        .nodes
        .iter()
        .any(|node| pools(node) || convolves(node))
    {
        return network;
    }
    if options.optimizations.has(Optimization::PoolFirst) {
        network = Cow::Owned(pool_first(network.into_owned()));
    }
    if options.optimizations.has(Optimization::Crop) {
        network = Cow::Owned(crop_unused(network.into_owned()));
    }
    network
}
