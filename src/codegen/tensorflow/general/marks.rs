//! What differs between the types of networks.

use super::model::Model;
use super::{losses, optimizers};
use crate::codegen::general::body::batched;
use crate::codegen::general::{Body, Plan, metrics};
use crate::network::Loss;

/// What differs from program to program.
pub(super) struct Marks {
    pub(super) inputs: Vec<String>,
    pub(super) targets: String,
    pub(super) output: String,
    pub(super) hits: &'static str,
    pub(super) target_type: &'static str,
    pub(super) numbers: usize,
    pub(super) step_numbers: String,
    pub(super) forget: String,
    /// How many outputs of a batch are right or wrong.
    pub(super) outputs: String,
    /// Whether a mask says which of them count.
    pub(super) masked: bool,
    pub(super) product: bool,
    /// The fields of states that are kept from call to call.
    pub(super) states: Vec<String>,
    /// What `forward` gives.
    pub(super) pattern: String,
    /// The statement that makes the outputs of that, where a metric is of them.
    pub(super) given: String,
    /// The statements that make the loss of that.
    pub(super) test_loss: String,
}

impl Marks {
    /// Of a network.
    pub(super) fn of(plan: &Plan, model: &Model, body: &Body) -> Self {
        let network = plan.network;
        let sizes = |shape: &crate::network::Shape| {
            let sizes = shape.0.iter().map(|size| match size {
                Some(size) => format!("Some({size})"),
                None => "None".to_owned(),
            });
            let sizes: Vec<String> = ["None".to_owned()].into_iter().chain(sizes).collect();
            format!("vec![{}]", sizes.join(", "))
        };
        let output = network.shape(network.output);
        let mut targets = output.clone();
        if losses::takes_classes(plan) {
            targets.0.pop();
        }
        let product = optimizers::has_product(plan);
        let step_numbers = match product {
            true => "step_numbers(self.steps.get(), &self.product)",
            false => "step_numbers(self.steps.get())",
        };
        Self {
            inputs: network
                .inputs
                .iter()
                .map(|input| sizes(&input.shape))
                .collect(),
            targets: sizes(&targets),
            output: batched(output),
            hits: losses::hits(plan),
            target_type: match losses::takes_classes(plan) {
                true => "DataType::Int32",
                false => "FLOAT",
            },
            numbers: optimizers::count(plan),
            step_numbers: step_numbers.to_owned(),
            forget: if product {
                "self.product.set(1.0);\n    "
            } else {
                ""
            }
            .to_owned(),
            outputs: match model.results.masked() {
                true => "args.fetch::<Float>(batch_counted)?[0] as u64".to_owned(),
                false => format!("rows.len() as u64 * {}", losses::places(plan)),
            },
            masked: model.results.masked(),
            product,
            states: body.states.iter().map(|(field, _)| field.clone()).collect(),
            pattern: model.results.pattern(),
            given: match (
                metrics::of(network).0.is_empty(),
                model.logits,
                network.loss,
            ) {
                (true, ..) => String::new(),
                (_, false, _) => given_as("ys.clone()"),
                (_, true, Some(Loss::BinaryCrossentropy)) => given_as("ys.sigmoid()"),
                (_, true, _) => given_as("softmax(&ys)"),
            },
            test_loss: model.test_loss(),
        }
    }
}

fn given_as(value: &str) -> String {
    format!("    let given = fetched({value});\n")
}
