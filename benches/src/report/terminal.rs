//! The main figures at the end of a run, in plain text.

use super::document::Report;
use super::summary::{HEAD, lines};
use super::table::Table;

pub(super) fn write(report: &Report) -> String {
    let mut head = vec![""];
    head.extend(HEAD);
    let mut table = Table::new(1, &head);
    for cell in &report.cells {
        table.row(vec![format!("{}/{}", cell.model, cell.backend)]);
        for line in lines(cell) {
            let failed = if line.failed { " FAILED" } else { "" };
            let mut row = vec![format!("  {}{failed}", line.program)];
            row.extend(line.figures);
            table.row(row);
        }
    }
    let mut text = table.plain();
    text.push_str(
        "Medians; predict is 128 images; memory is the peak; differences are no verdicts.\n",
    );
    for run in report.runs.iter().filter(|run| run.is_synthetic()) {
        let why = run.dataset.note.as_deref().unwrap_or("no reason given");
        text.push_str(&format!("SYNTHETIC DATA ({}): {why}\n", run.name));
    }
    for cell in &report.cells {
        if let Some(why) = &cell.synthetic {
            text.push_str(&format!(
                "SYNTHETIC DATA ({}/{}): {why}\n",
                cell.model, cell.backend
            ));
        }
    }
    for failure in report.failed() {
        let failure = failure.to_string().replace('\n', "\n  ");
        text.push_str(&format!("FAILED {failure}\n"));
    }
    text
}
