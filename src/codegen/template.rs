//! Templates of program text with marks that stand for a type.

/// A template's text, each mark in it replaced by its meaning. Marks begin with `$`; of two that begin
/// alike the longer one comes first in the list.
///
/// # Panics
/// Where the template has another mark than these.
pub(super) fn spell(template: &str, marks: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some(start) = rest.find('$') {
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
    text
}
