//! The variables of a `VarStore` under the language's names.

use std::collections::HashMap;

use anyhow::{Context, ensure};
use tch::{Kind, Tensor, nn};

use neural_bench::Result;
use neural_bench::program::Weights;

/// The parameters with their values: layers in the order in which they were made, a kernel before its
/// bias.
///
/// # Errors
/// Where libtorch does not give them.
pub fn weights(vs: &nn::VarStore) -> Result<Vec<Weights>> {
    variables(vs)
        .into_iter()
        .map(|(name, variable)| {
            let mut values = vec![0f32; variable.numel()];
            let count = values.len();
            let variable = variable.f_contiguous()?.f_to_kind(Kind::Float)?;
            variable.f_copy_data(&mut values, count)?;
            Ok(Weights {
                name,
                shape: variable.size().iter().map(|&n| n as usize).collect(),
                values,
            })
        })
        .collect()
}

/// Gives the parameters these values.
///
/// # Errors
/// Where names or shapes are not those of [`weights`].
pub fn set_weights(vs: &nn::VarStore, weights: &[Weights]) -> Result<()> {
    let variables = variables(vs);
    ensure!(
        variables.len() == weights.len(),
        "{} values for {} parameters",
        weights.len(),
        variables.len()
    );
    for ((name, mut variable), weights) in variables.into_iter().zip(weights) {
        let shape: Vec<i64> = weights.shape.iter().map(|&n| n as i64).collect();
        ensure!(
            name == weights.name && variable.size() == shape,
            "`{}` {shape:?} for the parameter `{name}` {:?}",
            weights.name,
            variable.size()
        );
        let values = Tensor::f_from_slice(&weights.values)?
            .f_reshape(&shape)
            .with_context(|| format!("`{name}` has another number of values"))?;
        tch::no_grad(|| variable.f_copy_(&values))?;
    }
    Ok(())
}

/// The variables under the language's names. A `VarStore` keeps names and order in two places, and
/// `tch` makes a layer's bias first.
fn variables(vs: &nn::VarStore) -> Vec<(String, Tensor)> {
    let mut names: HashMap<_, String> = vs
        .variables()
        .into_iter()
        .map(|(name, variable)| (variable.data_ptr(), name))
        .collect();
    let mut layers: Vec<String> = Vec::new();
    let mut variables = Vec::new();
    for variable in vs.trainable_variables() {
        let name = names.remove(&variable.data_ptr()).unwrap_or_default();
        let (layer, kind) = name.rsplit_once('.').unwrap_or(("", &name));
        let kind = if kind == "weight" { "kernel" } else { kind };
        let index = layers
            .iter()
            .position(|known| known == layer)
            .unwrap_or_else(|| {
                layers.push(layer.to_owned());
                layers.len() - 1
            });
        variables.push((index, kind != "kernel", format!("{layer}/{kind}"), variable));
    }
    variables.sort_by_key(|(layer, follows, ..)| (*layer, *follows));
    variables
        .into_iter()
        .map(|(_, _, name, variable)| (name, variable))
        .collect()
}
