//! The loss with its gradients, and the optimiser.

use super::plan::Plan;
use crate::codegen::text::{Text, float};
use crate::network::{Adam, Optimizer, Sgd};

/// All that only training and evaluation need.
pub(super) fn write(text: &mut Text, plan: &Plan) {
    if !plan.trains() {
        return;
    }
    if !plan.logits {
        text.template(LOG_PROBABILITIES, &plan.float.marks);
        text.blank();
    }
    loss_and_gradients(text, plan);
    text.template(EVALUATION, &plan.float.marks);
    text.blank();
    match &plan.network.optimizer {
        Optimizer::Adam(constants) => adam(text, plan, constants),
        Optimizer::Sgd(sgd) if sgd.momentum != 0.0 => momentum(text, plan, sgd),
        Optimizer::Sgd(sgd) => gradient_descent(text, plan, sgd),
        // `support` has refused the others.
        _ => {}
    }
}

/// `let name = ops::constant(…);`
fn constant(text: &mut Text, plan: &Plan, name: &str, value: f64) {
    let mut number = float(value);
    number.push_str(plan.float.name);
    text.call(
        &["let ", name, " = ops::constant"].concat(),
        &[&*number, "scope"],
        "?;",
    );
}

fn loss_and_gradients(text: &mut Text, plan: &Plan) {
    text.doc("The mean cross entropy of a batch, and its gradient by each weight.");
    text.signature(
        "fn loss_and_gradients",
        &[
            "logits: Operation",
            "labels: &Operation",
            "weights: &Weights",
            "scope: &mut Scope",
        ],
        " -> Result<(Operation, Vec<Output>), Status> {",
    );
    text.block(LOSS);
    text.chain(
        "let count = ",
        "ops::Cast::new()",
        &[
            &*plan.float.spell("DstT(DataType::$kind)"),
            "build(count, scope)",
        ],
        "?;",
    );
    text.block(GRADIENTS);
    text.close("}");
    text.blank();
}

fn adam(text: &mut Text, plan: &Plan, adam: &Adam) {
    text.block(ADAM);
    text.blank();
    text.open(&["impl Adam {"]);
    text.signature("fn new", &ARGUMENTS, " -> Result<Self, Status> {");
    constant(text, plan, "learning_rate", adam.learning_rate);
    constant(text, plan, "beta_1", adam.beta_1);
    constant(text, plan, "beta_2", adam.beta_2);
    constant(text, plan, "epsilon", adam.epsilon);
    text.block(ADAM_UPDATES);
    text.close("}");
    text.close("}");
    text.blank();
}

fn momentum(text: &mut Text, plan: &Plan, sgd: &Sgd) {
    text.doc(if sgd.nesterov {
        "Gradient descent with Nesterov's momentum."
    } else {
        "Gradient descent with momentum."
    });
    text.block(MOMENTUM);
    text.blank();
    text.open(&["impl Momentum {"]);
    text.signature("fn new", &ARGUMENTS, " -> Result<Self, Status> {");
    constant(text, plan, "learning_rate", sgd.learning_rate);
    constant(text, plan, "momentum", sgd.momentum);
    text.line("// The velocity holds the learning rate, as in Keras: the steps come ready to it.");
    constant(text, plan, "whole", 1.0);
    text.line("let mut updates = Vec::new();");
    text.line("let mut resets = Vec::new();");
    text.block(LOOP);
    text.block(if sgd.nesterov {
        "    let apply = ops::ApplyMomentum::new().use_nesterov(true);"
    } else {
        "    let apply = ops::ApplyMomentum::new();"
    });
    text.block(MOMENTUM_UPDATES);
    text.close("}");
    text.close("}");
    text.blank();
}

fn gradient_descent(text: &mut Text, plan: &Plan, sgd: &Sgd) {
    text.doc("Gradient descent: moves every weight against its gradient.");
    text.signature(
        "fn gradient_descent",
        &ARGUMENTS,
        " -> Result<Operation, Status> {",
    );
    constant(text, plan, "learning_rate", sgd.learning_rate);
    text.line("let mut updates = Vec::new();");
    text.block(LOOP);
    text.block(GRADIENT_DESCENT_UPDATES);
    text.close("}");
    text.blank();
}

const LOG_PROBABILITIES: &str = "\
/// Logits that stand for probabilities, which are kept away from 0 and 1 and need not add up to 1.
fn log_probabilities(x: Operation, scope: &mut Scope) -> Result<Operation, Status> {
    let least = ops::constant(1e-7$float, scope)?;
    let most = ops::constant(1.0$float - 1e-7, scope)?;
    let x = ops::clip_by_value(x, least, most, scope)?;
    ops::log(x, scope)
}";

const LOSS: &str = "\
let losses =
    ops::sparse_softmax_cross_entropy_with_logits(logits.clone(), labels.clone(), scope)?;
let axis = ops::constant(0, scope)?;
let loss = ops::mean(losses.clone(), axis, scope)?;

// TensorFlow's C++ library has no gradient of this loss; the operation's second output is what
// it would be by the logits. The sum of `logits * slope` has the same gradient, `slope`.
let slope = Output {
    operation: losses,
    index: 1,
};
let count = ops::size(labels.clone(), scope)?;";

const GRADIENTS: &str = "\
let slope = ops::div(slope, count, scope)?;
let slope = ops::stop_gradient(slope, scope)?;
let product = ops::mul(logits, slope, scope)?;
let values = weights.all().map(|weight| weight.value.clone().into());
let gradients = scope
    .graph_mut()
    .add_gradients(None, &[product.into()], &values, None)?;
let gradients = gradients
    .into_iter()
    .map(|gradient| gradient.expect(\"the loss depends on every weight\"));
Ok((loss, gradients.collect()))";

const EVALUATION: &str = "\
/// A scope whose operations wait until every gradient is there: weights are moved in place, and no
/// layer may read another one's new weights.
fn after(gradients: &[Output], scope: &Scope) -> Scope {
    let gradients: Vec<Operation> = gradients
        .iter()
        .map(|gradient| gradient.operation.clone())
        .collect();
    scope.with_control_dependencies(&gradients)
}

/// The sum of the cross entropies of a batch.
fn total_loss(
    logits: Operation,
    labels: &Operation,
    scope: &mut Scope,
) -> Result<Operation, Status> {
    let losses = ops::sparse_softmax_cross_entropy_with_logits(logits, labels.clone(), scope)?;
    let axis = ops::constant(0, scope)?;
    ops::sum(losses, axis, scope)
}

/// How many samples of a batch have their label as the most probable class.
fn count_correct(
    logits: Operation,
    labels: &Operation,
    scope: &mut Scope,
) -> Result<Operation, Status> {
    let last = ops::constant(-1, scope)?;
    let classes = ops::ArgMax::new()
        .output_type(DataType::Int32)
        .build(logits, last, scope)?;
    let hits = ops::equal(classes, labels.clone(), scope)?;
    let hits = ops::Cast::new().DstT(DataType::$kind).build(hits, scope)?;
    let axis = ops::constant(0, scope)?;
    ops::sum(hits, axis, scope)
}";

const ADAM: &str = "\
/// Adam (Kingma and Ba 2015).
#[derive(Debug)]
struct Adam {
    /// Moves every weight.
    update: Operation,
    /// Forgets the moments of the gradients.
    reset: Operation,
}";

const MOMENTUM: &str = "\
#[derive(Debug)]
struct Momentum {
    /// Moves every weight.
    update: Operation,
    /// Forgets the velocities.
    reset: Operation,
}";

const ARGUMENTS: [&str; 3] = [
    "weights: &Weights",
    "gradients: Vec<Output>",
    "scope: &mut Scope",
];

const LOOP: &str = "\
let moving = &mut after(&gradients, scope);
for (weight, gradient) in weights.all().into_iter().zip(gradients) {";

const ADAM_UPDATES: &str = "\
let beta_1_power = Variable::new(\"adam/beta_1_power\", beta_1.clone(), scope)?;
let beta_2_power = Variable::new(\"adam/beta_2_power\", beta_2.clone(), scope)?;
let mut updates = Vec::new();
let mut resets = vec![beta_1_power.initializer, beta_2_power.initializer];
let moving = &mut after(&gradients, scope);
for (weight, gradient) in weights.all().into_iter().zip(gradients) {
    let mean = slot(\"adam/mean\", weight, scope)?;
    let variance = slot(\"adam/variance\", weight, scope)?;
    updates.push(ops::apply_adam(
        weight.value.clone(),
        mean.value,
        variance.value,
        beta_1_power.value.clone(),
        beta_2_power.value.clone(),
        learning_rate.clone(),
        beta_1.clone(),
        beta_2.clone(),
        epsilon.clone(),
        gradient,
        moving,
    )?);
    resets.extend([mean.initializer, variance.initializer]);
}
let reset = group(&resets, scope)?;
let moved = &mut scope.with_control_dependencies(&updates);
let power = ops::mul(beta_1_power.value.clone(), beta_1, moved)?;
let update_1 = ops::assign(beta_1_power.value, power, moved)?;
let power = ops::mul(beta_2_power.value.clone(), beta_2, moved)?;
let update_2 = ops::assign(beta_2_power.value, power, moved)?;
let update = group(&[update_1, update_2], moved)?;
Ok(Self { update, reset })";

const MOMENTUM_UPDATES: &str = "    \
    let velocity = slot(\"momentum\", weight, scope)?;
    let step = ops::mul(gradient, learning_rate.clone(), moving)?;
    updates.push(apply.build(
        weight.value.clone(),
        velocity.value,
        whole.clone(),
        step,
        momentum.clone(),
        moving,
    )?);
    resets.push(velocity.initializer);
}
let reset = group(&resets, scope)?;
let update = group(&updates, scope)?;
Ok(Self { update, reset })";

const GRADIENT_DESCENT_UPDATES: &str = "    \
    let weight = weight.value.clone();
    let rate = learning_rate.clone();
    updates.push(ops::apply_gradient_descent(weight, rate, gradient, moving)?);
}
group(&updates, scope)";
