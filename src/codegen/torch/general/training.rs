//! Constants, steps, evaluation and prediction.

use super::model::Model;
use super::{losses, optimizers};
use crate::codegen::general::body::batched;
use crate::codegen::general::{Plan, metrics};
use crate::codegen::text::Text;
use crate::network::Loss;

/// The type of what `forward_t` takes.
fn input_type(plan: &Plan) -> &'static str {
    if plan.takes_several() {
        "&[Tensor]"
    } else {
        "&Tensor"
    }
}

/// Loss, optimiser, steps and evaluation.
pub(super) fn write(text: &mut Text, plan: &Plan, model: &Model) {
    let Some(loss) = plan.network.loss else {
        return;
    };
    losses::write(text, plan, model.results.masked(), loss);
    training_loss(text, plan, model);
    optimizers::write(text, plan);
    steps(text, plan, model);
    evaluate(text, plan, model);
}

fn training_loss(text: &mut Text, plan: &Plan, model: &Model) {
    text.doc("The loss of a training call, with all that layers add to it.");
    let parameters = [
        format!("model: &{}", plan.type_name),
        format!("inputs: {}", input_type(plan)),
        "targets: &Tensor".to_owned(),
    ];
    text.signature("pub fn training_loss", &parameters, " -> Tensor {");
    let penalties = model.penalties_added();
    if model.results.are_several() {
        let pattern = model.results.pattern();
        text.pieces(&["let ", &pattern, " = model.run(inputs, true);"]);
        text.pieces(&[&model.results.loss("targets"), penalties]);
    } else {
        text.pieces(&["loss(&model.run(inputs, true), targets)", penalties]);
    }
    text.close("}");
    text.blank();
}

fn steps(text: &mut Text, plan: &Plan, model: &Model) {
    let parameters = |data: &str| {
        vec![
            format!("model: &{}", plan.type_name),
            "optimizer: &mut Optimizer".to_owned(),
            format!("inputs: {data}"),
            "targets: &Tensor".to_owned(),
        ]
    };
    text.doc("One training step on a batch; the batch's loss before the step.");
    text.signature(
        "pub fn train_step",
        &parameters(input_type(plan)),
        " -> f64 {",
    );
    text.line("let loss = training_loss(model, inputs, targets);");
    text.line("optimizer.backward_step(&loss);");
    if !model.constraints.is_empty() {
        text.line("model.constrain();");
    }
    text.line("loss.double_value(&[])");
    text.close("}");
    text.blank();
    text.doc("One pass, in batches, over the rows of inputs and targets that `order` lists; the mean of the batches' losses, by their samples.");
    let mut all = parameters(input_type(plan));
    all.push("order: &[i64]".to_owned());
    text.signature("pub fn train_epoch", &all, " -> f64 {");
    text.line("let mut total = 0.0;");
    text.open(&["for rows in order.chunks(BATCH_SIZE) {"]);
    text.line("let batch = Tensor::from_slice(rows);");
    if plan.takes_several() {
        text.line("let select = |all: &Tensor| all.index_select(0, &batch);");
        text.line("let inputs: Vec<Tensor> = inputs.iter().map(select).collect();");
    } else {
        text.line("let inputs = inputs.index_select(0, &batch);");
    }
    text.line("let targets = targets.index_select(0, &batch);");
    text.line("let loss = train_step(model, optimizer, &inputs, &targets);");
    text.line("total += loss * rows.len() as f64;");
    text.close("}");
    text.line("total / order.len() as f64");
    text.close("}");
    text.blank();
}

fn evaluate(text: &mut Text, plan: &Plan, model: &Model) {
    let (measures, _) = metrics::of(plan.network);
    text.block(
        "/// What [`evaluate`] finds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evaluation {
    /// The mean of the batches' losses, by their samples, with all that layers add.
    pub loss: f64,
    /// The share of samples, or of outputs, that come out right.
    pub accuracy: f64,",
    );
    metrics::fields(text, &measures);
    text.block("}\n");
    text.doc(metrics::title(&measures));
    let parameters = [
        format!("model: &{}", plan.type_name),
        format!("inputs: {}", input_type(plan)),
        "targets: &Tensor".to_owned(),
    ];
    text.signature("pub fn evaluate", &parameters, " -> Evaluation {");
    text.line("let _no_grad = tch::no_grad_guard();");
    text.line("let (mut total, mut correct, mut outputs) = (0.0, 0, 0);");
    metrics::begin(text, &measures);
    text.line("let count = targets.size()[0];");
    text.open(&["for start in (0..count).step_by(BATCH_SIZE) {"]);
    text.line("let rows = (BATCH_SIZE as i64).min(count - start);");
    if plan.takes_several() {
        text.line("let part = |all: &Tensor| all.narrow(0, start, rows);");
        text.line("let inputs: Vec<Tensor> = inputs.iter().map(part).collect();");
    } else {
        text.line("let inputs = inputs.narrow(0, start, rows);");
    }
    text.line("let targets = targets.narrow(0, start, rows);");
    text.pieces(&[
        "let ",
        &model.results.pattern(),
        " = model.run(&inputs, false);",
    ]);
    let (batch, penalties) = (model.results.loss("&targets"), model.penalties_added());
    text.pieces(&["let loss = ", &batch, penalties, ";"]);
    text.line("total += loss.double_value(&[]) * rows as f64;");
    losses::hits(text, plan);
    if model.results.masked() {
        text.line("let hits = hits.reshape([mask.numel() as i64, -1]);");
        text.line("let hits = hits.logical_and(&mask.reshape([-1, 1]));");
    }
    text.line("correct += hits.sum(Kind::Int64).int64_value(&[]);");
    if model.results.masked() {
        text.line("let counted = mask.sum(Kind::Int64).int64_value(&[]) as usize;");
        text.line("outputs += counted * hits.size()[1] as usize;");
    } else {
        text.line("outputs += hits.numel();");
    }
    if !measures.is_empty() {
        let activation = match (model.logits, plan.network.loss) {
            (false, _) => "",
            (true, Some(Loss::BinaryCrossentropy)) => ".sigmoid()",
            (true, _) => ".softmax(-1, KIND)",
        };
        text.pieces(&["let given = numbers(&ys", activation, ");"]);
        if metrics::takes_classes(plan.network) {
            let width = metrics::width(plan).to_string();
            text.line("let classes = targets.to_kind(Kind::Int64);");
            text.pieces(&["let wanted = numbers(&classes.one_hot(", &width, "));"]);
        } else {
            text.line("let wanted = numbers(&targets);");
        }
        metrics::add(text, &measures, plan);
    }
    text.close("}");
    text.open(&["Evaluation {"]);
    text.line("loss: total / count as f64,");
    text.line("accuracy: correct as f64 / outputs as f64,");
    metrics::end(text, &measures);
    text.close("}");
    text.close("}");
    text.blank();
}

/// What the network gives.
pub(super) fn predict(text: &mut Text, plan: &Plan) {
    let shape = batched(plan.network.shape(plan.network.output));
    text.doc(&format!("Outputs `{shape}` of inputs."));
    let parameters = [
        format!("model: &{}", plan.type_name),
        format!("inputs: {}", input_type(plan)),
    ];
    text.signature("pub fn predict", &parameters, " -> Tensor {");
    text.line("tch::no_grad(|| model.forward_t(inputs, false))");
    text.close("}");
}
