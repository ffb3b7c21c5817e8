//! The weights, and what is computed with them.

use super::initializers;
use crate::codegen::general::body::batched;
use crate::codegen::general::plan::Variable;
use crate::codegen::general::{Body, Results, constraints, regularizers};
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
    /// What `forward` gives.
    pub(super) results: Results,
}

impl Model {
    pub(super) fn new(body: &Body, logits: bool) -> Self {
        let plan = body.plan;
        let mut model = Self {
            penalties: Vec::new(),
            constraints: Vec::new(),
            logits,
            results: Results::of(body),
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
        let nothing = plan.weights.is_empty() && body.states.is_empty();
        if nothing {
            text.line("struct Weights {}");
        } else {
            text.open(&["struct Weights {"]);
            for weight in &plan.weights {
                text.pieces(&[&weight.field, ": Value,"]);
            }
            for (states, _) in &body.states {
                text.pieces(&[states, ": Vec<Value>,"]);
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
        let graph = match nothing {
            true => "_graph",
            false => "graph",
        };
        let parameters = [format!("{seed}: i64"), format!("{graph}: &Rc<Graph>")];
        text.signature("fn weights", &parameters, " -> (Vec<Variable>, Weights) {");
        if nothing {
            text.line("(Vec::new(), Weights {})");
        } else {
            text.block(ADD);
            for (weight, draw) in plan.weights.iter().zip(&draws) {
                draw.write(text);
                let name = string(&weight.parameter.name);
                let arguments = [name, "&first".to_owned(), weight.trained.to_string()];
                text.call(&format!("let {} = add", weight.field), &arguments, ";");
            }
            let weights = plan.weights.iter().map(|weight| weight.field.clone());
            let kept = body.states.iter();
            let kept = kept.map(|(field, count)| format!("{field}: kept_states(graph, {count})"));
            let fields: Vec<String> = weights.chain(kept).collect();
            text.literal("let weights = Weights", &fields, ";");
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
        let more = self.results.remark();
        let result = self.results.type_of("Value");
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
        if !body.penalties.is_empty() {
            text.pieces(&["let added = ", &body.penalties.join(" + "), ";"]);
        }
        let mask = body.mask(network.output).unwrap_or_default();
        text.line(&self.results.expression(&output, &mask));
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
        let run = "forward(weights, inputs, masks)";
        let run = match self.results.are_several() {
            true => format!("{run}.0"),
            false => run.to_owned(),
        };
        text.line(&match (self.logits, body.plan.network.loss) {
            (true, Some(crate::network::Loss::BinaryCrossentropy)) => format!("{run}.sigmoid()"),
            (true, _) => format!("softmax(&{run})"),
            (false, _) => run,
        });
        text.close("}");
        text.blank();
    }

    /// The statements that make the loss in evaluation, of what `forward` gives.
    pub(super) fn test_loss(&self) -> String {
        let loss = self.results.loss("&targets");
        if self.penalties.is_empty() && !self.results.are_several() {
            return format!("    let test_loss = {loss}.output;\n");
        }
        let mut statements = format!("    let test_loss = {loss};\n");
        for penalty in &self.penalties {
            statements += &format!("    let test_loss = test_loss + {penalty};\n");
        }
        statements + "    let test_loss = test_loss.output;\n"
    }

    /// Writes `training_loss`.
    pub(super) fn training_loss(&self, text: &mut Text) {
        text.doc("The loss of a training call, with all that layers and weights add to it.");
        let parameters = [
            "weights: &Weights",
            "inputs: &[Value]",
            "targets: &Value",
            "masks: Option<&Masks>",
        ];
        text.signature("fn training_loss", &parameters, " -> Value {");
        if self.results.are_several() {
            let pattern = self.results.pattern();
            text.pieces(&["let ", &pattern, " = forward(weights, inputs, masks);"]);
            text.pieces(&["let loss = ", &self.results.loss("targets"), ";"]);
        } else {
            text.line("let loss = loss(&forward(weights, inputs, masks), targets);");
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
