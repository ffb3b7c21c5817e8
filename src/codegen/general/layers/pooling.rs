//! Pooling.

use super::{Site, array_of, border_of, end_mask};
use crate::codegen::general::body::{Body, Refusal};
use crate::network::{Layer, LayerType};

pub(super) fn write(
    body: &mut Body,
    site: &Site,
    layer: &Layer,
) -> Result<Option<String>, Refusal> {
    let rank = site.shapes[0].rank() - 1;
    let kind = layer.kind.name();
    let maximum = kind.contains("Max");
    let input = site.input();
    if kind.starts_with("Global") {
        let keep = layer.flag("keepdims");
        if let (LayerType::GlobalAveragePooling1D, Some(Some(mask))) =
            (layer.kind, site.masks.first())
        {
            let arguments = [input, format!("&{mask}"), keep.to_string()];
            body.call(&site.name, "mean_where", &arguments);
            return Ok(None);
        }
        let axes: Vec<usize> = (1..=rank).collect();
        let link = if maximum {
            body.plan.dialect.maximum(&axes, keep)
        } else {
            body.plan.dialect.mean(&axes, keep)
        };
        body.chain(&site.name, &input, &[link]);
        return Ok(end_mask(body, site));
    }
    if kind.starts_with("Adaptive") {
        let sizes = layer
            .sizes("output_size", rank)
            .unwrap_or_else(|| vec![1; rank]);
        let arguments = [input, array_of(&sizes), maximum.to_string()];
        body.call(&site.name, "pool_adaptive", &arguments);
        return Ok(end_mask(body, site));
    }
    let window = layer
        .sizes("pool_size", rank)
        .unwrap_or_else(|| vec![2; rank]);
    let strides = layer
        .sizes("strides", rank)
        .unwrap_or_else(|| window.clone());
    let function = if maximum { "pool_max" } else { "pool_average" };
    let arguments = [
        input,
        array_of(&window),
        array_of(&strides),
        border_of(layer).to_owned(),
    ];
    body.call(&site.name, function, &arguments);
    Ok(end_mask(body, site))
}
