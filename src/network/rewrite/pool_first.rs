//! ReLU behind max pooling in place of before it.

use super::is_a_row;
use crate::network::{Activation, Network, Operation};

/// Moves each ReLU that stands before a max pooling behind it, where it has a quarter of the work, or
/// whatever part the pooling leaves.
///
/// Values: ReLU is monotone, so `max(relu(x), relu(y)) = relu(max(x, y))`, and neither rounds. The sign
/// of a zero may differ, which no further operation of a network tells from the other. A NaN comes
/// through both where the library's pooling hands it on.
///
/// Gradients: where the greatest value of a window is positive, the places that have it are the same
/// before and after ReLU, and of several the library takes the same one. Where it is not, ReLU's
/// gradient there is zero, so no place of the window gets any, whichever was chosen. So the gradient is
/// the same to the last bit, too. Of sigmoid and hyperbolic tangent this cannot be said, for they round:
/// two values may become one.
pub(crate) fn pool_first(mut network: Network) -> Network {
    if !is_a_row(&network) {
        return network;
    }
    for index in 1..network.nodes.len() {
        let (before, rest) = network.nodes.split_at_mut(index);
        let Operation::MaxPooling2D(pool) = &mut rest[0].operation else {
            continue;
        };
        let last = before.len() - 1;
        let activation = match &mut before[last].operation {
            Operation::Conv2D(conv) => &mut conv.activation,
            Operation::Dense(dense) => &mut dense.activation,
            Operation::MaxPooling2D(pool) => &mut pool.activation,
            Operation::Activation(activation) => activation,
            _ => continue,
        };
        if *activation == Activation::Relu {
            *activation = Activation::Linear;
            pool.activation = Activation::Relu;
        }
    }
    network
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(layers: &str) -> Vec<Activation> {
        let text = format!("network N {{ input: (28, 28, 1) layers: {layers} Flatten Dense(3) }}");
        let checked = crate::check(&text).unwrap();
        let network = pool_first(checked.networks.into_iter().next().unwrap());
        let activations = network
            .nodes
            .iter()
            .filter_map(|node| match &node.operation {
                Operation::Conv2D(conv) => Some(conv.activation),
                Operation::MaxPooling2D(pool) => Some(pool.activation),
                Operation::Activation(activation) => Some(*activation),
                _ => None,
            });
        activations.collect()
    }

    #[test]
    fn a_relu_goes_behind_every_pooling_that_follows() {
        use Activation::{Linear, Relu, Tanh};
        let conv = |activation| format!("Conv2D(4, (3, 3), activation={activation})");
        let layers = format!("{} MaxPooling2D(2) MaxPooling2D(2)", conv("relu"));
        assert_eq!(rewritten(&layers), [Linear, Linear, Relu]);
        let layers = "Conv2D(4, (3, 3)) ReLU MaxPooling2D(2)";
        assert_eq!(rewritten(layers), [Linear, Linear, Relu]);
        let layers = format!("{} MaxPooling2D(2)", conv("tanh"));
        assert_eq!(rewritten(&layers), [Tanh, Linear]);
        let layers = format!("{} Dropout(0.5) MaxPooling2D(2)", conv("relu"));
        assert_eq!(rewritten(&layers), [Relu, Linear]);
    }
}
