//! Functions that stand at the end of a program: only those that it calls.

use super::plan::{Plan, is_dilated};
use crate::codegen::text::{Text, array};
use crate::network::{Initializer, Operation};

/// Writes the functions.
pub(super) fn write(text: &mut Text, plan: &Plan) {
    let mut blocks: Vec<&str> = Vec::with_capacity(12);
    if plan.trains() {
        gather(text, plan);
    }
    if plan.uses_dropout() {
        blocks.push(DROPOUT);
    }
    let convolutions = || {
        plan.layers()
            .filter_map(|layer| match &layer.node.operation {
                Operation::Conv2D(conv) => Some(conv),
                _ => None,
            })
    };
    if convolutions().any(|conv| !is_dilated(conv)) {
        blocks.push(CONV2D);
    }
    if convolutions().any(is_dilated) {
        blocks.push(DILATED_CONV2D);
    }
    let pools =
        |layer: &super::plan::Layer| matches!(layer.node.operation, Operation::MaxPooling2D(_));
    if plan.layers().any(pools) {
        blocks.push(MAX_POOLING2D);
    }
    if plan.crops() {
        blocks.push(CROP);
    }
    if plan.reshapes() {
        blocks.push(RESHAPE);
    }
    if plan.initializes(|initializer| initializer == Initializer::GlorotUniform) {
        blocks.push(GLOROT_UNIFORM);
    }
    if plan.initializes(|initializer| initializer != Initializer::GlorotUniform) {
        blocks.push(FILL);
    }
    blocks.push(GROUP);
    for block in blocks {
        text.template(block, &plan.float.marks);
        text.blank();
    }
    text.block(VARIABLE);
    if plan.trains() && plan.optimizer().is_some() {
        text.blank();
        text.block(SLOT);
    }
}

/// The function that makes a batch.
fn gather(text: &mut Text, plan: &Plan) {
    let (inputs, input, float) = (plan.inputs(), plan.input(), plan.float);
    text.pieces(&["/// These rows of `", inputs, "` and `labels`, as tensors."]);
    text.signature(
        "fn gather",
        &[
            &*[inputs, ": &[", float.name, "]"].concat(),
            "labels: &[i32]",
            "rows: &[i64]",
        ],
        &float.spell(" -> (Tensor<$float>, Tensor<i32>) {"),
    );
    text.line("let count = rows.len() as u64;");
    let shape = array(&plan.sample_shape());
    text.call(
        &["let mut ", input, "_batch = Tensor::new"].concat(),
        &[["&[count, ", &shape[1..]].concat()],
        ";",
    );
    text.line("let mut label_batch = Tensor::new(&[count]);");
    text.pieces(&[
        "let samples = ",
        input,
        "_batch.chunks_exact_mut(SAMPLE_SIZE);",
    ]);
    let places = ["(&row, (", input, ", label))"].concat();
    text.open(&[
        "for ",
        &places,
        " in rows.iter().zip(samples.zip(label_batch.iter_mut())) {",
    ]);
    text.line("let row = row as usize;");
    let copy = [
        input,
        ".copy_from_slice(&",
        inputs,
        "[row * SAMPLE_SIZE..][..SAMPLE_SIZE]);",
    ];
    text.pieces(&copy);
    text.line("*label = labels[row];");
    text.close("}");
    text.pieces(&["(", input, "_batch, label_batch)"]);
    text.close("}");
    text.blank();
}

const DROPOUT: &str = "\
/// What the masks of dropout are drawn from.
struct Masks {
    /// The program's seed; each layer adds its number.
    seed: i64,
    /// The training step, an `int64`.
    step: Operation,
}

/// Makes the share `rate` of the values zero and scales the others, so that the mean stays.
fn dropout(
    x: Operation,
    rate: f64,
    layer: i64,
    masks: Option<&Masks>,
    scope: &mut Scope,
) -> Result<Operation, Status> {
    let Some(masks) = masks else {
        return Ok(x);
    };
    let seed = ops::constant(masks.seed.wrapping_add(layer), scope)?;
    let seed = ops::Pack::new()
        .build_instance(vec![seed.into(), masks.step.clone().into()], scope)?
        .output();
    let shape = ops::shape(x.clone(), scope)?;
    let chance = ops::StatelessRandomUniform::new()
        .dtype(DataType::$kind)
        .build(shape, seed, scope)?;
    let rate_value = ops::constant(rate$as, scope)?;
    let kept = ops::greater_equal(chance, rate_value, scope)?;
    let kept = ops::Cast::new().DstT(DataType::$kind).build(kept, scope)?;
    let scale = ops::constant($(1.0 / (1.0 - rate)$), scope)?;
    let mask = ops::mul(kept, scale, scope)?;
    // The mask is drawn in the shape of `x`, but no gradient goes that way.
    let mask = ops::stop_gradient(mask, scope)?;
    ops::mul(x, mask, scope)
}";

const CONV2D: &str = "\
/// Convolution of `(batch, height, width, channels)`.
fn conv2d(
    x: Operation,
    kernel: &Variable,
    strides: [i64; 2],
    padding: &str,
    scope: &mut Scope,
) -> Result<Operation, Status> {
    ops::Conv2D::new()
        .strides([1, strides[0], strides[1], 1])
        .padding(padding)
        .build(x, kernel.value.clone(), scope)
}";

const DILATED_CONV2D: &str = "\
/// Convolution with gaps between the taps of the kernel: an ordinary one of the images that hold
/// every `rate`-th row and column. (`Conv2D` could do it alone, but its gradient in TensorFlow's C++
/// library forgets the rate.)
fn dilated_conv2d(
    x: Operation,
    kernel: &Variable,
    rate: [i64; 2],
    paddings: [i64; 4],
    crops: [i64; 4],
    scope: &mut Scope,
) -> Result<Operation, Status> {
    let rate = ops::constant(&rate[..], scope)?;
    let paddings = ops::constant(Tensor::new(&[2, 2]).with_values(&paddings)?, scope)?;
    let crops = ops::constant(Tensor::new(&[2, 2]).with_values(&crops)?, scope)?;
    let x = ops::space_to_batch_nd(x, rate.clone(), paddings, scope)?;
    let x = ops::Conv2D::new()
        .strides([1, 1, 1, 1])
        .padding(\"VALID\")
        .build(x, kernel.value.clone(), scope)?;
    ops::batch_to_space_nd(x, rate, crops, scope)
}";

const MAX_POOLING2D: &str = "\
/// The maximum of each window of `(batch, height, width, channels)`.
fn max_pooling2d(
    x: Operation,
    size: [i64; 2],
    strides: [i64; 2],
    padding: &str,
    scope: &mut Scope,
) -> Result<Operation, Status> {
    ops::MaxPool::new()
        .ksize([1, size[0], size[1], 1])
        .strides([1, strides[0], strides[1], 1])
        .padding(padding)
        .build(x, scope)
}";

const CROP: &str = "\
/// A part of `(batch, height, width, channels)`: `size` values along each axis from `begin` on, all
/// that are left for -1.
fn crop(
    x: Operation,
    begin: [i64; 4],
    size: [i64; 4],
    scope: &mut Scope,
) -> Result<Operation, Status> {
    let begin = ops::constant(&begin[..], scope)?;
    let size = ops::constant(&size[..], scope)?;
    ops::slice(x, begin, size, scope)
}";

const RESHAPE: &str = "\
/// The same values in another shape.
fn reshape(x: Operation, shape: &[i64], scope: &mut Scope) -> Result<Operation, Status> {
    let shape = ops::constant(shape, scope)?;
    ops::reshape(x, shape, scope)
}";

const GLOROT_UNIFORM: &str = "\
/// Uniform on `±sqrt(6 / (fan_in + fan_out))` (Glorot and Bengio 2010).
fn glorot_uniform(
    shape: &[i64],
    fan_in: u64,
    fan_out: u64,
    seed: [i64; 2],
    scope: &mut Scope,
) -> Result<Operation, Status> {
    let limit = (6.0 / (fan_in + fan_out) as f64).sqrt();
    let shape = ops::constant(shape, scope)?;
    let seed = ops::constant(&seed[..], scope)?;
    let unit = ops::StatelessRandomUniform::new()
        .dtype(DataType::$kind)
        .build(shape, seed, scope)?;
    let width = ops::constant($(2.0 * limit$), scope)?;
    let scaled = ops::mul(unit, width, scope)?;
    let limit = ops::constant(limit$as, scope)?;
    ops::sub(scaled, limit, scope)
}";

const FILL: &str = "\
/// The same value everywhere.
fn fill(shape: &[i64], value: $float, scope: &mut Scope) -> Result<Operation, Status> {
    let shape = ops::constant(shape, scope)?;
    let value = ops::constant(value, scope)?;
    ops::fill(shape, value, scope)
}";

const GROUP: &str = "\
/// An operation that is done when all of these are.
fn group(operations: &[Operation], scope: &mut Scope) -> Result<Operation, Status> {
    ops::no_op(&mut scope.with_control_dependencies(operations))
}";

const VARIABLE: &str = "\
/// A variable and the operations on it.
#[derive(Debug)]
struct Variable {
    name: String,
    /// What holds it: operations read it and change it in place.
    value: Operation,
    /// Its first value; another one can be fed in its place.
    initial: Operation,
    /// Gives it its first value.
    initializer: Operation,
}

impl Variable {
    /// A variable with the type and the shape of `initial`.
    fn new(name: &str, initial: Operation, scope: &mut Scope) -> Result<Self, Status> {
        let shape = scope.graph().tensor_shape(initial.clone())?;
        let value = ops::VariableV2::new()
            .dtype(initial.output_type(0))
            .shape(shape)
            .build(&mut scope.with_op_name(name))?;
        let scope = &mut scope.new_sub_scope(name);
        let initializer = ops::assign(value.clone(), initial.clone(), scope)?;
        Ok(Self {
            name: name.to_owned(),
            value,
            initial,
            initializer,
        })
    }
}";

const SLOT: &str = "\
/// What the optimiser holds for each weight, zero at first.
fn slot(name: &str, weight: &Variable, scope: &mut Scope) -> Result<Variable, Status> {
    let zeros = ops::zeros_like(weight.initial.clone(), scope)?;
    Variable::new(&format!(\"{name}/{}\", weight.name), zeros, scope)
}";
