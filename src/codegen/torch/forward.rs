//! From inputs to outputs.

use std::borrow::Cow;

use super::onednn;
use super::plan::{Axes, Layer, Plan, flattens_alike};
use crate::codegen::Optimization;
use crate::codegen::text::{Text, array, float};
use crate::network::{
    Activation, Conv2D, Cropping2D, MaxPooling2D, Operation, Padding, Shape, Value,
};

/// The implementation of `ModuleT`.
pub(super) fn write(text: &mut Text, plan: &Plan) {
    text.open(&["impl ModuleT for ", &plan.type_name, " {"]);
    let result = if plan.logits { "Logits" } else { "Outputs" };
    let dropout = plan.uses_dropout();
    let remark = if dropout {
        ", with dropout where `train`"
    } else {
        ""
    };
    text.doc(&format!(
        "{result} `{}` of {} `{}`{remark}.",
        plan.shape(plan.output),
        plan.inputs_name(),
        plan.input_shape()
    ));
    let train = if dropout { "train" } else { "_train" };
    text.open(&[
        "fn forward_t(&self, xs: &Tensor, ",
        train,
        ": bool) -> Tensor {",
    ]);
    if plan.views_images() {
        text.line("let xs = xs.permute([0, 3, 1, 2]); // A view with channels first.");
    }
    for (index, layer) in plan.layers.iter().enumerate() {
        if layer.skipped {
            continue;
        }
        let root = plan.variable(layer.input);
        let here = Value::Node(index);
        let (before, after) = match here == plan.output {
            true => (String::new(), ""),
            false => (["let ", &layer.name, " = "].concat(), ";"),
        };
        match &layer.node.operation {
            Operation::Dropout(dropout) if plan.has_dropout() => {
                let xs = reference(plan, layer);
                let arguments = [&*xs, &float(dropout.rate), "train"];
                if plan.gives_channels_last(layer) {
                    let root = ["with_dropout(", &arguments.join(", "), ")"].concat();
                    text.chain(&before, &root, &[TO_CHANNELS_LAST], after);
                } else {
                    text.call(&[&before, "with_dropout"].concat(), &arguments, after);
                }
            }
            _ if onednn::takes(plan, layer) => {
                let arguments = [&*reference(plan, layer), &["&self.", &layer.name].concat()];
                match &links(plan, layer)[1..] {
                    [] => text.call(&[&before, "with_onednn"].concat(), &arguments, after),
                    rest => {
                        let mutable = if rest[0] == "relu_()" { "mut " } else { "" };
                        let before_call = ["let ", mutable, &layer.name, " = with_onednn"].concat();
                        text.call(&before_call, &arguments, ";");
                        text.chain(&before, &layer.name, rest, after);
                    }
                }
            }
            _ => text.chain(&before, root, &links(plan, layer), after),
        }
        text.remark(&plan.shape(here));
    }
    if matches!(plan.output, Value::Input(_)) {
        text.line("xs.shallow_clone()");
    }
    text.close("}");
    text.close("}");
    text.blank();
}

/// What a layer takes, as an argument.
fn reference(plan: &Plan, layer: &Layer) -> String {
    let root = plan.variable(layer.input);
    match layer.input {
        Value::Input(_) if !plan.views_images() => root.to_owned(),
        _ => ["&", root].concat(),
    }
}

/// The method calls of a layer.
fn links(plan: &Plan, layer: &Layer) -> Vec<Cow<'static, str>> {
    let input = plan.network.shape(layer.input);
    let before = plan.axes(layer.input);
    let apply = || Cow::from(["apply(&self.", &layer.name, ")"].concat());
    // Where softmax's axis, the last one of the language, is in the program.
    let mut last = -1;
    let mut links = Vec::with_capacity(4);
    let mut back = None;
    match &layer.node.operation {
        Operation::Dense(_) if layer.axes == Axes::ChannelsFirst => {
            links.push(TO_CHANNELS_LAST.into());
            links.push(apply());
            back = Some(TO_CHANNELS_FIRST);
        }
        Operation::Dense(_) => links.push(apply()),
        Operation::Conv2D(conv) => {
            let window = Window::of_conv(conv, input);
            if window.even_padding().is_none() {
                let [top, bottom, left, right] = window.padding;
                links.push(format!("zero_pad2d({left}, {right}, {top}, {bottom})").into());
            }
            links.push(apply());
            last = 1;
        }
        Operation::MaxPooling2D(pool) => {
            max_pooling(&mut links, pool, input);
            last = 1;
        }
        Operation::Cropping2D(cropping) => narrow(&mut links, cropping, input),
        Operation::Flatten => {
            let moves =
                before == Axes::ChannelsFirst && layer.axes == Axes::Same && !flattens_alike(input);
            if moves {
                links.push(TO_CHANNELS_LAST.into());
            }
            links.push("flatten(1, -1)".into());
        }
        Operation::Dropout(dropout) => {
            links.push(
                ["dropout(", &float(dropout.rate), ", train)"]
                    .concat()
                    .into(),
            );
        }
        Operation::Activation(_) if layer.axes == Axes::ChannelsFirst => last = 1,
        Operation::Activation(_) | Operation::Layer(_) => {}
    }
    match layer.activation {
        Activation::Linear => {}
        // In the memory of a result that nothing else reads, the layer's own gradient included.
        Activation::Relu if plan.has(Optimization::InPlace) && !links.is_empty() => {
            links.push("relu_()".into());
        }
        Activation::Relu => links.push("relu()".into()),
        Activation::Sigmoid => links.push("sigmoid()".into()),
        Activation::Tanh => links.push("tanh()".into()),
        Activation::Softmax => links.push(plan.float.softmax(last).into()),
        // `support` has refused the others.
        _ => {}
    }
    links.extend(back.map(Cow::from));
    if plan.gives_channels_last(layer) {
        links.push(TO_CHANNELS_LAST.into());
    }
    links
}

const TO_CHANNELS_LAST: &str = "permute([0, 2, 3, 1])";
const TO_CHANNELS_FIRST: &str = "permute([0, 3, 1, 2])";

/// The part of an image that a cropping leaves, as a view.
fn narrow(links: &mut Vec<Cow<'static, str>>, cropping: &Cropping2D, input: &Shape) {
    for (axis, [before, after]) in [cropping.rows, cropping.columns].into_iter().enumerate() {
        let length = input.0[axis].expect("the compiler crops images of known sizes");
        if before + after > 0 {
            let rest = length - before - after;
            links.push(format!("narrow({}, {before}, {rest})", 2 + axis).into());
        }
    }
}

/// A maximum ignores what is padded: minus infinity.
fn max_pooling(links: &mut Vec<Cow<'static, str>>, pool: &MaxPooling2D, input: &Shape) {
    let window = Window::new(input, pool.pool_size, pool.strides, [1, 1], pool.padding);
    let padding = window.even_padding().unwrap_or_else(|| {
        let [top, bottom, left, right] = window.padding;
        let sides = array(&[left, right, top, bottom]);
        links.push(
            ["pad(", &sides, ", \"constant\", f64::NEG_INFINITY)"]
                .concat()
                .into(),
        );
        [0, 0]
    });
    let [height, width] = pool.pool_size;
    let plain = height == width && pool.strides == pool.pool_size && padding == [0, 0];
    links.push(if plain {
        format!("max_pool2d_default({height})").into()
    } else {
        let (size, strides) = (array(&pool.pool_size), array(&pool.strides));
        format!(
            "max_pool2d({size}, {strides}, {}, [1, 1], false)",
            array(&padding)
        )
        .into()
    });
}

/// How a window meets the border of its input.
#[derive(Debug)]
pub(super) struct Window {
    /// Rows and columns around the input: top, bottom, left, right.
    pub(super) padding: [u64; 4],
}

impl Window {
    /// The window of a convolution.
    pub(super) fn of_conv(conv: &Conv2D, input: &Shape) -> Self {
        Self::new(
            input,
            conv.kernel_size,
            conv.strides,
            conv.dilation_rate,
            conv.padding,
        )
    }

    fn new(
        input: &Shape,
        size: [u64; 2],
        strides: [u64; 2],
        dilation: [u64; 2],
        padding: Padding,
    ) -> Self {
        let side = |axis: usize| {
            if padding == Padding::Valid {
                return (0, 0);
            }
            let reach = (size[axis] - 1) * dilation[axis];
            // Of a length that is not known no more is needed: there the stride is 1.
            let total = input.0[axis].map_or(reach, |length| {
                let steps = (length.div_ceil(strides[axis]) - 1) * strides[axis];
                (steps + reach + 1).saturating_sub(length)
            });
            (total / 2, total - total / 2)
        };
        let ((top, bottom), (left, right)) = (side(0), side(1));
        Self {
            padding: [top, bottom, left, right],
        }
    }

    /// The padding of both sides, where PyTorch's layers can do it themselves.
    pub(super) fn even_padding(&self) -> Option<[u64; 2]> {
        let [top, bottom, left, right] = self.padding;
        (top == bottom && left == right).then_some([top, left])
    }
}
