//! Recurrent layers, and the layers that wrap others.

use super::{Site, activation_of, array_of, border_of, number, operation};
use crate::codegen::general::body::{Body, Refusal, Weights};
use crate::codegen::general::dialect::Form;
use crate::codegen::general::requests;
use crate::codegen::text::float;
use crate::network::{Layer, LayerType, Operation, Shape};

pub(super) fn write(
    body: &mut Body,
    site: &Site,
    layer: &Layer,
) -> Result<Option<String>, Refusal> {
    match layer.kind {
        LayerType::TimeDistributed => time_distributed(body, site, layer),
        LayerType::Bidirectional => bidirectional(body, site, layer),
        _ => {
            run(body, site, layer, layer.flag("go_backwards"))?;
            let sequences = layer.flag("return_sequences");
            Ok(site.masks.first().cloned().flatten().filter(|_| sequences))
        }
    }
}

/// Runs a recurrent layer over the steps.
fn run(body: &mut Body, site: &Site, layer: &Layer, backwards: bool) -> Result<(), Refusal> {
    use LayerType::*;
    let kind = layer.kind;
    if matches!(kind, SimpleRNNCell | LSTMCell | GRUCell) && site.shapes[0].rank() != 2 {
        return Err(format!("a `{}` of an input without steps", kind.name()));
    }
    let steps = format!("{}_steps", site.name);
    let mut links = Vec::new();
    if layer.flag("return_sequences") {
        links.push("sequences()".to_owned());
    }
    if backwards {
        links.push("backwards()".to_owned());
    }
    if let Some(Some(mask)) = site.masks.first() {
        links.push(format!("masked(&{mask})"));
    }
    if layer.flag("zero_output_for_mask") {
        links.push("zeros_where_masked()".to_owned());
    }
    // The wrappers call the dropout of inputs a rate.
    let inputs = number(layer, "dropout", 0.0).max(number(layer, "rate", 0.0));
    let states = number(layer, "recurrent_dropout", 0.0);
    if inputs > 0.0 || states > 0.0 {
        links.push(format!(
            "dropping({}, {}, {})",
            float(inputs),
            float(states),
            body.training()
        ));
    }
    if layer.flag("stateful") {
        let field = format!("{}_states", site.field);
        links.push(format!("kept_in({})", body.plan.dialect.states(&field)));
        body.states.push((field, states_of(kind)));
    }
    if links.is_empty() {
        body.call(&steps, "Steps::new", &[]);
    } else {
        body.chain(&steps, "Steps::new()", &links);
    }
    let kernels = format!(
        "[{}, {}]",
        site.weights.need("kernel"),
        site.weights.need("recurrent_kernel")
    );
    let mut arguments = vec![
        format!("&{steps}"),
        site.input(),
        kernels,
        site.weights.optional("bias"),
    ];
    let activation = body.function(activation_of(layer, "activation"));
    let gate = body.function(activation_of(layer, "recurrent_activation"));
    let function = match kind {
        SimpleRNN | SimpleRNNCell | SimpleRNNDropoutWrapper => {
            arguments.push(activation);
            "run_simple_rnn"
        }
        LSTM | LSTMCell | LSTMDropoutWrapper => {
            arguments.extend([activation, gate]);
            "run_lstm"
        }
        GRU | GRUCell | GRUDropoutWrapper => {
            arguments.push(layer.flag("reset_after").to_string());
            arguments.extend([activation, gate]);
            "run_gru"
        }
        _ => {
            let rank = site.shapes[0].rank() - 2;
            let sizes = |name: &str| layer.sizes(name, rank).unwrap_or_else(|| vec![1; rank]);
            arguments.push(format!(
                "({}, {}, {})",
                array_of(&sizes("strides")),
                array_of(&sizes("dilation_rate")),
                border_of(layer)
            ));
            arguments.extend([activation, gate]);
            if kind == ConvGRU2D {
                "run_conv_gru"
            } else {
                "run_conv_lstm"
            }
        }
    };
    body.call(&site.name, function, &arguments);
    Ok(())
}

/// How many states a layer has.
fn states_of(kind: LayerType) -> usize {
    match kind.name().contains("LSTM") {
        true => 2,
        false => 1,
    }
}

fn bidirectional(body: &mut Body, site: &Site, layer: &Layer) -> Result<Option<String>, Refusal> {
    let Some(Operation::Layer(inner)) = layer.wrapped() else {
        return Err("a `Bidirectional` of a layer that is not recurrent".to_owned());
    };
    let behind = match layer.get("backward_layer") {
        crate::network::Argument::Layer(wrapped) => match &wrapped.operation {
            Operation::Layer(behind) => behind,
            _ => return Err("a `backward_layer` that is not recurrent".to_owned()),
        },
        _ => inner,
    };
    let own = !std::ptr::eq(behind, inner);
    let mut names = Vec::new();
    for (direction, layer, backwards) in [
        ("forward", inner, inner.flag("go_backwards")),
        (
            "backward",
            behind,
            if own {
                behind.flag("go_backwards")
            } else {
                !inner.flag("go_backwards")
            },
        ),
    ] {
        let prefix = [site.weights.prefix, "/", direction].concat();
        let part = Site {
            name: format!("{}_{direction}", site.name),
            weights: Weights {
                dialect: body.plan.dialect,
                list: site.weights.list,
                prefix: &prefix,
            },
            field: format!("{}_{direction}", site.field),
            ..site.clone()
        };
        run(body, &part, layer, backwards)?;
        names.push(part.name);
    }
    let (forward, backward) = (&names[0], &names[1]);
    let dialect = body.plan.dialect;
    if inner.flag("return_sequences") {
        match dialect.flip_steps() {
            Form::Function(function) => body.call(backward, function, &[format!("&{backward}")]),
            Form::Method(method) => body.chain(backward, backward, &[method]),
            Form::Nothing => {}
        }
    }
    let name = &site.name;
    let other = format!("&{backward}");
    match layer.text("merge_mode") {
        Some("sum") => body.chain(name, forward, &[dialect.combine("add", &other)]),
        Some("mul") => body.chain(name, forward, &[dialect.combine("mul", &other)]),
        Some("ave") => {
            let half = dialect.combine_number("div", 2.0);
            body.chain(name, forward, &[dialect.combine("add", &other), half]);
        }
        _ => {
            let function = dialect.concat();
            let values = format!("&[&{forward}, &{backward}]");
            body.call(name, function, &[values, "-1".to_owned()]);
        }
    }
    let sequences = inner.flag("return_sequences");
    Ok(site.masks.first().cloned().flatten().filter(|_| sequences))
}

/// A layer on each step: on all of them at once, as so many samples.
fn time_distributed(
    body: &mut Body,
    site: &Site,
    layer: &Layer,
) -> Result<Option<String>, Refusal> {
    let Some(inner) = layer.wrapped() else {
        return Err("a `TimeDistributed` without a layer".to_owned());
    };
    let asked = layer.wrap().map_or(&[][..], |wrapped| &wrapped.requests);
    if let Some(request) = asked.iter().find(|it| !requests::honoured(&it.name)) {
        return Err(format!(
            "`{}` of a wrapped `{}`",
            request.name, request.owner
        ));
    }
    if let Operation::Layer(layer) = inner
        && layer.kind == LayerType::BatchNormalization
    {
        return Err("batch normalisation of each step".to_owned());
    }
    let folded = format!("{}_steps", site.name);
    body.call(&folded, "fold_steps", &[site.input()]);
    let part = Site {
        inputs: vec![format!("&{folded}")],
        shapes: vec![Shape(site.shapes[0].0[1..].to_vec())],
        shape: Shape(site.shape.0[1..].to_vec()),
        masks: vec![None],
        trainable: !asked.iter().any(|it| it.name == "trainable"),
        requests: &[],
        ..site.clone()
    };
    operation(body, &part, inner)?;
    let arguments = [format!("&{}", site.name), site.input()];
    body.call(&site.name, "unfold_steps", &arguments);
    Ok(site.masks.first().cloned().flatten())
}
