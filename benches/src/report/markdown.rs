//! The report for people.

mod criterion;
mod details;
mod header;

use super::document::{Cell, Report};
use super::summary::{HEAD, lines};
use super::table::{Table, escaped};

pub(super) fn write(report: &Report) -> String {
    let mut text = String::from("# Neural against hand-written: what was measured\n");
    header::write(report, &mut text);
    summary(report, &mut text);
    failures(report, &mut text);
    let mut models: Vec<&str> = Vec::new();
    for cell in &report.cells {
        if !models.contains(&cell.model.as_str()) {
            models.push(&cell.model);
        }
    }
    for model in models {
        text.push_str(&format!("\n## {}\n", escaped(model)));
        for cell in report.cells.iter().filter(|cell| cell.model == model) {
            details::write(report, cell, &mut text);
        }
    }
    criterion::write(report, &mut text);
    if !report.notes.is_empty() {
        text.push_str("\n## Notes\n\n");
        for note in &report.notes {
            text.push_str(&format!("- {note}\n"));
        }
    }
    text
}

/// Whether another run has the same model and backend, so that a name must say which is meant.
fn is_repeated(report: &Report, cell: &Cell) -> bool {
    let same = |other: &&Cell| other.model == cell.model && other.backend == cell.backend;
    report.cells.iter().filter(same).count() > 1
}

fn summary(report: &Report, text: &mut String) {
    let repeated = report.cells.iter().any(|cell| is_repeated(report, cell));
    let mut head = vec!["model", "backend", "program"];
    head.extend(repeated.then_some("run"));
    let words = head.len();
    head.extend(HEAD);
    let mut table = Table::new(words, &head);
    for cell in &report.cells {
        for (index, line) in lines(cell).into_iter().enumerate() {
            let program = match line.failed {
                true => format!("{} **FAILED**", line.program),
                false => line.program.to_owned(),
            };
            let mut row = match index {
                0 => vec![escaped(&cell.model), escaped(&cell.backend), program],
                _ => vec![String::new(), String::new(), program],
            };
            row.extend(repeated.then(|| escaped(&cell.run)));
            row.extend(line.figures);
            table.row(row);
        }
    }
    text.push_str("\n## Summary\n\n");
    text.push_str(&table.markdown());
    text.push_str(
        "\nTimes are medians, predict is inference on 128 images, memory is the peak, accuracy is \
         that on the test images after the last epoch. A difference is dsl less handwritten, a gain is dsl less usual. \
         Denormal numbers are taken for zero, for all programs alike.\n\
         \n**Differences are not verdicts:** two medians of runs that were not paired prove nothing \
         about which program is faster.\n",
    );
}

fn failures(report: &Report, text: &mut String) {
    let failures = report.failed();
    if failures.is_empty() {
        return;
    }
    text.push_str("\n## Failed\n\n");
    for failure in failures {
        let side = failure
            .side
            .map(|side| format!(", {side}"))
            .unwrap_or_default();
        text.push_str(&format!(
            "- **FAILED** {}/{}{side} (`{}`): {}\n",
            escaped(&failure.model),
            escaped(&failure.backend),
            failure.run,
            reason(&failure.reason)
        ));
    }
}

/// A reason as part of a list; one of several lines, such as a diagnostic that shows its place,
/// keeps its form.
fn reason(reason: &str) -> String {
    let lines: Vec<&str> = reason.trim().lines().collect();
    if lines.len() < 2 {
        return escaped(reason);
    }
    let mut text = String::from("\n\n  ~~~text\n");
    for line in lines {
        text.push_str(&format!("  {}\n", line.replace("~~~", "~ ~ ~")));
    }
    text.push_str("  ~~~");
    text
}
