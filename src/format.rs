//! The canonical form of a file: the same tokens, comments and line breaks, with other blanks.

use crate::diagnostic::Diagnostic;
use crate::source::Limits;

/// A piece of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token<'a> {
    /// A name, a number, a string.
    Word(&'a str),
    /// Anything else that is one character.
    Mark(char),
    /// From `#` to the end of its line, without blanks at its end.
    Comment(&'a str),
}

/// Blanks for a level of depth.
const INDENT: &str = "  ";

/// A file in its canonical form; formatting it again changes nothing.
///
/// Lines stay lines. Each is indented by two blanks for every bracket around it, and for the section
/// `layers:` that it stands in, a comment like what follows it; of several empty lines one stays.
///
/// # Errors
/// As [`crate::inspect`]: what does not parse is not formatted.
pub fn format(text: &str, limits: Limits) -> Result<String, Vec<Diagnostic>> {
    crate::inspect(text, limits)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut formatted = String::with_capacity(text.len());
    let mut depth = Depth::default();
    let mut empty = false;
    let lines: Vec<Vec<Token>> = text.lines().map(tokens).collect();
    for (index, tokens) in lines.iter().enumerate() {
        if tokens.is_empty() {
            empty = !formatted.is_empty();
            continue;
        }
        if std::mem::take(&mut empty) {
            formatted.push('\n');
        }
        // A comment right above a section belongs to it.
        let is_comment = |line: &Vec<Token>| matches!(line.as_slice(), [Token::Comment(_)]);
        let below = lines[index..].iter().find(|line| !is_comment(line));
        let place = below.filter(|below| is_comment(tokens) && begins_section(below));
        formatted += &INDENT.repeat(depth.of_line(place.unwrap_or(tokens)));
        write_line(&mut formatted, tokens, depth.inside_call());
        formatted.push('\n');
        depth.follow(tokens);
    }
    Ok(formatted)
}

/// The tokens of a line.
fn tokens(line: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = line.trim();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '#' => {
                tokens.push(Token::Comment(rest.trim_end()));
                break;
            }
            '"' | '\'' => rest[1..].find(first).map_or(rest.len(), |end| end + 2),
            first if is_word(first) => {
                let mut before = ' ';
                let end = rest.find(|letter: char| {
                    let signed = matches!(letter, '+' | '-') && matches!(before, 'e' | 'E');
                    let number = rest.starts_with(|it: char| it.is_ascii_digit() || it == '.');
                    before = letter;
                    !(is_word(letter) || signed && number)
                });
                end.unwrap_or(rest.len())
            }
            first => first.len_utf8(),
        };
        let (token, behind) = rest.split_at(length);
        tokens.push(match first {
            '"' | '\'' => Token::Word(token),
            first if is_word(first) => Token::Word(token),
            first => Token::Mark(first),
        });
        rest = behind.trim_start();
    }
    tokens
}

fn is_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.')
}

/// Where a line stands.
#[derive(Debug, Default)]
struct Depth {
    /// The brackets that are open, and of each whether layers are listed in it.
    open: Vec<(char, bool)>,
}

impl Depth {
    /// How deep a line stands.
    fn of_line(&self, tokens: &[Token]) -> usize {
        let closing = tokens
            .iter()
            .take_while(|token| is_closing(**token))
            .count();
        let kept = self.open.len().saturating_sub(closing);
        let listed = self.open[..kept]
            .iter()
            .filter(|(_, listed)| *listed)
            .count();
        // A section ends the list of layers.
        let ends = closing == 0 && self.lists() && begins_section(tokens);
        kept + listed - usize::from(ends)
    }

    fn lists(&self) -> bool {
        self.open.last().is_some_and(|(_, listed)| *listed)
    }

    /// Whether a line goes on inside parentheses.
    fn inside_call(&self) -> usize {
        self.open
            .iter()
            .filter(|(bracket, _)| *bracket != '{')
            .count()
    }

    fn follow(&mut self, tokens: &[Token]) {
        if self.lists() && begins_section(tokens) {
            self.set_listed(false);
        }
        for (index, token) in tokens.iter().enumerate() {
            match token {
                Token::Mark(bracket @ ('{' | '(' | '[')) => self.open.push((*bracket, false)),
                Token::Mark('}' | ')' | ']') => {
                    self.open.pop();
                }
                Token::Word("layers") if tokens.get(index + 1) == Some(&Token::Mark(':')) => {
                    self.set_listed(true);
                }
                _ => {}
            }
        }
    }

    fn set_listed(&mut self, listed: bool) {
        if let Some(last) = self.open.last_mut() {
            last.1 = listed;
        }
    }
}

fn is_closing(token: Token) -> bool {
    matches!(token, Token::Mark('}' | ')' | ']'))
}

/// Whether a line begins with the name of a section.
fn begins_section(tokens: &[Token]) -> bool {
    const SECTIONS: [&str; 8] = [
        "input",
        "layers",
        "loss",
        "optimizer",
        "metrics",
        "train",
        "execute",
        "execution",
    ];
    matches!(tokens, [Token::Word(name), ..] if SECTIONS.contains(name))
}

/// Writes a line; `calls` are the parentheses that are open before it.
fn write_line(text: &mut String, tokens: &[Token], mut calls: usize) {
    let mut before: Option<Token> = None;
    for &token in tokens {
        let blank = before.is_some_and(|before| parts(before, token, calls > 0));
        match token {
            Token::Mark('(' | '[') => calls += 1,
            Token::Mark(')' | ']') => calls = calls.saturating_sub(1),
            _ => {}
        }
        if blank {
            text.push(' ');
        }
        match token {
            Token::Word(word) => text.push_str(word),
            Token::Mark(mark) => text.push(mark),
            Token::Comment(comment) => {
                if before.is_some() {
                    text.push(' ');
                }
                text.push_str(comment);
            }
        }
        before = Some(token);
    }
}

/// Whether a blank stands between two tokens.
fn parts(before: Token, token: Token, in_call: bool) -> bool {
    use Token::{Comment, Mark, Word};
    match (before, token) {
        (_, Comment(_)) => true,
        (_, Mark(',' | ';' | ':' | ')' | ']')) | (Mark('(' | '[' | '@' | '+' | '-'), _) => false,
        (_, Mark('=')) | (Mark('='), _) => !in_call,
        (Word(_), Mark('(')) => false,
        _ => true,
    }
}
