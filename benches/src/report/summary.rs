//! The main figures of a cell, a line for each program: what the summary and the terminal show.

use super::document::{Cell, Difference, Side};
use super::unit::{self, Kind};

/// What the figures of a line are.
pub(super) const HEAD: [&str; 8] = [
    "compile",
    "build",
    "epoch",
    "images/s",
    "predict",
    "Rust heap",
    "process",
    "accuracy",
];

/// The figures behind [`HEAD`], but for the first, which is no figure of a side.
const FIGURES: [(&str, Kind); 7] = [
    ("build_seconds", Kind::Seconds),
    ("epoch_seconds", Kind::Seconds),
    ("images_per_second", Kind::Number),
    ("predict_128_seconds", Kind::Seconds),
    ("rust_heap_peak_bytes", Kind::Bytes),
    ("process_peak_bytes", Kind::Bytes),
    ("test_accuracy", Kind::Share),
];

/// What stands where there is no figure.
pub(super) const NONE: &str = "–";

/// A program's figures, or the differences between both.
pub(super) struct Line {
    /// `dsl`, `handwritten`, `usual`, `difference` or `gain`.
    pub(super) program: &'static str,
    /// Whether the program, or the whole cell, failed.
    pub(super) failed: bool,
    /// As [`HEAD`] has them.
    pub(super) figures: Vec<String>,
}

/// The lines of a cell; a single one without figures where nothing could be measured.
pub(super) fn lines(cell: &Cell) -> Vec<Line> {
    let failures = cell.failures();
    let whole = failures.iter().any(|failure| failure.side.is_none());
    let mut lines = Vec::new();
    for (program, side) in cell.sides() {
        let Some(side) = side else { continue };
        let compile = match program {
            "dsl" => cell.compile.as_ref().and_then(|it| it.total_seconds),
            _ => None,
        };
        lines.push(Line {
            program,
            failed: whole || side.failed.is_some(),
            figures: figures(side, compile),
        });
    }
    if lines.is_empty() {
        let compile = cell.compile.as_ref().and_then(|it| it.total_seconds);
        lines.push(Line {
            program: "dsl",
            failed: whole,
            figures: figures(&Side::default(), compile),
        });
    }
    for (program, of) in [("difference", &cell.differences), ("gain", &cell.gains)] {
        if !of.is_empty() {
            lines.push(Line {
                program,
                failed: false,
                figures: differences(of),
            });
        }
    }
    lines
}

fn figures(side: &Side, compile: Option<f64>) -> Vec<String> {
    let compile = compile.map(|seconds| unit::figure(Kind::Seconds, seconds));
    let others = FIGURES.iter().map(|(name, kind)| {
        let figure = side.figure(name)?;
        Some(unit::figure(*kind, figure.value()))
    });
    std::iter::once(compile)
        .chain(others)
        .map(or_none)
        .collect()
}

fn differences(differences: &[Difference]) -> Vec<String> {
    let others = FIGURES.iter().map(|(name, kind)| {
        let difference = differences.iter().find(|it| it.quantity == *name)?;
        match kind {
            Kind::Share => Some(unit::difference(*kind, difference.absolute)),
            _ => difference.percent.map(unit::percent),
        }
    });
    std::iter::once(None).chain(others).map(or_none).collect()
}

fn or_none(text: Option<String>) -> String {
    text.unwrap_or_else(|| NONE.to_owned())
}
