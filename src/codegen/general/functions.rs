//! The functions that a program defines for itself, each only where it is used.

use std::collections::HashMap;

/// A function, or another item, of a program; what it needs is told by the names in it.
pub(in crate::codegen) struct Function {
    /// What it defines.
    pub(in crate::codegen) names: &'static [&'static str],
    pub(in crate::codegen) text: &'static str,
}

/// A name that a function of the library defines.
#[derive(Clone, Copy)]
struct Defined {
    function: usize,
    /// Whether it is called with a value before it.
    is_method: bool,
}

impl Function {
    /// Whether a name stands for a method.
    fn is_method(&self, name: &str) -> bool {
        ["(", "<"].iter().any(|behind| {
            let head = ["fn ", name, behind].concat();
            let parameters = self.text.split_once(&head).map(|(_, rest)| rest);
            parameters.is_some_and(|rest| rest.split(')').next().is_some_and(takes_self))
        })
    }
}

fn takes_self(parameters: &str) -> bool {
    let first = parameters.split([',', ':']).next().unwrap_or_default();
    first.trim_end().ends_with("self")
}

/// All functions of a target, with what each needs.
pub(in crate::codegen) struct Library {
    functions: Vec<&'static Function>,
    defined: HashMap<&'static str, Defined>,
    needs: Vec<Vec<usize>>,
}

impl Library {
    /// The functions in the order in which a program has them: the target's own, then those of every target.
    pub(in crate::codegen) fn new(own: &'static [Function], shared: &'static [Function]) -> Self {
        let functions: Vec<&Function> = own.iter().chain(shared).collect();
        let mut defined = HashMap::new();
        for (index, function) in functions.iter().enumerate() {
            defined.extend(function.names.iter().map(|&name| {
                let is_method = function.is_method(name);
                (
                    name,
                    Defined {
                        function: index,
                        is_method,
                    },
                )
            }));
        }
        let mut library = Self {
            functions,
            defined,
            needs: Vec::new(),
        };
        let texts = library.functions.iter().map(|function| function.text);
        library.needs = texts.map(|text| library.named(text)).collect();
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
            let (mut rest, mut previous) = (line, "");
            while let Some(start) = rest.find(|letter: char| letter.is_ascii_alphabetic()) {
                let word = &rest[start..];
                let end =
                    word.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
                let (word, behind) = word.split_at(end.unwrap_or(word.len()));
                let is_type = word.starts_with(|letter: char| letter.is_ascii_uppercase());
                let before = &rest[..start];
                if let Some(defined) = self.defined.get(word) {
                    // Methods have names that variables and TensorFlow's functions have, too.
                    let is_used = match (before.ends_with("::"), before.ends_with('.')) {
                        (true, _) => defined.is_method && previous != "ops",
                        (_, true) => defined.is_method && behind.starts_with('('),
                        _ => is_type || !defined.is_method && behind.starts_with(['(', ',', ')']),
                    };
                    if is_used {
                        named.push(defined.function);
                    }
                }
                previous = word;
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
    (in $folder:literal $($file:literal [$($name:literal)*])*) => {
        &[$($crate::codegen::general::functions::Function {
            names: &[$($name),*],
            text: include_str!(concat!($folder, $file, ".rs")),
        }),*]
    };
}
pub(in crate::codegen) use functions;
