//! What an argument may be, by its name: Keras gives the same name to the same thing in every layer.

use super::axes::{
    borders, has_borders, integers, lengths, may_be_causal, noise_shape, numbers, shape, sizes,
};
use super::layers::{self, ACTIVATIONS};
use super::value::{self, Slot};
use super::{Report, parameter};
use crate::network::{Activation, Argument, Initializer};
use crate::syntax::{Call, Name, Value, ValueKind};

const PADDINGS: [&str; 3] = ["valid", "same", "causal"];

/// Reads an argument; `None` where it is wrong, which is reported.
pub(super) fn read(slot: Slot, report: &mut Report) -> Option<Argument> {
    if slot.value.kind == ValueKind::None {
        return Some(Argument::None);
    }
    match slot.name {
        "d_model"
        | "num_layers"
        | "max_len"
        | "input_length"
        | "lora_rank"
        | "units"
        | "filters"
        | "num_heads"
        | "ff_dim"
        | "input_dim"
        | "output_dim"
        | "key_dim"
        | "value_dim"
        | "ratio"
        | "n"
        | "depth_multiplier"
        | "head_dim"
        | "sliding_window"
        | "num_query_heads"
        | "num_key_value_heads" => value::count(slot, report).map(count),
        // Minus one means a group for each channel.
        "groups" if slot.value.kind == ValueKind::Integer(-1) => Some(Argument::None),
        "groups" => value::count(slot, report).map(count),
        "kernel_size" | "strides" | "pool_size" | "dilation_rate" | "size" | "output_size" => {
            sizes(slot, report)
        }
        "use_bias"
        | "return_sequences"
        | "return_state"
        | "go_backwards"
        | "stateful"
        | "unroll"
        | "unit_forget_bias"
        | "reset_after"
        | "mask_zero"
        | "center"
        | "scale"
        | "keepdims"
        | "use_scale"
        | "normalize_first"
        | "normalize"
        | "trainable"
        | "zero_output_for_mask"
        | "synchronized"
        | "zero_debias"
        | "causal"
        | "amsgrad"
        | "use_ema"
        | "from_logits"
        | "staircase"
        | "cycle"
        | "centered"
        | "nesterov"
        | "invert"
        | "flash_attention"
        | "time_major"
        | "use_gate" => value::flag(slot, report).map(Argument::Flag),
        "ema_momentum" => value::below_one(slot, report).map(Argument::Number),
        "ema_overwrite_frequency" | "gradient_accumulation_steps" => {
            value::count(slot, report).map(count)
        }
        "rate" | "dropout" | "recurrent_dropout" | "momentum" => {
            value::share(slot, report).map(Argument::Number)
        }
        "label_smoothing" => value::share(slot, report).map(Argument::Number),
        "epsilon" | "layer_norm_epsilon" | "delta" | "loss_scale_factor" => {
            value::positive(slot, report).map(Argument::Number)
        }
        "stddev" | "l1" | "l2" | "max_value" => {
            value::not_negative(slot, report).map(Argument::Number)
        }
        "alpha" | "negative_slope" | "threshold" | "mask_value" => {
            value::any_number(slot, report).map(Argument::Number)
        }
        "activation" | "recurrent_activation" => {
            ACTIVATIONS.read(slot, report).map(Argument::Activation)
        }
        "padding" | "cropping" if has_borders(slot.owner) => borders(slot, report),
        "padding" if may_be_causal(slot.owner) => one_of(slot, &PADDINGS, report),
        "padding" => one_of(slot, &PADDINGS[..2], report),
        "output_padding" => lengths(slot, "an integer of 0 or more", 0, report),
        "dims" | "shared_axes" => lengths(slot, "a positive integer", 1, report),
        "target_shape" => shape(slot, report),
        "seed" => value::integer(slot, report).map(Argument::Integer),
        "factor" | "offset" | "mean" | "variance" => numbers(slot, report),
        "noise_shape" => noise_shape(slot, report),
        "use_cudnn" => cudnn(slot, report),
        "reduction" => one_of(
            slot,
            &["sum_over_batch_size", "sum", "mean", "none"],
            report,
        ),
        "data_format" => one_of(slot, &["channels_last", "channels_first"], report),
        "merge_mode" => one_of(slot, &["concat", "sum", "mul", "ave"], report),
        "interpolation" => one_of(
            slot,
            &["nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"],
            report,
        ),
        "score_mode" => one_of(slot, &["dot", "concat"], report),
        "layer" | "forward_layer" | "backward_layer" if slot.owner != "CustomShape" => {
            layer(slot, report)
        }
        name if name.ends_with("_initializer") => {
            parameter::initializer(slot, report).map(Argument::Initializer)
        }
        name if name.ends_with("_regularizer") => {
            parameter::regularizer(slot, report).map(Argument::Regularizer)
        }
        name if name.ends_with("_constraint") => {
            parameter::constraint(slot, report).map(Argument::Constraint)
        }
        "axis" | "axes" | "attention_axes" | "output_shape" => integers(slot, report),
        "name" | "dtype" => value::text(slot, report).map(|text| Argument::Text(text.to_owned())),
        _ => Some(owned(slot.value)),
    }
}

/// A count as an argument.
pub(super) fn count(count: u64) -> Argument {
    Argument::Integer(i64::try_from(count).unwrap_or(i64::MAX))
}

/// Which kernels a recurrent layer is given: they compute the same.
fn cudnn(slot: Slot, report: &mut Report) -> Option<Argument> {
    match slot.value.kind {
        ValueKind::Bool(_) => value::flag(slot, report).map(Argument::Flag),
        _ => one_of(slot, &["auto"], report),
    }
}

fn one_of(slot: Slot, known: &[&str], report: &mut Report) -> Option<Argument> {
    let text = value::text(slot, report)?;
    if let Some(known) = known.iter().find(|known| known.eq_ignore_ascii_case(text)) {
        return Some(Argument::Text((*known).to_owned()));
    }
    let message = format!(
        "unknown {} `{text}` of `{}`: it is one of {}",
        slot.name,
        slot.owner,
        known.join(", ")
    );
    report.push_unknown(message, slot.value.span, text, known.iter().copied());
    None
}

fn layer(slot: Slot, report: &mut Report) -> Option<Argument> {
    let bare;
    let call = match &slot.value.kind {
        ValueKind::Call(call) => call,
        ValueKind::Word(text) => {
            bare = Call {
                name: Name {
                    text,
                    span: slot.value.span,
                },
                arguments: Vec::new(),
                block: None,
            };
            &bare
        }
        _ => {
            slot.wrong("a layer", report);
            return None;
        }
    };
    let wrapped = layers::wrapped(call.name, &call.arguments, report)?;
    Some(Argument::Layer(Box::new(wrapped)))
}

/// A value as it stands.
pub(super) fn owned(value: &Value) -> Argument {
    match &value.kind {
        ValueKind::Integer(integer) => Argument::Integer(*integer),
        ValueKind::Float(float) => Argument::Number(*float),
        ValueKind::Bool(flag) => Argument::Flag(*flag),
        ValueKind::String(text) | ValueKind::Word(text) => Argument::Text((*text).to_owned()),
        ValueKind::Tuple(values) | ValueKind::List(values) => {
            Argument::List(values.iter().map(owned).collect())
        }
        ValueKind::Call(call) => {
            let arguments = call.arguments.iter().map(|argument| {
                let name = argument.name.map_or("", |name| name.text);
                (name.to_owned(), owned(&argument.value))
            });
            Argument::Call(call.name.text.to_owned(), arguments.collect())
        }
        ValueKind::Map(settings) => {
            let settings = settings.iter().map(|setting| {
                let values: Vec<_> = setting.values.iter().map(owned).collect();
                (setting.name.text.to_owned(), Argument::List(values))
            });
            Argument::Call(String::new(), settings.collect())
        }
        ValueKind::None | ValueKind::Invalid => Argument::None,
    }
}

/// What Keras takes where nothing is given.
pub(super) fn default(owner: &str, name: &str) -> Argument {
    let recurrent = owner.contains("LSTM") || owner.contains("GRU") || owner.contains("RNN");
    match (owner, name) {
        (_, "strides") if owner.contains("Pooling") => Argument::None,
        ("Cropping2D", "cropping") => Argument::Integer(0),
        ("ZeroPadding1D" | "ZeroPadding2D" | "ZeroPadding3D", "padding") | (_, "cropping") => {
            Argument::Integer(1)
        }
        (_, "pool_size" | "size") => Argument::Integer(2),
        (_, "strides" | "dilation_rate" | "depth_multiplier") => Argument::Integer(1),
        ("GroupNormalization", "groups") => Argument::Integer(32),
        (_, "groups") => Argument::Integer(1),
        (_, "ratio") => Argument::Integer(16),
        (_, "padding") => Argument::Text("valid".to_owned()),
        (_, "merge_mode") => Argument::Text("concat".to_owned()),
        ("UpSampling2D", "interpolation") => Argument::Text("nearest".to_owned()),
        ("AdditiveAttention", "use_scale") => Argument::Flag(true),
        (_, "use_bias" | "unit_forget_bias" | "reset_after" | "center" | "scale") => {
            Argument::Flag(true)
        }
        (_, "score_mode") => Argument::Text("dot".to_owned()),
        (_, "axis" | "axes") => Argument::Integer(-1),
        (_, "layer_norm_epsilon") => Argument::Number(1e-5),
        ("RMSNormalization", "epsilon") => Argument::Number(1e-6),
        (_, "epsilon") => Argument::Number(1e-3),
        (_, "momentum") => Argument::Number(0.99),
        ("ELU", "alpha") => Argument::Number(1.0),
        ("LeakyReLU", "negative_slope") => Argument::Number(0.3),
        ("L1", "l1") | ("L2", "l2") => Argument::Number(0.01),
        (
            _,
            "negative_slope" | "threshold" | "l1" | "l2" | "dropout" | "recurrent_dropout"
            | "mask_value",
        ) => Argument::Number(0.0),
        ("Transformer" | "TransformerEncoder" | "TransformerDecoder", "activation") => {
            Argument::Activation(Activation::Relu)
        }
        (_, "activation") if recurrent => Argument::Activation(Activation::Tanh),
        (_, "activation") => Argument::Activation(Activation::Linear),
        (_, "recurrent_activation") => Argument::Activation(Activation::Sigmoid),
        (_, "recurrent_initializer") => Argument::Initializer(Initializer::Orthogonal(1.0)),
        (
            _,
            "bias_initializer"
            | "beta_initializer"
            | "moving_mean_initializer"
            | "alpha_initializer",
        ) => Argument::Initializer(Initializer::Zeros),
        (_, "gamma_initializer" | "moving_variance_initializer") => {
            Argument::Initializer(Initializer::Ones)
        }
        (_, "embeddings_initializer") => Argument::Initializer(Initializer::RandomUniform {
            minval: -0.05,
            maxval: 0.05,
        }),
        (_, name) if name.ends_with("_initializer") => {
            Argument::Initializer(Initializer::GlorotUniform)
        }
        (
            _,
            "return_sequences" | "return_state" | "go_backwards" | "stateful" | "mask_zero"
            | "keepdims" | "use_scale" | "normalize_first" | "normalize" | "causal",
        ) => Argument::Flag(false),
        _ => Argument::None,
    }
}
