//! The parts of what is written, and how wide they are.

/// Where the ` = ` of a `let` stands, by a search that costs nothing to begin.
pub(super) fn assignment(before: &str) -> Option<usize> {
    before.as_bytes().windows(3).position(|it| it == b" = ")
}

/// The words of a paragraph; blanks between backticks part nothing.
pub(super) fn words(paragraph: &str) -> impl Iterator<Item = &str> {
    let mut code = false;
    let mut start = 0;
    // Byte by byte, for all that is looked for is ASCII. Behind the end stands a blank.
    let ends = paragraph.bytes().chain([b' ']).enumerate();
    let ends = ends.filter_map(move |(index, byte)| {
        code ^= byte == b'`';
        let ends = byte == b' ' && (!code || index == paragraph.len());
        let word = ends.then(|| &paragraph[start..index])?;
        start = index + 1;
        Some(word)
    });
    ends.filter(|word| !word.is_empty())
}

/// The width of the items with `, ` between them.
pub(super) fn joined_width<A: AsRef<str>>(items: &[A]) -> usize {
    let items_width: usize = items.iter().map(|item| item.as_ref().len()).sum();
    items_width + 2 * items.len().saturating_sub(1)
}

/// The arguments of a call, parted at the commas outside brackets.
pub(super) fn split_arguments(arguments: &str) -> Vec<&str> {
    let mut depth = 0;
    let parts = arguments.split(|letter: char| {
        match letter {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
        letter == ',' && depth == 0
    });
    parts.map(str::trim).collect()
}

/// The widest values of an array that stay on its line.
const ARRAY_WIDTH: usize = 60;

/// The opening bracket and the values of an array, where it is too wide for a line of its own.
pub(super) fn wide_array(text: &str) -> Option<(&str, Vec<&str>)> {
    let open = if text.starts_with('&') { "&[" } else { "[" };
    let inner = text.strip_prefix(open)?.strip_suffix(']')?;
    (inner.len() > ARRAY_WIDTH).then(|| (open, split_arguments(inner)))
}
