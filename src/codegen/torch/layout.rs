//! Where the language's weights are in the program.

use super::plan::{Axes, Plan};
use crate::codegen::{Options, Target, support};
use crate::network::{Network, Operation};

/// How a parameter gets from the language's layout into the program's: reshape it to `view`, put its
/// axes in the order `permute`, reshape that to `shape`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParameterLayout {
    /// The language's name: `conv2d_1/kernel`, `dense/bias`.
    pub name: String,
    /// The variable's name in the program's `VarStore`: `conv2d_1.weight`, `dense.bias`.
    pub variable: String,
    /// The first shape.
    pub view: Vec<u64>,
    /// The axes of `view`, in the order in which the program has them.
    pub permute: Vec<usize>,
    /// The shape of the variable.
    pub shape: Vec<u64>,
}

/// The layout of every parameter, in the order of the nodes, those that a node keeps untrained behind
/// those that it trains.
///
/// In a program whose images are channels first, a kernel behind a flattened image has its inputs in the
/// order of PyTorch's flattening, channels first: that is a permutation of weights once, where the other
/// way would be one of every batch.
pub fn layout(network: &Network, options: &Options) -> Vec<ParameterLayout> {
    if !is_plain(network) {
        return super::general::layout(network);
    }
    let plan = Plan::axes_and_names(network, options.optimizations);
    let mut layouts = Vec::new();
    for layer in &plan.layers {
        for parameter in network.parameters_of(layer.node) {
            let view = match (&layer.node.operation, plan.axes(layer.input)) {
                (
                    Operation::Dense(dense),
                    Axes::Flattened {
                        height,
                        width,
                        channels,
                    },
                ) if parameter.shape.len() == 2 => vec![height, width, channels, dense.units],
                _ => parameter.shape,
            };
            let permute = match view.len() {
                4 => vec![3, 2, 0, 1],
                2 => vec![1, 0],
                _ => (0..view.len()).collect(),
            };
            let permuted: Vec<u64> = permute.iter().map(|&axis| view[axis]).collect();
            let shape = match &layer.node.operation {
                Operation::Dense(_) if view.len() == 4 => {
                    vec![permuted[0], permuted[1..].iter().product()]
                }
                _ => permuted,
            };
            layouts.push(ParameterLayout {
                variable: variable(&layer.node.name, &parameter.name),
                name: parameter.name,
                view,
                permute,
                shape,
            });
        }
    }
    layouts
}

/// Whether the network is of the kind that has the faster programs; others have weights as the language
/// has them.
pub fn is_plain(network: &Network) -> bool {
    support::admit(network, Target::Torch).is_ok()
}

/// `tch`'s name of a parameter.
fn variable(layer: &str, parameter: &str) -> String {
    let kind = if parameter.ends_with("/kernel") {
        "weight"
    } else {
        "bias"
    };
    format!("{}.{kind}", path(layer))
}

/// A layer's name as a part of a path, in which `tch` has dots for itself.
pub(super) fn path(layer: &str) -> String {
    layer.replace('.', "_")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codegen::{Optimization, Optimizations};

    fn plain() -> Options {
        Options {
            optimizations: Optimizations::NONE,
            ..Options::default()
        }
    }

    fn layouts(layers: &str) -> Vec<ParameterLayout> {
        let text = format!("network N {{ input: (28, 28, 1) layers: {layers} }}");
        layout(&crate::check(&text).unwrap().networks[0], &plain())
    }

    #[test]
    fn flattened_images_permute_the_kernel_behind_them() {
        let layouts = layouts("Conv2D(32, (3, 3)) Flatten Dropout(0.5) Dense(128) Dense(10)");
        assert_eq!(layouts[0].shape, [32, 1, 3, 3]);
        let kernel = &layouts[2];
        assert_eq!(kernel.name, "dense/kernel");
        assert_eq!(kernel.variable, "dense.weight");
        assert_eq!(kernel.view, [26, 26, 32, 128]);
        assert_eq!(kernel.permute, [3, 2, 0, 1]);
        assert_eq!(kernel.shape, [128, 26 * 26 * 32]);
        assert_eq!(layouts[3].shape, [128]);
        assert_eq!(layouts[4].view, [128, 10]);
        assert_eq!(layouts[4].shape, [10, 128]);
    }

    #[test]
    fn one_channel_is_in_the_same_order_either_way() {
        let layouts = layouts("Flatten Dense(128)");
        assert_eq!(layouts[0].view, [784, 128]);
        assert_eq!(layouts[0].permute, [1, 0]);
        assert_eq!(layouts[0].shape, [128, 784]);
    }

    #[test]
    fn a_flattened_result_is_in_the_languages_order() {
        // Nothing behind it has weights that could make up for another order.
        let text = "network N { input: (4, 4, 3) layers: Conv2D(2, (3, 3)) Flatten }";
        let network = &crate::check(text).unwrap().networks[0];
        let target = crate::Target::Torch;
        let program = crate::generate_with(network, "n.neural", target, &plain()).unwrap();
        assert!(program.contains("conv2d.permute([0, 2, 3, 1]).flatten(1, -1)"));
    }

    #[test]
    fn channels_last_flatten_as_in_the_language() {
        let text = "network N { input: (28, 28, 1) layers: Conv2D(32, (3, 3)) Flatten Dense(128) }";
        let network = &crate::check(text).unwrap().networks[0];
        let layouts = layout(network, &Options::default());
        assert_eq!(layouts[0].shape, [32, 1, 3, 3]);
        assert_eq!(layouts[2].view, [26 * 26 * 32, 128]);
        let without = Optimizations::ALL.without(Optimization::ChannelsLast);
        let options = Options {
            optimizations: without,
            ..Options::default()
        };
        assert_eq!(layout(network, &options)[2].view, [26, 26, 32, 128]);
    }
}
