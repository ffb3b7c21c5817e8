//! The weights, and the layers from the input to the output.

use super::plan::{Layer, Plan, Weight, dimensions, is_dilated};
use crate::codegen::text::{Text, array, float, grouped, string};
use crate::network::{
    Activation, Conv2D, Cropping2D, Initializer, MaxPooling2D, Operation, Padding,
};

/// The widest array that stays on its line.
const ARRAY_WIDTH: usize = 60;

/// The type that holds the weights, how they begin, and the layers that use them.
pub(super) fn write(text: &mut Text, plan: &Plan) {
    text.doc(&format!(
        "The weights of the layers: {} parameters.",
        grouped(plan.network.parameter_count())
    ));
    text.line("#[derive(Debug)]");
    text.open(&["struct Weights {"]);
    for weight in plan.weights() {
        text.pieces(&["/// `", &shape(weight), "`."]);
        text.pieces(&[&weight.field, ": Variable,"]);
    }
    text.close("}");
    text.blank();
    text.open(&["impl Weights {"]);
    create(text, plan);
    text.blank();
    all(text, plan);
    text.blank();
    forward(text, plan);
    text.close("}");
    text.blank();
}

/// A weight's shape: `(3, 3, 1, 32)`.
fn shape(weight: &Weight) -> String {
    let numbers = array(&weight.parameter.shape);
    ["(", &numbers[1..numbers.len() - 1], ")"].concat()
}

/// The function that makes the variables. Each has a seed of its own; its second number is negative,
/// for from zero on dropout has them.
fn create(text: &mut Text, plan: &Plan) {
    let draws = plan.initializes(|initializer| initializer == Initializer::GlorotUniform);
    text.doc(if draws {
        "The variables, each drawn from a seed of its own."
    } else {
        "The variables."
    });
    text.signature(
        "fn new",
        &[
            if draws { "seed: i64" } else { "_seed: i64" },
            "scope: &mut Scope",
        ],
        " -> Result<Self, Status> {",
    );
    let mut draw = 0;
    for weight in plan.weights() {
        let parameter = &weight.parameter;
        let shape = ["&", &array(&parameter.shape)].concat();
        match parameter.initializer {
            Initializer::Zeros => fill(text, &shape, "0.0"),
            Initializer::Ones => fill(text, &shape, "1.0"),
            Initializer::GlorotUniform => {
                draw += 1;
                let (fan_in, fan_out) = parameter.fans();
                text.call(
                    "let initial = glorot_uniform",
                    &[
                        &*shape,
                        &fan_in.to_string(),
                        &fan_out.to_string(),
                        &format!("[seed, -{draw}]"),
                        "scope",
                    ],
                    "?;",
                );
            }
            // `support` has refused the others.
            _ => {}
        }
        text.call(
            &["let ", &weight.field, " = Variable::new"].concat(),
            &[&*string(&parameter.name), "initial", "scope"],
            "?;",
        );
    }
    let fields: Vec<&str> = plan.weights().map(|weight| &*weight.field).collect();
    text.literal("Ok(Self", &fields, ")");
    text.close("}");
}

fn fill(text: &mut Text, shape: &str, value: &str) {
    text.call("let initial = fill", &[shape, value, "scope"], "?;");
}

/// The function that lists the variables.
fn all(text: &mut Text, plan: &Plan) {
    let items: Vec<String> = plan
        .weights()
        .map(|weight| ["&self.", &weight.field].concat())
        .collect();
    let width: usize = items.iter().map(|item| item.len() + 2).sum();
    text.doc("The variables in the order of the layers, a kernel before its bias.");
    text.open(&[
        "fn all(&self) -> [&Variable; ",
        &items.len().to_string(),
        "] {",
    ]);
    if width - 2 <= ARRAY_WIDTH {
        text.pieces(&["[", &items.join(", "), "]"]);
    } else {
        text.open(&["["]);
        for item in &items {
            text.pieces(&[item, ","]);
        }
        text.close("]");
    }
    text.close("}");
}

/// The function that lays out the layers.
fn forward(text: &mut Text, plan: &Plan) {
    let outputs = if plan.logits { "logits" } else { "outputs" };
    let dropout = if plan.uses_dropout() {
        "; with `masks`, as in training, dropout takes place"
    } else {
        ""
    };
    text.doc(&format!(
        "The layers, from {} `{}` to {outputs} `{}`{dropout}.",
        plan.inputs(),
        plan.input_shape(),
        plan.output_shape()
    ));
    let mut parameters = vec!["&self", "x: Operation"];
    if plan.uses_dropout() {
        parameters.push("masks: Option<&Masks>");
    }
    parameters.push("scope: &mut Scope");
    text.signature("fn forward", &parameters, " -> Result<Operation, Status> {");
    let mut dropouts = 0;
    for layer in plan.layers() {
        layer_lines(text, plan, layer, &mut dropouts);
        text.blank();
    }
    text.line("Ok(x)");
    text.close("}");
}

/// The statements of a layer, under a comment with its name and the shape of its result.
fn layer_lines(text: &mut Text, plan: &Plan, layer: &Layer, dropouts: &mut u64) {
    let node = layer.node;
    let input = dimensions(plan.network, node.inputs[0]);
    text.pieces(&["// ", &node.name, ": ", &result_shape(layer)]);
    match &node.operation {
        Operation::Dense(dense) => {
            let inputs = input[input.len() - 1];
            // A matrix product takes two axes, so those between batch and last join the batch.
            if input.len() > 1 {
                reshape(text, &[inputs]);
            }
            text.call(
                "let x = ops::mat_mul",
                &["x", &value(&layer.weights[0].field), "scope"],
                "?;",
            );
            bias(text, layer);
            if input.len() > 1 {
                let mut shape = input.clone();
                shape[input.len() - 1] = dense.units;
                reshape(text, &shape);
            }
        }
        Operation::Conv2D(conv) => {
            convolution(text, layer, conv, [input[0], input[1]]);
            bias(text, layer);
        }
        Operation::MaxPooling2D(pool) => {
            max_pooling(text, pool);
            bias(text, layer);
        }
        Operation::Cropping2D(cropping) => crop(text, layer, cropping),
        Operation::Flatten => reshape(text, &[input.iter().product()]),
        Operation::Dropout(dropout) => {
            text.call(
                "let x = dropout",
                &[
                    "x",
                    &float(dropout.rate),
                    &dropouts.to_string(),
                    "masks",
                    "scope",
                ],
                "?;",
            );
            *dropouts += 1;
        }
        Operation::Activation(_) | Operation::Layer(_) => {}
    }
    let activation = match layer.activation {
        Activation::Linear => return,
        Activation::Relu => "relu",
        Activation::Sigmoid => "sigmoid",
        Activation::Tanh => "tanh",
        Activation::Softmax => "softmax",
        // `support` has refused the others.
        _ => return,
    };
    text.pieces(&["let x = ops::", activation, "(x, scope)?;"]);
}

/// The shape of a layer's result: `(batch, 26, 26, 32)`.
fn result_shape(layer: &Layer) -> String {
    let numbers = layer
        .node
        .shape
        .dimensions()
        .map(|dimensions| array(&dimensions))
        .unwrap_or_default();
    ["(batch, ", numbers.trim_matches(['[', ']']), ")"].concat()
}

/// What reads a weight.
fn value(field: &str) -> String {
    ["self.", field, ".value.clone()"].concat()
}

fn bias(text: &mut Text, layer: &Layer) {
    if let Some(bias) = &layer.bias {
        text.call("let x = ops::bias_add", &["x", &value(bias), "scope"], "?;");
    }
}

fn crop(text: &mut Text, layer: &Layer, cropping: &Cropping2D) {
    let shape = layer.node.shape.dimensions().unwrap_or_default();
    let begin = [0, cropping.rows[0], cropping.columns[0], 0];
    let size: Vec<String> = shape.iter().map(u64::to_string).collect();
    let size = format!("[-1, {}]", size.join(", "));
    text.call("let x = crop", &["x", &array(&begin), &size, "scope"], "?;");
}

/// The same values in this shape, the batch before it.
fn reshape(text: &mut Text, shape: &[u64]) {
    let numbers = array(shape);
    text.call(
        "let x = reshape",
        &["x", &["&[-1, ", &numbers[1..]].concat(), "scope"],
        "?;",
    );
}

fn convolution(text: &mut Text, layer: &Layer, conv: &Conv2D, input: [u64; 2]) {
    let kernel = format!("&self.{}", layer.weights[0].field);
    if !is_dilated(conv) {
        text.call(
            "let x = conv2d",
            &[
                "x",
                &kernel,
                &array(&conv.strides),
                padding_name(conv.padding),
                "scope",
            ],
            "?;",
        );
        return;
    }
    let mut paddings = Vec::with_capacity(2);
    let mut crops = Vec::with_capacity(2);
    for ((size, kernel), rate) in input.iter().zip(conv.kernel_size).zip(conv.dilation_rate) {
        let total = match conv.padding {
            Padding::Valid => 0,
            Padding::Same => (kernel - 1) * rate,
        };
        // The image is cut into `rate` images of every `rate`-th place, which have to be equal.
        let rest = (size + total).next_multiple_of(rate) - size - total;
        paddings.push(format!("{}, {}", total / 2, total - total / 2 + rest));
        crops.push(format!("0, {rest}"));
    }
    text.call(
        "let x = dilated_conv2d",
        &[
            "x".to_owned(),
            kernel,
            array(&conv.dilation_rate),
            array(&paddings),
            array(&crops),
            "scope".to_owned(),
        ],
        "?;",
    );
}

fn max_pooling(text: &mut Text, pool: &MaxPooling2D) {
    text.call(
        "let x = max_pooling2d",
        &[
            "x",
            &array(&pool.pool_size),
            &array(&pool.strides),
            padding_name(pool.padding),
            "scope",
        ],
        "?;",
    );
}

/// TensorFlow's name of a padding, as a literal.
fn padding_name(padding: Padding) -> &'static str {
    match padding {
        Padding::Valid => "\"VALID\"",
        Padding::Same => "\"SAME\"",
    }
}
