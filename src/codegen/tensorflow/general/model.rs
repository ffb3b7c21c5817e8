//! The weights, and what is computed with them.

use super::initializers;
use crate::codegen::general::body::batched;
use crate::codegen::general::plan::Variable;
use crate::codegen::general::{Body, Plan, constraints, regularizers};
use crate::codegen::text::{Text, grouped, string};
use crate::network::Value;

/// What was decided about the model beside its statements.
pub(super) struct Model {
    /// The penalties for the size of weights.
    penalties: Vec<String>,
    /// The names of constrained weights with their new values.
    pub(super) constraints: Vec<(String, String)>,
    /// Whether the last activation is left to the loss.
    pub(super) logits: bool,
}

impl Model {
    pub(super) fn new(plan: &Plan, logits: bool) -> Self {
        let mut model = Self {
            penalties: Vec::new(),
            constraints: Vec::new(),
            logits,
        };
        for weight in &plan.weights {
            let own = format!("&weights.{}", weight.field);
            if let Some(regularizer) = &weight.parameter.regularizer {
                model
                    .penalties
                    .push(regularizers::expression(&own, regularizer));
            }
            if let (Some(constraint), true) = (&weight.parameter.constraint, weight.trained) {
                let value = constraints::expression("&moved", constraint);
                model
                    .constraints
                    .push((weight.parameter.name.clone(), value));
            }
        }
        model
    }

    pub(super) fn write(&self, text: &mut Text, body: &Body) {
        let plan = body.plan;
        let trained = plan.weights.iter().filter(|it| it.trained);
        let count: u64 = trained.map(|it| it.parameter.count()).sum();
        text.doc(&format!(
            "The weights: {} that are trained.",
            grouped(count)
        ));
        if plan.weights.is_empty() {
            text.line("struct Weights {}");
        } else {
            text.open(&["struct Weights {"]);
            for weight in &plan.weights {
                text.pieces(&[&weight.field, ": Value,"]);
            }
            text.close("}");
        }
        text.blank();
        text.doc("The variables, each drawn from a seed of its own, and the same by their names.");
        // Seeds of weights are negative, those of masks are not.
        let draw = |(index, weight): (usize, &Variable)| {
            initializers::First::of(&weight.parameter, -1 - index as i64)
        };
        let draws: Vec<initializers::First> = plan.weights.iter().enumerate().map(draw).collect();
        let seed = match draws.iter().any(initializers::First::is_drawn) {
            true => "seed",
            false => "_seed",
        };
        let graph = match plan.weights.is_empty() {
            true => "_graph",
            false => "graph",
        };
        let parameters = [format!("{seed}: i64"), format!("{graph}: &Rc<Graph>")];
        text.signature("fn weights", &parameters, " -> (Vec<Variable>, Weights) {");
        if plan.weights.is_empty() {
            text.line("(Vec::new(), Weights {})");
        } else {
            text.block(ADD);
            for (weight, draw) in plan.weights.iter().zip(&draws) {
                draw.write(text);
                let name = string(&weight.parameter.name);
                let arguments = [name, "&first".to_owned(), weight.trained.to_string()];
                text.call(&format!("let {} = add", weight.field), &arguments, ";");
            }
            text.open(&["let weights = Weights {"]);
            for weight in &plan.weights {
                text.pieces(&[&weight.field, ","]);
            }
            text.close("};");
            text.line("(variables, weights)");
        }
        text.close("}");
        text.blank();
        self.forward(text, body);
        self.outputs(text, body);
    }

    fn forward(&self, text: &mut Text, body: &Body) {
        let plan = body.plan;
        let network = plan.network;
        let shape = batched(network.shape(network.output));
        let what = if self.logits { "Logits" } else { "Outputs" };
        let adds = !body.penalties.is_empty();
        let (more, result) = if adds {
            (
                ", and what layers add to the loss for the size of their results",
                "(Value, Value)",
            )
        } else {
            ("", "Value")
        };
        text.doc(&format!(
            "{what} `{shape}`; with `masks`, as in training{more}."
        ));
        let weights = if body.mentions_text("weights.") {
            "weights"
        } else {
            "_weights"
        };
        let masks = if body.mentions("masks") {
            "masks"
        } else {
            "_masks"
        };
        let parameters = [
            format!("{weights}: &Weights"),
            "inputs: &[Value]".to_owned(),
            format!("{masks}: Option<&Masks>"),
        ];
        text.signature("fn forward", &parameters, &format!(" -> {result} {{"));
        for (index, input) in plan.inputs.iter().enumerate() {
            text.pieces(&["let ", input, " = &inputs[", &index.to_string(), "];"]);
        }
        if body.mentions_text("graph.numbers") {
            text.pieces(&["let graph = &", &plan.inputs[0], ".graph;"]);
        }
        body.write(text);
        let output = match network.output {
            Value::Node(node) => plan.nodes[node].clone(),
            Value::Input(index) => format!("{}.clone()", plan.inputs[index]),
        };
        if adds {
            text.pieces(&["let added = ", &body.penalties.join(" + "), ";"]);
            text.pieces(&["(", &output, ", added)"]);
        } else {
            text.line(&output);
        }
        text.close("}");
        text.blank();
    }

    /// What the network gives, of what `forward` does.
    fn outputs(&self, text: &mut Text, body: &Body) {
        text.doc("What the network gives.");
        let parameters = [
            "weights: &Weights",
            "inputs: &[Value]",
            "masks: Option<&Masks>",
        ];
        text.signature("fn outputs", &parameters, " -> Value {");
        let run = self.run(body, "inputs");
        text.line(&match (self.logits, body.plan.network.loss) {
            (true, Some(crate::network::Loss::BinaryCrossentropy)) => format!("{run}.sigmoid()"),
            (true, _) => format!("softmax(&{run})"),
            (false, _) => run,
        });
        text.close("}");
        text.blank();
    }

    /// The call of `forward` that gives its first result.
    pub(super) fn run(&self, body: &Body, inputs: &str) -> String {
        let run = format!("forward(weights, {inputs}, masks)");
        if body.penalties.is_empty() {
            run
        } else {
            format!("{run}.0")
        }
    }

    /// Writes `training_loss`.
    pub(super) fn training_loss(&self, text: &mut Text, body: &Body) {
        text.doc("The loss of a training call, with all that layers and weights add to it.");
        let parameters = [
            "weights: &Weights",
            "inputs: &[Value]",
            "targets: &Value",
            "masks: Option<&Masks>",
        ];
        text.signature("fn training_loss", &parameters, " -> Value {");
        if body.penalties.is_empty() {
            text.line("let loss = loss(&forward(weights, inputs, masks), targets);");
        } else {
            text.line("let (ys, added) = forward(weights, inputs, masks);");
            text.line("let loss = loss(&ys, targets) + added;");
        }
        for penalty in &self.penalties {
            text.pieces(&["let loss = loss + ", penalty, ";"]);
        }
        text.line("loss");
        text.close("}");
        text.blank();
    }
}

/// Makes a variable; its value.
const ADD: &str = "let mut variables = Vec::new();
let mut add = |name: &str, first: &Value, trained: bool| {
    let variable = Variable::new(name, first, trained);
    let value = variable.value.clone();
    variables.push(variable);
    value
};";
