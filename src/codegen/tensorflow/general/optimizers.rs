//! The optimiser: the formulas of TensorFlow's operators, Keras' own where it has none, Keras' clipping,
//! decoupled weight decay.

use crate::codegen::general::Plan;
use crate::codegen::text::{Text, float};
use crate::network::{Adam, Clipping, Optimizer};

/// What is kept for each weight: its name, and what it begins with.
type Kept = (&'static str, f64);

/// An optimiser's formula.
struct Formula {
    keeps: Vec<Kept>,
    /// Statements that make `step` of `slope`, and the new values of what is kept.
    lines: Vec<String>,
    /// Numbers of the step beside the learning rate, as expressions of `rate` and `t`.
    numbers: Vec<String>,
    /// Statements before these.
    before: Vec<String>,
}

/// How many numbers a step has.
pub(super) fn count(plan: &Plan) -> usize {
    1 + formula(&plan.network.optimizer).numbers.len()
}

/// Whether something goes on from step to step beside what is kept in the graph.
pub(super) fn has_product(plan: &Plan) -> bool {
    matches!(plan.network.optimizer, Optimizer::Nadam(_))
}

/// Writes `step_numbers` and `moves`.
pub(super) fn write(text: &mut Text, plan: &Plan, constraints: &[(String, String)]) {
    let optimizer = &plan.network.optimizer;
    let updates = &plan.network.updates;
    let formula = formula(optimizer);
    let count = formula.numbers.len() + 1;
    match &updates.schedule {
        Some(schedule) => crate::codegen::general::schedules::write(text, schedule),
        None => {
            text.doc("The learning rate of every step.");
            let rate = float(optimizer.learning_rate());
            text.pieces(&["pub const LEARNING_RATE: f64 = ", &rate, ";"]);
            text.blank();
        }
    }
    text.doc("What the optimiser has for a step, counted from 0: the learning rate, and what follows from it.");
    let product = if has_product(plan) {
        ", product: &Cell<f64>"
    } else {
        ""
    };
    let step = if updates.schedule.is_some() || !formula.numbers.is_empty() {
        "step"
    } else {
        "_"
    };
    text.open(&[
        "fn step_numbers(",
        step,
        ": i64",
        product,
        ") -> [Float; ",
        &count.to_string(),
        "] {",
    ]);
    text.line(match &updates.schedule {
        Some(_) => "let rate = learning_rate(step);",
        None => "let rate = LEARNING_RATE;",
    });
    if !formula.numbers.is_empty() {
        text.line("let t = step as i32 + 1;");
    }
    for line in &formula.before {
        text.line(line);
    }
    let numbers: Vec<String> = ["rate".to_owned()]
        .into_iter()
        .chain(formula.numbers.iter().cloned())
        .collect();
    text.pieces(&["[", &numbers.join(", "), "].map(|number| number as Float)"]);
    text.close("}");
    text.blank();

    text.doc(&format!(
        "{}: the operations that move the weights against the gradients, and those that make it forget.",
        optimizer.name()
    ));
    let parameters = [
        "variables: &[Variable]",
        "slopes: &[Value]",
        "numbers: &Value",
        "after: &Rc<Graph>",
    ];
    text.signature(
        "fn moves",
        &parameters,
        " -> (Vec<Operation>, Vec<Operation>) {",
    );
    let trained_any = plan.weights.iter().any(|weight| weight.trained);
    text.line(if formula.keeps.is_empty() {
        "let (mut moves, resets) = (Vec::new(), Vec::new());"
    } else {
        "let (mut moves, mut resets) = (Vec::new(), Vec::new());"
    });
    // Behind the gradients by the weights stand those by the inputs.
    text.line("let trained = variables.iter().filter(|variable| variable.trained);");
    if let Some(Clipping::GlobalNorm(norm)) = updates.clipping
        && trained_any
    {
        let norm = float(norm);
        text.line(
            "let squares = trained.clone().zip(slopes).map(|(_, slope)| slope.square().sum_all());",
        );
        text.line("let squares: Vec<Value> = squares.collect();");
        text.line("let norm = merge(&squares.iter().collect::<Vec<_>>(), |a, b| a + b).root();");
        text.pieces(&[
            "let scale = ",
            &norm,
            " / &norm.clamp(",
            &norm,
            ", f64::MAX);",
        ]);
    }
    let decays = updates.weight_decay.is_some();
    if decays || formula.lines.iter().any(|line| line.contains("&rate")) {
        text.line("let rate = numbers.select(0, 0);");
    }
    for index in 1..count {
        let number = index.to_string();
        text.pieces(&[
            "let number_",
            &number,
            " = numbers.select(0, ",
            &number,
            ");",
        ]);
    }
    text.open(&["for (variable, slope) in trained.zip(slopes) {"]);
    text.line("let weight = &variable.value;");
    match updates.clipping {
        Some(Clipping::Norm(norm)) => {
            let norm = float(norm);
            text.line("let norm = slope.square().sum_all().root();");
            text.pieces(&[
                "let slope = &(slope * ",
                &norm,
                " / norm.clamp(",
                &norm,
                ", f64::MAX));",
            ]);
        }
        Some(Clipping::Value(value)) => {
            let value = float(value);
            text.pieces(&["let slope = &slope.clamp(-", &value, ", ", &value, ");"]);
        }
        Some(Clipping::GlobalNorm(_)) if trained_any => {
            text.line("let slope = &(slope * &scale);");
        }
        Some(Clipping::GlobalNorm(_)) | None => {}
    }
    for (name, begins) in &formula.keeps {
        let arguments = [format!("\"{name}\""), "variable".to_owned(), float(*begins)];
        text.call(&format!("let {name}_kept = slot"), &arguments, ";");
        text.pieces(&["let ", name, " = &", name, "_kept.value;"]);
    }
    for line in &formula.lines {
        text.line(line);
    }
    match updates.weight_decay {
        Some(decay) => {
            let decay = float(decay);
            text.pieces(&["let kept = 1.0 - &(&rate * ", &decay, ");"]);
            text.line("let moved = weight * kept - step;");
        }
        None => text.line("let moved = weight - step;"),
    }
    if !constraints.is_empty() {
        text.line("let moved = constrained(&variable.name, moved);");
    }
    text.line("moves.push(weight.assigned(&moved, after));");
    for (name, _) in &formula.keeps {
        text.pieces(&["moves.push(", name, ".assigned(&new_", name, ", after));"]);
        text.pieces(&["resets.push(", name, "_kept.initializer);"]);
    }
    text.close("}");
    text.line("(moves, resets)");
    text.close("}");
    text.blank();
    if !constraints.is_empty() {
        text.doc("The new value of a weight, put where it has to be.");
        text.open(&["fn constrained(name: &str, moved: Value) -> Value {"]);
        text.open(&["match name {"]);
        for (name, value) in constraints {
            text.arm(&crate::codegen::text::string(name), value);
        }
        text.line("_ => moved,");
        text.close("}");
        text.close("}");
        text.blank();
    }
}

/// Running means.
fn moments(adam: &Adam) -> Vec<String> {
    let (mean, square) = (float(1.0 - adam.beta_1), float(1.0 - adam.beta_2));
    vec![
        format!("let new_mean = mean + (slope - mean) * {mean};"),
        format!("let new_variance = variance + (slope.square() - variance) * {square};"),
    ]
}

fn formula(optimizer: &Optimizer) -> Formula {
    let mut formula = Formula {
        keeps: Vec::new(),
        lines: Vec::new(),
        numbers: Vec::new(),
        before: Vec::new(),
    };
    match optimizer {
        Optimizer::Adam(adam) | Optimizer::AdamW(adam) => {
            formula.keeps = vec![("mean", 0.0), ("variance", 0.0)];
            let (beta_1, beta_2) = (float(adam.beta_1), float(adam.beta_2));
            // Both make up for means that began at zero.
            formula.numbers = vec![format!(
                "rate * (1.0 - {beta_2}_f64.powi(t)).sqrt() / (1.0 - {beta_1}_f64.powi(t))"
            )];
            formula.lines = moments(adam);
            let mut of = "new_variance";
            if adam.amsgrad {
                formula.keeps.push(("most", 0.0));
                formula
                    .lines
                    .push("let new_most = most.maximum(&new_variance);".to_owned());
                of = "new_most";
            }
            let epsilon = float(adam.epsilon);
            formula.lines.push(format!(
                "let step = &new_mean * &number_1 / ({of}.root() + {epsilon});"
            ));
        }
        Optimizer::Adamax(adam) => {
            formula.keeps = vec![("mean", 0.0), ("most", 0.0)];
            let (beta_1, beta_2) = (float(adam.beta_1), float(adam.beta_2));
            formula.numbers = vec![format!("rate / (1.0 - {beta_1}_f64.powi(t))")];
            formula.lines.push(moments(adam)[0].clone());
            formula.lines.push(format!(
                "let new_most = (most * {beta_2}).maximum(&slope.magnitude());"
            ));
            let epsilon = float(adam.epsilon);
            formula.lines.push(format!(
                "let step = &new_mean * &number_1 / (&new_most + {epsilon});"
            ));
        }
        Optimizer::Nadam(adam) => {
            formula.keeps = vec![("mean", 0.0), ("variance", 0.0)];
            let (beta_1, beta_2) = (float(adam.beta_1), float(adam.beta_2));
            formula.before = vec![
                format!("let share = |t: i32| {beta_1} * (1.0 - 0.5 * 0.96_f64.powi(t));"),
                "let (now, next) = (share(t), share(t + 1));".to_owned(),
                "product.set(product.get() * now);".to_owned(),
                "let product = product.get();".to_owned(),
                "let of_slope = rate * (1.0 - now) / (1.0 - product);".to_owned(),
                "let of_mean = rate * next / (1.0 - product * next);".to_owned(),
            ];
            formula.numbers = vec![
                "of_slope".to_owned(),
                "of_mean".to_owned(),
                format!("1.0 / (1.0 - {beta_2}_f64.powi(t))"),
            ];
            formula.lines = moments(adam);
            let epsilon = float(adam.epsilon);
            formula.lines.push(format!(
                "let root = (&new_variance * &number_3).root() + {epsilon};"
            ));
            formula
                .lines
                .push("let step = (slope * &number_1 + &new_mean * &number_2) / root;".to_owned());
        }
        Optimizer::Sgd(sgd) if sgd.momentum == 0.0 => {
            formula.lines.push("let step = slope * &rate;".to_owned());
        }
        Optimizer::Sgd(sgd) => {
            formula.keeps = vec![("velocity", 0.0)];
            let momentum = float(sgd.momentum);
            formula
                .lines
                .push(format!("let new_velocity = velocity * {momentum} + slope;"));
            formula.lines.push(match sgd.nesterov {
                true => format!("let step = (slope + &new_velocity * {momentum}) * &rate;"),
                false => "let step = &new_velocity * &rate;".to_owned(),
            });
        }
        Optimizer::RmsProp(it) => {
            formula.keeps = vec![("square", 0.0)];
            let (rest, epsilon) = (float(1.0 - it.rho), float(it.epsilon));
            formula.lines.push(format!(
                "let new_square = square + (slope.square() - square) * {rest};"
            ));
            if it.centered {
                formula.keeps.push(("mean", 0.0));
                formula
                    .lines
                    .push(format!("let new_mean = mean + (slope - mean) * {rest};"));
                formula.lines.push(format!(
                    "let root = (&new_square - new_mean.square() + {epsilon}).root();"
                ));
            } else {
                formula
                    .lines
                    .push(format!("let root = (&new_square + {epsilon}).root();"));
            }
            if it.momentum > 0.0 {
                formula.keeps.push(("velocity", 0.0));
                let momentum = float(it.momentum);
                formula.lines.push(format!(
                    "let new_velocity = velocity * {momentum} + slope * &rate / root;"
                ));
                formula.lines.push("let step = &new_velocity;".to_owned());
            } else {
                formula
                    .lines
                    .push("let step = slope * &rate / root;".to_owned());
            }
        }
        Optimizer::Adagrad(it) => {
            formula.keeps = vec![("total", it.initial_accumulator_value)];
            let epsilon = float(it.epsilon);
            formula
                .lines
                .push("let new_total = total + slope.square();".to_owned());
            formula.lines.push(format!(
                "let step = slope * &rate / (new_total.root() + {epsilon});"
            ));
        }
        Optimizer::Adadelta(it) => {
            formula.keeps = vec![("square", 0.0), ("change", 0.0)];
            let (rest, epsilon) = (float(1.0 - it.rho), float(it.epsilon));
            formula.lines.push(format!(
                "let new_square = square + (slope.square() - square) * {rest};"
            ));
            formula.lines.push(format!(
                "let moved = (change + {epsilon}).root() / (&new_square + {epsilon}).root() * slope;"
            ));
            formula.lines.push(format!(
                "let new_change = change + (moved.square() - change) * {rest};"
            ));
            formula.lines.push("let step = moved * &rate;".to_owned());
        }
    }
    formula
}
