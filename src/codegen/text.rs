//! Writing Rust as rustfmt would.
//!
//! Generated text has to be a fixed point of rustfmt, whatever the sizes and names in it. [`Text`]
//! has one method for each construct that rustfmt lays out in more than one way; each knows the
//! widths at which rustfmt (defaults, style edition 2024) goes from one form to the next.

pub(crate) use super::literals::{array, float, grouped, quoted, string};
use super::parts::{assignment, joined_width, split_arguments, wide_array, words};
use super::template::{Marks, spell};

/// The widest line.
const MAX_WIDTH: usize = 100;
/// The widest arguments of a call that stay on its line.
const CALL_WIDTH: usize = 60;
/// The widest chain of two or more links that stays on one line.
const CHAIN_WIDTH: usize = 60;
/// The widest fields of a struct literal that stay on its line.
const FIELDS_WIDTH: usize = 18;
/// A level of indentation.
const TAB: usize = 4;

/// A source text that grows line by line.
#[derive(Debug)]
pub(crate) struct Text {
    buffer: String,
    depth: usize,
    /// Where the last statement begins.
    statement: usize,
}

impl Text {
    /// An empty text with room for so many bytes; more is grown into.
    pub(crate) fn with_capacity(bytes: usize) -> Self {
        Self {
            buffer: String::with_capacity(bytes),
            depth: 0,
            statement: 0,
        }
    }

    /// All that was written.
    pub(crate) fn finish(self) -> String {
        self.buffer
    }

    /// One line, indented.
    pub(crate) fn line(&mut self, line: &str) {
        self.begin();
        self.buffer.push_str(line);
        self.buffer.push('\n');
    }

    /// One line made of pieces, indented.
    pub(crate) fn pieces(&mut self, pieces: &[&str]) {
        self.begin();
        self.extend(pieces);
        self.buffer.push('\n');
    }

    /// Several lines that are formatted already, each indented by the present depth.
    pub(crate) fn block(&mut self, lines: &str) {
        self.lines(lines, String::push_str);
    }

    /// The same of a template, its marks replaced.
    pub(crate) fn template(&mut self, lines: &str, marks: &Marks) {
        self.lines(lines, |buffer, piece| spell(buffer, piece, marks));
    }

    fn lines(&mut self, lines: &str, write: impl Fn(&mut String, &str)) {
        if self.depth == 0 {
            // Most of a program: as it stands, and not line by line.
            let lines = lines.strip_suffix('\n').unwrap_or(lines);
            write(&mut self.buffer, lines);
            self.statement = self.buffer.rfind('\n').map_or(0, |end| end + 1);
            self.buffer.push('\n');
            return;
        }
        for line in lines.lines() {
            if !line.is_empty() {
                self.begin();
                write(&mut self.buffer, line);
            }
            self.buffer.push('\n');
        }
    }

    /// An empty line.
    pub(crate) fn blank(&mut self) {
        self.buffer.push('\n');
    }

    /// A line that opens a block; what follows stands one level deeper.
    pub(crate) fn open(&mut self, pieces: &[&str]) {
        self.pieces(pieces);
        self.depth += 1;
    }

    /// The line that closes a block.
    pub(crate) fn close(&mut self, line: &str) {
        self.depth -= 1;
        self.line(line);
    }

    /// A comment of this kind (`///`, `//!`, `//`), wrapped at blanks; empty lines part paragraphs.
    pub(crate) fn comment(&mut self, kind: &str, text: &str) {
        for paragraph in text.lines() {
            self.begin();
            self.buffer.push_str(kind);
            let mut width = self.depth * TAB + kind.len();
            if !paragraph.is_empty() && width + 1 + paragraph.chars().count() <= MAX_WIDTH {
                self.extend(&[" ", paragraph, "\n"]);
                continue;
            }
            let mut first = true;
            for word in words(paragraph) {
                let length = word.chars().count() + 1;
                if !first && width + length > MAX_WIDTH {
                    self.buffer.push('\n');
                    self.begin();
                    self.buffer.push_str(kind);
                    width = self.depth * TAB + kind.len();
                }
                self.buffer.push(' ');
                self.buffer.push_str(word);
                width += length;
                first = false;
            }
            self.buffer.push('\n');
        }
    }

    /// A documentation comment, wrapped.
    pub(crate) fn doc(&mut self, text: &str) {
        self.comment("///", text);
    }

    /// `before(arguments)after`, where `before` is a `let name = callee` or a bare callee.
    pub(crate) fn call<A: AsRef<str>>(&mut self, before: &str, arguments: &[A], after: &str) {
        let width = joined_width(arguments);
        let whole = before.len() + 2 + width + after.len();
        let depth = self.depth;
        self.begin();
        if width <= CALL_WIDTH && self.fits(before, whole) {
            self.assign(before, whole);
            self.buffer.push('(');
            self.join(arguments);
        } else {
            self.assign(before, before.len() + 1);
            self.buffer.push('(');
            self.vertical(arguments);
        }
        self.extend(&[")", after, "\n"]);
        self.depth = depth;
    }

    /// `before { fields }after`, where a field is `name: value`, `name` or `..base`.
    pub(crate) fn literal<A: AsRef<str>>(&mut self, before: &str, fields: &[A], after: &str) {
        let width = joined_width(fields);
        self.begin();
        if fields.is_empty() {
            self.extend(&[before, " {}", after]);
        } else if width > FIELDS_WIDTH || before.len() + 4 + width + after.len() > self.room() {
            self.extend(&[before, " {"]);
            self.vertical(fields);
            if fields.last().is_some_and(|f| f.as_ref().starts_with("..")) {
                // A base takes no comma: `..Default::default()`.
                let comma = self.buffer.rfind(',').unwrap_or(self.buffer.len());
                self.buffer.remove(comma);
            }
            self.extend(&["}", after]);
        } else {
            self.extend(&[before, " { "]);
            self.join(fields);
            self.extend(&[" }", after]);
        }
        self.buffer.push('\n');
    }

    /// `before root.link.link after`: a chain of method calls. `before` is empty or `let name = `.
    pub(crate) fn chain<A: AsRef<str>>(
        &mut self,
        before: &str,
        root: &str,
        links: &[A],
        after: &str,
    ) {
        let links_width: usize = links.iter().map(|link| link.as_ref().len() + 1).sum();
        let width = root.len() + links_width;
        let whole = before.len() + width + after.len();
        // rustfmt counts a question mark behind the last link twice.
        let tries = 2 * after.bytes().filter(|&byte| byte == b'?').count();
        let short = links.len() < 2 || width + tries <= CHAIN_WIDTH;
        let depth = self.depth;
        self.begin();
        if short && self.fits(before, whole) {
            self.assign(before, whole);
            self.buffer.push_str(root);
            for link in links {
                self.extend(&[".", link.as_ref()]);
            }
        } else if let Some((head, arguments)) = self.overflow(before, root, links, whole) {
            self.extend(&[before, root]);
            for link in &links[..links.len() - 1] {
                self.extend(&[".", link.as_ref()]);
            }
            self.extend(&[".", head]);
            self.vertical(&arguments);
            self.buffer.push(')');
        } else {
            self.assign(before, before.len() + root.len());
            self.buffer.push_str(root);
            // Links follow at the beginning of a line as long as it is no wider than an indentation.
            let mut width = before.len() + root.len();
            self.depth += 1;
            for link in links {
                if width > TAB {
                    self.buffer.push('\n');
                    self.indent();
                }
                width += link.as_ref().len() + 1;
                self.extend(&[".", link.as_ref()]);
            }
        }
        self.depth = depth;
        self.extend(&[after, "\n"]);
    }

    /// The head of a function, `before(parameters)after`: `pub fn f`, the parameters, ` -> T {`.
    pub(crate) fn signature<A: AsRef<str>>(&mut self, before: &str, parameters: &[A], after: &str) {
        let whole = before.len() + 2 + joined_width(parameters) + after.len();
        self.begin();
        if whole > self.room() {
            self.extend(&[before, "("]);
            self.vertical(parameters);
        } else {
            self.extend(&[before, "("]);
            self.join(parameters);
        }
        self.extend(&[")", after, "\n"]);
        self.depth += 1;
    }

    /// `pattern => value,`: an arm of a match.
    pub(crate) fn arm(&mut self, pattern: &str, value: &str) {
        self.begin();
        if pattern.len() + value.len() + 5 <= self.room() {
            self.extend(&[pattern, " => ", value, ",\n"]);
        } else {
            self.extend(&[pattern, " => {\n"]);
            self.depth += 1;
            self.indent();
            self.extend(&[value, "\n"]);
            self.depth -= 1;
            self.indent();
            self.buffer.push_str("}\n");
        }
    }

    /// Puts a remark behind the last statement, or above it where the line has no room.
    pub(crate) fn remark(&mut self, remark: &str) {
        let line = self.buffer[..self.buffer.len() - 1]
            .rfind('\n')
            .map_or(0, |end| end + 1);
        if self.buffer.len() - 1 - line + 4 + remark.len() <= MAX_WIDTH {
            self.buffer.pop();
            self.extend(&[" // ", remark, "\n"]);
        } else {
            let mut above = " ".repeat(self.depth * TAB);
            above.push_str("// ");
            above.push_str(remark);
            above.push('\n');
            self.buffer.insert_str(self.statement, &above);
        }
    }

    fn begin(&mut self) {
        self.statement = self.buffer.len();
        self.indent();
    }

    fn indent(&mut self) {
        for _ in 0..self.depth {
            self.buffer.push_str("    ");
        }
    }

    fn extend(&mut self, pieces: &[&str]) {
        for piece in pieces {
            self.buffer.push_str(piece);
        }
    }

    /// How much of a line is left behind the indentation.
    fn room(&self) -> usize {
        MAX_WIDTH.saturating_sub(self.depth * TAB)
    }

    /// The last link of a chain that stays on one line up to that link's arguments: `call(` and the
    /// arguments, which are then below one another. Rustfmt does so from three of them on.
    fn overflow<'l, A: AsRef<str>>(
        &self,
        before: &str,
        root: &str,
        links: &'l [A],
        whole: usize,
    ) -> Option<(&'l str, Vec<&'l str>)> {
        let (last, others) = links.split_last()?;
        let (head, arguments) = last.as_ref().strip_suffix(')')?.split_once('(')?;
        let arguments = split_arguments(arguments);
        let others_width: usize = others.iter().map(|link| link.as_ref().len() + 1).sum();
        let width = root.len() + others_width + head.len() + 2;
        let fits = (others.is_empty() || width <= CHAIN_WIDTH)
            && before.len() + width <= self.room()
            && whole > self.room();
        let head = &last.as_ref()[..=head.len()];
        (fits && arguments.len() >= 3).then_some((head, arguments))
    }

    /// Whether this many columns fit a line, or fit one without `let name =` before them.
    fn fits(&self, before: &str, whole: usize) -> bool {
        let value = assignment(before).map_or(whole, |equals| whole - (equals + 3) + TAB);
        whole.min(value) <= self.room()
    }

    /// Writes `before`, which begins a line of this width. One that is too wide breaks behind the
    /// `=`; what follows it then stands one level deeper.
    fn assign(&mut self, before: &str, width: usize) {
        match assignment(before) {
            Some(equals) if width > self.room() => {
                self.extend(&[&before[..equals], " =\n"]);
                self.depth += 1;
                self.indent();
                self.buffer.push_str(&before[equals + 3..]);
            }
            _ => self.buffer.push_str(before),
        }
    }

    fn join<A: AsRef<str>>(&mut self, items: &[A]) {
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.buffer.push_str(", ");
            }
            self.buffer.push_str(item.as_ref());
        }
    }

    /// Each item on a line of its own, then the indentation of the closing bracket.
    fn vertical<A: AsRef<str>>(&mut self, items: &[A]) {
        self.buffer.push('\n');
        self.depth += 1;
        for item in items {
            self.indent();
            match wide_array(item.as_ref()) {
                Some((open, values)) => {
                    self.buffer.push_str(open);
                    self.vertical(&values);
                    self.extend(&["],\n"]);
                }
                None => self.extend(&[item.as_ref(), ",\n"]),
            }
        }
        self.depth -= 1;
        self.indent();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_break_between_words() {
        let mut text = Text::with_capacity(0);
        text.open(&["{"]);
        text.doc(&format!("{} `two words` more", "x".repeat(85)));
        let expected = format!("{{\n    /// {}\n    /// `two words` more\n", "x".repeat(85));
        assert_eq!(text.finish(), expected);
    }

    #[test]
    fn calls_break_where_arguments_are_wide() {
        let mut text = Text::with_capacity(0);
        text.call("let x = f", &["a", "[b, c]"], ";");
        text.call("let x = f", &["a".repeat(30), "b".repeat(30)], "?;");
        let expected = format!(
            "let x = f(a, [b, c]);\nlet x = f(\n    {},\n    {},\n)?;\n",
            "a".repeat(30),
            "b".repeat(30)
        );
        assert_eq!(text.finish(), expected);
    }

    #[test]
    fn chains_break_where_they_are_wide() {
        let mut text = Text::with_capacity(0);
        text.chain("let x = ", "y", &["f()", "g()"], ";");
        text.chain("", "y", &[&"f".repeat(60), "g()"], "");
        let expected = format!("let x = y.f().g();\ny.{}\n    .g()\n", "f".repeat(60));
        assert_eq!(text.finish(), expected);
    }
}
