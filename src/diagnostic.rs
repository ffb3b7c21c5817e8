//! Errors and warnings with the places that they speak of.

use codespan_reporting::diagnostic as codespan;
use codespan_reporting::files::SimpleFile;
use codespan_reporting::term;

use crate::span::Span;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The file means nothing that can be built.
    Error,
    /// The file is accepted; something in it is probably not what was meant.
    Warning,
}

/// One thing that is to be said about a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Error or warning.
    pub severity: Severity,
    /// What is wrong, in the language's own words.
    pub message: String,
    /// The place, and what stands beside the mark.
    pub primary: Label,
    /// Other places that belong to it: the first of two, the use of a macro.
    pub secondary: Vec<Label>,
    /// What to do about it.
    pub hints: Vec<String>,
}

/// A marked place with a few words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// The words beside the mark; may be empty.
    pub message: String,
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(message: impl Into<String>, span: Span) -> Self {
        Self::new(Severity::Error, message.into(), span)
    }

    /// A warning at a place.
    pub fn warning(message: impl Into<String>, span: Span) -> Self {
        Self::new(Severity::Warning, message.into(), span)
    }

    fn new(severity: Severity, message: String, span: Span) -> Self {
        Self {
            severity,
            message,
            primary: Label {
                span,
                message: String::new(),
            },
            secondary: Vec::new(),
            hints: Vec::new(),
        }
    }

    /// The same with words beside the mark.
    #[must_use]
    pub fn with_primary(mut self, message: impl Into<String>) -> Self {
        self.primary.message = message.into();
        self
    }

    /// The same with another place.
    #[must_use]
    pub fn with_label(mut self, span: Span, message: impl Into<String>) -> Self {
        self.secondary.push(Label {
            span,
            message: message.into(),
        });
        self
    }

    /// The same with what to do about it.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// The same with a hint where there is one.
    #[must_use]
    pub fn with_hints(mut self, hints: impl IntoIterator<Item = String>) -> Self {
        self.hints.extend(hints);
        self
    }

    /// Whether one of the lines that rendering would show is too long to be read.
    fn is_on_long_line(&self, text: &str) -> bool {
        let long = |span: Span| {
            let bytes = text.as_bytes();
            let before = bytes[..span.start().min(bytes.len())].iter().rev();
            let after = bytes[span.start().min(bytes.len())..].iter();
            let length = |bytes: &mut dyn Iterator<Item = &u8>| {
                let line = bytes.take(LONGEST_LINE + 1);
                line.take_while(|&&byte| byte != b'\n').count()
            };
            length(&mut { before }) + length(&mut { after }) > LONGEST_LINE
        };
        long(self.primary.span) || self.secondary.iter().any(|label| long(label.span))
    }

    /// Whether it is an error.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// Lines longer than this are not shown: nobody reads them, and a thousand of them are a gigabyte.
const LONGEST_LINE: usize = 1_000;

/// The diagnostics as a person reads them: file, line and column, the source line with the place
/// marked, hints. Plain text; the order is kept.
pub fn render(file: &str, text: &str, diagnostics: &[Diagnostic]) -> String {
    let source = SimpleFile::new(file, text);
    let rich = term::Config::default();
    let short = term::Config {
        display_style: term::DisplayStyle::Medium,
        ..term::Config::default()
    };
    let mut rendered = String::new();
    for diagnostic in diagnostics {
        let config = if diagnostic.is_on_long_line(text) {
            &short
        } else {
            &rich
        };
        let diagnostic = to_codespan(diagnostic, text.len());
        term::emit_to_string(&mut rendered, config, &source, &diagnostic)
            .expect("places lie inside the text");
    }
    printable(rendered)
}

/// Takes out control characters, with which a file could steer the terminal of its reader.
fn printable(text: String) -> String {
    let control = |character: char| character.is_control() && !matches!(character, '\n' | '\t');
    if text.contains(control) {
        text.replace(control, "\u{FFFD}")
    } else {
        text
    }
}

fn to_codespan(diagnostic: &Diagnostic, length: usize) -> codespan::Diagnostic<()> {
    let severity = match diagnostic.severity {
        Severity::Error => codespan::Severity::Error,
        Severity::Warning => codespan::Severity::Warning,
    };
    let range = |span: Span| span.start().min(length)..span.end().min(length);
    let primary = &diagnostic.primary;
    let mut labels =
        vec![codespan::Label::primary((), range(primary.span)).with_message(&primary.message)];
    labels.extend(diagnostic.secondary.iter().map(|label| {
        codespan::Label::secondary((), range(label.span)).with_message(&label.message)
    }));
    codespan::Diagnostic::new(severity)
        .with_message(&diagnostic.message)
        .with_labels(labels)
        .with_notes(
            diagnostic
                .hints
                .iter()
                .map(|hint| format!("hint: {hint}"))
                .collect(),
        )
}
