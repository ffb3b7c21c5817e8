//! Processes of both sides, in turn.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, anyhow, bail};

use super::{Attempt, Beside, Effort, Figures, Request, Side};
use crate::Result;
use crate::compiler::Source;
use crate::python::Python;
use crate::registry;

/// The models that the package is measured on.
const MODELS: [&str; 3] = ["simple_mlp", "deep_mlp", "cnn"];

/// Runs a process of each side in every round; who comes first changes from round to round. `ours` makes this suite's
/// process of a request. `tell` is told what goes on.
///
/// # Errors
/// Where a model is missing or the package's Python cannot be had.
pub fn alternate(
    rounds: usize,
    effort: Effort,
    ours: impl Fn() -> Result<Command>,
    mut tell: impl FnMut(&str),
) -> Result<Beside> {
    let models = registry::select(&MODELS.map(str::to_owned))?;
    let texts = models.into_iter().map(|model| Source {
        name: model.name.to_owned(),
        text: without_metrics(model.source),
    });
    let request = Request {
        texts: texts.collect(),
        effort,
    };
    tell("looking for the package's Python");
    let python = Python::provide("neural-dsl")?;
    let mut beside = Beside {
        python: python.version()?,
        request,
        attempts: Vec::new(),
    };
    let argument = serde_json::to_string(&beside.request)?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers/neural_dsl.py");
    for round in 1..=rounds {
        let sides = match round % 2 {
            0 => [Side::Ours, Side::Package],
            _ => [Side::Package, Side::Ours],
        };
        for side in sides {
            tell(&format!("round {round} of {rounds}, {side:?}"));
            let command = match side {
                Side::Ours => ours()?,
                Side::Package => python.running(&script),
            };
            let outcome = ask(command, &argument);
            beside.attempts.push(Attempt {
                round,
                side,
                failed: outcome.as_ref().err().map(|error| format!("{error:#}")),
                figures: outcome.ok(),
            });
        }
    }
    Ok(beside)
}

/// The text without its `metrics:` lines, which the package's grammar does not take. Both sides get it so.
fn without_metrics(text: &str) -> String {
    let lines = text.lines();
    let kept = lines.filter(|line| !line.trim_start().starts_with("metrics:"));
    kept.flat_map(|line| [line, "\n"]).collect()
}

/// Starts a process, and waits for its answer, the last line of its output.
fn ask(mut command: Command, request: &str) -> Result<Figures> {
    let mut child = command
        .arg(request)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {}", command.get_program().display()))?;
    // A script lives as long as its standard input is open.
    let input = child.stdin.take();
    let output = child.wait_with_output()?;
    drop(input);
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr);
        let words: Vec<&str> = errors.trim_end().lines().rev().take(3).collect();
        bail!("{}: {}", output.status, words.join(" / "));
    }
    let text = String::from_utf8(output.stdout)?;
    let answer = text.lines().last().ok_or_else(|| anyhow!("no answer"))?;
    serde_json::from_str(answer).with_context(|| format!("another answer than figures: {answer}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_metrics_are_left_out() {
        let text = "network A {\n  loss: \"mse\"\n  metrics: [\"accuracy\"]\n}\n";
        assert_eq!(without_metrics(text), "network A {\n  loss: \"mse\"\n}\n");
    }
}
