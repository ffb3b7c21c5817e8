//! What `evaluate` measures beside the loss and the accuracy.

use super::functions::{Function, functions};
use super::plan::Plan;
use crate::codegen::text::Text;
use crate::network::{Loss, Metric, Network};

/// The functions of metrics, which compute in plain Rust for every target.
pub(in crate::codegen) static FUNCTIONS: &[Function] = functions! {
    in "metrics/"
    "mean" ["Mean"]
    "add" ["add"]
    "add_rows" ["add_rows"]
    "binary_entropy" ["binary_entropy"]
    "largest" ["largest"]
    "in_top_five" ["in_top_five"]
    "entropy" ["entropy"]
    "divergence" ["divergence"]
    "huber_error" ["huber_error"]
    "cosine" ["cosine"]
    "confusion" ["Confusion"]
    "precision" ["precision"]
    "recall" ["recall"]
    "harmonic_mean" ["harmonic_mean"]
    "curve" ["Curve"]
};

/// A metric with a field of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::codegen) struct Measure {
    /// The field, and the variable that gathers it.
    pub(in crate::codegen) field: &'static str,
    /// What it is.
    doc: &'static str,
    /// How it begins.
    begin: &'static str,
    /// The call that adds outputs `given` and targets `wanted`, up to its arguments.
    call: &'static str,
    /// The last argument: what is gathered of each value, or of each row.
    of_each: &'static str,
    /// The method that gives the result.
    end: &'static str,
}

const fn of_values(field: &'static str, doc: &'static str, of_each: &'static str) -> Measure {
    Measure {
        field,
        doc,
        begin: "Mean::default()",
        call: "add",
        of_each,
        end: "value()",
    }
}

const fn of_rows(field: &'static str, doc: &'static str, of_each: &'static str) -> Measure {
    Measure {
        call: "add_rows",
        ..of_values(field, doc, of_each)
    }
}

const fn of_sides(field: &'static str, doc: &'static str, end: &'static str) -> Measure {
    Measure {
        begin: "Confusion::default()",
        end,
        ..of_values(field, doc, "")
    }
}

/// By the language's names; definitions are those of Keras' metrics, F1 that of its precision and recall.
const MEASURES: &[(&[&str], Measure)] = &[
    (
        &["mae", "mean_absolute_error"],
        of_values(
            "mean_absolute_error",
            "The mean of the absolute errors.",
            "|given, wanted| (given - wanted).abs()",
        ),
    ),
    (
        &["mse", "mean_squared_error"],
        of_values(
            "mean_squared_error",
            "The mean of the squared errors.",
            SQUARE,
        ),
    ),
    (
        &["rmse", "root_mean_squared_error"],
        Measure {
            end: "value().sqrt()",
            ..of_values(
                "root_mean_squared_error",
                "The root of the mean of the squared errors.",
                SQUARE,
            )
        },
    ),
    (
        &["huber"],
        of_values(
            "huber",
            "The mean of the squares of small errors and the sizes of others (Huber 1964), which part at 1.",
            "huber_error",
        ),
    ),
    (
        &["binary_accuracy"],
        of_values(
            "binary_accuracy",
            "The share of values that are on the target's side of a half.",
            "|given, wanted| f64::from(f64::from(given > 0.5) == wanted)",
        ),
    ),
    (
        &["binary_crossentropy"],
        of_values(
            "binary_crossentropy",
            "The mean of the binary cross-entropies.",
            "binary_entropy",
        ),
    ),
    (
        &["categorical_accuracy"],
        of_rows(
            "categorical_accuracy",
            "The share of samples whose largest output is where the target's is.",
            "|given, wanted| f64::from(largest(given) == largest(wanted))",
        ),
    ),
    (
        &[
            "top_k_categorical_accuracy",
            "sparse_top_k_categorical_accuracy",
        ],
        of_rows(
            "top_k_categorical_accuracy",
            "The share of samples whose class is among the five largest outputs.",
            "in_top_five",
        ),
    ),
    (
        &[
            "categorical_crossentropy",
            "sparse_categorical_crossentropy",
        ],
        of_rows(
            "categorical_crossentropy",
            "The mean of the cross-entropies.",
            "entropy",
        ),
    ),
    (
        &["perplexity"],
        Measure {
            end: "value().exp()",
            ..of_rows(
                "perplexity",
                "The exponential of the mean of the cross-entropies.",
                "entropy",
            )
        },
    ),
    (
        &["kl_divergence"],
        of_rows(
            "kl_divergence",
            "The mean of the Kullback-Leibler divergences.",
            "divergence",
        ),
    ),
    (
        &["cosine_similarity"],
        of_rows(
            "cosine_similarity",
            "The mean of the cosines between outputs and targets.",
            "cosine",
        ),
    ),
    (
        &["precision"],
        of_sides(
            "precision",
            "Of the outputs above a half the share whose target is 1.",
            "precision()",
        ),
    ),
    (
        &["recall"],
        of_sides(
            "recall",
            "Of the targets that are 1 the share whose output is above a half.",
            "recall()",
        ),
    ),
    (
        &["f1", "f1_score"],
        of_sides(
            "f1_score",
            "The harmonic mean of precision and recall, all outputs together.",
            "harmonic_mean()",
        ),
    ),
    (
        &["auc"],
        Measure {
            begin: "Curve::default()",
            end: "area()",
            ..of_values(
                "auc",
                "The area below the ROC curve, by 200 thresholds.",
                "",
            )
        },
    ),
];

const SQUARE: &str = "|given, wanted| (given - wanted).powi(2)";

/// Writes their fields in `Evaluation`.
pub(in crate::codegen) fn fields(text: &mut Text, measures: &[Measure]) {
    for measure in measures {
        text.pieces(&["    /// ", measure.doc]);
        text.pieces(&["    pub ", measure.field, ": f64,"]);
    }
}

/// The sentence at `evaluate`.
pub(in crate::codegen) fn title(measures: &[Measure]) -> &'static str {
    match measures.is_empty() {
        true => "Loss and accuracy on inputs and their targets.",
        false => "Loss, accuracy and metrics on inputs and their targets.",
    }
}

/// Writes the variables that gather them.
pub(in crate::codegen) fn begin(text: &mut Text, measures: &[Measure]) {
    for measure in measures {
        text.pieces(&["let mut ", measure.field, " = ", measure.begin, ";"]);
    }
}

/// Writes the statements that add a batch of outputs `given` and targets `wanted`.
pub(in crate::codegen) fn add(text: &mut Text, measures: &[Measure], plan: &Plan) {
    for measure in measures {
        let mut arguments = vec!["&given".to_owned(), "&wanted".to_owned()];
        if measure.call == "add_rows" {
            arguments.push(width(plan).to_string());
        }
        if !measure.of_each.is_empty() {
            arguments.push(measure.of_each.to_owned());
        }
        let before = format!("{}.{}", measure.field, measure.call);
        text.call(&before, &arguments, ";");
    }
}

/// Writes the fields with what was found.
pub(in crate::codegen) fn end(text: &mut Text, measures: &[Measure]) {
    for measure in measures {
        text.pieces(&[measure.field, ": ", measure.field, ".", measure.end, ","]);
    }
}

/// How many values of a sample's output lie along its last axis.
pub(in crate::codegen) fn width(plan: &Plan) -> u64 {
    let output = plan.network.shape(plan.network.output);
    output.0.last().copied().flatten().unwrap_or(1)
}

/// The metrics of a network that have fields, each once; the names of those that no program has.
pub(in crate::codegen) fn of(network: &Network) -> (Vec<Measure>, Vec<&'static str>) {
    let (mut had, mut others) = (Vec::new(), Vec::new());
    for metric in &network.metrics {
        let Metric::Other(name) = metric else {
            continue;
        };
        let found = MEASURES.iter().find(|(names, _)| names.contains(name));
        match found {
            Some((_, measure)) if had.contains(measure) => {}
            Some((_, measure)) => had.push(*measure),
            None if *name == "loss" => {}
            None => others.push(*name),
        }
    }
    (had, others)
}

/// Whether targets are the numbers of classes.
pub(in crate::codegen) fn takes_classes(network: &Network) -> bool {
    network.loss == Some(Loss::SparseCategoricalCrossentropy)
}
