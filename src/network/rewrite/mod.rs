//! Rewrites of a checked network into one that computes the same with less work.
//!
//! Each keeps names, shapes and values of all parameters, the outputs, and the gradients; what a
//! rewrite does to the last bits stands in its own words. `docs/optimizations.md` has their effects.

mod crop;
mod pool_first;

pub(crate) use crop::crop_unused;
pub(crate) use pool_first::pool_first;

use super::{Network, Value};

/// Whether each node takes the result of the one before it alone, and the last one is the output.
fn is_a_row(network: &Network) -> bool {
    let mut previous = Value::Input(0);
    for (index, node) in network.nodes.iter().enumerate() {
        if node.inputs != [previous] {
            return false;
        }
        previous = Value::Node(index);
    }
    network.inputs.len() == 1 && network.output == previous
}
