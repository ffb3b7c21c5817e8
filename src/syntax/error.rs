//! What pest says about a syntax error, in the language's words.

use std::collections::BTreeSet;
use std::sync::Mutex;

use pest::Parser;
use pest::error::{Error, InputLocation};
use pest::iterators::Pair;

use super::grammar::{Grammar, Rule};
use super::recover::SECTIONS;
use super::scan::{Token, Tokens};
use crate::diagnostic::Diagnostic;
use crate::span::Span;

/// pest collects what it expected only under a switch of the whole process; parses that need it
/// take turns, so that none turns it off under another.
static DETAIL: Mutex<()> = Mutex::new(());

/// Parses a part of the whole text that starts at `offset`.
pub(super) fn parse_part(
    rule: Rule,
    text: &str,
    offset: usize,
) -> Result<Pair<'_, Rule>, Diagnostic> {
    let result = {
        let _turn = DETAIL
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        pest::set_error_detail(true);
        let result = Grammar::parse(rule, text);
        pest::set_error_detail(false);
        result
    };
    match result {
        Ok(mut pairs) => Ok(pairs.next().expect("a rule is one pair")),
        Err(error) => Err(explain(&error, rule, text, offset)),
    }
}

fn explain(error: &Error<Rule>, rule: Rule, text: &str, offset: usize) -> Diagnostic {
    let (position, expected) = match error.parse_attempts() {
        Some(attempts) => {
            let tokens = attempts.expected_tokens();
            let tokens = tokens.iter().map(ToString::to_string).collect();
            (attempts.max_position, expectation(&tokens))
        }
        None => (furthest(&error.location), None),
    };
    let at = |span: Span| Span::new(span.start() + offset, span.end() + offset);

    let (token, span) = token_at(text, position);
    if token == Some(Token::UnclosedString) {
        return Diagnostic::error("this string is not closed", at(span)).with_hint(
            "a string ends on the line on which it begins, with the quote that opened it",
        );
    }
    if let Some(found) = layers_without_colon(text) {
        return Diagnostic::error("expected `:` after `layers`", at(found));
    }
    if let Some(number) = bare_point(text, position) {
        let digits = &text[number.start()..number.end() - 1];
        return Diagnostic::error("a digit must follow the decimal point", at(number))
            .with_hint(format!("write `{digits}.0`"));
    }
    let word = shortened(&text[span.start()..span.end()]);
    let number = word.starts_with(|first: char| first.is_ascii_digit());
    if number && word.contains(|other: char| other.is_ascii_alphabetic()) {
        let message = format!("`{word}` is neither a number nor a name");
        return Diagnostic::error(message, at(span));
    }
    let unended = SECTIONS.contains(&word) && is_balanced(&text[..span.start()]);
    let section = section_inside(text, position).or(unended.then_some(span));
    if let Some(section) = section.filter(|section| section.start() > 0) {
        let name = &text[section.start()..section.end()];
        if is_balanced(&text[..section.start()]) {
            let mark = match name {
                "train" | "execute" | "execution" => '{',
                _ => ':',
            };
            let message = format!("expected `{mark}` after `{name}`");
            return Diagnostic::error(
                message,
                at(next_token(text, section.end()).unwrap_or(section)),
            );
        }
        let message = format!("the section `{name}` begins where a `}}` is missing");
        return Diagnostic::error(message, at(section));
    }
    let found = match token {
        None => match rule {
            Rule::file => "the end of the file".to_owned(),
            Rule::lone_value => "the end of the string".to_owned(),
            _ => "the end of the section".to_owned(),
        },
        Some(Token::String) => format!("the string {word}"),
        Some(_) => format!("`{word}`"),
    };
    let message = match &expected {
        Some(expected) if rule == Rule::lone_head && token.is_none() => {
            format!("expected {expected}")
        }
        Some(expected) => format!("expected {expected}, found {found}"),
        None => format!("{found} cannot stand here"),
    };
    let behind_name = Tokens::new(&text[..span.start()]).count() == 2;
    let hint = if rule == Rule::lone_define && word == "(" && behind_name {
        Some("macros have no parameters".to_owned())
    } else if (number || token == Some(Token::String)) && message.contains("a name or") {
        Some("the arguments of a layer stand in parentheses".to_owned())
    } else {
        None
    };
    Diagnostic::error(message, at(span)).with_hints(hint)
}

/// Whether every bracket that opens closes.
fn is_balanced(text: &str) -> bool {
    let depth = Tokens::new(text).fold(0_i64, |depth, (token, _)| match token {
        Token::Character(b'{' | b'(' | b'[') => depth + 1,
        Token::Character(b'}' | b')' | b']') => depth - 1,
        _ => depth,
    });
    depth == 0
}

/// The first token that begins at a position or behind it.
fn next_token(text: &str, position: usize) -> Option<Span> {
    let mut tokens = Tokens::new(text);
    let (_, next) = tokens.find(|(_, span)| span.start() >= position)?;
    Some(next)
}

fn furthest(location: &InputLocation) -> usize {
    match *location {
        InputLocation::Pos(position) | InputLocation::Span((position, _)) => position,
    }
}

/// The name of a section that ends at this position, where it does not begin the text.
fn section_inside(text: &str, position: usize) -> Option<Span> {
    let mut later = Tokens::new(text).skip(1);
    let (_, word) = later.find(|(_, span)| span.end() >= position)?;
    let section = SECTIONS.contains(&&text[word.start()..word.end()]);
    (section && word.end() == position).then_some(word)
}

/// What stands after the word `layers` that begins a section, where it is no colon.
fn layers_without_colon(text: &str) -> Option<Span> {
    let mut tokens = Tokens::new(text);
    let (_, word) = tokens.next()?;
    let (token, next) = tokens.next()?;
    let layers = &text[word.start()..word.end()] == "layers";
    (layers && token != Token::Character(b':')).then_some(next)
}

/// The number before this position that ends in its decimal point: `5.`
fn bare_point(text: &str, position: usize) -> Option<Span> {
    let before = text.as_bytes()[..position].strip_suffix(b".")?;
    let digits = before.iter().rev().take_while(|byte| byte.is_ascii_digit());
    let start = before.len() - digits.count();
    (start < before.len()).then_some(Span::new(start, position))
}

/// What was found, for a message.
pub(super) fn shortened(word: &str) -> &str {
    let end = word
        .char_indices()
        .nth(40)
        .map_or(word.len(), |(end, _)| end);
    &word[..end]
}

/// The first token that ends after this position; at the end, the place of the last character.
fn token_at(text: &str, position: usize) -> (Option<Token>, Span) {
    let mut last = 0;
    for (token, span) in Tokens::new(text) {
        if span.end() > position || token == Token::UnclosedString && span.end() == position {
            return (Some(token), span);
        }
        last = span.end();
    }
    (None, Span::new(last, last))
}

/// The tokens that could have stood there, in words; the order is that of a reader's interest.
fn expectation(tokens: &BTreeSet<String>) -> Option<String> {
    let has = |token: &str| tokens.contains(token);
    let mut words: Vec<String> = Vec::new();
    // Every value can start with a quote and nothing else can.
    let value = has("\"");
    if value {
        words.push("a value".to_owned());
    } else if has("a..z") && !has("0..9") {
        words.push("a name".to_owned());
    }
    for keyword in ["network", "define", "research", "layers"] {
        if has(keyword) {
            words.push(format!("`{keyword}`"));
        }
    }
    for mark in [")", "]", "}", "(", "{", ":", "=", ","] {
        let starts_value = matches!(mark, "(" | "{") && value;
        // A comma that only separates is always allowed, with a semicolon beside it.
        let separates = mark == "," && has(";");
        // A name may always be given arguments, where much else may stand too.
        let optional = mark == "(" && (has("*") || has(","));
        if has(mark) && !starts_value && !separates && !optional {
            words.push(format!("`{mark}`"));
        }
    }
    let last = words.pop()?;
    Some(match words.as_slice() {
        [] => last,
        _ => format!("{} or {last}", words.join(", ")),
    })
}
