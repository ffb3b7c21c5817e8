//! Convolutions that are held by their arguments.

use super::{Site, activation_of, array_of, border_of, end_mask};
use crate::codegen::general::body::{Body, Refusal};
use crate::network::{Layer, LayerType};

pub(super) fn write(
    body: &mut Body,
    site: &Site,
    layer: &Layer,
) -> Result<Option<String>, Refusal> {
    use LayerType::*;
    let rank = site.shapes[0].rank() - 1;
    let sizes = |name: &str| layer.sizes(name, rank).unwrap_or_else(|| vec![1; rank]);
    let (strides, dilation) = (
        array_of(&sizes("strides")),
        array_of(&sizes("dilation_rate")),
    );
    let (border, bias) = (border_of(layer).to_owned(), site.weights.optional("bias"));
    let name = &site.name;
    match layer.kind {
        Conv1DTranspose | Conv2DTranspose | Conv3DTranspose => {
            let lengths: Option<Vec<u64>> = site.shape.0[..rank].iter().copied().collect();
            let Some(lengths) = lengths else {
                return Err("a transposed convolution of a length that is not known".to_owned());
            };
            let kernel = site.weights.need("kernel");
            let arguments = [
                site.input(),
                kernel,
                bias,
                strides,
                dilation,
                border,
                array_of(&lengths),
            ];
            body.call(name, "convolve_transposed", &arguments);
        }
        DepthwiseConv1D | DepthwiseConv2D => {
            let kernel = site.weights.need("kernel");
            let arguments = [site.input(), kernel, bias, strides, dilation, border];
            body.call(name, "convolve_depthwise", &arguments);
        }
        SeparableConv1D | SeparableConv2D => {
            let kernel = site.weights.need("depthwise_kernel");
            let none = "None".to_owned();
            let arguments = [site.input(), kernel, none, strides, dilation, border];
            body.call(name, "convolve_depthwise", &arguments);
            let ones = array_of(&vec![1; rank]);
            let arguments = [
                format!("&{name}"),
                site.weights.need("pointwise_kernel"),
                bias,
                ones.clone(),
                ones,
                "Border::Valid".to_owned(),
                "1".to_owned(),
            ];
            body.call(name, "convolve", &arguments);
        }
        _ => {
            let groups = layer.count("groups").unwrap_or(1).to_string();
            let kernel = site.weights.need("kernel");
            let arguments = [
                site.input(),
                kernel,
                bias,
                strides,
                dilation,
                border,
                groups,
            ];
            body.call(name, "convolve", &arguments);
        }
    }
    body.activate(name, activation_of(layer, "activation"));
    Ok(end_mask(body, site))
}
