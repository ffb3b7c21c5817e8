//! Constants, loss, optimiser, steps, evaluation and prediction.

use super::fused;
use super::plan::Plan;
use crate::codegen::text::{Text, float};
use crate::network::Optimizer;

/// What the section `train` says.
pub(super) fn constants(text: &mut Text, plan: &Plan) {
    if plan.network.loss.is_none() {
        return;
    }
    let training = &plan.network.training;
    let mut constant = |doc: &str, name: &str, value: &str| {
        text.doc(doc);
        text.pieces(&["pub const ", name, " = ", value, ";"]);
        text.blank();
    };
    constant(
        "Passes over the training data.",
        "EPOCHS: usize",
        &training.epochs.to_string(),
    );
    constant(
        "Samples to a training step.",
        "BATCH_SIZE: usize",
        &training.batch_size.to_string(),
    );
    constant(
        "The share of the training data, taken from its end, that is not trained on.",
        "VALIDATION_SPLIT: f64",
        &float(training.validation_split),
    );
    constant(
        "Whether each epoch has an order of its own.",
        "SHUFFLE: bool",
        if training.shuffle { "true" } else { "false" },
    );
    if let Some(seed) = training.seed {
        constant(
            "The seed of initial parameters, order and dropout.",
            "SEED: i64",
            &seed.to_string(),
        );
    }
}

/// All functions behind the model.
pub(super) fn functions(text: &mut Text, plan: &Plan) {
    if plan.network.loss.is_some() {
        loss(text, plan);
        if plan.has_optimizer() {
            fused::write(text, plan);
        } else {
            optimizer(text, plan);
        }
        train_step(text, plan);
        train_epoch(text, plan);
        evaluate(text, plan);
    }
    predict(text, plan);
}

fn loss(text: &mut Text, plan: &Plan) {
    let shape = plan.shape(plan.output);
    text.doc(&format!(
        "The mean cross-entropy of `logits` `{shape}` against `labels` `(batch)`."
    ));
    text.open(&["pub fn loss(logits: &Tensor, labels: &Tensor) -> Tensor {"]);
    text.line(plan.float.cross_entropy);
    text.close("}");
    text.blank();
}

fn optimizer(text: &mut Text, plan: &Plan) {
    let (name, kind, mut fields, learning_rate) = match plan.network.optimizer {
        Optimizer::Adam(adam) => (
            "adam",
            "nn::Adam",
            vec![
                format!("beta1: {}", float(adam.beta_1)),
                format!("beta2: {}", float(adam.beta_2)),
                format!("eps: {}", float(adam.epsilon)),
            ],
            adam.learning_rate,
        ),
        Optimizer::Sgd(sgd) => (
            "sgd",
            "nn::Sgd",
            vec![
                format!("momentum: {}", float(sgd.momentum)),
                format!("nesterov: {}", sgd.nesterov),
            ],
            sgd.learning_rate,
        ),
        // `support` has refused the others.
        _ => return,
    };
    fields.push("..Default::default()".to_owned());
    let title = if name == "adam" {
        "Adam"
    } else {
        "Gradient descent"
    };
    text.doc(&format!("{title} for the parameters in `vs`."));
    text.line("///");
    text.doc("# Errors\nWhere libtorch refuses to make it.");
    text.open(&["pub fn optimizer(vs: &nn::VarStore) -> Result<nn::Optimizer, TchError> {"]);
    text.literal(&["let ", name, " = ", kind].concat(), &fields, ";");
    text.pieces(&[name, ".build(vs, ", &float(learning_rate), ")"]);
    text.close("}");
    text.blank();
}

/// The type of the optimiser.
fn optimizer_type(plan: &Plan) -> &'static str {
    if plan.has_optimizer() {
        fused::type_name(&plan.network.optimizer)
    } else {
        "nn::Optimizer"
    }
}

/// The parameters that training functions share.
fn parameters(plan: &Plan) -> Vec<String> {
    vec![
        format!("model: &{}", plan.type_name),
        format!("optimizer: &mut {}", optimizer_type(plan)),
        format!("{}: &Tensor", plan.inputs_name()),
        "labels: &Tensor".to_owned(),
    ]
}

fn train_step(text: &mut Text, plan: &Plan) {
    let inputs = plan.inputs_name();
    text.doc("One training step on a batch; the batch's mean loss before the step.");
    text.signature("pub fn train_step", &parameters(plan), " -> f64 {");
    text.pieces(&[
        "let loss = loss(&model.forward_t(",
        inputs,
        ", true), labels);",
    ]);
    text.line("optimizer.backward_step(&loss);");
    text.line("loss.double_value(&[])");
    text.close("}");
    text.blank();
}

fn train_epoch(text: &mut Text, plan: &Plan) {
    let inputs = plan.inputs_name();
    text.doc(&format!(
        "One pass, in batches, over the rows of `{inputs}` and `labels` that `order` lists; the mean \
         loss of a sample."
    ));
    let mut parameters = parameters(plan);
    parameters.push("order: &[i64]".to_owned());
    text.signature("pub fn train_epoch", &parameters, " -> f64 {");
    text.line("let mut total = 0.0;");
    text.open(&["for rows in order.chunks(BATCH_SIZE) {"]);
    // A tensor of the whole order would be held for an epoch, with a view for each batch.
    text.pieces(&[
        "let batch = Tensor::from_slice(rows).to_device(",
        inputs,
        ".device());",
    ]);
    text.pieces(&["let ", inputs, " = ", inputs, ".index_select(0, &batch);"]);
    text.line("let labels = labels.index_select(0, &batch);");
    text.pieces(&[
        "let loss = train_step(model, optimizer, &",
        inputs,
        ", &labels);",
    ]);
    text.line("total += loss * rows.len() as f64;");
    text.close("}");
    text.line("total / order.len() as f64");
    text.close("}");
    text.blank();
}

fn evaluate(text: &mut Text, plan: &Plan) {
    let inputs = plan.inputs_name();
    text.block(EVALUATION);
    text.blank();
    text.doc(&format!(
        "Loss and accuracy on `{inputs}` and their `labels`."
    ));
    text.signature(
        "pub fn evaluate",
        &[
            format!("model: &{}", plan.type_name),
            format!("{inputs}: &Tensor"),
            "labels: &Tensor".to_owned(),
        ],
        " -> Evaluation {",
    );
    text.line("let _no_grad = tch::no_grad_guard();");
    text.line("let (mut total, mut correct) = (0.0, 0);");
    text.line("let size = BATCH_SIZE as i64;");
    text.pieces(&["let batches = ", inputs, ".split(size, 0).into_iter();"]);
    text.open(&[
        "for (",
        inputs,
        ", labels) in batches.zip(labels.split(size, 0)) {",
    ]);
    text.pieces(&["let logits = model.forward_t(&", inputs, ", false);"]);
    text.line("let loss = loss(&logits, &labels).double_value(&[]);");
    text.line("total += loss * labels.size()[0] as f64;");
    text.line("let hits = logits.argmax(-1, false).eq_tensor(&labels);");
    text.line("correct += hits.sum(Kind::Int64).int64_value(&[]);");
    text.close("}");
    text.block(EVALUATION_END);
    text.close("}");
    text.blank();
}

const EVALUATION: &str = "\
/// What [`evaluate`] finds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evaluation {
    /// The mean loss of a sample.
    pub loss: f64,
    /// The share of samples whose most probable class is their label.
    pub accuracy: f64,
}";

const EVALUATION_END: &str = "\
let count = labels.size()[0] as f64;
Evaluation {
    loss: total / count,
    accuracy: correct as f64 / count,
}";

fn predict(text: &mut Text, plan: &Plan) {
    let inputs = plan.inputs_name();
    let what = if plan.logits {
        "Class probabilities"
    } else {
        "Outputs"
    };
    text.doc(&format!(
        "{what} `{}` of {inputs} `{}`.",
        plan.shape(plan.output),
        plan.input_shape()
    ));
    text.signature(
        "pub fn predict",
        &[
            format!("model: &{}", plan.type_name),
            format!("{inputs}: &Tensor"),
        ],
        " -> Tensor {",
    );
    let softmax = if plan.logits {
        [".", &plan.float.softmax(-1)].concat()
    } else {
        String::new()
    };
    text.pieces(&[
        "tch::no_grad(|| model.forward_t(",
        inputs,
        ", false)",
        &softmax,
        ")",
    ]);
    text.close("}");
}
