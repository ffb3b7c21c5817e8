//! The curves as Markdown.

use std::fmt::Write;

use neural_statistics::Mean;

use super::sweep::WITH_NETWORKS;
use super::{Curve, Evidence, FITS, Figure, Form, Sweep, figures};
use crate::report::{count, seconds};

/// The report of a run.
pub fn markdown(evidence: &Evidence, curves: &[Curve]) -> String {
    let mut text = String::from("# Cost as the work grows\n\n");
    for paragraph in [measured(evidence), fitted(), made_of(evidence)] {
        let _ = writeln!(text, "{paragraph}\n");
    }
    for note in notes(evidence) {
        let _ = writeln!(text, "{note}\n");
    }
    let figures = figures(curves);
    for sweep in Sweep::ALL {
        let of_sweep: Vec<&Figure> = figures.iter().filter(|it| it.sweep == sweep).collect();
        if of_sweep.is_empty() {
            continue;
        }
        let _ = writeln!(text, "## {}\n", sweep.title());
        for figure in of_sweep {
            section(&mut text, figure);
        }
    }
    let failures = evidence.failures();
    if !failures.is_empty() {
        text.push_str("## What failed\n\n");
        for failure in failures {
            let _ = writeln!(text, "- {failure}");
        }
    }
    text
}

/// How it was measured.
pub(super) fn measured(evidence: &Evidence) -> String {
    format!(
        "Each process measures all sizes of one program, in an order of its own; its figure at a size is the median of its \
         calls. {} process(es) and {} time(s) the compiler in {} round(s), each in an order of its own; the last one may not be whole.",
        evidence.processes.len(),
        evidence.compilations.len(),
        evidence.rounds()
    )
}

/// How it was fitted.
pub(super) fn fitted() -> String {
    format!(
        "Fitted is a line, seconds = fixed + each × size, by least squares of relative errors, and a power, whose *exponent* is 1 \
         where the cost is proportional to the size, by least squares of logarithms; both to each process by itself. In brackets stands the 95 % \
         interval of the mean over processes. *Off* is how far the farthest median lies from the fit, in percent of the median: a \
         line or a power fits where that is {:.0} % or less.",
        FITS * 100.0
    )
}

/// Where and with what.
pub(super) fn made_of(evidence: &Evidence) -> String {
    let environment = &evidence.environment;
    format!(
        "Commit {}, {}, {}, {} cores, {} build, data {}.",
        environment.commit.as_deref().unwrap_or("unknown"),
        environment.cpu,
        environment.system,
        environment.cores,
        environment.build,
        evidence.dataset.name
    )
}

/// What a reader has to know beside it.
pub(super) fn notes(evidence: &Evidence) -> Vec<String> {
    let mut notes = Vec::new();
    if evidence
        .processes
        .iter()
        .any(|it| it.entrant.sweep == Sweep::Images)
    {
        let split = match evidence.profile.as_str() {
            "quick" => "1,000 images of the training split",
            _ => {
                "the training split, which of MNIST's 60,000 images has 48,000 at `validation_split: 0.2`"
            }
        };
        notes.push(format!(
            "An epoch takes its images from {split}, in shuffled order; a longer one goes round again."
        ));
    }
    if !evidence.left_out.is_empty() {
        let names: Vec<&str> = evidence.left_out.iter().map(|it| it.as_str()).collect();
        notes.push(format!(
            "Left out: {}, whose networks this build has not got. `{WITH_NETWORKS}` has them.",
            names.join(" and ")
        ));
    }
    notes
}

fn section(text: &mut String, figure: &Figure) {
    let sweep = figure.sweep;
    let _ = writeln!(text, "### {}\n", figure.name);
    let _ = writeln!(
        text,
        "![{}: {}]({})\n",
        sweep.title(),
        figure.name,
        figure.file()
    );
    let _ = writeln!(text, "| | {} |", columns(sweep).join(" | "));
    let _ = writeln!(text, "|---|---:|---:|---:|---:|---:|---|");
    for curve in figure.curves {
        let _ = writeln!(text, "| {} | {} |", curve.name, cells(curve).join(" | "));
    }
    let _ = writeln!(
        text,
        "\n| {} | {} |",
        sweep.axis(),
        sizes(figure).join(" | ")
    );
    let _ = writeln!(text, "|---|{}", "---:|".repeat(sizes(figure).len()));
    for curve in figure.curves {
        let _ = writeln!(
            text,
            "| {} | {} |",
            curve.name,
            medians(figure, curve).join(" | ")
        );
    }
    text.push('\n');
}

/// The heads of a table of fits, behind the names.
pub(super) fn columns(sweep: Sweep) -> [String; 6] {
    [
        "fixed".to_owned(),
        format!("each {}", sweep.unit()),
        "off the line".to_owned(),
        "exponent".to_owned(),
        "off the power".to_owned(),
        "what fits".to_owned(),
    ]
}

/// What they stand over for a curve.
pub(super) fn cells(curve: &Curve) -> [String; 6] {
    let Some(fit) = &curve.fit else {
        return ["–", "–", "–", "–", "–", "too few sizes"].map(str::to_owned);
    };
    [
        with_interval(&fit.intercept, seconds),
        with_interval(&fit.slope, seconds),
        percent(fit.off_line),
        with_interval(&fit.exponent, |exponent| {
            format!("{exponent:.3}").replace('-', "−")
        }),
        percent(fit.off_power),
        match fit.form() {
            Form::Line => "a line",
            Form::Power => "a power",
            Form::Neither => "neither",
        }
        .to_owned(),
    ]
}

/// The sizes of a figure.
pub(super) fn sizes(figure: &Figure) -> Vec<String> {
    all_sizes(figure)
        .into_iter()
        .map(|size| count(size as u64))
        .collect()
}

fn all_sizes(figure: &Figure) -> Vec<f64> {
    let places = figure.curves.iter().flat_map(|it| &it.places);
    let mut sizes: Vec<f64> = places.map(|it| it.size).collect();
    sizes.sort_by(f64::total_cmp);
    sizes.dedup();
    sizes
}

/// A curve's medians at the sizes of its figure.
pub(super) fn medians(figure: &Figure, curve: &Curve) -> Vec<String> {
    let sizes = all_sizes(figure).into_iter();
    sizes
        .map(|size| {
            let place = curve.places.iter().find(|it| it.size == size);
            place.map_or("–".to_owned(), |it| seconds(it.median))
        })
        .collect()
}

fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

fn with_interval(mean: &Mean, text: impl Fn(f64) -> String) -> String {
    match mean.interval_95 {
        None => text(mean.value),
        Some(interval) => format!(
            "{} [{}, {}]",
            text(mean.value),
            text(interval.low),
            text(interval.high)
        ),
    }
}
