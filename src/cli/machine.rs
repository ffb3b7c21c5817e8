//! Errors and warnings for editors: a JSON object on a line for each.

use neural_dsl::Diagnostic;
use neural_dsl::diagnostic::Label;
use neural_dsl::span::Span;
use serde_json::{Value, json};

/// The lines for the diagnostics of a file. Lines and columns begin at 1, and columns are counted in
/// characters.
pub(crate) fn lines(path: &str, text: &str, diagnostics: &[Diagnostic]) -> String {
    let lines = diagnostics.iter().map(|diagnostic| {
        let mut object = place(text, diagnostic.primary.span);
        object["file"] = json!(path);
        object["severity"] = json!(diagnostic.severity);
        object["message"] = json!(diagnostic.message);
        object["label"] = json!(diagnostic.primary.message);
        object["hints"] = json!(diagnostic.hints);
        let related = diagnostic
            .secondary
            .iter()
            .map(|label| related(text, label));
        object["related"] = related.collect();
        format!("{object}\n")
    });
    lines.collect()
}

fn related(text: &str, label: &Label) -> Value {
    let mut object = place(text, label.span);
    object["message"] = json!(label.message);
    object
}

fn place(text: &str, span: Span) -> Value {
    let (line, column) = position(text, span.start());
    let (end_line, end_column) = position(text, span.end());
    json!({
        "line": line, "column": column, "end_line": end_line, "end_column": end_column,
        "start": span.start(), "end": span.end(),
    })
}

fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.rsplit('\n').next().unwrap_or("");
    (before.matches('\n').count() + 1, line.chars().count() + 1)
}
