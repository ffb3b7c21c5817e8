//! What layers learn, and what they keep beside it.

use super::{Argument, Layer, LayerType, Wrapped};
use crate::network::parameter::asked;
use crate::network::{Initializer, Operation, Parameter, Shape};

/// Collects the parameters of a layer under its name.
pub(super) struct Weights<'n> {
    name: &'n str,
    list: Vec<Parameter>,
}

impl Weights<'_> {
    pub(super) fn add(&mut self, part: &str, shape: Vec<u64>, initializer: Initializer) {
        let name = [self.name, "/", part].concat();
        self.list.push(Parameter::new(name, shape, initializer));
    }

    /// A kernel, and a bias of its last axis where the layer has one.
    pub(super) fn kernel(&mut self, part: &str, shape: Vec<u64>, bias: bool) {
        let outputs = shape.last().copied().unwrap_or(1);
        let prefix = part.strip_suffix("kernel").unwrap_or("");
        self.add(part, shape, Initializer::GlorotUniform);
        if bias {
            self.add(
                &[prefix, "bias"].concat(),
                vec![outputs],
                Initializer::Zeros,
            );
        }
    }

    fn scale_and_center(&mut self, layer: &Layer, shape: &[u64]) {
        if layer.flag("scale") {
            self.add(
                "gamma",
                shape.to_vec(),
                initializer(layer, "gamma_initializer", Initializer::Ones),
            );
        }
        if layer.flag("center") {
            self.add(
                "beta",
                shape.to_vec(),
                initializer(layer, "beta_initializer", Initializer::Zeros),
            );
        }
    }
}

fn initializer(layer: &Layer, name: &str, default: Initializer) -> Initializer {
    match layer.get(name) {
        Argument::Initializer(initializer) => *initializer,
        _ => default,
    }
}

/// The last dimension, or 1 where it is not known: the shape says that first.
pub(super) fn channels(shape: &Shape) -> u64 {
    shape.0.last().copied().flatten().unwrap_or(1)
}

/// The dimension of an axis as Keras counts axes, the batch included.
fn along(shape: &Shape, axis: i64) -> u64 {
    super::shape::axis_of(shape, axis)
        .and_then(|axis| shape.0[axis])
        .unwrap_or(1)
}

fn times(a: u64, b: u64) -> u64 {
    a.saturating_mul(b)
}

impl Layer {
    /// The trained parameters, in Keras' order and layout.
    pub(in crate::network) fn parameters(&self, name: &str, inputs: &[&Shape]) -> Vec<Parameter> {
        use LayerType::*;
        let mut weights = Weights {
            name,
            list: Vec::new(),
        };
        let Some(&input) = inputs.first() else {
            return weights.list;
        };
        let last = channels(input);
        match self.kind {
            Conv1D | Conv3D | Conv1DTranspose | Conv2DTranspose | Conv3DTranspose => {
                self.convolution(&mut weights, last);
            }
            DepthwiseConv1D | DepthwiseConv2D | SeparableConv1D | SeparableConv2D => {
                self.depthwise(&mut weights, last);
            }
            BatchNormalization => {
                let axis = self.integers("axis").and_then(|axes| axes.first().copied());
                weights.scale_and_center(self, &[along(input, axis.unwrap_or(-1))]);
            }
            LayerNormalization => {
                let axes = self.integers("axis").unwrap_or_else(|| vec![-1]);
                let shape: Vec<u64> = axes.iter().map(|&axis| along(input, axis)).collect();
                weights.scale_and_center(self, &shape);
            }
            RMSNormalization => {
                let axes = self.integers("axis").unwrap_or_else(|| vec![-1]);
                let shape: Vec<u64> = axes.iter().map(|&axis| along(input, axis)).collect();
                weights.add("scale", shape, Initializer::Ones);
            }
            GroupNormalization => {
                let axis = self.integers("axis").and_then(|axes| axes.first().copied());
                weights.scale_and_center(self, &[along(input, axis.unwrap_or(-1))]);
            }
            InstanceNormalization => weights.scale_and_center(self, &[last]),
            Embedding => {
                let sizes = ["input_dim", "output_dim"].map(|name| self.count(name).unwrap_or(1));
                weights.add(
                    "embeddings",
                    sizes.to_vec(),
                    self.initializer("embeddings_initializer"),
                );
            }
            SimpleRNN
            | LSTM
            | GRU
            | SimpleRNNCell
            | LSTMCell
            | GRUCell
            | SimpleRNNDropoutWrapper
            | LSTMDropoutWrapper
            | GRUDropoutWrapper => {
                self.recurrent(&mut weights, last);
            }
            ConvLSTM1D | ConvLSTM2D | ConvLSTM3D | ConvGRU2D => {
                self.recurrent_convolution(&mut weights, last);
            }
            Attention => {
                if self.flag("use_scale") {
                    weights.add("scale", vec![], Initializer::Ones);
                }
                if self.text("score_mode") == Some("concat") {
                    weights.add("concat_score_weight", vec![], Initializer::Ones);
                }
            }
            AdditiveAttention if self.flag("use_scale") => {
                weights.add("scale", vec![last], Initializer::GlorotUniform);
            }
            MultiHeadAttention => self.attention(&mut weights, inputs),
            GroupQueryAttention => self.grouped_attention(&mut weights, inputs),
            Transformer | TransformerEncoder | TransformerDecoder => {
                self.transformer(&mut weights, inputs);
            }
            SqueezeExcitation => {
                let squeezed = (last / self.count("ratio").unwrap_or(16).max(1)).max(1);
                weights.kernel("reduce_kernel", vec![last, squeezed], true);
                weights.kernel("expand_kernel", vec![squeezed, last], true);
            }
            PReLU => {
                let shared = self.integers("shared_axes").unwrap_or_default();
                let size = |(axis, length): (usize, &Option<u64>)| {
                    let one = shared.contains(&(axis as i64 + 1));
                    if one { 1 } else { length.unwrap_or(1) }
                };
                let shape = input.0.iter().enumerate().map(size).collect();
                weights.add(
                    "alpha",
                    shape,
                    initializer(self, "alpha_initializer", Initializer::Zeros),
                );
            }
            TimeDistributed => {
                if let Some(inner) = self.wrap() {
                    let step = Shape(input.0.get(1..).unwrap_or_default().to_vec());
                    return inner.parameters(name, &[&step]);
                }
            }
            Bidirectional => {
                let forward = self.wrap();
                let backward = match self.get("backward_layer") {
                    Argument::Layer(behind) => Some(&**behind),
                    _ => forward,
                };
                for (direction, inner) in [("forward", forward), ("backward", backward)] {
                    if let Some(inner) = inner {
                        let name = [name, "/", direction].concat();
                        weights.list.extend(inner.parameters(&name, inputs));
                    }
                }
                return weights.list;
            }
            _ => {}
        }
        let depthwise = matches!(self.kind, DepthwiseConv1D | DepthwiseConv2D);
        for parameter in &mut weights.list {
            parameter.follow(|name| {
                let name = match name.strip_prefix("kernel_") {
                    Some(what) if depthwise => &["depthwise_", what].concat(),
                    _ => name,
                };
                Some(self.get(name))
            });
        }
        weights.list
    }

    /// What is kept and not trained: the running means of a normalisation.
    pub(in crate::network) fn statistics(&self, name: &str, inputs: &[&Shape]) -> Vec<Parameter> {
        let mut weights = Weights {
            name,
            list: Vec::new(),
        };
        match (self.kind, inputs.first()) {
            (LayerType::BatchNormalization, Some(input)) => {
                let axis = self.integers("axis").and_then(|axes| axes.first().copied());
                let shape = vec![along(input, axis.unwrap_or(-1))];
                let mean = initializer(self, "moving_mean_initializer", Initializer::Zeros);
                let variance = initializer(self, "moving_variance_initializer", Initializer::Ones);
                weights.add("moving_mean", shape.clone(), mean);
                weights.add("moving_variance", shape, variance);
            }
            (LayerType::TimeDistributed, Some(input)) => {
                if let Some(Operation::Layer(inner)) = self.wrapped() {
                    let step = Shape(input.0.get(1..).unwrap_or_default().to_vec());
                    return inner.statistics(name, &[&step]);
                }
            }
            _ => {}
        }
        weights.list
    }

    pub(super) fn bias(&self, weights: &mut Weights, part: &str, shape: Vec<u64>) {
        if self.flag("use_bias") {
            weights.add(
                part,
                shape,
                initializer(self, "bias_initializer", Initializer::Zeros),
            );
            if let Some(bias) = weights.list.last_mut() {
                bias.unit_forget_bias = self.kind.gates() == 4 && self.flag("unit_forget_bias");
            }
        }
    }

    fn convolution(&self, weights: &mut Weights, channels: u64) {
        let rank = self.kind.rank();
        let filters = self.count("filters").unwrap_or(1);
        let mut kernel = self.sizes("kernel_size", rank).unwrap_or_default();
        if self.kind.is_transposed() {
            kernel.extend([filters, channels]);
        } else {
            kernel.extend([channels / self.count("groups").unwrap_or(1).max(1), filters]);
        }
        weights.add("kernel", kernel, self.initializer("kernel_initializer"));
        self.bias(weights, "bias", vec![filters]);
    }

    fn depthwise(&self, weights: &mut Weights, channels: u64) {
        let mut kernel = self
            .sizes("kernel_size", self.kind.rank())
            .unwrap_or_default();
        let multiplier = self.count("depth_multiplier").unwrap_or(1);
        kernel.extend([channels, multiplier]);
        let inner = times(channels, multiplier);
        let initializer = self.initializer("depthwise_initializer");
        if matches!(
            self.kind,
            LayerType::DepthwiseConv1D | LayerType::DepthwiseConv2D
        ) {
            weights.add("kernel", kernel, initializer);
            return self.bias(weights, "bias", vec![inner]);
        }
        let filters = self.count("filters").unwrap_or(1);
        weights.add("depthwise_kernel", kernel, initializer);
        let mut pointwise = vec![1; self.kind.rank()];
        pointwise.extend([inner, filters]);
        weights.add(
            "pointwise_kernel",
            pointwise,
            self.initializer("pointwise_initializer"),
        );
        self.bias(weights, "bias", vec![filters]);
    }

    fn recurrent(&self, weights: &mut Weights, inputs: u64) {
        let units = self.count("units").unwrap_or(1);
        let gates = times(self.kind.gates(), units);
        weights.add(
            "kernel",
            vec![inputs, gates],
            self.initializer("kernel_initializer"),
        );
        let recurrent = initializer(self, "recurrent_initializer", Initializer::Orthogonal(1.0));
        weights.add("recurrent_kernel", vec![units, gates], recurrent);
        let bias = if self.flag("reset_after") {
            vec![2, gates]
        } else {
            vec![gates]
        };
        self.bias(weights, "bias", bias);
    }

    fn recurrent_convolution(&self, weights: &mut Weights, channels: u64) {
        let filters = self.count("filters").unwrap_or(1);
        let gates = times(self.kind.gates(), filters);
        let kernel = self
            .sizes("kernel_size", self.kind.rank())
            .unwrap_or_default();
        let with = |inputs: u64| kernel.iter().copied().chain([inputs, gates]).collect();
        weights.add(
            "kernel",
            with(channels),
            self.initializer("kernel_initializer"),
        );
        let recurrent = initializer(self, "recurrent_initializer", Initializer::Orthogonal(1.0));
        weights.add("recurrent_kernel", with(filters), recurrent);
        // Convolutions of a GRU have the two biases of `reset_after`, and add both.
        let bias = match self.kind {
            LayerType::ConvGRU2D => vec![2, gates],
            _ => vec![gates],
        };
        self.bias(weights, "bias", bias);
    }
}

impl Wrapped {
    /// The trained parameters of the layer, with what it asks for them.
    fn parameters(&self, name: &str, inputs: &[&Shape]) -> Vec<Parameter> {
        let mut parameters = self.operation.parameters_on(name, inputs);
        for parameter in &mut parameters {
            parameter.follow(|name| asked(&self.requests, name));
        }
        parameters
    }
}

impl LayerType {
    /// How many kernels of a recurrent layer lie side by side.
    fn gates(self) -> u64 {
        use LayerType::*;
        match self {
            LSTM | LSTMCell | LSTMDropoutWrapper | ConvLSTM1D | ConvLSTM2D | ConvLSTM3D => 4,
            GRU | GRUCell | GRUDropoutWrapper | ConvGRU2D => 3,
            _ => 1,
        }
    }

    /// How many axes beside the batch and the channels its name speaks of.
    pub(in crate::network) fn rank(self) -> usize {
        let name = self.name();
        match name.find("1D").or(name.find("2D")).or(name.find("3D")) {
            Some(at) => usize::from(name.as_bytes()[at] - b'0'),
            None => 0,
        }
    }

    pub(super) fn is_transposed(self) -> bool {
        use LayerType::*;
        matches!(self, Conv1DTranspose | Conv2DTranspose | Conv3DTranspose)
    }
}
