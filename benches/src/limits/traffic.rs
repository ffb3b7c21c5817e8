//! The bytes that a training step has to move.

use neural_dsl::network::{Network, Operation, Optimizer};
use serde::{Deserialize, Serialize};

/// Bytes of a value, which is a float32.
const FLOAT: u64 = 4;

/// The bytes that a training step moves at least, read and written each counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Traffic {
    /// The images of the batch, from the data set into the batch.
    pub data: u64,
    /// Parameters, gradients and what the optimiser holds, each read once and what changes written once.
    pub optimizer: u64,
    /// What the layers hand on, were each to read and write it once on the way forward and its gradient once
    /// on the way back. A processor may find it in its caches, so it is no part of what is attainable.
    pub activations: u64,
}

impl Traffic {
    /// Of a step on a batch of this size; none where a size is not known.
    pub fn of(network: &Network, batch: u64) -> Option<Self> {
        let images = network.inputs.iter().map(|input| input.shape.size());
        let images: u64 = images.sum::<Option<u64>>()?;
        let mut values = 0;
        for node in &network.nodes {
            if node.operation != Operation::Flatten {
                values += network.shape(node.inputs[0]).size()? + node.shape.size()?;
            }
        }
        // Values read and written of one parameter: its own and its gradient are read, its own is written, and
        // each running mean is read and written.
        let moved = match &network.optimizer {
            Optimizer::Adam(_) => 7,
            Optimizer::Sgd(sgd) if sgd.momentum != 0.0 => 5,
            Optimizer::Sgd(_) => 3,
            _ => return None,
        };
        Some(Self {
            data: 2 * FLOAT * batch * images,
            optimizer: moved * FLOAT * network.parameter_count(),
            activations: 2 * FLOAT * batch * values,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_counted_from_the_shapes() {
        let text = "network N { input: (28, 28, 1) layers: Flatten Output(10) \
                    loss: sparse_categorical_crossentropy optimizer: SGD(learning_rate=0.1) }";
        let traffic = Traffic::of(&neural_dsl::check(text).unwrap().networks[0], 2).unwrap();
        assert_eq!(traffic.data, 2 * 2 * 784 * 4);
        assert_eq!(traffic.optimizer, 3 * 7850 * 4);
        assert_eq!(traffic.activations, 2 * 2 * (784 + 10) * 4);
    }
}
