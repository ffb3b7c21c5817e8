//! Templates of program text with marks that stand for a type.

use memchr::memchr;

/// What the marks of a template mean. Marks begin with `$`; of two that begin alike the longer one comes
/// first.
pub(super) type Marks = [(&'static str, &'static str)];

/// Writes a template behind a text, each mark in it replaced by its meaning.
///
/// # Panics
/// Where the template has another mark than these.
pub(super) fn spell(text: &mut String, template: &str, marks: &Marks) {
    let mut rest = template;
    while let Some(start) = memchr(b'$', rest.as_bytes()) {
        text.push_str(&rest[..start]);
        rest = &rest[start..];
        let (mark, meaning) = marks
            .iter()
            .find(|(mark, _)| rest.starts_with(mark))
            .expect("templates have no marks but these");
        text.push_str(meaning);
        rest = &rest[mark.len()..];
    }
    text.push_str(rest);
}
