//! What can be done with a program: train, evaluate, predict, read and write weights.

use super::plan::Plan;
use crate::codegen::text::Text;

/// The functions of the program's type behind `new`.
pub(super) fn write(text: &mut Text, plan: &Plan) {
    initialize(text, plan);
    if plan.trains() {
        train_step(text, plan);
        train_epoch(text, plan);
        evaluate(text, plan);
    }
    predict(text, plan);
    text.template(WEIGHTS, &plan.float.marks);
}

/// The functions that run the initialisers.
fn initialize(text: &mut Text, plan: &Plan) {
    let beside = if plan.trains() {
        ", and forgets all training"
    } else {
        ""
    };
    text.doc(&format!(
        "Draws the weights anew, from the same seed{beside}."
    ));
    text.block(
        "///
/// # Errors
/// Where TensorFlow lacks memory.
pub fn initialize(&self) -> Result<(), Status> {
    self.run(&self.initialize)
}",
    );
    text.blank();
    if plan.has_state() {
        text.doc(match (plan.optimizer(), plan.uses_dropout()) {
            (Some(_), true) => {
                "Forgets the optimiser's state and begins the masks of dropout again; the weights stay \
                 as they are."
            }
            (Some(_), false) => "Forgets the optimiser's state; the weights stay as they are.",
            (None, _) => "Begins the masks of dropout again; the weights stay as they are.",
        });
        text.block(RESET);
        text.blank();
    } else if plan.trains() {
        text.block(NOTHING_TO_RESET);
        text.blank();
    }
    text.block(RUN);
    text.blank();
}

fn train_step(text: &mut Text, plan: &Plan) {
    let inputs = plan.inputs();
    text.doc("One training step on a batch; the batch's mean loss before the step.");
    text.line("///");
    text.line("/// # Errors");
    text.line("/// Where the tensors have other shapes than the network, or a label is no class.");
    let float = plan.float;
    let images = [inputs, ": &Tensor<", float.name, ">"].concat();
    text.signature(
        "pub fn train_step",
        &["&self", &images, "labels: &Tensor<i32>"],
        &float.spell(" -> Result<$float, Status> {"),
    );
    text.line("let mut args = SessionRunArgs::new();");
    text.pieces(&["args.add_feed(&self.", inputs, ", 0, ", inputs, ");"]);
    text.template(TRAIN_STEP, &float.marks);
    text.close("}");
    text.blank();
}

fn train_epoch(text: &mut Text, plan: &Plan) {
    let inputs = plan.inputs();
    text.doc(&format!(
        "One pass, in batches, over the rows of `{inputs}` and `labels` that `order` lists; the mean \
         loss of a sample."
    ));
    text.line("///");
    text.line("/// # Errors");
    text.line("/// Where a label is no class.");
    text.signature(
        "pub fn train_epoch",
        &[
            "&self",
            &[inputs, ": &[", plan.float.name, "]"].concat(),
            "labels: &[i32]",
            "order: &[i64]",
        ],
        " -> Result<f64, Status> {",
    );
    text.line("let mut total = 0.0;");
    text.open(&["for rows in order.chunks(BATCH_SIZE) {"]);
    gather(text, inputs);
    text.pieces(&["let loss = self.train_step(&", inputs, ", &labels)?;"]);
    text.line(
        &plan
            .float
            .spell("total += $from(loss$from) * rows.len() as f64;"),
    );
    text.close("}");
    text.line("Ok(total / order.len() as f64)");
    text.close("}");
    text.blank();
}

fn gather(text: &mut Text, inputs: &str) {
    text.pieces(&[
        "let (",
        inputs,
        ", labels) = gather(",
        inputs,
        ", labels, rows);",
    ]);
}

fn evaluate(text: &mut Text, plan: &Plan) {
    let inputs = plan.inputs();
    text.doc(&format!(
        "Loss and accuracy on `{inputs}` and their `labels`."
    ));
    text.line("///");
    text.line("/// # Errors");
    text.line("/// Where a label is no class.");
    text.signature(
        "pub fn evaluate",
        &[
            "&self",
            &[inputs, ": &[", plan.float.name, "]"].concat(),
            "labels: &[i32]",
        ],
        " -> Result<Evaluation, Status> {",
    );
    text.line("let (mut loss, mut correct) = (0.0, 0.0);");
    text.line("let rows: Vec<i64> = (0..labels.len() as i64).collect();");
    text.open(&["for rows in rows.chunks(BATCH_SIZE) {"]);
    gather(text, inputs);
    text.line("let mut args = SessionRunArgs::new();");
    text.pieces(&["args.add_feed(&self.", inputs, ", 0, &", inputs, ");"]);
    text.template(EVALUATE_BATCH, &plan.float.marks);
    text.close("}");
    text.block(EVALUATE_END);
    text.close("}");
    text.blank();
}

fn predict(text: &mut Text, plan: &Plan) {
    let inputs = plan.inputs();
    let what = if plan.logits {
        "Class probabilities"
    } else {
        "Outputs"
    };
    text.doc(&format!(
        "{what} `{}` of {inputs} `{}`.",
        plan.output_shape(),
        plan.input_shape()
    ));
    text.line("///");
    text.line("/// # Errors");
    text.line("/// Where the tensor has another shape than the network.");
    text.signature(
        "pub fn predict",
        &[
            "&self",
            &[inputs, ": &Tensor<", plan.float.name, ">"].concat(),
        ],
        &plan.float.spell(" -> Result<Tensor<$float>, Status> {"),
    );
    text.line("let mut args = SessionRunArgs::new();");
    text.pieces(&["args.add_feed(&self.", inputs, ", 0, ", inputs, ");"]);
    let fetch = [
        "let outputs = args.request_fetch(&self.",
        plan.predictions(),
        ", 0);",
    ];
    text.pieces(&fetch);
    text.line("self.session.run(&mut args)?;");
    text.line("args.fetch(outputs)");
    text.close("}");
    text.blank();
}

const RESET: &str = "\
///
/// # Errors
/// Where TensorFlow lacks memory.
pub fn reset_optimizer(&self) -> Result<(), Status> {
    self.run(&self.reset_optimizer)
}";

const NOTHING_TO_RESET: &str = "\
/// Does nothing: plain gradient descent has no state.
///
/// # Errors
/// Never.
pub fn reset_optimizer(&self) -> Result<(), Status> {
    Ok(())
}";

const RUN: &str = "\
fn run(&self, operation: &Operation) -> Result<(), Status> {
    let mut args = SessionRunArgs::new();
    args.add_target(operation);
    self.session.run(&mut args)
}";

const TRAIN_STEP: &str = "\
args.add_feed(&self.labels, 0, labels);
args.add_target(&self.train);
let loss = args.request_fetch(&self.train_loss, 0);
self.session.run(&mut args)?;
Ok(args.fetch::<$float>(loss)?[0])";

const EVALUATE_BATCH: &str = "\
args.add_feed(&self.labels, 0, &labels);
let batch_loss = args.request_fetch(&self.test_loss, 0);
let batch_correct = args.request_fetch(&self.correct, 0);
self.session.run(&mut args)?;
loss += $from(args.fetch::<$float>(batch_loss)?[0]$from);
correct += $from(args.fetch::<$float>(batch_correct)?[0]$from);";

const EVALUATE_END: &str = "\
let count = labels.len() as f64;
Ok(Evaluation {
    loss: loss / count,
    accuracy: correct / count,
})";

const WEIGHTS: &str = "\
/// The weights with their names, in the order of the layers, a kernel before its bias.
///
/// # Errors
/// Where TensorFlow lacks memory.
pub fn weights(&self) -> Result<Vec<(String, Tensor<$float>)>, Status> {
    let weights = self.weights.all();
    let mut args = SessionRunArgs::new();
    let values = weights.map(|weight| args.request_fetch(&weight.value, 0));
    self.session.run(&mut args)?;
    // What is fetched is the variable's own memory, which is changed in place: it is copied.
    let values = weights.iter().zip(values);
    values
        .map(|(weight, value)| Ok((weight.name.clone(), args.fetch::<$float>(value)?.clone())))
        .collect()
}

/// Gives the weights these values, in the order of [`Self::weights`].
///
/// # Errors
/// Where there are more or fewer tensors than weights, or one has another shape.
pub fn set_weights(&self, values: &[Tensor<$float>]) -> Result<(), Status> {
    let weights = self.weights.all();
    if values.len() != weights.len() {
        let message = format!(\"{} tensors for {} weights\", values.len(), weights.len());
        return Err(Status::new_set_lossy(
            tensorflow::Code::InvalidArgument,
            &message,
        ));
    }
    let mut args = SessionRunArgs::new();
    for (weight, value) in weights.into_iter().zip(values) {
        args.add_feed(&weight.initial, 0, value);
        args.add_target(&weight.initializer);
    }
    self.session.run(&mut args)
}";
