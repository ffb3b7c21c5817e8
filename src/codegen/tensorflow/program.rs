//! The type of the program: its graph and its session.

use std::fmt::Write;

use super::methods;
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
    methods::write(text, plan);
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
    placeholder(text, plan.inputs(), plan.float.kind, &plan.sample_shape());
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
        let _ = write!(shape, ", Some({dimension})");
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
    text.line("let train = ops::assign_add(iterations.value, one, after)?;");
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

const EVALUATION: &str = "\
/// What evaluation finds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evaluation {
    /// The mean loss of a sample.
    pub loss: f64,
    /// The share of samples whose most probable class is their label.
    pub accuracy: f64,
}";
