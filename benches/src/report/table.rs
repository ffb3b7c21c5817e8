//! A table, as Markdown and as plain text.

/// Rows of text below a line of headings. Columns are to the right unless told otherwise.
pub(super) struct Table {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
    /// So many columns at the left hold words, which start at the left.
    words: usize,
}

impl Table {
    /// A table without rows; its first `words` columns hold words, the others figures.
    pub(super) fn new(words: usize, head: &[&str]) -> Self {
        Self {
            head: head.iter().map(|text| (*text).to_owned()).collect(),
            rows: Vec::new(),
            words,
        }
    }

    /// Adds a row; what is missing at its end stays empty.
    pub(super) fn row(&mut self, mut cells: Vec<String>) {
        cells.resize(self.head.len(), String::new());
        self.rows.push(cells);
    }

    /// Whether there is no row.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// As forges render it; the source is aligned too. Cells hold Markdown already.
    pub(super) fn markdown(&self) -> String {
        let widths = self.widths(3);
        let mut text = self.line(&self.head, &widths, "| ", " | ", " |\n");
        for (column, width) in widths.iter().enumerate() {
            let dashes = "-".repeat(width + 1);
            text.push_str(&match column < self.words {
                true => format!("|{dashes}-"),
                false => format!("|{dashes}:"),
            });
        }
        text.push_str("|\n");
        for row in &self.rows {
            text.push_str(&self.line(row, &widths, "| ", " | ", " |\n"));
        }
        text
    }

    /// As a terminal shows it.
    pub(super) fn plain(&self) -> String {
        let widths = self.widths(0);
        let mut text = self.line(&self.head, &widths, "", "  ", "\n");
        let rule: usize = widths.iter().sum::<usize>() + 2 * (widths.len() - 1);
        text.push_str(&"─".repeat(rule));
        text.push('\n');
        for row in &self.rows {
            text.push_str(&self.line(row, &widths, "", "  ", "\n"));
        }
        let lines = text.lines().map(str::trim_end);
        lines.flat_map(|line| [line, "\n"]).collect()
    }

    fn widths(&self, least: usize) -> Vec<usize> {
        let width = |column: usize| {
            let rows = std::iter::once(&self.head).chain(&self.rows);
            rows.map(|row| row[column].chars().count()).max()
        };
        (0..self.head.len())
            .map(|column| width(column).unwrap_or(0).max(least))
            .collect()
    }

    fn line(&self, row: &[String], widths: &[usize], left: &str, gap: &str, end: &str) -> String {
        let cells: Vec<String> = row
            .iter()
            .zip(widths)
            .enumerate()
            .map(|(column, (text, &width))| match column < self.words {
                true => format!("{text:<width$}"),
                false => format!("{text:>width$}"),
            })
            .collect();
        format!("{left}{}{end}", cells.join(gap))
    }
}

/// Text of others, such as a reason or a name, on one line of Markdown and without effect there.
pub(super) fn escaped(text: &str) -> String {
    let text: Vec<&str> = text.split_whitespace().collect();
    let mut line = String::new();
    let mut letters = text
        .join(" ")
        .chars()
        .collect::<Vec<_>>()
        .into_iter()
        .peekable();
    let mut before = ' ';
    while let Some(letter) = letters.next() {
        let inside =
            before.is_alphanumeric() && letters.peek().is_some_and(|l| l.is_alphanumeric());
        match letter {
            '<' => line.push_str("&lt;"),
            '&' => line.push_str("&amp;"),
            // Within a word an underscore means nothing.
            '_' if inside => line.push('_'),
            '|' | '*' | '_' | '`' | '[' | ']' | '\\' | '#' | '~' => line.extend(['\\', letter]),
            _ => line.push(letter),
        }
        before = letter;
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_aligned_in_both_forms() {
        let mut table = Table::new(1, &["model", "time"]);
        table.row(vec!["cnn".to_owned(), "51.23 µs".to_owned()]);
        table.row(vec!["deep_mlp".to_owned()]);
        assert_eq!(
            table.markdown(),
            "| model    |     time |\n\
             |----------|---------:|\n\
             | cnn      | 51.23 µs |\n\
             | deep_mlp |          |\n"
        );
        assert_eq!(
            table.plain(),
            "model         time\n\
             ──────────────────\n\
             cnn       51.23 µs\n\
             deep_mlp\n"
        );
    }

    #[test]
    fn text_of_others_has_no_effect() {
        assert_eq!(
            escaped("a | b\n  <b> `c` _d_ e_f"),
            "a \\| b &lt;b> \\`c\\` \\_d\\_ e_f"
        );
    }
}
