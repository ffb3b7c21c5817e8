//! The type that holds the weights, and `forward_t`.

use super::initializers;
use crate::codegen::general::body::batched;
use crate::codegen::general::losses::{self, Of};
use crate::codegen::general::{Body, Results, constraints, regularizers};
use crate::codegen::text::{Text, grouped, quoted};
use crate::network::Value;

/// What was decided about the model beside its statements.
pub(super) struct Model {
    /// For each weight the expression that draws it.
    draws: Vec<String>,
    /// The penalties for the size of weights.
    penalties: Vec<String>,
    /// The fields of constrained weights with their new values.
    pub(super) constraints: Vec<(String, String)>,
    /// Whether the last activation is left to the loss.
    pub(super) logits: bool,
    /// What a run gives.
    pub(super) results: Results,
}

impl Model {
    pub(super) fn new(body: &mut Body) -> Self {
        let plan = body.plan;
        let mut model = Self {
            draws: Vec::new(),
            penalties: Vec::new(),
            constraints: Vec::new(),
            results: Results::of(body),
            logits: plan.network.loss.is_some() && losses::of(plan.network) == Of::Logits,
        };
        for weight in &plan.weights {
            model
                .draws
                .push(initializers::expression(&weight.parameter));
            let own = format!("&self.{}", weight.field);
            if let Some(regularizer) = &weight.parameter.regularizer {
                model
                    .penalties
                    .push(regularizers::expression(&own, regularizer));
            }
            if let (Some(constraint), true) = (&weight.parameter.constraint, weight.trained) {
                let value = constraints::expression(&own, constraint);
                model.constraints.push((weight.field.clone(), value));
            }
        }
        model
    }

    /// What adds the penalties to a loss.
    pub(super) fn penalties_added(&self) -> &'static str {
        if self.penalties.is_empty() {
            ""
        } else {
            " + model.penalties()"
        }
    }

    pub(super) fn write(&self, text: &mut Text, body: &Body) {
        let plan = body.plan;
        let name = &plan.type_name;
        text.doc(&format!(
            "The weights of {}: {} that are trained.",
            quoted(&plan.network.name),
            grouped(
                plan.weights
                    .iter()
                    .filter(|it| it.trained)
                    .map(|it| it.parameter.count())
                    .sum()
            )
        ));
        text.line("#[derive(Debug)]");
        if plan.weights.is_empty() && body.states.is_empty() && body.streams.is_empty() {
            text.pieces(&["pub struct ", name, " {}"]);
        } else {
            text.open(&["pub struct ", name, " {"]);
            for weight in &plan.weights {
                text.pieces(&[&weight.field, ": Tensor,"]);
            }
            for (state, _) in &body.states {
                text.pieces(&[state, ": RefCell<Vec<Tensor>>,"]);
            }
            for (stream, _) in &body.streams {
                text.pieces(&[stream, ": Stream,"]);
            }
            text.close("}");
        }
        text.blank();
        text.open(&["impl ", name, " {"]);
        self.new_function(text, body);
        self.forward(text, body);
        if !body.states.is_empty() {
            text.blank();
            text.doc("Forgets the states that recurrent layers keep from call to call.");
            text.open(&["pub fn reset_states(&self) {"]);
            for (state, _) in &body.states {
                text.pieces(&["self.", state, ".take();"]);
            }
            text.close("}");
        }
        if !self.penalties.is_empty() {
            text.blank();
            text.doc("What regularisers add to the loss for the size of weights.");
            text.open(&["fn penalties(&self) -> Tensor {"]);
            sum(text, &self.penalties);
            text.close("}");
        }
        if !self.constraints.is_empty() {
            text.blank();
            text.doc("Puts constrained weights where they have to be.");
            text.open(&["pub fn constrain(&self) {"]);
            text.line("let _no_grad = tch::no_grad_guard();");
            for (field, value) in &self.constraints {
                text.pieces(&["let constrained = ", value, ";"]);
                text.pieces(&["self.", field, ".shallow_clone().copy_(&constrained);"]);
            }
            text.close("}");
        }
        text.close("}");
        text.blank();
        self.module(text, body);
    }

    fn new_function(&self, text: &mut Text, body: &Body) {
        let plan = body.plan;
        text.doc("Draws the initial weights into `vs`; `tch::manual_seed` makes them repeatable.");
        let vs = if plan.weights.is_empty() { "_vs" } else { "vs" };
        text.open(&["pub fn new(", vs, ": &nn::Path) -> Self {"]);
        for (weight, draw) in plan.weights.iter().zip(&self.draws) {
            let arguments = [
                "vs".to_owned(),
                format!("\"{}\"", weight.path),
                weight.trained.to_string(),
                draw.clone(),
            ];
            text.call(&format!("let {} = variable", weight.field), &arguments, ";");
        }
        if plan.weights.is_empty() && body.states.is_empty() && body.streams.is_empty() {
            text.line("Self {}");
        } else {
            text.open(&["Self {"]);
            for weight in &plan.weights {
                text.pieces(&[&weight.field, ","]);
            }
            for (state, _) in &body.states {
                text.pieces(&[state, ": RefCell::default(),"]);
            }
            for (stream, seed) in &body.streams {
                text.pieces(&[stream, ": Stream::new(", &seed.to_string(), "),"]);
            }
            text.close("}");
        }
        text.close("}");
        text.blank();
    }

    /// `run`: what the loss is taken of, and what layers add to the loss.
    fn forward(&self, text: &mut Text, body: &Body) {
        let plan = body.plan;
        let network = plan.network;
        let parameter = if plan.takes_several() {
            "inputs: &[Tensor]"
        } else {
            "xs: &Tensor"
        };
        let shape = batched(network.shape(network.output));
        let what = if self.logits { "Logits" } else { "Outputs" };
        let more = self.results.remark();
        text.doc(&format!(
            "{what} `{shape}`, as in training where `train`{more}."
        ));
        text.open(&[
            "pub fn run(&self, ",
            parameter,
            ", train: bool) -> ",
            &self.results.type_of("Tensor"),
            " {",
        ]);
        if plan.takes_several() {
            for (index, input) in plan.inputs.iter().enumerate() {
                text.pieces(&["let ", input, " = &inputs[", &index.to_string(), "];"]);
            }
        }
        if !uses_train(body) {
            text.line("let _ = train;");
        }
        body.write(text);
        let output = match network.output {
            Value::Node(node) => plan.nodes[node].clone(),
            Value::Input(index) => format!("{}.shallow_clone()", plan.inputs[index]),
        };
        if !body.penalties.is_empty() {
            text.pieces(&["let added = ", &body.penalties.join(" + "), ";"]);
        }
        let mask = body.mask(network.output).unwrap_or_default();
        text.line(&self.results.expression(&output, &mask));
        text.close("}");
    }

    /// `forward_t`: what the network gives.
    fn module(&self, text: &mut Text, body: &Body) {
        let plan = body.plan;
        let network = plan.network;
        let shape = batched(network.shape(network.output));
        let (head, parameter) = if plan.takes_several() {
            (format!("impl {} {{", plan.type_name), "inputs: &[Tensor]")
        } else {
            (
                format!("impl ModuleT for {} {{", plan.type_name),
                "xs: &Tensor",
            )
        };
        text.open(&[&head]);
        text.doc(&format!("Outputs `{shape}`, as in training where `train`."));
        let public = if plan.takes_several() { "pub " } else { "" };
        text.open(&[
            public,
            "fn forward_t(&self, ",
            parameter,
            ", train: bool) -> Tensor {",
        ]);
        let argument = if plan.takes_several() { "inputs" } else { "xs" };
        let run = match self.results.are_several() {
            true => format!("self.run({argument}, train).0"),
            false => format!("self.run({argument}, train)"),
        };
        let activation = match network.loss {
            Some(crate::network::Loss::BinaryCrossentropy) => ".sigmoid()",
            _ => ".softmax(-1, KIND)",
        };
        text.pieces(&[&run, if self.logits { activation } else { "" }]);
        text.close("}");
        text.close("}");
        text.blank();
    }
}

fn uses_train(body: &Body) -> bool {
    body.mentions("train")
}

/// A sum of expressions, a line for each.
fn sum(text: &mut Text, terms: &[String]) {
    match terms {
        [one] => text.line(one),
        all => {
            text.pieces(&["let mut sum = ", &all[0], ";"]);
            for term in &all[1..] {
                text.pieces(&["sum += ", term, ";"]);
            }
            text.line("sum");
        }
    }
}
