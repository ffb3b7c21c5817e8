//! Programs for networks of any kind: the graph is built of the program's own functions, each of which
//! says how gradients go through it, for TensorFlow's C library knows that of few operations.
//!
//! The programs of the folder above are faster for what they can express, and a network of that kind is
//! theirs.

mod dialect;
mod functions;
mod initializers;
mod losses;
mod marks;
mod model;
mod network;
mod optimizers;

use super::float::Float;
use crate::codegen::Options;
use crate::codegen::general::losses::{self as loss, Of};
use crate::codegen::general::{Body, Plan, head, layers, requests};
use crate::codegen::text::Text;
use crate::diagnostic::Diagnostic;
use crate::network::{Network, Value};
use dialect::Tensorflow;
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
    let plan = Plan::new(network, &Tensorflow, LIBRARY.names());
    let float = Float::of(options.dtype);
    let mut body = Body::new(&plan);
    open_lengths(&mut body);
    if !body.faults.is_empty() {
        return Err(body.faults);
    }
    let logits = network.loss.is_some() && loss::of(network) == Of::Logits;
    for node in 0..network.nodes.len() {
        let bare = logits && network.output == Value::Node(node);
        layers::write(&mut body, node, bare);
    }
    requests::refuse(&mut body);
    if !body.faults.is_empty() {
        return Err(body.faults);
    }
    let model = model::Model::new(&body, logits);
    let mut program = Text::with_capacity(32 * 1024);
    program.line("/// What all of it computes in.");
    program.pieces(&["pub type Float = ", float.name, ";"]);
    program.blank();
    program.pieces(&["const FLOAT: DataType = DataType::", float.kind, ";"]);
    program.blank();
    head::constants(&mut program, &plan);
    network::write(&mut program, &plan, &model, &body);
    model.write(&mut program, &body);
    if let Some(loss) = network.loss {
        losses::write(&mut program, &plan, model.results.masked(), loss);
        model.training_loss(&mut program);
        optimizers::write(&mut program, &plan, &model.constraints);
    }
    let program = program.finish();
    let mut text = Text::with_capacity(3 * program.len());
    let functions = LIBRARY.texts(&program);
    head::comment(&mut text, &plan, ("TensorFlow", float.remark), file);
    imports(&mut text, &program, &functions);
    text.block(program.trim_end());
    for function in functions {
        text.blank();
        text.block(function);
    }
    Ok(text.finish())
}

/// Refuses inputs whose lengths are open: the graph repeats layers for each step.
fn open_lengths(body: &mut Body) {
    for input in &body.plan.network.inputs {
        if input.shape.0.iter().any(Option::is_none) {
            let message =
                "a program for tensorflow cannot have an input of a length that is not known";
            let hint = "its graph repeats layers for each step: say how many there are";
            let fault = Diagnostic::error(message, input.span).with_hint(hint);
            body.faults.push(fault);
        }
    }
}

/// Only what the program uses.
fn imports(text: &mut Text, program: &str, functions: &[&str]) {
    let uses =
        |name: &str| program.contains(name) || functions.iter().any(|text| text.contains(name));
    text.line(if uses("Cell<i64>") || uses("Cell<f64>") {
        "use std::cell::{Cell, RefCell};"
    } else {
        "use std::cell::RefCell;"
    });
    text.line("use std::collections::HashMap;");
    text.line("use std::ops::{Add, Div, Mul, Sub};");
    text.line("use std::rc::Rc;");
    text.blank();
    text.block(
        "use tensorflow::{
    Code, DataType, Operation, Output, Scope, Session, SessionOptions, SessionRunArgs, Shape,
    Status, Tensor, ops,
};",
    );
    text.blank();
}
