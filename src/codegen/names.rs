//! Names of the file as names in Rust.

use std::collections::HashMap;

/// The longest name that is taken over whole; the rest of a longer one is left out. A line has room
/// for two of them with the numbers that part those that became equal.
const LONGEST: usize = 36;

/// Hands out identifiers in `snake_case`, each one once.
#[derive(Debug)]
pub(crate) struct Names {
    /// What was given, with the number behind the next one that would be the same.
    taken: HashMap<String, u32>,
}

impl Names {
    /// Names that must not be given: the text's own variables.
    pub(crate) fn new(reserved: &[&str]) -> Self {
        Self {
            taken: reserved
                .iter()
                .map(|name| ((*name).to_owned(), 2))
                .collect(),
        }
    }

    /// A free identifier near this name: `conv2d_1`, `type_`, `my_layer_2`.
    pub(crate) fn snake(&mut self, name: &str) -> String {
        let mut snake = snake_case(name);
        if KEYWORDS.contains(&&*snake) {
            snake.push('_');
        }
        let mut free = snake.clone();
        let Some(&number) = self.taken.get(&snake) else {
            self.taken.insert(snake, 2);
            return free;
        };
        let mut number = number;
        while self.taken.contains_key(&free) {
            free = format!("{}_{number}", snake.trim_end_matches('_'));
            number += 1;
        }
        self.taken.insert(snake, number);
        self.taken.entry(free.clone()).or_insert(2);
        free
    }
}

/// `MyLayer`, `my-layer` and `my_layer` are `my_layer`; `conv2d_1` stays.
pub(crate) fn snake_case(name: &str) -> String {
    let mut text = String::with_capacity(LONGEST);
    let bytes = name.as_bytes();
    // Words are parted as in `words`, in one go: every parameter of a program has such a name.
    let mut inside = false;
    for (index, &byte) in bytes.iter().enumerate() {
        if !byte.is_ascii_alphanumeric() {
            inside = false;
            continue;
        }
        let begins = !inside || is_capital(bytes, index);
        if begins && !text.is_empty() {
            text.push('_');
        }
        text.push(byte.to_ascii_lowercase().into());
        inside = true;
    }
    shorten(&mut text);
    match text.as_bytes().first() {
        None => String::from("layer"),
        Some(first) if first.is_ascii_digit() => format!("layer_{text}"),
        Some(_) => text,
    }
}

/// `CNN` is `Cnn`, `SimpleMLP` is `SimpleMlp`, `my_net` is `MyNet`. A name that the program needs for
/// itself gets `Network` behind it.
pub(crate) fn pascal_case(name: &str, reserved: &[&str]) -> String {
    let mut text = String::with_capacity(name.len());
    for word in words(name) {
        let (first, rest) = word.split_at(1);
        text.push_str(&first.to_ascii_uppercase());
        text.push_str(&rest.to_ascii_lowercase());
    }
    shorten(&mut text);
    match text.as_bytes().first() {
        None => text.push_str("Network"),
        Some(first) if first.is_ascii_digit() => text.insert_str(0, "Network"),
        Some(_) => {}
    }
    if TYPES.contains(&&*text) || reserved.contains(&&*text) {
        text.push_str("Network");
    }
    text
}

fn shorten(name: &mut String) {
    name.truncate(LONGEST);
    name.truncate(name.trim_end_matches('_').len());
}

/// Replaces what a comment must not hold: control and formatting characters, backticks.
pub(crate) fn printable(name: &str) -> String {
    name.chars()
        .map(|letter| match letter {
            '`' => '_',
            ' '..='~' => letter,
            _ if letter.is_alphanumeric() => letter,
            _ => '_',
        })
        .collect()
}

/// The words of a name: parted by underscores, by what is no letter or digit, and by capitals.
fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split(|letter: char| !letter.is_ascii_alphanumeric())
        .flat_map(split_at_capitals)
        .filter(|word| !word.is_empty())
}

/// `SimpleMLP` is `Simple`, `MLP`; `HTTPServer` is `HTTP`, `Server`.
fn split_at_capitals(name: &str) -> impl Iterator<Item = &str> {
    let bytes = name.as_bytes();
    let mut start = 0;
    (1..=bytes.len()).filter_map(move |index| {
        let ends = index == bytes.len() || is_capital(bytes, index);
        ends.then(|| {
            let word = &name[start..index];
            start = index;
            word
        })
    })
}

/// Whether a letter that is not the first one of a name begins a word by being a capital.
fn is_capital(name: &[u8], index: usize) -> bool {
    let (before, here) = (name[index - 1], name[index]);
    let next_is_lower = name.get(index + 1).is_some_and(u8::is_ascii_lowercase);
    here.is_ascii_uppercase() && (!before.is_ascii_uppercase() || next_is_lower)
}

/// What Rust keeps for itself in edition 2024, reserved words included.
const KEYWORDS: [&str; 51] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Types and traits that a program defines, imports or finds in the prelude, whatever its target: a
/// network's type has one name on all of them.
const TYPES: [&str; 33] = [
    "Adam",
    "Box",
    "DataType",
    "Default",
    "Device",
    "Err",
    "Evaluation",
    "Kind",
    "Masks",
    "ModuleT",
    "Momentum",
    "None",
    "Ok",
    "Operation",
    "OptimizerConfig",
    "Option",
    "Output",
    "Result",
    "Scope",
    "Self",
    "Session",
    "SessionOptions",
    "SessionRunArgs",
    "Sgd",
    "Shape",
    "Some",
    "Status",
    "String",
    "TchError",
    "Tensor",
    "Variable",
    "Vec",
    "Weights",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_in_pascal_case() {
        for (name, expected) in [
            ("CNN", "Cnn"),
            ("SimpleMLP", "SimpleMlp"),
            ("DeepMLP", "DeepMlp"),
            ("my_net", "MyNet"),
            ("ResNet50", "ResNet50"),
            ("HTTPServer", "HttpServer"),
            ("_", "Network"),
            ("_2x", "Network2x"),
            ("Self", "SelfNetwork"),
            ("result", "ResultNetwork"),
            ("tensor", "TensorNetwork"),
        ] {
            assert_eq!(pascal_case(name, &["Tensor"]), expected);
        }
    }

    #[test]
    fn variables_are_in_snake_case_and_differ() {
        let mut names = Names::new(&["xs"]);
        for (name, expected) in [
            ("conv2d_1", "conv2d_1"),
            ("MyLayer", "my_layer"),
            ("my__layer", "my_layer_2"),
            ("type", "type_"),
            ("Type", "type_2"),
            ("xs", "xs_2"),
            ("", "layer"),
            ("1x", "layer_1x"),
            (&"long_".repeat(99), "long_long_long_long_long_long_long_l"),
            (
                &"long_".repeat(98),
                "long_long_long_long_long_long_long_l_2",
            ),
        ] {
            assert_eq!(names.snake(name), expected);
        }
    }

    #[test]
    fn comments_hold_no_surprises() {
        assert_eq!(printable("a`b\n\u{202e}é.neural"), "a_b__é.neural");
    }
}
