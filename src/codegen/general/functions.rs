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
    needs: Vec<Vec<usize>>,
    /// What is in every program whether it is named or not.
    core: usize,
}

impl Library {
    /// The functions in the order in which a program has them; the first `core` are in every program.
    pub(in crate::codegen) fn new(functions: &'static [Function], core: usize) -> Self {
        let mut defined = HashMap::new();
        for (index, function) in functions.iter().enumerate() {
            for name in function.names {
                defined.insert(*name, index);
            }
        }
        let needs = functions.iter().enumerate().map(|(own, function)| {
            let code = function
                .text
                .lines()
                .filter(|line| !line.trim_start().starts_with("///"));
            let words = code.flat_map(|line| {
                line.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
            });
            let mut needs: Vec<usize> = words
                .filter_map(|word| defined.get(word).copied())
                .collect();
            needs.sort_unstable();
            needs.dedup();
            needs.retain(|&index| index != own);
            needs
        });
        let needs = needs.collect();
        Self {
            functions,
            needs,
            core,
        }
    }

    /// What the functions define, which no variable may be called.
    pub(in crate::codegen) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.functions
            .iter()
            .flat_map(|function| function.names.iter().copied())
    }

    /// The texts of the functions that these words name, and of all that they need, in order.
    pub(in crate::codegen) fn texts<'a>(
        &self,
        words: impl IntoIterator<Item = &'a str>,
    ) -> Vec<&'static str> {
        let mut wanted = vec![false; self.functions.len()];
        let mut open: Vec<usize> = (0..self.core).collect();
        for word in words {
            let named = |function: &Function| function.names.contains(&word);
            open.extend(self.functions.iter().position(named));
        }
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
