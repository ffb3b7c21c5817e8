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
            ", of the steps `(batch, steps)` where `mask` is true"
        } else {
            ""
        }
    ));
    let mask = if masked { ", mask: &Tensor" } else { "" };
    text.open(&[
        "pub fn loss(ys: &Tensor, targets: &Tensor",
        mask,
        ") -> Tensor {",
    ]);
    statements(text, loss, options, logits);
    let ignores = loss == Loss::SparseCategoricalCrossentropy && options.ignore_class.is_some();
    if ignores {
        text.line("let losses = losses * counts.to_kind(KIND);");
    }
    if masked {
        text.line(if ignores {
            "let mask = mask.logical_and(&counts).to_kind(KIND).reshape([-1, 1]);"
        } else {
            "let mask = mask.to_kind(KIND).reshape([-1, 1]);"
        });
        text.line("let losses = losses.reshape([mask.numel() as i64, -1]) * &mask;");
    }
    // With a mask Keras' mean is over the steps that count.
    text.line(match (options.reduction, masked, ignores) {
        (Reduction::Mean, true, _) => {
            "losses.sum(KIND) / losses.size()[1] as f64 / (mask.sum(KIND) + 1e-7)"
        }
        (Reduction::Mean, false, true) => "losses.sum(KIND) / counts.sum(KIND).clamp_min(1.0)",
        (Reduction::Mean, false, false) => "losses.mean(KIND)",
        (Reduction::Sum, ..) => "losses.sum(KIND)",
    });
    text.close("}");
    text.blank();
}

fn statements(text: &mut Text, loss: Loss, options: &LossOptions, logits: bool) {
    if loss != Loss::SparseCategoricalCrossentropy {
        text.line("let targets = targets.to_kind(KIND).reshape(ys.size());");
    }
    match loss {
        Loss::SparseCategoricalCrossentropy => {
            text.line(match logits {
                true => "let logs = ys.log_softmax(-1, KIND);",
                false => "let logs = ys.clamp(1e-7, 1.0 - 1e-7).log().log_softmax(-1, KIND);",
            });
            text.line("let mut places = ys.size();");
            text.line("places.pop();");
            text.line("let targets = targets.to_kind(Kind::Int64).reshape(&places);");
            if let Some(ignored) = options.ignore_class {
                text.pieces(&["let counts = targets.ne(", &ignored.to_string(), ");"]);
                text.line("let targets = targets * &counts;");
            }
            text.line(
                "let losses = -logs.gather(-1, &targets.unsqueeze(-1), false).squeeze_dim(-1);",
            );
        }
        Loss::CategoricalCrossentropy => {
            if options.label_smoothing > 0.0 {
                let kept = float(1.0 - options.label_smoothing);
                text.line("let classes = ys.size()[ys.dim() - 1] as f64;");
                let share = float(options.label_smoothing);
                text.pieces(&[
                    "let targets = targets * ",
                    &kept,
                    " + ",
                    &share,
                    " / classes;",
                ]);
            }
            if logits {
                text.line("let logs = ys.log_softmax(-1, KIND);");
            } else {
                text.line("let sums = ys.sum_dim_intlist(-1, true, KIND);");
                text.line("let logs = (ys / sums).clamp(1e-7, 1.0 - 1e-7).log();");
            }
            text.line("let losses = -(targets * logs).sum_dim_intlist(-1, false, KIND);");
        }
        Loss::BinaryCrossentropy => {
            if options.label_smoothing > 0.0 {
                let kept = float(1.0 - options.label_smoothing);
                let half = float(options.label_smoothing / 2.0);
                text.pieces(&["let targets = targets * ", &kept, " + ", &half, ";"]);
            }
            if logits {
                text.line("let losses = ys.relu() - ys * targets + (-ys.abs()).exp().log1p();");
            } else {
                text.line("let ys = ys.clamp(1e-7, 1.0 - 1e-7);");
                text.line(
                    "let losses = -(&targets * ys.log() + (1.0_f64 - &targets) * (1.0_f64 - &ys).log());",
                );
            }
            text.line("let losses = losses.mean_dim(-1, false, KIND);");
        }
        Loss::MeanSquaredError => {
            text.line("let losses = (ys - targets).square().mean_dim(-1, false, KIND);");
        }
        Loss::MeanAbsoluteError => {
            text.line("let losses = (ys - targets).abs().mean_dim(-1, false, KIND);");
        }
        Loss::Huber => {
            let delta = float(options.delta);
            text.line("let errors = (ys - targets).abs();");
            text.pieces(&["let within = errors.clamp_max(", &delta, ");"]);
            text.pieces(&["let beyond = (errors - &within) * ", &delta, ";"]);
            text.line("let losses = (within.square() * 0.5 + beyond).mean_dim(-1, false, KIND);");
        }
        Loss::KlDivergence => {
            text.line("let (ys, targets) = (ys.clamp(1e-7, 1.0), targets.clamp(1e-7, 1.0));");
            text.line(
                "let losses = (&targets * (&targets / ys).log()).sum_dim_intlist(-1, false, KIND);",
            );
        }
    }
}

/// Writes which outputs are right, as a statement of `evaluate` on `ys` and `targets`.
pub(super) fn hits(text: &mut Text, plan: &Plan) {
    let logits = of(plan.network) == Of::Logits;
    let same = "eq_tensor(&targets.to_kind(KIND).reshape(ys.size()))";
    let links: &[&str] = match accuracy(plan.network) {
        Accuracy::Class => &[
            "argmax(-1, false)",
            "flatten(0, -1)",
            "eq_tensor(&targets.flatten(0, -1))",
        ],
        Accuracy::Largest => &["argmax(-1, false)", "eq_tensor(&targets.argmax(-1, false))"],
        Accuracy::Half if logits => &["gt(0.0)", "to_kind(KIND)", same],
        Accuracy::Half => &["gt(0.5)", "to_kind(KIND)", same],
    };
    text.chain("let hits = ", "ys", links, ";");
}
