//! The learning rate as a function of the step.

use crate::codegen::text::{Text, array, float};
use crate::network::Schedule;

/// Writes `learning_rate`.
pub(in crate::codegen) fn write(text: &mut Text, schedule: &Schedule) {
    text.doc(&format!(
        "The learning rate of a step, counted from 0: `{}`.",
        schedule.name()
    ));
    text.open(&["pub fn learning_rate(step: i64) -> f64 {"]);
    match schedule {
        Schedule::ExponentialDecay {
            initial,
            steps,
            rate,
            staircase,
        } => {
            passed(text, *steps, *staircase);
            text.pieces(&[&float(*initial), " * ", &float(*rate), "_f64.powf(passed)"]);
        }
        Schedule::InverseTimeDecay {
            initial,
            steps,
            rate,
            staircase,
        } => {
            passed(text, *steps, *staircase);
            text.pieces(&[&float(*initial), " / (1.0 + ", &float(*rate), " * passed)"]);
        }
        Schedule::PiecewiseConstantDecay { boundaries, values } => {
            let values: Vec<String> = values.iter().map(|&value| float(value)).collect();
            text.pieces(&["let boundaries = ", &array(boundaries), ";"]);
            text.pieces(&["let values = ", &array(&values), ";"]);
            text.line("values[boundaries.iter().filter(|&&boundary| step > boundary).count()]");
        }
        Schedule::PolynomialDecay {
            initial,
            steps,
            end,
            power,
            cycle,
        } => {
            text.pieces(&["let steps = ", &float(*steps as f64), ";"]);
            if *cycle {
                text.line("let rounds = (step as f64 / steps).ceil().max(1.0);");
                text.line("let passed = step as f64 / (steps * rounds);");
            } else {
                text.line("let passed = (step as f64 / steps).min(1.0);");
            }
            let fall = float(initial - end);
            let power = float(*power);
            text.pieces(&[
                &fall,
                " * (1.0 - passed).powf(",
                &power,
                ") + ",
                &float(*end),
            ]);
        }
        Schedule::CosineDecay {
            initial,
            steps,
            alpha,
            warmup_target,
            warmup_steps,
        } => {
            text.pieces(&["let step = step as f64;"]);
            let top = match warmup_target {
                Some(target) => {
                    let (warm, initial) = (float(*warmup_steps as f64), float(*initial));
                    if *warmup_steps > 0 {
                        text.open(&["if step < ", &warm, " {"]);
                        let rise = float(target - initial.parse::<f64>().unwrap_or(0.0));
                        text.pieces(&["return ", &initial, " + ", &rise, " * step / ", &warm, ";"]);
                        text.close("}");
                    }
                    text.pieces(&["let step = step - ", &warm, ";"]);
                    *target
                }
                None => *initial,
            };
            text.pieces(&[
                "let passed = (step / ",
                &float(*steps as f64),
                ").min(1.0);",
            ]);
            text.line("let cosine = 0.5 * (1.0 + (std::f64::consts::PI * passed).cos());");
            let fall = float(1.0 - alpha);
            text.pieces(&[
                &float(top),
                " * (",
                &fall,
                " * cosine + ",
                &float(*alpha),
                ")",
            ]);
        }
    }
    text.close("}");
    text.blank();
}

fn passed(text: &mut Text, steps: u64, staircase: bool) {
    let steps = float(steps as f64);
    if staircase {
        text.pieces(&["let passed = (step as f64 / ", &steps, ").floor();"]);
    } else {
        text.pieces(&["let passed = step as f64 / ", &steps, ";"]);
    }
}
