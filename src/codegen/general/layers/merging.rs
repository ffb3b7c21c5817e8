//! Layers that make one value of several.

use super::Site;
use crate::codegen::general::body::{Body, Refusal};
use crate::network::{Layer, LayerType};

pub(super) fn write(
    body: &mut Body,
    site: &Site,
    layer: &Layer,
) -> Result<Option<String>, Refusal> {
    if site.masks.iter().any(Option::is_some) {
        return Err("a mask on what a layer merges".to_owned());
    }
    let name = &site.name;
    let values = format!("&[{}]", site.inputs.join(", "));
    let merge = |body: &mut Body, function: &str| {
        body.call(name, "merge", &[values.clone(), function.to_owned()]);
    };
    let dialect = body.plan.dialect;
    let path = |function: &str| format!("{}::{function}", dialect.value_type());
    match layer.kind {
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
    Ok(None)
}
