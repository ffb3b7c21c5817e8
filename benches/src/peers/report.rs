//! The ratios as Markdown.

use std::fmt::Write;

use super::{Contestant, Evidence, Quantity, Ratio};
use crate::backend::Backend;
use crate::report::{bytes, seconds};

/// The report of a run.
pub fn markdown(evidence: &Evidence, ratios: &[Ratio]) -> String {
    let mut text = String::from("# Beside what people use instead\n\n");
    let environment = &evidence.environment;
    let rounds = evidence.processes.iter().map(|it| it.round).max();
    let _ = writeln!(
        text,
        "The generated program's figure divided by each other's, below 1 where it is ahead, with the 95 % interval over \
         rounds; behind it the other's median. Every figure is from processes of its own, in shuffled order: {} \
         processes in {} rounds. Bold where the difference is certain, corrected over all {} ratios, and not shown to be within 2 % (1 % of \
         memory); that takes {} rounds.\n",
        evidence.processes.len(),
        rounds.unwrap_or_default(),
        ratios.len(),
        neural_statistics::fewest_processes(ratios.len()),
    );
    let _ = writeln!(
        text,
        "Commit {}, {}, {}, {} cores, {} thread(s), {}, {} images an epoch at most, data {}.\n",
        environment.commit.as_deref().unwrap_or("unknown"),
        environment.cpu,
        environment.system,
        environment.cores,
        evidence.plan.threads,
        evidence.python,
        evidence
            .plan
            .images
            .map_or_else(|| "all".to_owned(), |images| images.to_string()),
        evidence.dataset.name,
    );
    let models = models(evidence);
    for backend in Backend::ALL {
        if !ratios.iter().any(|ratio| ratio.against.backend == backend) {
            continue;
        }
        let _ = writeln!(text, "## {backend}\n");
        for quantity in Quantity::ALL {
            table(&mut text, ratios, &models, backend, quantity);
        }
    }
    proofs(&mut text, evidence);
    text
}

/// The names of the models, each once.
pub(super) type Models<'e> = Vec<&'e str>;

/// The models of a run, in their order.
pub(super) fn models(evidence: &Evidence) -> Models<'_> {
    let mut models = Models::new();
    for proof in &evidence.proofs {
        if !models.contains(&proof.entrant.model.as_str()) {
            models.push(&proof.entrant.model);
        }
    }
    models
}

/// A figure in units for people.
pub(super) fn amount(quantity: Quantity, figure: Option<f64>) -> String {
    match figure {
        Some(figure) if quantity.is_memory() => bytes(figure),
        Some(figure) => seconds(figure),
        None => "–".to_owned(),
    }
}

/// A ratio with its interval; none without an estimate.
pub(super) fn ratio_text(ratio: &Ratio) -> Option<String> {
    let estimate = ratio.estimate.as_ref()?;
    let interval = estimate.interval_95;
    Some(format!(
        "{:.3} [{:.3}, {:.3}]",
        libm::exp(estimate.mean),
        libm::exp(interval.low),
        libm::exp(interval.high),
    ))
}

fn table(
    text: &mut String,
    ratios: &[Ratio],
    models: &[&str],
    backend: Backend,
    quantity: Quantity,
) {
    let find = |model: &str, contestant: Contestant| {
        ratios.iter().find(|ratio| {
            ratio.against.model == model
                && ratio.against.backend == backend
                && ratio.against.contestant == contestant
                && ratio.quantity == quantity
        })
    };
    let figure = |figure| amount(quantity, figure);
    let _ = writeln!(text, "### {quantity}\n");
    let _ = writeln!(text, "| against | {} |", models.join(" | "));
    let _ = writeln!(text, "|---|{}", "---:|".repeat(models.len()));
    let own: Vec<String> = (models.iter())
        .map(|model| {
            let mut any = Contestant::on(backend).into_iter();
            figure(any.find_map(|contestant| find(model, contestant)?.generated))
        })
        .collect();
    let _ = writeln!(text, "| generated, its own figure | {} |", own.join(" | "));
    for contestant in Contestant::on(backend) {
        if contestant == Contestant::Generated {
            continue;
        }
        let cells: Vec<String> = (models.iter())
            .map(|model| match find(model, contestant) {
                None => "–".to_owned(),
                Some(ratio) => cell(ratio, &figure(ratio.theirs)),
            })
            .collect();
        let _ = writeln!(text, "| {contestant} | {} |", cells.join(" | "));
    }
    text.push('\n');
}

fn cell(ratio: &Ratio, theirs: &str) -> String {
    let Some(text) = ratio_text(ratio) else {
        return format!("– ({theirs})");
    };
    let bold = match ratio.judgement {
        Some(judgement) if judgement.verdict.is_difference() => "**",
        _ => "",
    };
    let (ratio, interval) = text.split_once(' ').unwrap_or((&text, ""));
    format!("{bold}{ratio}{bold} {interval} ({theirs})")
}

/// What was shown before anything was timed, and what failed since.
fn proofs(text: &mut String, evidence: &Evidence) {
    text.push_str("## The same network\n\n");
    for proof in &evidence.proofs {
        let word = if proof.same {
            "same"
        } else {
            "NOT SHOWN TO BE THE SAME"
        };
        let detail = proof.detail.lines().last().unwrap_or_default();
        let _ = writeln!(text, "- {}: {word}; {detail}", proof.entrant);
    }
    let failed: Vec<_> = (evidence.processes.iter())
        .filter_map(|process| Some((process, process.failed.as_ref()?)))
        .collect();
    if failed.is_empty() {
        return;
    }
    text.push_str("\n## Processes that failed\n\n");
    for (process, error) in failed {
        let last = error.lines().last().unwrap_or_default();
        let _ = writeln!(
            text,
            "- round {}, {}: {last}",
            process.round, process.entrant
        );
    }
}
