//! The type that holds the layers, and how they begin.

use std::borrow::Cow;

use super::forward::Window;
use super::layout::path;
use super::plan::Plan;
use crate::codegen::Optimization;
use crate::codegen::text::{Text, array, grouped, quoted, string};
use crate::network::{Conv2D, Dense, Initializer, Operation, Parameter};

/// The type and its `new`.
pub(super) fn write(text: &mut Text, plan: &Plan) {
    let network = plan.network;
    text.doc(&format!(
        "The layers of {} that are trained: {} parameters.",
        quoted(&network.name),
        grouped(network.parameter_count())
    ));
    text.line("#[derive(Debug)]");
    let trained: Vec<_> = plan
        .layers
        .iter()
        .filter_map(|layer| {
            let kind = match layer.node.operation {
                Operation::Conv2D(_) => "nn::Conv2D",
                Operation::Dense(_) => "nn::Linear",
                _ => return None,
            };
            Some((layer, kind))
        })
        .collect();
    if trained.is_empty() {
        text.pieces(&["pub struct ", &plan.type_name, " {}"]);
    } else {
        text.open(&["pub struct ", &plan.type_name, " {"]);
        for (layer, kind) in &trained {
            text.pieces(&[&layer.name, ": ", kind, ","]);
        }
        text.close("}");
    }
    text.blank();

    text.open(&["impl ", &plan.type_name, " {"]);
    text.doc("Draws the initial parameters into `vs`; `tch::manual_seed` makes them repeatable.");
    if plan.has(Optimization::KeepMemory) {
        text.doc("From then on the process keeps freed memory (`keep_memory`).");
    }
    if plan.checks_kind() {
        text.line("///");
        text.doc(&format!(
            "# Panics\nWhere `vs` does not make variables of `Kind::{}`, which `VarStore::set_kind` \
             has it do.",
            plan.float.kind
        ));
    }
    let vs = if trained.is_empty() { "_vs" } else { "vs" };
    text.open(&["pub fn new(", vs, ": &nn::Path) -> Self {"]);
    if plan.checks_kind() {
        text.pieces(&["assert_eq!(vs.kind(), Kind::", plan.float.kind, ");"]);
        text.blank();
    }
    if plan.has(Optimization::KeepMemory) {
        text.line("keep_memory();");
        text.blank();
    }
    for (layer, _) in &trained {
        let parameters = network.parameters_of(layer.node);
        match &layer.node.operation {
            Operation::Conv2D(conv) => {
                let channels = network.shape(layer.input).last();
                let window = Window::of_conv(conv, network.shape(layer.input));
                let moved = plan.moves_kernels();
                let variable = [if moved { "mut " } else { "" }, &layer.name].concat();
                convolution(
                    text,
                    &variable,
                    &layer.node.name,
                    conv,
                    &window,
                    channels,
                    &parameters,
                );
                if moved {
                    text.pieces(&["channels_last(&mut ", &layer.name, ".ws);"]);
                }
            }
            Operation::Dense(dense) => {
                linear(text, &layer.name, &layer.node.name, dense, &parameters);
            }
            _ => {}
        }
        text.blank();
    }
    let names: Vec<&str> = trained.iter().map(|(layer, _)| &*layer.name).collect();
    text.literal("Self", &names, "");
    text.close("}");
    text.close("}");
    text.blank();
}

/// `let name = nn::linear(…);` with its configuration.
fn linear(text: &mut Text, name: &str, layer: &str, dense: &Dense, parameters: &[Parameter]) {
    let mut fields = initial_values("Some(", ")", parameters);
    if !dense.use_bias {
        fields.push("bias: false".to_owned());
    }
    fields.push("..Default::default()".to_owned());
    text.literal("let config = nn::LinearConfig", &fields, ";");
    text.call(
        &["let ", name, " = nn::linear"].concat(),
        &[
            &format!("vs / {}", string(&path(layer))),
            &parameters[0].shape[0].to_string(),
            &dense.units.to_string(),
            "config",
        ],
        ";",
    );
}

/// `let name = nn::conv2d(…);` with its configuration; `nn::conv` where the axes differ.
fn convolution(
    text: &mut Text,
    name: &str,
    layer: &str,
    conv: &Conv2D,
    window: &Window,
    channels: u64,
    parameters: &[Parameter],
) {
    let padding = window.even_padding().unwrap_or([0, 0]);
    let square = [conv.kernel_size, conv.strides, padding, conv.dilation_rate]
        .iter()
        .all(|[height, width]| height == width);
    let pair = |pair: [u64; 2]| {
        if square {
            pair[0].to_string()
        } else {
            array(&pair)
        }
    };
    let mut fields = Vec::with_capacity(8);
    for (field, value, default) in [
        ("stride", conv.strides, [1, 1]),
        ("padding", padding, [0, 0]),
        ("dilation", conv.dilation_rate, [1, 1]),
    ] {
        if value != default {
            fields.push(format!("{field}: {}", pair(value)));
        }
    }
    if conv.groups != 1 {
        fields.push(format!("groups: {}", conv.groups));
    }
    fields.append(&mut initial_values("", "", parameters));
    if !conv.use_bias {
        fields.push("bias: false".to_owned());
    }
    fields.push("..Default::default()".to_owned());
    let (config, function) = if square {
        ("let config = nn::ConvConfig", "conv2d")
    } else {
        ("let config = nn::ConvConfigND::<[i64; 2]>", "conv")
    };
    text.literal(config, &fields, ";");
    text.call(
        &["let ", name, " = nn::", function].concat(),
        &[
            &format!("vs / {}", string(&path(layer))),
            &channels.to_string(),
            &conv.filters.to_string(),
            &pair(conv.kernel_size),
            "config",
        ],
        ";",
    );
}

/// `ws_init` and `bs_init`, the second between `open` and `close`.
fn initial_values(open: &str, close: &str, parameters: &[Parameter]) -> Vec<String> {
    let mut fields = Vec::with_capacity(8);
    for parameter in parameters {
        let value = initializer(parameter);
        fields.push(if fields.is_empty() {
            ["ws_init: ", &*value].concat()
        } else {
            ["bs_init: ", open, &value, close].concat()
        });
    }
    fields
}

/// An expression of the type `nn::Init`.
fn initializer(parameter: &Parameter) -> Cow<'static, str> {
    match parameter.initializer {
        Initializer::Zeros => "nn::Init::Const(0.0)".into(),
        Initializer::Ones => "nn::Init::Const(1.0)".into(),
        Initializer::GlorotUniform => {
            let (fan_in, fan_out) = parameter.fans();
            format!("glorot_uniform({fan_in}, {fan_out})").into()
        }
        // `support` has refused the others.
        _ => Cow::Borrowed(""),
    }
}

/// The functions that `new` calls.
pub(super) fn initializers(text: &mut Text, plan: &Plan) {
    let uses_glorot = plan.layers.iter().any(|layer| match &layer.node.operation {
        Operation::Dense(dense) => {
            dense.kernel_initializer == Initializer::GlorotUniform
                || dense.use_bias && dense.bias_initializer == Initializer::GlorotUniform
        }
        Operation::Conv2D(conv) => {
            conv.kernel_initializer == Initializer::GlorotUniform
                || conv.use_bias && conv.bias_initializer == Initializer::GlorotUniform
        }
        _ => false,
    });
    if uses_glorot {
        text.block(GLOROT_UNIFORM);
        text.blank();
    }
    if plan.moves_kernels() {
        text.block(CHANNELS_LAST);
        text.blank();
    }
    if plan.has(Optimization::KeepMemory) {
        text.block(KEEP_MEMORY);
        text.blank();
    }
}

const CHANNELS_LAST: &str = "\
/// Puts the channels of a kernel last in memory, which is what convolutions are fastest with; its
/// shape stays.
fn channels_last(kernel: &mut Tensor) {
    let moved = tch::no_grad(|| kernel.permute([0, 2, 3, 1]).contiguous());
    kernel.set_data(&moved.permute([0, 3, 1, 2]));
}";

/// The numbers are those of glibc's `malloc.h`; it takes no more than 2 GiB for a threshold.
const KEEP_MEMORY: &str = "\
/// Has the process keep the memory that results leave, for the next ones. Otherwise glibc gives it back
/// to the system, and each step gets it anew, page by page.
fn keep_memory() {
    #[cfg(all(target_os = \"linux\", target_env = \"gnu\"))]
    {
        unsafe extern \"C\" {
            safe fn mallopt(parameter: i32, value: i32) -> i32;
        }
        const M_TRIM_THRESHOLD: i32 = -1;
        const M_MMAP_MAX: i32 = -4;
        // Where it is not taken, all is as without it.
        mallopt(M_TRIM_THRESHOLD, i32::MAX);
        mallopt(M_MMAP_MAX, 0);
    }
}";

const GLOROT_UNIFORM: &str = "\
/// Uniform on `±sqrt(6 / (fan_in + fan_out))` (Glorot and Bengio 2010).
fn glorot_uniform(fan_in: i64, fan_out: i64) -> nn::Init {
    let limit = (6.0 / (fan_in + fan_out) as f64).sqrt();
    nn::Init::Uniform {
        lo: -limit,
        up: limit,
    }
}";
