//! Normalisation and rescaling.

use super::{Site, array_of, number};
use crate::codegen::general::body::{Body, Refusal};
use crate::codegen::text::{array, float};
use crate::network::{Argument, Layer, LayerType};

pub(super) fn write(
    body: &mut Body,
    site: &Site,
    layer: &Layer,
) -> Result<Option<String>, Refusal> {
    let mask = site.masks.first().cloned().flatten();
    let name = &site.name;
    let epsilon = float(number(layer, "epsilon", 1e-3));
    let (gamma, beta) = (
        site.weights.optional("gamma"),
        site.weights.optional("beta"),
    );
    let axes: Vec<i64> = layer.integers("axis").unwrap_or_else(|| vec![-1]);
    let mut axes: Vec<i64> = axes.into_iter().map(|axis| site.axis(axis)).collect();
    axes.sort_unstable();
    match layer.kind {
        LayerType::BatchNormalization => {
            let statistics = ["moving_mean", "moving_variance"].map(|it| site.weights.need(it));
            let momentum = float(number(layer, "momentum", 0.99));
            let train = match site.trainable {
                true => body.plan.dialect.is_training(),
                false => "false",
            };
            let numbers = format!("[{momentum}, {epsilon}]");
            if let Some(mask) = &mask {
                if site.rank() != 3 || axes != [2] {
                    return Err("a mask on batch normalisation of other than features".to_owned());
                }
                let arguments = [
                    site.input(),
                    format!("&{mask}"),
                    array(&statistics),
                    gamma,
                    beta,
                    numbers,
                    train.to_owned(),
                ];
                body.call(name, "normalize_batch_where", &arguments);
            } else {
                let arguments = [
                    site.input(),
                    array(&statistics),
                    gamma,
                    beta,
                    axes[0].to_string(),
                    numbers,
                    train.to_owned(),
                ];
                body.call(name, "normalize_batch", &arguments);
            }
        }
        LayerType::LayerNormalization => {
            let arguments = [site.input(), gamma, beta, array_of(&axes), epsilon];
            body.call(name, "normalize_axes", &arguments);
        }
        LayerType::GroupNormalization | LayerType::InstanceNormalization => {
            let axis = if layer.kind == LayerType::InstanceNormalization {
                -1
            } else {
                axes[0] - site.rank() as i64
            };
            let index = (axis + site.rank() as i64 - 1) as usize;
            let channels = site.shapes[0].0.get(index).copied().flatten().unwrap_or(1);
            let groups = match layer.get("groups") {
                Argument::Integer(groups) => *groups as u64,
                _ => channels,
            };
            let arguments = [
                site.input(),
                gamma,
                beta,
                groups.to_string(),
                axis.to_string(),
                epsilon,
            ];
            body.call(name, "normalize_groups", &arguments);
        }
        LayerType::UnitNormalization => {
            body.call(name, "normalize_norm", &[site.input(), array_of(&axes)]);
        }
        LayerType::RMSNormalization => {
            let scale = site.weights.need("scale");
            body.call(
                name,
                "normalize_rms",
                &[site.input(), scale, array_of(&axes), epsilon],
            );
        }
        LayerType::Rescaling => {
            let links = [
                body.plan
                    .dialect
                    .combine_number("mul", number(layer, "factor", 1.0)),
                body.plan
                    .dialect
                    .combine_number("add", number(layer, "offset", 0.0)),
            ];
            body.chain(name, &site.input(), &links);
        }
        _ => normalization(body, site, layer, &axes)?,
    }
    Ok(mask)
}

/// `Normalization` with the mean and the variance that the file gives.
fn normalization(body: &mut Body, site: &Site, layer: &Layer, axes: &[i64]) -> Result<(), Refusal> {
    let numbers = |name: &str| -> Option<Vec<f64>> {
        let one = |argument: &Argument| match argument {
            Argument::Number(number) => Some(*number),
            Argument::Integer(integer) => Some(*integer as f64),
            _ => None,
        };
        match layer.get(name) {
            Argument::List(values) => values.iter().map(one).collect(),
            value => one(value).map(|value| vec![value]),
        }
    };
    let (Some(mean), Some(variance)) = (numbers("mean"), numbers("variance")) else {
        return Err(
            "a `Normalization` without `mean` and `variance`, which data would give,".to_owned(),
        );
    };
    let shape: Vec<i64> = (0..site.rank() as i64)
        .map(|axis| if axes.contains(&axis) { -1 } else { 1 })
        .collect();
    let dialect = body.plan.dialect;
    let tensor = |body: &mut Body, part: &str, values: &[f64]| {
        let variable = format!("{}_{part}", site.name);
        let root = dialect.numbers(values);
        let sizes: Vec<String> = match values {
            [_] => vec!["1".to_owned(); shape.len()],
            _ => shape.iter().map(i64::to_string).collect(),
        };
        body.chain(&variable, &root, &[dialect.reshape(&sizes)]);
        variable
    };
    let mean = tensor(body, "mean", &mean);
    // Keras divides by the deviation, which is at least its own epsilon.
    let deviations: Vec<f64> = variance.iter().map(|it| it.sqrt().max(1e-7)).collect();
    let deviation = tensor(body, "deviation", &deviations);
    let steps = if layer.flag("invert") {
        [("mul", deviation), ("add", mean)]
    } else {
        [("sub", mean), ("div", deviation)]
    };
    let links = steps.map(|(operation, other)| dialect.combine(operation, &format!("&{other}")));
    body.chain(&site.name, &site.input(), &links);
    Ok(())
}
