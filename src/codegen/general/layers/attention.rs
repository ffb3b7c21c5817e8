//! Attention, transformer blocks, squeeze and excitation.

use super::{Site, activation_of, end_mask, number};
use crate::codegen::general::body::{Body, Refusal};
use crate::codegen::text::float;
use crate::network::{Argument, Layer, LayerType};

pub(super) fn write(
    body: &mut Body,
    site: &Site,
    layer: &Layer,
) -> Result<Option<String>, Refusal> {
    let mask = site.masks.first().cloned().flatten();
    let of_steps = site.shapes.iter().all(|shape| shape.rank() == 2);
    let ends = layer.kind == LayerType::SqueezeExcitation;
    if !of_steps && !ends && site.masks.iter().any(Option::is_some) {
        return Err("a mask on attention to other than steps".to_owned());
    }
    match layer.kind {
        LayerType::Attention | LayerType::AdditiveAttention => {
            simple(body, site, layer);
            // What a step that does not count asks for is nothing (Keras' `Attention`).
            if let Some(mask) = &mask {
                let link = body.plan.dialect.where_masked(mask);
                body.chain(&site.name, &site.name, &[link]);
            }
        }
        LayerType::MultiHeadAttention | LayerType::GroupQueryAttention => {
            heads(body, site, layer)?;
        }
        LayerType::PositionalEncoding => body.call(&site.name, "add_positions", &[site.input()]),
        LayerType::SqueezeExcitation => {
            let pair = |part: &str| {
                let [kernel, bias] = ["kernel", "bias"].map(|it| [part, "_", it].concat());
                format!(
                    "[{}, {}]",
                    site.weights.need(&kernel),
                    site.weights.need(&bias)
                )
            };
            let arguments = [site.input(), pair("reduce"), pair("expand")];
            body.call(&site.name, "squeeze_excite", &arguments);
            return Ok(end_mask(body, site));
        }
        _ => transformer(body, site, layer),
    }
    Ok(mask)
}

/// Query, value and key of what the layer takes: the value is the query where there is one, the key
/// the value.
fn roles(site: &Site) -> [String; 3] {
    let query = site.inputs[0].clone();
    let value = site.inputs.get(1).unwrap_or(&query).clone();
    let key = site.inputs.get(2).unwrap_or(&value).clone();
    [query, value, key]
}

/// The masks of the queries' steps, and of the keys' and the values'.
fn masks<'s>(site: &'s Site) -> (Option<&'s str>, Vec<&'s str>) {
    let of = |index: usize| site.masks.get(index).and_then(Option::as_deref);
    let mut keys: Vec<&str> = match site.masks.len() {
        1 => of(0).into_iter().collect(),
        count => (1..count).filter_map(of).collect(),
    };
    keys.dedup();
    (of(0), keys)
}

/// What says which keys a query may look at: of `pairs` `(queries, keys)`, and of masks of steps
/// along axes of scores of this rank.
fn allowed(
    body: &mut Body,
    variable: &str,
    pairs: Option<String>,
    rank: usize,
    steps: &[(usize, &str)],
) -> Option<String> {
    let dialect = body.plan.dialect;
    let Some(((axis, mask), others)) = steps.split_first() else {
        return pairs;
    };
    let mut links = dialect.mask_along(mask, rank, *axis);
    for (axis, other) in others {
        let laid = dialect.mask_along(other, rank, *axis).join(".");
        links.push(dialect.both_masks(&format!("{other}.{laid}")));
    }
    links.extend(pairs.map(|pairs| dialect.both_masks(&pairs)));
    body.chain(variable, mask, &links);
    Some(variable.to_owned())
}

/// An argument that may be lacking.
fn optional(variable: Option<String>) -> String {
    match variable {
        Some(variable) => format!("Some(&{variable})"),
        None => "None".to_owned(),
    }
}

fn causal(body: &mut Body, site: &Site, layer: &Layer) -> Option<String> {
    if !layer.flag("causal") && !layer.flag("use_causal_mask") {
        return None;
    }
    let [query, _, key] = roles(site).map(|it| it.trim_start_matches('&').to_owned());
    let mask = format!("{}_mask", site.name);
    let dialect = body.plan.dialect;
    let sizes = [dialect.size(&query, 1), dialect.size(&key, 1)];
    let (function, arguments) = dialect.mask(sizes, None, &query);
    body.call(&mask, function, &arguments);
    Some(mask)
}

fn simple(body: &mut Body, site: &Site, layer: &Layer) {
    let [query, value, key] = roles(site);
    let scores = format!("{}_scores", site.name);
    let additive = layer.kind == LayerType::AdditiveAttention;
    if additive || layer.text("score_mode") == Some("concat") {
        let scale = site.weights.optional("scale");
        let scale = if additive {
            scale
        } else {
            site.weights.optional("none")
        };
        body.call(&scores, "additive_scores", &[query, key, scale]);
        if !additive && let Some(weight) = site.weights.get("concat_score_weight") {
            body.chain(
                &scores,
                &scores,
                &[body.plan.dialect.combine("mul", &weight)],
            );
        }
    } else {
        let key = key.trim_start_matches('&');
        body.chain(
            &scores,
            &query,
            &[format!("matmul(&{key}.{})", body.plan.dialect.swap_last())],
        );
        if let Some(scale) = site.weights.get("scale") {
            body.chain(
                &scores,
                &scores,
                &[body.plan.dialect.combine("mul", &scale)],
            );
        }
    }
    let pairs = causal(body, site, layer);
    // Of three values Keras' `Attention` heeds the mask of the second, the value's.
    let of_value = site.masks.get(1).unwrap_or(&site.masks[0]);
    let keys: Vec<(usize, &str)> = of_value.iter().map(|mask| (2, mask.as_str())).collect();
    let mask = allowed(body, &format!("{}_keys", site.name), pairs, 3, &keys);
    let rate = float(number(layer, "dropout", 0.0));
    let arguments = [
        format!("&{scores}"),
        value,
        optional(mask),
        rate,
        body.training(),
    ];
    body.call(&site.name, "attend", &arguments);
}

fn heads(body: &mut Body, site: &Site, layer: &Layer) -> Result<(), Refusal> {
    let [query, value, key] = roles(site);
    let dialect = body.plan.dialect;
    let name = &site.name;
    let mut parts = Vec::new();
    for (part, input) in [("query", query), ("key", key), ("value", value)] {
        let variable = format!("{name}_{part}");
        let arguments = [
            input,
            site.weights.need(&[part, "/kernel"].concat()),
            site.weights.optional(&[part, "/bias"].concat()),
        ];
        body.call(&variable, "into_heads", &arguments);
        parts.push(variable);
    }
    let depth = match layer.kind {
        LayerType::GroupQueryAttention => layer.count("head_dim"),
        _ => layer.count("key_dim"),
    };
    let depth = depth.unwrap_or_else(|| {
        let heads = layer.count("num_heads").unwrap_or(1);
        (site.shapes[0].last() / heads.max(1)).max(1)
    });
    if layer.kind == LayerType::GroupQueryAttention {
        let heads = layer.count("num_query_heads").unwrap_or(1);
        let shared = layer.count("num_key_value_heads").unwrap_or(1).max(1);
        let times = heads / shared;
        for part in &parts[1..] {
            match dialect.repeat_heads(times) {
                Ok(link) => body.chain(part, part, &[link]),
                Err(more) => {
                    let arguments: Vec<String> =
                        [format!("&{part}")].into_iter().chain(more).collect();
                    body.call(part, "repeat_heads", &arguments);
                }
            }
        }
    }
    // With attention axes other axes are like more samples.
    if let Some(axes) = layer.integers("attention_axes") {
        let rank = site.shapes[0].rank() as i64;
        let wanted: Vec<i64> = (1..rank).collect();
        let axes: Vec<i64> = axes.iter().map(|&axis| site.axis(axis)).collect();
        if axes.as_slice() != [rank - 1] && axes != wanted {
            return Err("these `attention_axes`".to_owned());
        }
        if axes.len() > 1 {
            return Err("attention over several axes".to_owned());
        }
    } else if site.shapes[0].rank() > 2 {
        return Err("attention over several axes".to_owned());
    }
    let scores = format!("{name}_scores");
    let links = [
        dialect.combine_number("mul", 1.0 / (depth as f64).sqrt()),
        format!("matmul(&{}.{})", parts[1], dialect.swap_last()),
    ];
    body.chain(&scores, &parts[0], &links);
    let mut mask = causal(body, site, layer);
    if let Some(window) = layer.count("sliding_window") {
        let variable = format!("{name}_window");
        let sizes = [dialect.size(&scores, 2), dialect.size(&scores, 3)];
        let (function, arguments) = dialect.mask(sizes, Some(window), &scores);
        body.call(&variable, function, &arguments);
        if let Some(causal) = mask {
            body.chain(&variable, &variable, &[dialect.both_masks(&causal)]);
        }
        mask = Some(variable);
    }
    let (queries, keys) = masks(site);
    let keys = keys.into_iter().map(|mask| (3, mask));
    let steps: Vec<(usize, &str)> = keys.chain(queries.map(|mask| (2, mask))).collect();
    let mask = allowed(body, &format!("{name}_steps"), mask, 4, &steps);
    let rate = float(number(layer, "dropout", 0.0));
    let arguments = [
        format!("&{scores}"),
        format!("&{}", parts[2]),
        optional(mask),
        rate,
        body.training(),
    ];
    body.call(name, "attend", &arguments);
    if layer.flag("use_gate") {
        let gate = format!("{name}_gate");
        let arguments = [
            site.input(),
            site.weights.need("gate/kernel"),
            site.weights.optional("gate/bias"),
        ];
        body.call(&gate, "into_heads", &arguments);
        body.chain(&gate, &gate, &["sigmoid()"]);
        body.chain(name, name, &[dialect.combine("mul", &format!("&{gate}"))]);
        parts.push(gate);
    }
    let arguments = [
        format!("&{name}"),
        site.weights.need("attention_output/kernel"),
        site.weights.optional("attention_output/bias"),
    ];
    body.call(name, "from_heads", &arguments);
    // Keras hands it to the dense layers inside.
    if let Argument::Regularizer(regularizer) = layer.get("activity_regularizer") {
        for part in parts.iter().chain([name]) {
            super::activity(body, part, part, *regularizer);
        }
    }
    Ok(())
}

fn transformer(body: &mut Body, site: &Site, layer: &Layer) {
    let name = &site.name;
    let epsilon = float(number(layer, "layer_norm_epsilon", 1e-5));
    let first = layer.flag("normalize_first").to_string();
    let rate = match layer.get("dropout") {
        Argument::None => number(layer, "dropout_rate", number(layer, "rate", 0.0)),
        _ => number(layer, "dropout", 0.0),
    };
    let rate = float(
        rate.max(number(layer, "dropout_rate", 0.0))
            .max(number(layer, "rate", 0.0)),
    );
    let pair = |part: &str, names: [&str; 2]| {
        let [a, b] = names.map(|it| site.weights.need(&[part, "/", it].concat()));
        format!("[{a}, {b}]")
    };
    let heads = |part: &str| {
        let of = |role: &str| pair(&[part, "/", role].concat(), ["kernel", "bias"]);
        ["query", "key", "value", "attention_output"]
            .map(of)
            .join(", ")
    };
    let dialect = body.plan.dialect;
    let train = body.training();
    let decodes = layer.kind == LayerType::TransformerDecoder;
    let mut input = site.input();
    let (queries, memory_keys) = masks(site);
    let mut block = |body: &mut Body, part: &str, memory: Option<&str>, masked: bool| {
        let weights = format!("{name}_heads");
        body.call(&weights, "Heads::from", &[format!("[{}]", heads(part))]);
        let pairs = masked.then(|| {
            let mask = format!("{name}_mask");
            let size = dialect.size(&input, 1);
            let (function, arguments) = dialect.mask([size.clone(), size], None, &input);
            body.call(&mask, function, &arguments);
            mask
        });
        let keys: Vec<&str> = match memory {
            Some(_) => memory_keys.clone(),
            None => queries.into_iter().collect(),
        };
        let keys = keys.into_iter().map(|mask| (3, mask));
        let steps: Vec<(usize, &str)> = keys.chain(queries.map(|mask| (2, mask))).collect();
        let mask = optional(allowed(body, &format!("{name}_steps"), pairs, 4, &steps));
        let memory = memory.unwrap_or("xs");
        let attend = format!("|xs| attend_heads(xs, {memory}, {weights}, {mask}, {rate}, {train})");
        let norm = pair(&[part, "_norm"].concat(), ["gamma", "beta"]);
        let arguments = [input.clone(), norm, epsilon.clone(), first.clone(), attend];
        body.call(name, "add_block", &arguments);
        input = format!("&{name}");
    };
    block(body, "attention", None, decodes);
    if decodes && let Some(memory) = site.inputs.get(1) {
        block(body, "cross_attention", Some(memory), false);
    }
    let activation = body.function(activation_of(layer, "activation"));
    let dense = |part: &str| {
        let [kernel, bias] =
            ["kernel", "bias"].map(|it| site.weights.need(&[part, "/", it].concat()));
        format!("{kernel}, Some({bias})")
    };
    let hidden = format!("{activation}(&dot(xs, {}))", dense("intermediate"));
    let ys = format!("dot(&{hidden}, {})", dense("output"));
    let feed = format!("|xs| drop_all({ys}, {rate}, {train})");
    let norm = pair("feedforward_norm", ["gamma", "beta"]);
    let arguments = [format!("&{name}"), norm, epsilon, first, feed];
    body.call(name, "add_block", &arguments);
}
