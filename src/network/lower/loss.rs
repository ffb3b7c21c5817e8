//! The sections `loss` and `metrics`.

use super::value::Choices;
use super::{Report, kind};
use crate::diagnostic::Diagnostic;
use crate::network::{Loss, Metric, Request};
use crate::syntax::{Setting, Value, ValueKind};

static LOSSES: Choices<Loss> = Choices {
    what: "loss",
    built: &[
        (
            "sparse_categorical_crossentropy",
            Loss::SparseCategoricalCrossentropy,
        ),
        ("categorical_crossentropy", Loss::CategoricalCrossentropy),
        ("cross_entropy", Loss::CategoricalCrossentropy),
        ("crossentropy", Loss::CategoricalCrossentropy),
        ("binary_crossentropy", Loss::BinaryCrossentropy),
        ("mse", Loss::MeanSquaredError),
        ("mean_squared_error", Loss::MeanSquaredError),
        ("mae", Loss::MeanAbsoluteError),
        ("mean_absolute_error", Loss::MeanAbsoluteError),
        ("huber", Loss::Huber),
        ("kl_divergence", Loss::KlDivergence),
    ],
    not_built: &[],
};

static METRICS: Choices<Metric> = Choices {
    what: "metric",
    // With a sparse loss Keras takes both for the same.
    built: &[
        ("accuracy", Metric::Accuracy),
        ("acc", Metric::Accuracy),
        ("sparse_categorical_accuracy", Metric::Accuracy),
        (
            "categorical_accuracy",
            Metric::Other("categorical_accuracy"),
        ),
        ("binary_accuracy", Metric::Other("binary_accuracy")),
        (
            "top_k_categorical_accuracy",
            Metric::Other("top_k_categorical_accuracy"),
        ),
        ("precision", Metric::Other("precision")),
        ("recall", Metric::Other("recall")),
        ("f1_score", Metric::Other("f1_score")),
        ("f1", Metric::Other("f1")),
        ("auc", Metric::Other("auc")),
        ("mse", Metric::Other("mse")),
        ("mean_squared_error", Metric::Other("mean_squared_error")),
        ("mae", Metric::Other("mae")),
        ("mean_absolute_error", Metric::Other("mean_absolute_error")),
        ("loss", Metric::Other("loss")),
        ("rmse", Metric::Other("rmse")),
        (
            "root_mean_squared_error",
            Metric::Other("root_mean_squared_error"),
        ),
        ("cosine_similarity", Metric::Other("cosine_similarity")),
        ("perplexity", Metric::Other("perplexity")),
        ("bleu", Metric::Other("bleu")),
        ("iou", Metric::Other("iou")),
        ("mean_iou", Metric::Other("mean_iou")),
    ],
    not_built: &[],
};

/// The name of a loss, and the value that it stands in.
fn name<'a>(setting: &'a Setting<'a>) -> Option<(&'a str, &'a Value<'a>)> {
    match setting.values.as_slice() {
        [value] => match &value.kind {
            ValueKind::String(name) | ValueKind::Word(name) => Some((name, value)),
            ValueKind::Call(call) => Some((call.name.text, value)),
            _ => None,
        },
        _ => None,
    }
}

/// Whether it is the loss under which `Output` ends in a sigmoid.
pub(super) fn is_binary(setting: &Setting) -> bool {
    name(setting).is_some_and(|(name, _)| name.eq_ignore_ascii_case("binary_crossentropy"))
}

/// The loss of a network.
pub(super) fn read(
    setting: &Setting,
    asked: &mut Vec<Request>,
    report: &mut Report,
) -> Option<Loss> {
    let Some((name, value)) = name(setting) else {
        let message = "a loss is a name: \"sparse_categorical_crossentropy\"";
        report.push(Diagnostic::error(message, setting.span));
        return None;
    };
    if let ValueKind::Call(call) = &value.kind {
        for argument in &call.arguments {
            asked.push(Request {
                name: argument
                    .name
                    .map_or("argument", |name| name.text)
                    .to_owned(),
                owner: name.to_owned(),
                value: kind::owned(&argument.value),
                span: argument.span,
            });
        }
    }
    LOSSES.find(name, value, report)
}

/// The metrics of a network: a name or a list of names.
pub(super) fn metrics(setting: &Setting, report: &mut Report) -> Vec<Metric> {
    let mut metrics = Vec::new();
    for value in setting.values.iter().flat_map(elements) {
        let metric = match &value.kind {
            ValueKind::String(name) | ValueKind::Word(name) => METRICS.find(name, value, report),
            ValueKind::Invalid => None,
            _ => {
                let message = format!("a metric is a name: \"accuracy\"; found {value}");
                report.push(Diagnostic::error(message, value.span));
                None
            }
        };
        metrics.extend(metric.filter(|metric| !metrics.contains(metric)));
    }
    metrics
}

fn elements<'a>(value: &'a Value<'a>) -> &'a [Value<'a>] {
    match &value.kind {
        ValueKind::List(values) | ValueKind::Tuple(values) => values,
        _ => std::slice::from_ref(value),
    }
}
