//! The loss, and accuracy.

use crate::codegen::general::Plan;
use crate::codegen::general::losses::{Accuracy, Of, accuracy, of, title};
use crate::codegen::text::{Text, float};
use crate::network::{Loss, LossOptions, Reduction};

/// Writes `loss`.
pub(super) fn write(text: &mut Text, plan: &Plan, masked: bool, loss: Loss) {
    let options = &plan.network.loss_options;
    let of = of(plan.network);
    let logits = of == Of::Logits || options.from_logits;
    text.doc(&format!(
        "The {}{} of {} against `targets`{}.",
        match options.reduction {
            Reduction::Mean => "mean ",
            Reduction::Sum => "sum of the ",
        },
        title(loss),
        if of == Of::Logits {
            "logits `ys`"
        } else {
            "outputs `ys`"
        },
        if masked {
            ", of the steps `(batch, steps)` where `mask` is 1"
        } else {
            ""
        }
    ));
    let mask = if masked { ", mask: &Value" } else { "" };
    text.open(&["fn loss(ys: &Value, targets: &Value", mask, ") -> Value {"]);
    statements(text, loss, options, logits);
    let ignores = loss == Loss::SparseCategoricalCrossentropy && options.ignore_class.is_some();
    if masked {
        text.line("let wide: i64 = losses.shape[2..].iter().product();");
        text.line(if ignores {
            "let mask = (mask * &counts).reshape(&[-1, 1]);"
        } else {
            "let mask = mask.reshape(&[-1, 1]);"
        });
        text.line("let losses = losses.reshape(&[-1, wide]) * &mask;");
    }
    // With a mask Keras' mean is over the steps that count.
    text.line(match (options.reduction, masked, ignores) {
        (Reduction::Mean, true, _) => {
            "losses.sum_all() * (1.0 / wide as f64) / (mask.sum_all() + 1e-7)"
        }
        (Reduction::Mean, false, true) => {
            "losses.sum_all() / counts.sum_all().clamp(1.0, f64::MAX)"
        }
        (Reduction::Mean, false, false) => "losses.mean_all()",
        (Reduction::Sum, ..) => "losses.sum_all()",
    });
    text.close("}");
    text.blank();
}

fn statements(text: &mut Text, loss: Loss, options: &LossOptions, logits: bool) {
    match loss {
        Loss::SparseCategoricalCrossentropy => {
            text.line(match logits {
                true => "let logs = log_softmax(ys);",
                false => "let logs = log_softmax(&ys.clamp(1e-7, 1.0 - 1e-7).log());",
            });
            text.line("let places = one_hot(targets, ys.size(-1));");
            if let Some(ignored) = options.ignore_class {
                text.pieces(&[
                    "let counts = class_counts(targets, ",
                    &ignored.to_string(),
                    ");",
                ]);
                text.line("let losses = (0.0 - &(logs * places).sum(&[-1], false)) * &counts;");
            } else {
                text.line("let losses = 0.0 - &(logs * places).sum(&[-1], false);");
            }
        }
        Loss::CategoricalCrossentropy => {
            if options.label_smoothing > 0.0 {
                let kept = float(1.0 - options.label_smoothing);
                let share = float(options.label_smoothing);
                text.pieces(&["let share = ", &share, " / ys.size(-1) as f64;"]);
                text.pieces(&["let targets = targets * ", &kept, " + share;"]);
            }
            if logits {
                text.line("let logs = log_softmax(ys);");
            } else {
                text.line("let shares = ys / ys.sum(&[-1], true);");
                text.line("let logs = shares.clamp(1e-7, 1.0 - 1e-7).log();");
            }
            text.line("let losses = 0.0 - &(targets * logs).sum(&[-1], false);");
        }
        Loss::BinaryCrossentropy => {
            if options.label_smoothing > 0.0 {
                let kept = float(1.0 - options.label_smoothing);
                let half = float(options.label_smoothing / 2.0);
                text.pieces(&["let targets = &(targets * ", &kept, " + ", &half, ");"]);
            }
            if logits {
                text.line("let rest = (0.0 - &ys.magnitude()).exp().log1p();");
                text.line("let losses = ys.relu() - ys * targets + rest;");
            } else {
                text.line("let ys = ys.clamp(1e-7, 1.0 - 1e-7);");
                text.line("let others = (1.0 - targets) * (1.0 - &ys).log();");
                text.line("let losses = 0.0 - &(targets * ys.log() + others);");
            }
            text.line("let losses = losses.mean(&[-1], false);");
        }
        Loss::MeanSquaredError => {
            text.line("let losses = (ys - targets).square().mean(&[-1], false);");
        }
        Loss::MeanAbsoluteError => {
            text.line("let losses = (ys - targets).magnitude().mean(&[-1], false);");
        }
        Loss::Huber => {
            let delta = float(options.delta);
            text.line("let errors = (ys - targets).magnitude();");
            text.pieces(&["let within = errors.clamp(0.0, ", &delta, ");"]);
            text.pieces(&["let beyond = (errors - &within) * ", &delta, ";"]);
            text.line("let losses = (within.square() * 0.5 + beyond).mean(&[-1], false);");
        }
        Loss::KlDivergence => {
            text.line("let (ys, targets) = (ys.clamp(1e-7, 1.0), targets.clamp(1e-7, 1.0));");
            text.line("let losses = (&targets * (&targets / ys).log()).sum(&[-1], false);");
        }
    }
}

/// Whether targets are classes.
pub(super) fn takes_classes(plan: &Plan) -> bool {
    plan.network.loss == Some(Loss::SparseCategoricalCrossentropy)
}

/// 1 for each output that is right, as an expression of `ys` and `targets`.
pub(super) fn hits(plan: &Plan) -> &'static str {
    let network = plan.network;
    let logits = of(network) == Of::Logits;
    match accuracy(network) {
        Accuracy::Class => "ys.argmax().equal(&targets)",
        Accuracy::Largest => "ys.argmax().equal(&targets.argmax())",
        Accuracy::Half if logits => "ys.greater(0.0).equal(&targets)",
        Accuracy::Half => "ys.greater(0.5).equal(&targets)",
    }
}

/// How many outputs of a sample are right or wrong.
pub(super) fn places(plan: &Plan) -> u64 {
    let network = plan.network;
    let sizes = network.shape(network.output).0.iter();
    let mut sizes: Vec<u64> = sizes.map(|size| size.unwrap_or(1)).collect();
    if accuracy(network) != Accuracy::Half {
        sizes.pop();
    }
    sizes.iter().product()
}
