//! Programs for networks of any kind: weights in the language's layout, a line or two for each layer,
//! and functions that the program defines for itself where PyTorch means something else.
//!
//! The programs of the folder above are faster for what they can express, and a network of that kind is
//! theirs.

mod dialect;
mod functions;
mod initializers;
mod losses;
mod model;
mod optimizers;
mod training;

use super::ParameterLayout;
use super::float::Float;
use crate::codegen::Options;
use crate::codegen::general::losses::{self as loss, Of};
use crate::codegen::general::{Body, Plan, head, layers, requests};
use crate::codegen::text::Text;
use crate::diagnostic::Diagnostic;
use crate::network::Network;
use crate::network::Value;
use dialect::Torch;
use functions::LIBRARY;

/// The text of a program for a network of any kind.
///
/// # Errors
/// One diagnostic for each place that the program cannot express.
pub fn generate(
    network: &Network,
    file: &str,
    options: &Options,
) -> Result<String, Vec<Diagnostic>> {
    let plan = Plan::new(network, &Torch, LIBRARY.names());
    let float = Float::of(options.dtype);
    let mut body = Body::new(&plan);
    let logits = network.loss.is_some() && loss::of(network) == Of::Logits;
    for node in 0..network.nodes.len() {
        let bare = logits && network.output == Value::Node(node);
        layers::write(&mut body, node, bare);
    }
    requests::refuse(&mut body);
    if !body.faults.is_empty() {
        return Err(body.faults);
    }
    let model = model::Model::new(&mut body);
    let mut program = Text::with_capacity(16 * 1024);
    program.line("/// What all of it computes in.");
    program.pieces(&["const KIND: Kind = Kind::", float.kind, ";"]);
    program.blank();
    head::constants(&mut program, &plan);
    model.write(&mut program, &body);
    if network.loss.is_some() {
        training::write(&mut program, &plan, &model);
    }
    training::predict(&mut program, &plan);
    let program = program.finish();
    let mut text = Text::with_capacity(2 * program.len());
    head::comment(&mut text, &plan, ("PyTorch", float.remark), file);
    let functions = LIBRARY.texts(&program);
    let uses = |name: &str| {
        let code = [program.as_str()]
            .into_iter()
            .chain(functions.iter().copied());
        let mut lines = code.flat_map(str::lines);
        lines.any(|line| !line.trim_start().starts_with("//") && line.contains(name))
    };
    imports(&mut text, &plan, uses);
    text.block(&program);
    for function in functions {
        text.blank();
        text.block(function);
    }
    Ok(text.finish())
}

/// Where the weights are.
pub(super) fn layout(network: &Network) -> Vec<ParameterLayout> {
    let plan = Plan::new(network, &Torch, LIBRARY.names());
    let weights = plan.weights.into_iter();
    weights
        .map(|weight| ParameterLayout {
            name: weight.parameter.name,
            variable: weight.path,
            view: weight.parameter.shape.clone(),
            permute: (0..weight.parameter.shape.len()).collect(),
            shape: weight.parameter.shape,
        })
        .collect()
}

/// Only what the program uses.
fn imports(text: &mut Text, plan: &Plan, uses: impl Fn(&str) -> bool) {
    let cells = match (uses("Cell::new"), uses("RefCell")) {
        (true, true) => "use std::cell::{Cell, RefCell};",
        (true, false) => "use std::cell::Cell;",
        (false, true) => "use std::cell::RefCell;",
        (false, false) => "",
    };
    if !cells.is_empty() {
        text.line(cells);
        text.blank();
    }
    text.line(if plan.takes_several() {
        "use tch::nn;"
    } else {
        "use tch::nn::{self, ModuleT};"
    });
    text.line(if uses("Device") {
        "use tch::{Device, Kind, Tensor};"
    } else {
        "use tch::{Kind, Tensor};"
    });
    text.blank();
}
