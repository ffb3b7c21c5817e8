//! Diagnostics as they come up.

use crate::diagnostic::Diagnostic;
use crate::names;
use crate::span::Span;

/// After so many diagnostics the rest is only counted.
const MAX_DIAGNOSTICS: usize = 1_000;

/// After so many unknown names no nearest one is looked for: that is costly, and nobody reads on.
const MAX_HINTS: usize = 100;

/// A list of diagnostics that stays bounded, whatever the file.
#[derive(Debug, Default)]
pub(crate) struct Report {
    diagnostics: Vec<Diagnostic>,
    errors: usize,
    left_out: LeftOut,
    hints: usize,
    /// Whether names that nothing fills in pass, as they do where a file is only parsed.
    lenient: bool,
}

#[derive(Debug, Default)]
struct LeftOut {
    errors: usize,
    warnings: usize,
}

impl Report {
    /// A report that begins with what has been said before.
    pub(crate) fn of(said: Vec<Diagnostic>) -> Self {
        let mut report = Self::default();
        said.into_iter()
            .for_each(|diagnostic| report.push(diagnostic));
        report
    }

    /// The same report of a file that is only parsed: names that nothing fills in pass.
    pub(crate) fn lenient(mut self, lenient: bool) -> Self {
        self.lenient = lenient;
        self
    }

    /// Whether names that nothing fills in pass.
    pub(crate) fn is_lenient(&self) -> bool {
        self.lenient
    }

    /// Adds a diagnostic.
    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        let is_error = diagnostic.is_error();
        self.errors += usize::from(is_error);
        if self.diagnostics.len() < MAX_DIAGNOSTICS {
            self.diagnostics.push(diagnostic);
        } else if is_error {
            self.left_out.errors += 1;
        } else {
            self.left_out.warnings += 1;
        }
    }

    /// Adds an error about a name that is none of `known`, with the nearest of them as a hint.
    pub(crate) fn push_unknown<'k>(
        &mut self,
        message: String,
        place: Span,
        name: &str,
        known: impl IntoIterator<Item = &'k str>,
    ) {
        self.hints += 1;
        let hint = (self.hints <= MAX_HINTS)
            .then(|| names::did_you_mean(name, known))
            .flatten();
        self.push(Diagnostic::error(message, place).with_hints(hint));
    }

    /// How many errors there are so far.
    pub(crate) fn errors(&self) -> usize {
        self.errors
    }

    /// The diagnostics in the order of their places, each once: a macro is read for every network
    /// that uses it.
    pub(crate) fn finish(mut self) -> Vec<Diagnostic> {
        self.diagnostics
            .sort_by_key(|diagnostic| diagnostic.primary.span);
        self.diagnostics.dedup();
        let place = self.diagnostics.last().map(|last| last.primary.span);
        if let Some(place) = place {
            let LeftOut { errors, warnings } = self.left_out;
            if errors > 0 {
                let message = format!("{errors} more errors are not shown");
                self.diagnostics.push(Diagnostic::error(message, place));
            }
            if warnings > 0 {
                let message = format!("{warnings} more warnings are not shown");
                self.diagnostics.push(Diagnostic::warning(message, place));
            }
        }
        self.diagnostics
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(number: usize) -> Span {
        Span::new(number, number + 1)
    }

    #[test]
    fn what_is_said_twice_is_shown_once_and_in_order() {
        let said = [3, 1, 3].map(|number| Diagnostic::error("wrong", place(number)));
        let shown = Report::of(said.to_vec()).finish();
        let places: Vec<Span> = shown.iter().map(|shown| shown.primary.span).collect();
        assert_eq!(places, [place(1), place(3)]);
    }

    #[test]
    fn errors_behind_many_warnings_still_count() {
        let mut report = Report::default();
        for number in 0..MAX_DIAGNOSTICS + 5 {
            report.push(Diagnostic::warning("odd", place(number)));
        }
        report.push_unknown("unknown".to_owned(), place(0), "a", ["b"]);
        assert_eq!(report.errors(), 1);
        let shown = report.finish();
        assert_eq!(shown.len(), MAX_DIAGNOSTICS + 2);
        assert!(shown.iter().any(Diagnostic::is_error));
    }

    #[test]
    fn many_warnings_are_no_error() {
        let said = (0..MAX_DIAGNOSTICS + 5).map(|number| Diagnostic::warning("odd", place(number)));
        let shown = Report::of(said.collect()).finish();
        assert!(!shown.iter().any(Diagnostic::is_error));
    }
}
