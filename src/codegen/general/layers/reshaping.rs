//! Layers that put values elsewhere.

use super::{Site, array_of, end_mask};
use crate::codegen::general::body::{Body, Refusal};
use crate::codegen::text::array;
use crate::network::{Argument, Layer, LayerType};

pub(super) fn write(
    body: &mut Body,
    site: &Site,
    layer: &Layer,
) -> Result<Option<String>, Refusal> {
    use LayerType::*;
    let name = &site.name;
    let input = site.input();
    let rank = site.shapes[0].rank().saturating_sub(1);
    let dialect = body.plan.dialect;
    match layer.kind {
        Reshape => {
            let open = site.shape.0.iter().filter(|size| size.is_none()).count();
            let sizes = site.shape.0.iter().map(|size| match size {
                Some(size) => size.to_string(),
                None => "-1".to_owned(),
            });
            // With a length that is open the batch is not.
            let batch = match open {
                0 => "-1".to_owned(),
                1 => dialect.size(&input, 0),
                _ => return Err("a `Reshape` into several lengths that are not known".to_owned()),
            };
            let sizes: Vec<String> = [batch].into_iter().chain(sizes).collect();
            body.chain(name, &input, &[dialect.reshape(&sizes)]);
        }
        Permute => {
            let dims = layer.integers("dims").unwrap_or_default();
            let order: Vec<i64> = [0].into_iter().chain(dims).collect();
            body.chain(name, &input, &[dialect.permute(&order)]);
        }
        RepeatVector => {
            let count = layer.count("n").unwrap_or(1);
            body.call(name, "repeat_vector", &[input, count.to_string()]);
        }
        Embedding => {
            let mask = format!("{name}_mask");
            let masks = layer.flag("mask_zero");
            if masks {
                body.chain(&mask, &input, &[dialect.not_equal(0.0)]);
            }
            body.call(name, "embed", &[site.weights.need("embeddings"), input]);
            if masks {
                return Ok(Some(mask));
            }
        }
        ZeroPadding1D | ZeroPadding2D | ZeroPadding3D => {
            let sides = sides(layer, "padding", rank, 1)?;
            let around: Vec<[i64; 2]> = [[0; 2]].into_iter().chain(sides).chain([[0; 2]]).collect();
            let link = dialect.pad(&around);
            body.chain(name, &input, &[link]);
        }
        Cropping1D | Cropping2D | Cropping3D => {
            let sides = sides(layer, "cropping", rank, 0)?;
            let sides = sides.into_iter().map(|sides| sides.map(|side| -side));
            let around: Vec<[i64; 2]> = [[0; 2]].into_iter().chain(sides).chain([[0; 2]]).collect();
            let link = dialect.pad(&around);
            body.chain(name, &input, &[link]);
        }
        UpSampling1D | UpSampling2D | UpSampling3D => {
            let size = layer.sizes("size", rank).unwrap_or_else(|| vec![2; rank]);
            match layer.text("interpolation") {
                None | Some("nearest") => {
                    body.call(name, "repeat_values", &[input, array_of(&size)]);
                }
                Some(kind @ ("bilinear" | "bicubic")) => {
                    let cubic = (kind == "bicubic").to_string();
                    body.call(name, "resize", &[input, array(&size), cubic]);
                }
                Some(kind) => return Err(format!("the interpolation `{kind}`")),
            }
        }
        kind => return Err(format!("the layer `{}`", kind.name())),
    }
    Ok(end_mask(body, site))
}

/// What is added or cut at both ends of each axis: a number, one for each axis, or two for each.
fn sides(layer: &Layer, name: &str, rank: usize, default: i64) -> Result<Vec<[i64; 2]>, Refusal> {
    let integer = |argument: &Argument| match argument {
        Argument::Integer(integer) => Some(*integer),
        _ => None,
    };
    let pair = |argument: &Argument| match argument {
        Argument::List(values) => match values.as_slice() {
            [first, second] => Some([integer(first)?, integer(second)?]),
            _ => None,
        },
        other => integer(other).map(|both| [both; 2]),
    };
    let found = match layer.get(name) {
        Argument::None => Some(vec![[default; 2]; rank]),
        Argument::Integer(both) => Some(vec![[*both; 2]; rank]),
        Argument::List(values) if rank == 1 && values.len() == 2 => {
            pair(&Argument::List(values.clone())).map(|pair| vec![pair])
        }
        Argument::List(values) if values.len() == rank => values.iter().map(pair).collect(),
        _ => None,
    };
    found.ok_or_else(|| format!("this `{name}`"))
}
