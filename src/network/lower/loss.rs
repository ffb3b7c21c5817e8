//! The sections `loss` and `metrics`.

use super::Report;
use super::arguments::{Arguments, Signature, Taker};
use super::parameter::called;
use super::value::{Choices, Slot, flag, integer, positive, same, share};
use crate::diagnostic::Diagnostic;
use crate::network::{Loss, LossOptions, Metric, Reduction, Request};
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
        ("huber", Metric::Other("huber")),
        ("kl_divergence", Metric::Other("kl_divergence")),
        ("binary_crossentropy", Metric::Other("binary_crossentropy")),
        (
            "categorical_crossentropy",
            Metric::Other("categorical_crossentropy"),
        ),
        (
            "sparse_categorical_crossentropy",
            Metric::Other("sparse_categorical_crossentropy"),
        ),
        (
            "top_k_accuracy",
            Metric::Other("top_k_categorical_accuracy"),
        ),
        (
            "sparse_top_k_categorical_accuracy",
            Metric::Other("sparse_top_k_categorical_accuracy"),
        ),
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

static REDUCTIONS: Choices<Reduction> = Choices {
    what: "reduction",
    built: &[
        ("sum_over_batch_size", Reduction::Mean),
        ("mean", Reduction::Mean),
        ("sum", Reduction::Sum),
        // The losses themselves, which the request says.
        ("none", Reduction::Mean),
    ],
    not_built: &[],
};

/// What losses take beside their own: Keras' last arguments.
static FAMILY: Signature = Signature {
    positional: &[],
    named: &["reduction", "name"],
    not_built: &[("reduction", &["sum_over_batch_size", "mean", "sum"])],
};
static SPARSE: Signature = Signature {
    positional: &["from_logits", "ignore_class", "reduction", "axis"],
    named: &[],
    not_built: &[("axis", &["-1"])],
};
static ENTROPY: Signature = Signature {
    positional: &["from_logits", "label_smoothing", "axis", "reduction"],
    named: &[],
    not_built: &[("axis", &["-1"])],
};
static HUBER: Signature = Signature {
    positional: &["delta", "reduction"],
    named: &[],
    not_built: &[],
};
static PLAIN: Signature = Signature {
    positional: &["reduction"],
    named: &[],
    not_built: &[],
};

/// Whether it is the loss under which `Output` ends in a sigmoid.
pub(super) fn is_binary(setting: &Setting) -> bool {
    let name = match setting.values.as_slice() {
        [value] => match &value.kind {
            ValueKind::String(text) | ValueKind::Word(text) => text,
            ValueKind::Call(call) => call.name.text,
            _ => return false,
        },
        _ => return false,
    };
    let name = name.split('(').next().unwrap_or_default().trim();
    same("binary_crossentropy", name)
}

/// The loss of a network with its arguments.
pub(super) fn read(
    setting: &Setting,
    asked: &mut Vec<Request>,
    report: &mut Report,
) -> Option<(Loss, LossOptions)> {
    let value = match setting.values.as_slice() {
        [value] if value.kind == ValueKind::Invalid => return None,
        [value] => match value.kind {
            ValueKind::String(_) | ValueKind::Word(_) | ValueKind::Call(_) => Some(value),
            _ => None,
        },
        _ => None,
    };
    let Some(value) = value else {
        let message = "a loss is a name: \"sparse_categorical_crossentropy\"";
        let place = match setting.values.as_slice() {
            [value] => value.span,
            _ => setting.span,
        };
        report.push(Diagnostic::error(message, place));
        return None;
    };
    let slot = Slot {
        name: "loss",
        owner: "network",
        value,
    };
    called(slot, "a loss", report, |name, given, report| {
        let loss = LOSSES.find(name.text, value, report)?;
        let own = match loss {
            Loss::SparseCategoricalCrossentropy => &SPARSE,
            Loss::CategoricalCrossentropy | Loss::BinaryCrossentropy => &ENTROPY,
            Loss::Huber => &HUBER,
            _ => &PLAIN,
        };
        let taker = Taker {
            owner: name.text,
            own,
            family: &FAMILY,
        };
        let arguments = Arguments::bind(taker, name, given, report);
        asked.extend(arguments.asked(report));
        Some((loss, options(&arguments, report)?))
    })
}

fn options(arguments: &Arguments, report: &mut Report) -> Option<LossOptions> {
    let defaults = LossOptions::default();
    let from_logits = arguments.or("from_logits", defaults.from_logits, flag, report);
    let label_smoothing = arguments.or("label_smoothing", defaults.label_smoothing, share, report);
    let delta = arguments.or("delta", defaults.delta, positive, report);
    let ignore_class = arguments.optional("ignore_class", integer, report);
    let reduction = arguments.optional(
        "reduction",
        |slot, report| REDUCTIONS.read(slot, report),
        report,
    );
    Some(LossOptions {
        from_logits: from_logits?,
        label_smoothing: label_smoothing?,
        delta: delta?,
        ignore_class: ignore_class?,
        reduction: reduction?.unwrap_or(defaults.reduction),
    })
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
