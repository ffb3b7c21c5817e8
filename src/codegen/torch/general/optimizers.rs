//! The optimiser: PyTorch's formulas, Keras' clipping, decoupled weight decay.

use crate::codegen::general::{Plan, schedules};
use crate::codegen::text::{Text, float};
use crate::network::{Adam, Clipping, Optimizer};

/// What is kept for each parameter.
struct Kept {
    /// The field.
    field: &'static str,
    /// The variable of one of them.
    one: &'static str,
    /// What it begins with.
    begins: f64,
}

const fn kept(field: &'static str, one: &'static str) -> Kept {
    Kept {
        field,
        one,
        begins: 0.0,
    }
}

/// An optimiser's formula: what it keeps for each parameter with what that begins with, and the
/// statements that make `step` of `gradient`; `rate` is the learning rate, `t` counts steps from 1.
struct Formula {
    keeps: Vec<Kept>,
    lines: Vec<String>,
    /// Statements of the whole step.
    before: Vec<String>,
}

/// Writes `Optimizer` and `optimizer`.
pub(super) fn write(text: &mut Text, plan: &Plan) {
    let optimizer = &plan.network.optimizer;
    let updates = &plan.network.updates;
    let formula = formula(optimizer);
    match &updates.schedule {
        Some(schedule) => schedules::write(text, schedule),
        None => {
            text.doc("The learning rate of every step.");
            let rate = float(optimizer.learning_rate());
            text.pieces(&["pub const LEARNING_RATE: f64 = ", &rate, ";"]);
            text.blank();
        }
    }
    text.doc(&format!("{} by PyTorch's formula.", optimizer.name()));
    text.line("#[derive(Debug)]");
    text.open(&["pub struct Optimizer {"]);
    text.line("parameters: Vec<Tensor>,");
    for kept in &formula.keeps {
        text.pieces(&[kept.field, ": Vec<Tensor>,"]);
    }
    if matches!(optimizer, Optimizer::Nadam(_)) {
        text.line("product: f64,");
    }
    text.line("steps: i64,");
    text.close("}");
    text.blank();
    text.open(&["impl Optimizer {"]);
    text.doc("Moves the parameters against the gradient of `loss`.");
    text.open(&["pub fn backward_step(&mut self, loss: &Tensor) {"]);
    text.open(&["for parameter in &mut self.parameters {"]);
    text.line("parameter.zero_grad();");
    text.close("}");
    text.line("loss.backward();");
    text.line("let _no_grad = tch::no_grad_guard();");
    text.pieces(&[
        "let rate = ",
        match &updates.schedule {
            Some(_) => "learning_rate(self.steps)",
            None => "LEARNING_RATE",
        },
        ";",
    ]);
    text.line("self.steps += 1;");
    if uses_time(optimizer) {
        text.line("let t = self.steps as i32;");
    }
    for line in &formula.before {
        text.line(line);
    }
    clipping_before(text, updates.clipping);
    text.open(&[if formula.keeps.is_empty() {
        "for parameter in &mut self.parameters {"
    } else {
        "for (index, parameter) in self.parameters.iter_mut().enumerate() {"
    }]);
    text.line("let gradient = parameter.grad();");
    text.open(&["if !gradient.defined() {"]);
    text.line("continue;");
    text.close("}");
    match updates.clipping {
        Some(Clipping::Norm(norm)) => {
            let norm = float(norm);
            text.pieces(&[
                "let gradient = &gradient * ",
                &norm,
                " / gradient.norm().clamp_min(",
                &norm,
                ");",
            ]);
        }
        Some(Clipping::Value(value)) => {
            let value = float(value);
            text.pieces(&[
                "let gradient = gradient.clamp(-",
                &value,
                ", ",
                &value,
                ");",
            ]);
        }
        Some(Clipping::GlobalNorm(_)) => text.line("let gradient = gradient * &scale;"),
        None => {}
    }
    if let Some(decay) = updates.weight_decay {
        text.pieces(&["let kept = 1.0 - rate * ", &float(decay), ";"]);
        text.line("let _ = parameter.g_mul_scalar_(kept);");
    }
    for kept in &formula.keeps {
        text.pieces(&["let ", kept.one, " = &mut self.", kept.field, "[index];"]);
    }
    for line in &formula.lines {
        text.line(line);
    }
    text.line("let _ = parameter.g_sub_(&step);");
    text.close("}");
    text.close("}");
    text.close("}");
    text.blank();
    text.doc("The optimiser for the parameters in `vs`.");
    text.open(&["pub fn optimizer(vs: &nn::VarStore) -> Optimizer {"]);
    text.line("let parameters = vs.trainable_variables();");
    let nadam = matches!(optimizer, Optimizer::Nadam(_));
    if !formula.keeps.is_empty() {
        text.open(&["let filled = |value: f64| -> Vec<Tensor> {"]);
        text.line("let filled = parameters.iter().map(|it| it.full_like(value));");
        text.line("filled.collect()");
        text.close("};");
    }
    text.open(&["Optimizer {"]);
    for kept in &formula.keeps {
        text.pieces(&[kept.field, ": filled(", &float(kept.begins), "),"]);
    }
    text.line("parameters,");
    if nadam {
        text.line("product: 1.0,");
    }
    text.line("steps: 0,");
    text.close("}");
    text.close("}");
    text.blank();
}

fn uses_time(optimizer: &Optimizer) -> bool {
    matches!(
        optimizer,
        Optimizer::Adam(_) | Optimizer::AdamW(_) | Optimizer::Adamax(_) | Optimizer::Nadam(_)
    )
}

fn clipping_before(text: &mut Text, clipping: Option<Clipping>) {
    if let Some(Clipping::GlobalNorm(norm)) = clipping {
        let norm = float(norm);
        text.line("let gradients = self.parameters.iter().map(Tensor::grad);");
        text.line(
            "let squares = gradients.filter(Tensor::defined).map(|it| it.square().sum(KIND));",
        );
        text.line(
            "let norm = squares.fold(Tensor::from(0.0).to_kind(KIND), |sum, it| sum + it).sqrt();",
        );
        text.pieces(&[
            "let scale = norm.clamp_min(",
            &norm,
            ").reciprocal() * ",
            &norm,
            ";",
        ]);
    }
}

/// Running means: `mean += weight · (gradient - mean)`.
fn moments(adam: &Adam) -> Vec<String> {
    let mean = float(1.0 - adam.beta_1);
    let (beta_2, square) = (float(adam.beta_2), float(1.0 - adam.beta_2));
    vec![
        format!("let _ = mean.lerp_(&gradient, {mean});"),
        format!("*variance = &*variance * {beta_2} + gradient.square() * {square};"),
    ]
}

fn formula(optimizer: &Optimizer) -> Formula {
    let mut formula = Formula {
        keeps: Vec::new(),
        lines: Vec::new(),
        before: Vec::new(),
    };
    match optimizer {
        Optimizer::Adam(adam) | Optimizer::AdamW(adam) => {
            formula.keeps = vec![kept("means", "mean"), kept("variances", "variance")];
            formula.before = vec![
                format!("let whole = 1.0 - {}_f64.powi(t);", float(adam.beta_1)),
                format!(
                    "let whole_square = 1.0 - {}_f64.powi(t);",
                    float(adam.beta_2)
                ),
            ];
            formula.lines = moments(adam);
            let mut of = "variance";
            if adam.amsgrad {
                formula.keeps.push(kept("greatest_variances", "greatest"));
                formula
                    .lines
                    .push("*greatest = greatest.maximum(variance);".to_owned());
                of = "greatest";
            }
            let epsilon = float(adam.epsilon);
            formula.lines.push(format!(
                "let root = {of}.sqrt() / whole_square.sqrt() + {epsilon};"
            ));
            formula
                .lines
                .push("let step = &*mean / root * (rate / whole);".to_owned());
        }
        Optimizer::Adamax(adam) => {
            formula.keeps = vec![
                kept("means", "mean"),
                kept("greatest_variances", "greatest"),
            ];
            formula.before = vec![format!(
                "let whole = 1.0 - {}_f64.powi(t);",
                float(adam.beta_1)
            )];
            formula.lines.push(moments(adam)[0].clone());
            let (beta_2, epsilon) = (float(adam.beta_2), float(adam.epsilon));
            formula.lines.push(format!(
                "*greatest = (&*greatest * {beta_2}).maximum(&(gradient.abs() + {epsilon}));"
            ));
            formula
                .lines
                .push("let step = &*mean / &*greatest * (rate / whole);".to_owned());
        }
        Optimizer::Nadam(adam) => {
            formula.keeps = vec![kept("means", "mean"), kept("variances", "variance")];
            let beta_1 = float(adam.beta_1);
            formula.before = vec![
                // PyTorch's momentum decay.
                format!(
                    "let share = |t: i32| {beta_1} * (1.0 - 0.5 * 0.96_f64.powf(f64::from(t) * 0.004));"
                ),
                "let (now, next) = (share(t), share(t + 1));".to_owned(),
                "self.product *= now;".to_owned(),
                "let product = self.product;".to_owned(),
                format!(
                    "let whole_square = 1.0 - {}_f64.powi(t);",
                    float(adam.beta_2)
                ),
            ];
            formula.lines = moments(adam);
            let epsilon = float(adam.epsilon);
            formula.lines.push(format!(
                "let root = (&*variance / whole_square).sqrt() + {epsilon};"
            ));
            formula.lines.push(
                "let of_gradient = &gradient * (rate * (1.0 - now) / (1.0 - product));".to_owned(),
            );
            formula
                .lines
                .push("let of_mean = &*mean * (rate * next / (1.0 - product * next));".to_owned());
            formula
                .lines
                .push("let step = (of_gradient + of_mean) / root;".to_owned());
        }
        Optimizer::Sgd(sgd) => {
            if sgd.momentum == 0.0 {
                formula.lines.push("let step = gradient * rate;".to_owned());
            } else {
                formula.keeps = vec![kept("velocities", "velocity")];
                let momentum = float(sgd.momentum);
                formula
                    .lines
                    .push(format!("*velocity = &*velocity * {momentum} + &gradient;"));
                formula.lines.push(if sgd.nesterov {
                    format!("let step = (gradient + &*velocity * {momentum}) * rate;")
                } else {
                    "let step = &*velocity * rate;".to_owned()
                });
            }
        }
        Optimizer::RmsProp(it) => {
            formula.keeps = vec![kept("squares", "square")];
            let (rho, rest) = (float(it.rho), float(1.0 - it.rho));
            formula.lines.push(format!(
                "*square = &*square * {rho} + gradient.square() * {rest};"
            ));
            let epsilon = float(it.epsilon);
            if it.centered {
                formula.keeps.push(kept("means", "mean"));
                formula
                    .lines
                    .push(format!("let _ = mean.lerp_(&gradient, {rest});"));
                formula.lines.push(format!(
                    "let root = (&*square - mean.square()).sqrt() + {epsilon};"
                ));
            } else {
                formula
                    .lines
                    .push(format!("let root = square.sqrt() + {epsilon};"));
            }
            if it.momentum > 0.0 {
                formula.keeps.push(kept("velocities", "velocity"));
                let momentum = float(it.momentum);
                formula.lines.push(format!(
                    "*velocity = &*velocity * {momentum} + gradient / root;"
                ));
                formula
                    .lines
                    .push("let step = &*velocity * rate;".to_owned());
            } else {
                formula
                    .lines
                    .push("let step = gradient / root * rate;".to_owned());
            }
        }
        Optimizer::Adagrad(it) => {
            formula.keeps = vec![Kept {
                begins: it.initial_accumulator_value,
                ..kept("sums", "sum")
            }];
            let epsilon = float(it.epsilon);
            formula
                .lines
                .push("*sum = &*sum + gradient.square();".to_owned());
            formula.lines.push(format!(
                "let step = gradient / (sum.sqrt() + {epsilon}) * rate;"
            ));
        }
        Optimizer::Adadelta(it) => {
            formula.keeps = vec![kept("squares", "square"), kept("moves", "moved")];
            let (rho, rest) = (float(it.rho), float(1.0 - it.rho));
            let epsilon = float(it.epsilon);
            formula.lines.push(format!(
                "*square = &*square * {rho} + gradient.square() * {rest};"
            ));
            formula.lines.push(format!(
                "let change = (&*moved + {epsilon}).sqrt() / (&*square + {epsilon}).sqrt() * gradient;"
            ));
            formula.lines.push(format!(
                "*moved = &*moved * {rho} + change.square() * {rest};"
            ));
            formula.lines.push("let step = change * rate;".to_owned());
        }
    }
    formula
}
