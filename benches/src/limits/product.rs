//! The matrix products and convolutions of a training step.

use std::fmt;

use neural_dsl::network::{Conv2D, Network, Node, Operation};
use serde::{Deserialize, Serialize};

/// Which way a layer is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pass {
    /// From its input to its result.
    Forward,
    /// From the gradient of its result to that of its input.
    InputGradient,
    /// From the gradient of its result to that of its kernel.
    KernelGradient,
}

impl fmt::Display for Pass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Forward => "forward",
            Self::InputGradient => "gradient by the input",
            Self::KernelGradient => "gradient by the kernel",
        })
    }
}

/// What is multiplied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// A dense layer: rows of `inputs` values become rows of `units`.
    Dense {
        /// Samples, times what lies between them and the last axis.
        rows: i64,
        /// Values of a row before.
        inputs: i64,
        /// Values of a row behind.
        units: i64,
    },
    /// A convolution without padding, of images channels last.
    Convolution {
        /// Samples.
        batch: i64,
        /// Height, width and channels of what the windows read, padding included.
        input: [i64; 3],
        /// Height and width of a kernel.
        kernel: [i64; 2],
        /// Kernels.
        filters: i64,
        /// Steps along height and width.
        strides: [i64; 2],
        /// Distances of a kernel's taps.
        dilation: [i64; 2],
        /// Groups of channels.
        groups: i64,
    },
}

impl Form {
    /// Height and width of a convolution's result; none of a dense layer.
    pub fn result(&self) -> Option<[i64; 2]> {
        let Self::Convolution {
            input,
            kernel,
            strides,
            dilation,
            ..
        } = self
        else {
            return None;
        };
        let places = |axis: usize| {
            (input[axis] - (kernel[axis] - 1) * dilation[axis] - 1) / strides[axis] + 1
        };
        Some([places(0), places(1)])
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dense {
                rows,
                inputs,
                units,
            } => write!(f, "{rows} x {inputs} by {inputs} x {units}"),
            Self::Convolution {
                batch,
                input: [height, width, channels],
                kernel: [tall, wide],
                filters,
                ..
            } => write!(
                f,
                "{batch} of {height} x {width} x {channels} by {filters} of {tall} x {wide}"
            ),
        }
    }
}

/// A product of a training step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    /// The layer's name.
    pub layer: String,
    /// Which way it is gone.
    pub pass: Pass,
    /// What is multiplied.
    pub form: Form,
    /// Floating-point operations, a multiplication and the addition behind it counted as two.
    pub operations: u64,
}

/// The products of a training step on a batch of this size; those of layers whose sizes are known.
pub fn products(network: &Network, batch: u64) -> Vec<Product> {
    let mut products = Vec::new();
    for node in &network.nodes {
        let (Some(cost), Some(form)) = (network.cost_of(node), form(network, node, batch)) else {
            continue;
        };
        for (pass, operations) in [
            (Pass::Forward, cost.forward),
            (Pass::InputGradient, cost.input_gradient),
            (Pass::KernelGradient, cost.kernel_gradient),
        ] {
            if operations > 0 {
                products.push(Product {
                    layer: node.name.clone(),
                    pass,
                    form,
                    operations: operations * batch,
                });
            }
        }
    }
    products
}

fn form(network: &Network, node: &Node, batch: u64) -> Option<Form> {
    let input = network.shape(node.inputs[0]).dimensions()?;
    match &node.operation {
        Operation::Dense(dense) => {
            let (&inputs, rows) = input.split_last()?;
            Some(Form::Dense {
                rows: (batch * rows.iter().product::<u64>()).cast_signed(),
                inputs: inputs.cast_signed(),
                units: dense.units.cast_signed(),
            })
        }
        Operation::Conv2D(conv) => Some(convolution(
            conv,
            *input.last()?,
            &node.shape.dimensions()?,
            batch,
        )),
        _ => None,
    }
}

fn convolution(conv: &Conv2D, channels: u64, result: &[u64], batch: u64) -> Form {
    let read = |axis: usize| {
        (result[axis] - 1) * conv.strides[axis]
            + (conv.kernel_size[axis] - 1) * conv.dilation_rate[axis]
            + 1
    };
    Form::Convolution {
        batch: batch.cast_signed(),
        input: [read(0), read(1), channels].map(u64::cast_signed),
        kernel: conv.kernel_size.map(u64::cast_signed),
        filters: conv.filters.cast_signed(),
        strides: conv.strides.map(u64::cast_signed),
        dilation: conv.dilation_rate.map(u64::cast_signed),
        groups: conv.groups.cast_signed(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn products_of(layers: &str) -> Vec<Product> {
        let text = format!("network N {{ input: (28, 28, 1) layers: {layers} }}");
        products(&neural_dsl::check(&text).unwrap().networks[0], 128)
    }

    #[test]
    fn a_step_has_each_product_on_each_way() {
        let all = products_of("Conv2D(32, (3, 3)) MaxPooling2D(2) Flatten Dense(10)");
        let ways: Vec<_> = all.iter().map(|it| (it.layer.as_str(), it.pass)).collect();
        // Nobody needs the gradient of the images.
        assert_eq!(
            ways,
            [
                ("conv2d", Pass::Forward),
                ("conv2d", Pass::KernelGradient),
                ("dense", Pass::Forward),
                ("dense", Pass::InputGradient),
                ("dense", Pass::KernelGradient),
            ]
        );
        assert_eq!(all[0].operations, 128 * 26 * 26 * 32 * 9 * 2);
        assert_eq!(all[0].form.result(), Some([26, 26]));
        assert_eq!(all[2].form.to_string(), "128 x 5408 by 5408 x 10");
    }

    #[test]
    fn padding_is_part_of_what_windows_read() {
        let all = products_of("Conv2D(8, (5, 3), padding=same, strides=(2, 1), dilation_rate=1)");
        let Form::Convolution { input, .. } = all[0].form else {
            panic!("a convolution");
        };
        assert_eq!(input, [31, 30, 1]);
        assert_eq!(all[0].form.result(), Some([14, 28]));
    }
}
