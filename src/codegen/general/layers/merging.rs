//! Layers that make one value of several.

use super::{Site, end_mask};
use crate::codegen::general::body::{Body, Refusal};
use crate::network::{Layer, LayerType};

pub(super) fn write(
    body: &mut Body,
    site: &Site,
    layer: &Layer,
) -> Result<Option<String>, Refusal> {
    let name = &site.name;
    let values = format!("&[{}]", site.inputs.join(", "));
    let merge = |body: &mut Body, function: &str| {
        body.call(name, "merge", &[values.clone(), function.to_owned()]);
    };
    let dialect = body.plan.dialect;
    let path = |function: &str| format!("{}::{function}", dialect.value_type());
    let some_masked = site.masks.iter().any(Option::is_some);
    let of_steps = site.shapes.iter().all(|shape| shape.rank() == 2);
    let takes_masks = matches!(
        layer.kind,
        LayerType::Multiply | LayerType::Maximum | LayerType::Minimum | LayerType::Concatenate
    );
    if some_masked && takes_masks && !of_steps {
        return Err(format!(
            "a mask on a `{}` of other than steps",
            layer.name()
        ));
    }
    match layer.kind {
        LayerType::Multiply if some_masked => return Ok(multiply_masked(body, site)),
        LayerType::Maximum if some_masked => extreme_masked(body, site, &path("maximum")),
        LayerType::Minimum if some_masked => extreme_masked(body, site, &path("minimum")),
        LayerType::Add => merge(body, "|a, b| a + b"),
        LayerType::Subtract => merge(body, "|a, b| a - b"),
        LayerType::Multiply => merge(body, "|a, b| a * b"),
        LayerType::Maximum => merge(body, &path("maximum")),
        LayerType::Minimum => merge(body, &path("minimum")),
        LayerType::Average => {
            merge(body, "|a, b| a + b");
            let count = site.inputs.len();
            body.chain(name, name, &[dialect.combine_number("div", count as f64)]);
        }
        LayerType::Concatenate => {
            let axis = layer
                .integers("axis")
                .and_then(|axes| axes.first().copied());
            let axis = site.axis(axis.unwrap_or(-1)).to_string();
            let function = dialect.concat();
            body.call(name, function, &[values, axis]);
        }
        _ => {
            let [a, b] = site.inputs.as_slice() else {
                return Err("a `Dot` of other than two values".to_owned());
            };
            let axes = layer.integers("axes").unwrap_or_else(|| vec![-1]);
            let axis = |index: usize| {
                let axis = axes[index.min(axes.len() - 1)];
                let rank = site.shapes[index].rank() as i64 + 1;
                if axis < 0 { axis + rank } else { axis }
            };
            let axes = format!("[{}, {}]", axis(0), axis(1));
            let normalize = layer.flag("normalize").to_string();
            body.call(name, "contract", &[a.clone(), b.clone(), axes, normalize]);
        }
    }
    mask(body, site, layer)
}

/// The product, for which a step that does not count is 1 (Keras' `Multiply`); a product of none is 0.
fn multiply_masked(body: &mut Body, site: &Site) -> Option<String> {
    let dialect = body.plan.dialect;
    let (name, other) = (&site.name, format!("{}_other", site.name));
    let one = format!("{name}_one");
    body.chain(&one, &dialect.numbers(&[1.0]), &[] as &[&str]);
    for (index, (input, mask)) in site.inputs.iter().zip(&site.masks).enumerate() {
        let variable = if index == 0 { name } else { &other };
        match mask {
            Some(mask) => choose(body, variable, mask, [input.clone(), format!("&{one}")]),
            None => body.chain(variable, input, &[] as &[&str]),
        }
        if index > 0 {
            body.chain(name, name, &[dialect.combine("mul", &format!("&{other}"))]);
        }
    }
    let masks: Vec<&str> = site.masks.iter().flatten().map(String::as_str).collect();
    let Some(mask) = either(body, site, &masks) else {
        return end_mask(body, site);
    };
    body.chain(name, name, &[dialect.where_masked(&mask)]);
    Some(mask)
}

/// The greatest or the least, where a step that does not count leaves it to the others (Keras'
/// `Maximum` and `Minimum`).
fn extreme_masked(body: &mut Body, site: &Site, function: &str) {
    let (name, other) = (&site.name, format!("{}_other", site.name));
    body.chain(name, &site.inputs[0], &[] as &[&str]);
    let mut so_far = site.masks[0].clone();
    let last = site.inputs.len() - 1;
    for (index, (input, mask)) in site.inputs.iter().zip(&site.masks).enumerate().skip(1) {
        match mask {
            Some(mask) => choose(body, &other, mask, [input.clone(), format!("&{name}")]),
            None => body.chain(&other, input, &[] as &[&str]),
        }
        if let Some(so_far) = &so_far {
            choose(
                body,
                name,
                so_far,
                [format!("&{name}"), format!("&{other}")],
            );
        }
        body.call(name, function, &[format!("&{name}"), format!("&{other}")]);
        so_far = match (&so_far, mask) {
            _ if index == last => None,
            (Some(so_far), Some(mask)) if so_far == mask => Some(mask.clone()),
            (Some(so_far), Some(mask)) => {
                let variable = format!("{name}_so_far");
                let link = body.plan.dialect.either_mask(mask);
                body.chain(&variable, so_far, &[link]);
                Some(variable)
            }
            _ => None,
        };
    }
}

/// `let variable = chosen(&mask, ours, theirs);`
fn choose(body: &mut Body, variable: &str, mask: &str, [ours, theirs]: [String; 2]) {
    body.call(variable, "chosen", &[format!("&{mask}"), ours, theirs]);
}

/// A mask that counts where one of these does, if every value has one.
fn either(body: &mut Body, site: &Site, masks: &[&str]) -> Option<String> {
    if masks.len() < site.inputs.len() {
        return None;
    }
    let mut masks = masks.to_vec();
    masks.dedup();
    if let [mask] = masks.as_slice() {
        return Some((*mask).to_owned());
    }
    let name = format!("{}_mask", site.name);
    let dialect = body.plan.dialect;
    let others = masks[1..].iter();
    let links: Vec<String> = others.map(|it| dialect.either_mask(it)).collect();
    body.chain(&name, masks[0], &links);
    Some(name)
}

/// The mask of what was merged, as in Keras: where one of the masks counts, if all values have one.
fn mask(body: &mut Body, site: &Site, layer: &Layer) -> Result<Option<String>, Refusal> {
    let masks: Vec<&str> = site.masks.iter().flatten().map(String::as_str).collect();
    let all = masks.len() == site.inputs.len();
    if !masks.is_empty() && layer.kind == LayerType::Concatenate {
        let axes = layer.integers("axis").unwrap_or_else(|| vec![-1]);
        let axis = site.axis(axes[0]);
        if axis == 1 {
            if !all {
                return Err(
                    "a mask on some of the steps that are put together, and none on others"
                        .to_owned(),
                );
            }
            let references: Vec<String> = masks.iter().map(|mask| format!("&{mask}")).collect();
            let arguments = [format!("&[{}]", references.join(", ")), "1".to_owned()];
            let name = format!("{}_mask", site.name);
            body.call(&name, body.plan.dialect.concat(), &arguments);
            return Ok(Some(name));
        }
    }
    if masks.is_empty() || !all || layer.kind == LayerType::Dot {
        return Ok(end_mask(body, site));
    }
    Ok(either(body, site, &masks))
}
