//! Layers as statements, a file for each family.

mod attention;
mod convolution;
mod merging;
mod normalization;
mod pooling;
mod recurrent;
mod regularization;
mod reshaping;

use super::body::{Body, Refusal, Weights};
use super::streams;
use crate::codegen::text::array;
use crate::network::{
    Activation, Argument, Layer, LayerType, Operation, Padding, Regularizer, Request, Shape, Value,
};

/// A layer where it stands.
#[derive(Clone)]
pub(in crate::codegen) struct Site<'p> {
    /// The variable of its result.
    pub(super) name: String,
    /// What it takes, as arguments by reference.
    pub(super) inputs: Vec<String>,
    /// Their shapes.
    pub(super) shapes: Vec<Shape>,
    /// The shape of the result.
    pub(super) shape: Shape,
    /// Its weights.
    pub(super) weights: Weights<'p>,
    /// The masks of what it takes.
    pub(super) masks: Vec<Option<String>>,
    /// Whether it is trained: batch normalisation that is not stays as in inference.
    pub(super) trainable: bool,
    /// What it asks for beside its operation.
    pub(super) requests: &'p [Request],
    /// A prefix for the fields of its states.
    pub(super) field: String,
}

impl Site<'_> {
    /// The value that it takes.
    fn input(&self) -> String {
        self.inputs[0].clone()
    }

    /// How many axes the value has that it takes, the batch included.
    fn rank(&self) -> usize {
        self.shapes[0].rank() + 1
    }

    /// An axis of the input as the language counts it, the batch included, from the front.
    fn axis(&self, axis: i64) -> i64 {
        if axis < 0 {
            axis + self.rank() as i64
        } else {
            axis
        }
    }
}

/// Writes the statements of a node's operation; `bare` leaves its activation to the loss.
pub(in crate::codegen) fn write(body: &mut Body, node: usize, bare: bool) {
    let network = body.plan.network;
    let at = &network.nodes[node];
    let weights = Weights {
        dialect: body.plan.dialect,
        list: body.plan.weights_of(node),
        prefix: &at.name,
    };
    let site = Site {
        name: body.plan.nodes[node].clone(),
        inputs: at
            .inputs
            .iter()
            .map(|&input| body.plan.reference(input))
            .collect(),
        shapes: at
            .inputs
            .iter()
            .map(|&input| network.shape(input).clone())
            .collect(),
        shape: at.shape.clone(),
        weights,
        masks: at.inputs.iter().map(|&input| body.mask(input)).collect(),
        trainable: !at
            .requests
            .iter()
            .any(|request| request.name == "trainable" && request.value == Argument::Flag(false)),
        requests: &at.requests,
        field: body.plan.nodes[node].clone(),
    };
    let without;
    let computed = if bare {
        without = without_activation(&at.operation);
        &without
    } else {
        &at.operation
    };
    let seed = streams::seed_of(at);
    if let Some(seed) = seed {
        body.begin_own_draws(&site.name, seed);
    }
    let written = operation(body, &site, computed);
    if written.is_ok() {
        body.remark(&at.shape);
    }
    if seed.is_some() {
        body.end_own_draws(&site.name);
    }
    match written {
        Ok(mask) => {
            if let Some(mask) = mask {
                body.set_mask(Value::Node(node), mask);
            }
            let parts = matches!(&at.operation, Operation::Layer(layer) if layer.kind == LayerType::MultiHeadAttention);
            if let Some(regularizer) = network.activity_of(at).filter(|_| !parts) {
                activity(body, &site.name, &site.name, regularizer);
            }
        }
        Err(what) => body.refuse(at, &what),
    }
}

/// The same operation without its activation.
fn without_activation(operation: &Operation) -> Operation {
    let mut operation = operation.clone();
    match &mut operation {
        Operation::Dense(dense) => dense.activation = Activation::Linear,
        Operation::Conv2D(conv) => conv.activation = Activation::Linear,
        Operation::Activation(activation) => *activation = Activation::Linear,
        _ => {}
    }
    operation
}

/// Writes an operation; gives the variable of the mask of its result, where it has one.
pub(super) fn operation(
    body: &mut Body,
    site: &Site,
    operation: &Operation,
) -> Result<Option<String>, Refusal> {
    let mask = site.masks.first().cloned().flatten();
    match operation {
        Operation::Dense(dense) => {
            let (kernel, bias) = (site.weights.need("kernel"), site.weights.optional("bias"));
            body.call(&site.name, "dot", &[site.input(), kernel, bias]);
            body.activate(&site.name, dense.activation);
            Ok(mask)
        }
        Operation::Conv2D(conv) => {
            let arguments = [
                site.input(),
                site.weights.need("kernel"),
                site.weights.optional("bias"),
                array_of(&conv.strides),
                array_of(&conv.dilation_rate),
                border(conv.padding).to_owned(),
                conv.groups.to_string(),
            ];
            body.call(&site.name, "convolve", &arguments);
            body.activate(&site.name, conv.activation);
            Ok(end_mask(body, site))
        }
        Operation::MaxPooling2D(pool) => {
            let arguments = [
                site.input(),
                array_of(&pool.pool_size),
                array_of(&pool.strides),
                border(pool.padding).to_owned(),
            ];
            body.call(&site.name, "pool_max", &arguments);
            body.activate(&site.name, pool.activation);
            Ok(end_mask(body, site))
        }
        Operation::Cropping2D(crop) => {
            let [height, width] = [0, 1].map(|axis| site.shapes[0].0[axis].unwrap_or(0));
            let links = [
                format!(
                    "narrow(1, {}, {})",
                    crop.rows[0],
                    height - crop.rows[0] - crop.rows[1]
                ),
                format!(
                    "narrow(2, {}, {})",
                    crop.columns[0],
                    width - crop.columns[0] - crop.columns[1]
                ),
            ];
            body.chain(&site.name, &site.input(), &links);
            Ok(end_mask(body, site))
        }
        Operation::Flatten => {
            let size = site.shape.0.first().copied().flatten();
            let link = body.plan.dialect.flatten(size);
            body.chain(&site.name, &site.input(), &[link]);
            Ok(end_mask(body, site))
        }
        Operation::Dropout(dropout) => {
            let noise = site
                .requests
                .iter()
                .find(|request| request.name == "noise_shape");
            let noise = noise.and_then(|request| {
                regularization::drawn_shape(body, &request.value, &site.input())
            });
            let size = noise.unwrap_or_else(|| body.plan.dialect.sizes(&site.input()));
            let rate = crate::codegen::text::float(dropout.rate);
            body.call(
                &site.name,
                "with_dropout",
                &[site.input(), rate, size, body.training()],
            );
            Ok(mask)
        }
        Operation::Activation(activation) => {
            body.chain(&site.name, &site.input(), &[body.plan.dialect.same()]);
            body.activate(&site.name, *activation);
            Ok(mask)
        }
        Operation::Layer(layer) => {
            if layer.kind.has_no_meaning() {
                return Err(format!(
                    "`{}`, a layer that nobody has defined",
                    layer.name()
                ));
            }
            family(body, site, layer)
        }
    }
}

fn family(body: &mut Body, site: &Site, layer: &Layer) -> Result<Option<String>, Refusal> {
    use LayerType as L;
    if layer.text("data_format") == Some("channels_first") {
        return Err("`channels_first` of a wrapped layer".to_owned());
    }
    match layer.kind {
        kind if kind.merges() => merging::write(body, site, layer),
        kind if kind.is_transformer() || kind.attends() => attention::write(body, site, layer),
        L::PositionalEncoding | L::SqueezeExcitation => attention::write(body, site, layer),
        L::Conv1D | L::Conv3D | L::Conv1DTranspose | L::Conv2DTranspose | L::Conv3DTranspose => {
            convolution::write(body, site, layer)
        }
        L::DepthwiseConv1D | L::DepthwiseConv2D | L::SeparableConv1D | L::SeparableConv2D => {
            convolution::write(body, site, layer)
        }
        L::BatchNormalization
        | L::LayerNormalization
        | L::InstanceNormalization
        | L::GroupNormalization
        | L::UnitNormalization
        | L::RMSNormalization
        | L::Normalization
        | L::Rescaling => normalization::write(body, site, layer),
        L::SpatialDropout1D
        | L::SpatialDropout2D
        | L::SpatialDropout3D
        | L::GaussianNoise
        | L::GaussianDropout
        | L::AlphaDropout
        | L::ReLU
        | L::LeakyReLU
        | L::PReLU
        | L::ELU
        | L::Softmax
        | L::ActivityRegularization
        | L::L1
        | L::L2
        | L::L1L2
        | L::Masking
        | L::Identity => regularization::write(body, site, layer),
        L::Reshape | L::Permute | L::RepeatVector | L::Embedding => {
            reshaping::write(body, site, layer)
        }
        kind => {
            let name = kind.name();
            if name.contains("Pooling") {
                pooling::write(body, site, layer)
            } else if recurs(name) || matches!(kind, L::Bidirectional | L::TimeDistributed) {
                recurrent::write(body, site, layer)
            } else {
                reshaping::write(body, site, layer)
            }
        }
    }
}

/// Whether a layer of this name is recurrent.
fn recurs(name: &str) -> bool {
    ["RNN", "LSTM", "GRU"]
        .iter()
        .any(|part| name.contains(part))
}

/// A list of sizes by reference: `&[3, 3]`.
fn array_of<T: std::fmt::Display>(sizes: &[T]) -> String {
    format!("&{}", array(sizes))
}

fn border(padding: Padding) -> &'static str {
    match padding {
        Padding::Valid => "Border::Valid",
        Padding::Same => "Border::Same",
    }
}

/// The border of a layer that is held by its arguments.
fn border_of(layer: &Layer) -> &'static str {
    match layer.text("padding") {
        Some("same") => "Border::Same",
        Some("causal") => "Border::Causal",
        _ => "Border::Valid",
    }
}

/// Keras' layers that cannot pass a mask on end it, with a warning; the program says so.
fn end_mask(body: &mut Body, site: &Site) -> Option<String> {
    if site.masks.iter().flatten().next().is_some() {
        body.comment(
            "The mask of the steps ends here, as in Keras: from here on every step counts.",
        );
    }
    None
}

fn activation_of(layer: &Layer, name: &str) -> Activation {
    match layer.get(name) {
        Argument::Activation(activation) => *activation,
        _ => Activation::Linear,
    }
}

fn number(layer: &Layer, name: &str, default: f64) -> f64 {
    match layer.get(name) {
        Argument::Number(number) => *number,
        Argument::Integer(integer) => *integer as f64,
        _ => default,
    }
}

/// Adds the size of a value to the loss; Keras takes the mean of the samples.
fn activity(body: &mut Body, name: &str, of: &str, regularizer: Regularizer) {
    let expression = super::regularizers::expression(&format!("&{of}"), &regularizer);
    let samples = body.plan.dialect.samples(name);
    body.penalties.push(format!("{expression} / {samples}"));
}
