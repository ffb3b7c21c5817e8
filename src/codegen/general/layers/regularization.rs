//! Noise, activations with arguments, penalties for the size of values, masks.

use super::{Site, activity, array_of, number};
use crate::codegen::general::body::{Body, Refusal};
use crate::codegen::text::{array, float};
use crate::network::{Argument, Layer, LayerType, Regularizer};

pub(super) fn write(
    body: &mut Body,
    site: &Site,
    layer: &Layer,
) -> Result<Option<String>, Refusal> {
    use LayerType::*;
    let name = &site.name;
    let input = site.input();
    let dialect = body.plan.dialect;
    let train = body.training();
    let rate = float(number(layer, "rate", 0.0));
    match layer.kind {
        SpatialDropout1D | SpatialDropout2D | SpatialDropout3D => {
            let rank = site.rank();
            let sizes: Vec<String> = (0..rank)
                .map(|axis| match axis {
                    0 => dialect.size(&input, 0),
                    axis if axis + 1 == rank => dialect.size(&input, axis),
                    _ => "1".to_owned(),
                })
                .collect();
            body.call(
                name,
                "with_dropout",
                &[input, rate, array_of(&sizes), train],
            );
        }
        AlphaDropout => {
            let shape = drawn_shape(body, layer.get("noise_shape"), &input)
                .unwrap_or_else(|| dialect.sizes(&input));
            body.call(name, "with_alpha_dropout", &[input, rate, shape, train]);
        }
        GaussianNoise => {
            let deviation = float(number(layer, "stddev", 0.0));
            body.call(name, "with_noise", &[input, deviation, train]);
        }
        GaussianDropout => body.call(name, "with_gaussian_dropout", &[input, rate, train]),
        ReLU => {
            let slope = float(number(layer, "negative_slope", 0.0));
            let threshold = float(number(layer, "threshold", 0.0));
            let most = match layer.get("max_value") {
                Argument::None => "f64::INFINITY".to_owned(),
                _ => float(number(layer, "max_value", 0.0)),
            };
            body.call(name, "rectify_within", &[input, slope, threshold, most]);
        }
        LeakyReLU => {
            let slope = match layer.get("alpha") {
                Argument::None => number(layer, "negative_slope", 0.3),
                _ => number(layer, "alpha", 0.3),
            };
            body.call(name, "leaky", &[input, float(slope)]);
        }
        ELU => {
            let alpha = float(number(layer, "alpha", 1.0));
            body.call(name, "exponential_linear", &[input, alpha]);
        }
        PReLU => {
            body.call(name, "rectify", &[input, site.weights.need("alpha")]);
        }
        Softmax => {
            let axes = layer.integers("axis").unwrap_or_else(|| vec![-1]);
            let [axis] = axes.as_slice() else {
                return Err("a `Softmax` over several axes".to_owned());
            };
            body.chain(name, &input, &[dialect.softmax(site.axis(*axis))]);
        }
        ActivityRegularization | L1 | L2 | L1L2 => {
            body.chain(name, &input, &[dialect.same()]);
            let weight = |own: &str, other: f64| match (layer.get(own), layer.get("l")) {
                (Argument::None, Argument::None) => other,
                (Argument::None, _) => number(layer, "l", other),
                _ => number(layer, own, other),
            };
            let (l1, l2) = match layer.kind {
                L1 => (weight("l1", 0.01), 0.0),
                L2 => (0.0, weight("l2", 0.01)),
                _ => (number(layer, "l1", 0.0), number(layer, "l2", 0.0)),
            };
            activity(body, name, name, Regularizer::L1L2 { l1, l2 });
        }
        Masking => {
            let value = number(layer, "mask_value", 0.0);
            let mask = format!("{name}_mask");
            body.chain(&mask, &input, &dialect.any_not_equal(value));
            body.chain(name, &input, &[dialect.where_masked(&mask)]);
            return Ok(Some(mask));
        }
        _ => body.chain(name, &input, &[dialect.same()]),
    }
    Ok(site.masks.first().cloned().flatten())
}

/// The shape of a draw, where the file gives it; `None` in it stands for the value's own size.
pub(super) fn drawn_shape(body: &Body, given: &Argument, of: &str) -> Option<String> {
    let Argument::List(values) = given else {
        return None;
    };
    let sizes: Vec<String> = values
        .iter()
        .enumerate()
        .map(|(axis, value)| match value {
            Argument::Integer(integer) => integer.to_string(),
            _ => body.plan.dialect.size(of, axis),
        })
        .collect();
    Some(format!("&{}", array(&sizes)))
}
