//! The functions that a program defines for itself, each only where it is used.

use std::collections::HashMap;

/// A function, or another item, of a program; what it needs is told by the names in it.
pub(in crate::codegen) struct Function {
    /// What it defines.
    pub(in crate::codegen) names: &'static [&'static str],
    pub(in crate::codegen) text: &'static str,
}

/// All functions of a target, with what each needs.
pub(in crate::codegen) struct Library {
    functions: &'static [Function],
    defined: HashMap<&'static str, usize>,
    needs: Vec<Vec<usize>>,
}

impl Library {
    /// The functions in the order in which a program has them.
    pub(in crate::codegen) fn new(functions: &'static [Function]) -> Self {
        let mut library = Self {
            functions,
            defined: HashMap::new(),
            needs: Vec::new(),
        };
        for (index, function) in functions.iter().enumerate() {
            library
                .defined
                .extend(function.names.iter().map(|name| (*name, index)));
        }
        library.needs = functions
            .iter()
            .map(|function| library.named(function.text))
            .collect();
        library
    }

    /// What the functions define, which no variable may be called.
    pub(in crate::codegen) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.functions
            .iter()
            .flat_map(|function| function.names.iter().copied())
    }

    /// The functions that a text names: calls, types, and paths that are arguments.
    fn named(&self, text: &str) -> Vec<usize> {
        let mut named = Vec::new();
        for line in text.lines() {
            if line.trim_start().starts_with("//") {
                continue;
            }
            let mut rest = line;
            while let Some(start) = rest.find(|letter: char| letter.is_ascii_alphabetic()) {
                let word = &rest[start..];
                let end =
                    word.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
                let (word, behind) = word.split_at(end.unwrap_or(word.len()));
                let is_type = word.starts_with(|letter: char| letter.is_ascii_uppercase());
                let is_path = rest[..start].ends_with("::") || behind.starts_with([',', ')']);
                if (is_type || is_path || behind.starts_with('('))
                    && let Some(&index) = self.defined.get(word)
                {
                    named.push(index);
                }
                rest = behind;
            }
        }
        named.sort_unstable();
        named.dedup();
        named
    }

    /// The texts of the functions that a program names, and of all that they need, in order.
    pub(in crate::codegen) fn texts(&self, program: &str) -> Vec<&'static str> {
        let mut wanted = vec![false; self.functions.len()];
        let mut open = self.named(program);
        while let Some(index) = open.pop() {
            if !std::mem::replace(&mut wanted[index], true) {
                open.extend(&self.needs[index]);
            }
        }
        let wanted = self
            .functions
            .iter()
            .zip(wanted)
            .filter(|(_, wanted)| *wanted);
        wanted.map(|(function, _)| function.text).collect()
    }
}

/// A table of functions: the file of each, and what it defines.
macro_rules! functions {
    ($($file:literal [$($name:literal)*])*) => {
        &[$($crate::codegen::general::functions::Function {
            names: &[$($name),*],
            text: include_str!(concat!("functions/", $file, ".rs")),
        }),*]
    };
}
pub(in crate::codegen) use functions;
