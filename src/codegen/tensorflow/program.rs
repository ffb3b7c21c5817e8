//! The type of the program: its graph, its session, and what can be done with them.

use super::plan::Plan;
use crate::codegen::text::{Text, quoted};

/// The type and its functions.
pub(super) fn write(text: &mut Text, plan: &Plan) {
    structure(text, plan);
    if plan.trains() {
        text.block(EVALUATION);
        text.blank();
    }
    text.open(&["impl ", &plan.type_name, " {"]);
    create(text, plan);
    text.blank();
    initialize(text, plan);
    if plan.trains() {
        train_step(text, plan);
        train_epoch(text, plan);
        evaluate(text, plan);
    }
    predict(text, plan);
    text.block(WEIGHTS);
    text.close("}");
    text.blank();
}

fn structure(text: &mut Text, plan: &Plan) {
    text.doc(&format!(
        "The network {}: its graph, and a session that holds the values of its variables.",
        quoted(&plan.network.name)
    ));
    text.line("#[derive(Debug)]");
    text.open(&["pub struct ", &plan.type_name, " {"]);
    for field in fields(plan) {
        let kind = match field {
            "session" => "Session",
            "weights" => "Weights",
            _ => "Operation",
        };
        text.pieces(&[field, ": ", kind, ","]);
    }
    text.close("}");
    text.blank();
}

/// The fields of the type.
fn fields(plan: &Plan) -> Vec<&'static str> {
    let mut fields = vec!["session", "weights", "initialize", plan.inputs()];
    if plan.trains() {
        fields.push("labels");
    }
    if plan.has_state() {
        fields.push("reset_optimizer");
    }
    if plan.trains() {
        fields.extend(["train", "train_loss", "test_loss", "correct"]);
    }
    fields.push(plan.predictions());
    fields
}

/// The function that builds the graph.
fn create(text: &mut Text, plan: &Plan) {
    let also = if plan.uses_dropout() {
        "They and the masks of dropout depend on `seed` alone."
    } else {
        "They depend on `seed` alone."
    };
    text.doc(&format!(
        "Builds the graph and starts a session with newly drawn weights. {also}"
    ));
    text.block("///\n/// # Errors\n/// Where TensorFlow refuses the options or lacks memory.");
    text.open(&["pub fn new(seed: i64, options: &SessionOptions) -> Result<Self, Status> {"]);
    text.line("let scope = &mut Scope::new_root_scope();");
    placeholder(text, plan.inputs(), "Float", &plan.sample_shape());
    if plan.trains() {
        placeholder(text, "labels", "Int32", &[]);
    }
    text.line("let weights = Weights::new(seed, scope)?;");
    if plan.trains() {
        training(text, plan);
    } else {
        lay_out(text, plan, "");
    }
    inference(text, plan);
    text.blank();
    initializers(text, plan);
    text.line("let session = Session::new(options, &scope.graph())?;");
    text.literal("let network = Self", &fields(plan), ";");
    text.line("network.initialize()?;");
    text.line("Ok(network)");
    text.close("}");
}

fn placeholder(text: &mut Text, name: &str, kind: &str, sample: &[u64]) {
    let mut shape = String::from("shape(Shape::new(Some(vec![None");
    for dimension in sample {
        shape.push_str(", Some(");
        shape.push_str(&dimension.to_string());
        shape.push(')');
    }
    shape.push_str("])))");
    text.chain(
        &["let ", name, " = "].concat(),
        "ops::Placeholder::new()",
        &[
            &["dtype(DataType::", kind, ")"].concat(),
            &shape,
            &["build(&mut scope.with_op_name(\"", name, "\"))"].concat(),
        ],
        "?;",
    );
}

/// The training graph: loss, gradients, the optimiser's step, and the count of steps for dropout.
fn training(text: &mut Text, plan: &Plan) {
    let (forward, keep) = if plan.uses_dropout() {
        text.blank();
        text.line("// Training, with dropout.");
        text.line("let first = ops::constant(0i64, scope)?;");
        text.line("let iterations = Variable::new(\"iterations\", first, scope)?;");
        let fields = ["seed", "step: iterations.value.clone()"];
        text.literal("let masks = Masks", &fields, ";");
        ("Some(&masks), ", "")
    } else {
        ("", ".clone()")
    };
    lay_out(text, plan, forward);
    let arguments = [&["logits", keep].concat(), "&labels", "&weights", "scope"];
    text.call(
        "let (train_loss, gradients) = loss_and_gradients",
        &arguments,
        "?;",
    );
    let update = match plan.optimizer() {
        Some((name, kind)) => {
            text.pieces(&[
                "let ",
                name,
                " = ",
                kind,
                "::new(&weights, gradients, scope)?;",
            ]);
            [name, ".update"].concat()
        }
        None => {
            text.line("let update = gradient_descent(&weights, gradients, scope)?;");
            "update".to_owned()
        }
    };
    if !plan.uses_dropout() {
        text.pieces(&["let train = ", &update, ";"]);
        return;
    }
    let arguments = [["&[", &update, "]"].concat()];
    text.call(
        "let after = &mut scope.with_control_dependencies",
        &arguments,
        ";",
    );
    text.line("let one = ops::constant(1i64, after)?;");
    text.line("let train = ops::assign_add_variable_op(iterations.handle, one, after)?;");
    text.blank();
    text.line("// Evaluation and prediction, without.");
    lay_out(text, plan, "None, ");
}

/// One lay-out of the layers, down to the logits where the program trains.
fn lay_out(text: &mut Text, plan: &Plan, masks: &str) {
    let result = if plan.logits { "logits" } else { "outputs" };
    text.pieces(&[
        "let ",
        result,
        " = weights.forward(",
        plan.inputs(),
        ".clone(), ",
        masks,
        "scope)?;",
    ]);
    if plan.trains() && !plan.logits {
        text.line("let logits = log_probabilities(outputs.clone(), scope)?;");
    }
}

/// What evaluation and prediction fetch.
fn inference(text: &mut Text, plan: &Plan) {
    if plan.logits {
        text.line("let probabilities = ops::softmax(logits.clone(), scope)?;");
    }
    if plan.trains() {
        text.line("let correct = count_correct(logits.clone(), &labels, scope)?;");
        text.line("let test_loss = total_loss(logits, &labels, scope)?;");
    }
}

/// What gives the variables their first values.
fn initializers(text: &mut Text, plan: &Plan) {
    text.line("let initializers = weights.all().map(|weight| weight.initializer.clone());");
    if !plan.has_state() {
        text.line("let initialize = group(&initializers, scope)?;");
        return;
    }
    text.line("let draw_weights = group(&initializers, scope)?;");
    let reset = plan.optimizer().map(|(name, _)| [name, ".reset"].concat());
    let steps = plan.uses_dropout().then_some("iterations.initializer");
    match (reset, steps) {
        (Some(reset), Some(steps)) => {
            let arguments = [&["&[", &reset, ", ", steps, "]"].concat(), "scope"];
            text.call("let reset_optimizer = group", &arguments, "?;");
        }
        (Some(reset), None) => text.pieces(&["let reset_optimizer = ", &reset, ";"]),
        (None, steps) => text.pieces(&["let reset_optimizer = ", steps.unwrap_or_default(), ";"]),
    }
    text.line("let initialize = group(&[draw_weights, reset_optimizer.clone()], scope)?;");
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
}
",
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
    let images = [inputs, ": &Tensor<f32>"].concat();
    text.signature(
        "pub fn train_step",
        &["&self", &images, "labels: &Tensor<i32>"],
        " -> Result<f32, Status> {",
    );
    text.line("let mut args = SessionRunArgs::new();");
    text.pieces(&["args.add_feed(&self.", inputs, ", 0, ", inputs, ");"]);
    text.block(TRAIN_STEP);
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
            &[inputs, ": &[f32]"].concat(),
            "labels: &[i32]",
            "order: &[i64]",
        ],
        " -> Result<f64, Status> {",
    );
    text.line("let mut total = 0.0;");
    text.open(&["for rows in order.chunks(BATCH_SIZE) {"]);
    gather(text, inputs);
    text.pieces(&["let loss = self.train_step(&", inputs, ", &labels)?;"]);
    text.line("total += f64::from(loss) * rows.len() as f64;");
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
        &["&self", &[inputs, ": &[f32]"].concat(), "labels: &[i32]"],
        " -> Result<Evaluation, Status> {",
    );
    text.line("let (mut loss, mut correct) = (0.0, 0.0);");
    text.line("let rows: Vec<i64> = (0..labels.len() as i64).collect();");
    text.open(&["for rows in rows.chunks(BATCH_SIZE) {"]);
    gather(text, inputs);
    text.line("let mut args = SessionRunArgs::new();");
    text.pieces(&["args.add_feed(&self.", inputs, ", 0, &", inputs, ");"]);
    text.block(EVALUATE_BATCH);
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
        &["&self", &[inputs, ": &Tensor<f32>"].concat()],
        " -> Result<Tensor<f32>, Status> {",
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

const EVALUATION: &str = "\
/// What evaluation finds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evaluation {
    /// The mean loss of a sample.
    pub loss: f64,
    /// The share of samples whose most probable class is their label.
    pub accuracy: f64,
}";

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
Ok(args.fetch::<f32>(loss)?[0])";

const EVALUATE_BATCH: &str = "\
args.add_feed(&self.labels, 0, &labels);
let batch_loss = args.request_fetch(&self.test_loss, 0);
let batch_correct = args.request_fetch(&self.correct, 0);
self.session.run(&mut args)?;
loss += f64::from(args.fetch::<f32>(batch_loss)?[0]);
correct += f64::from(args.fetch::<f32>(batch_correct)?[0]);";

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
pub fn weights(&self) -> Result<Vec<(String, Tensor<f32>)>, Status> {
    let weights = self.weights.all();
    let mut args = SessionRunArgs::new();
    let values = weights.map(|weight| args.request_fetch(&weight.value, 0));
    self.session.run(&mut args)?;
    let values = weights.iter().zip(values);
    values
        .map(|(weight, value)| Ok((weight.name.clone(), args.fetch(value)?)))
        .collect()
}

/// Gives the weights these values, in the order of [`Self::weights`].
///
/// # Errors
/// Where a tensor has another shape than its weight.
pub fn set_weights(&self, weights: &[Tensor<f32>]) -> Result<(), Status> {
    // A variable keeps the memory that it is given, so it gets its own.
    let values = weights.to_vec();
    let mut args = SessionRunArgs::new();
    for (weight, value) in self.weights.all().into_iter().zip(&values) {
        args.add_feed(&weight.initial, 0, value);
        args.add_target(&weight.initializer);
    }
    self.session.run(&mut args)
}";
