//! What training a network costs in arithmetic, counted from its shapes.

use super::{Network, Node, Operation, Value};

/// Floating-point operations of a layer for one sample; a multiplication and the addition behind it
/// are two. Counted are matrix products and convolutions: in the networks of this language everything
/// else is a vanishing part of the arithmetic, if not of the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cost {
    /// From its input to its result.
    pub forward: u64,
    /// From the gradient of its result to that of its input; none of a layer whose input nobody trains.
    pub input_gradient: u64,
    /// From the gradient of its result to that of its kernel.
    pub kernel_gradient: u64,
}

impl Cost {
    /// All three, which is what a training step does.
    pub fn training(&self) -> u64 {
        self.forward + self.input_gradient + self.kernel_gradient
    }
}

impl std::iter::Sum for Cost {
    fn sum<I: Iterator<Item = Self>>(costs: I) -> Self {
        costs.fold(Self::default(), |sum, cost| Self {
            forward: sum.forward + cost.forward,
            input_gradient: sum.input_gradient + cost.input_gradient,
            kernel_gradient: sum.kernel_gradient + cost.kernel_gradient,
        })
    }
}

impl Network {
    /// The cost of a node for one sample; none where the size of its input is not known, or its count does not
    /// fit 64 bits.
    ///
    /// A product of `(1, n)` by `(n, m)` takes `2 n m` operations; a convolution takes as many for each
    /// place of its result, with `n` the values that a kernel covers. Each gradient takes as many as the
    /// way forward.
    pub fn cost_of(&self, node: &Node) -> Option<Cost> {
        let input = self.shape(node.inputs[0]);
        let forward = match &node.operation {
            Operation::Dense(dense) => input.size()?.checked_mul(dense.units)?.checked_mul(2)?,
            Operation::Conv2D(conv) => {
                let [height, width] = conv.kernel_size;
                let covered = height
                    .checked_mul(width)?
                    .checked_mul(input.last() / conv.groups)?;
                node.shape.size()?.checked_mul(covered)?.checked_mul(2)?
            }
            _ => 0,
        };
        let trained = match node.inputs[0] {
            Value::Input(_) => false,
            Value::Node(index) => self.trains_before(index),
        };
        Some(Cost {
            forward,
            input_gradient: if trained { forward } else { 0 },
            kernel_gradient: forward,
        })
    }

    /// The cost of all nodes for one sample; none where a size is not known.
    pub fn cost(&self) -> Option<Cost> {
        self.nodes.iter().map(|node| self.cost_of(node)).sum()
    }

    /// Whether a node or one before it has parameters, so that its gradient is needed.
    fn trains_before(&self, index: usize) -> bool {
        let node = &self.nodes[index];
        !self.parameters_of(node).is_empty()
            || node.inputs.iter().any(|input| match *input {
                Value::Input(_) => false,
                Value::Node(before) => self.trains_before(before),
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cost(layers: &str) -> Cost {
        let text = format!("network N {{ input: (28, 28, 1) layers: {layers} }}");
        crate::check(&text).unwrap().networks[0].cost().unwrap()
    }

    #[test]
    fn products_and_convolutions_are_counted() {
        // 784 by 128 and 128 by 10; nobody needs the gradient of the images.
        let perceptron = cost("Flatten Dense(128, activation=relu) Dropout(0.5) Output(10)");
        let products = [2 * 784 * 128, 2 * 128 * 10];
        assert_eq!(perceptron.forward, products[0] + products[1]);
        assert_eq!(perceptron.kernel_gradient, perceptron.forward);
        assert_eq!(perceptron.input_gradient, products[1]);
        assert_eq!(perceptron.training(), 2 * products[0] + 3 * products[1]);

        // 26 by 26 places, 32 filters, 9 values under each; 13 by 13 and 288 behind the pooling.
        let convolutions = cost("Conv2D(32, (3, 3)) MaxPooling2D(2) Conv2D(64, (3, 3))");
        let [first, second] = [2 * 26 * 26 * 32 * 9, 2 * 11 * 11 * 64 * 288];
        assert_eq!(convolutions.forward, first + second);
        assert_eq!(convolutions.input_gradient, second);

        let grouped = cost("Conv2D(8, (3, 3)) Conv2D(8, (3, 3), groups=4)");
        assert_eq!(grouped.input_gradient, 2 * 24 * 24 * 8 * 9 * 2);
    }

    #[test]
    fn sizes_that_are_not_known_have_no_cost() {
        let text = "network N { input: (28, None, 1) layers: Conv2D(4, (3, 3)) }";
        assert_eq!(crate::check(text).unwrap().networks[0].cost(), None);
    }
}
