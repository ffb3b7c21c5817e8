//! The statements of `forward_t`, and what else they ask of the program.

use super::dialect::{Dialect, Form, OwnDraws};
use super::plan::{Plan, Variable};
use crate::codegen::text::Text;
use crate::diagnostic::Diagnostic;
use crate::network::{Activation, Node, Shape, Value};

/// A statement.
#[derive(Debug)]
enum Statement {
    /// `let name = callee(arguments).links;`
    Call {
        before: String,
        arguments: Vec<String>,
        after: String,
    },
    /// `let name = root.link.link;`
    Chain {
        before: String,
        root: String,
        links: Vec<String>,
    },
    /// A comment above the next statement.
    Comment(&'static str),
}

/// The statements so far.
pub(in crate::codegen) struct Body<'a, 'p> {
    pub(in crate::codegen) plan: &'p Plan<'a>,
    statements: Vec<(Statement, Option<String>)>,
    /// Fields that hold the states of layers from call to call, and how many states.
    pub(in crate::codegen) states: Vec<(String, usize)>,
    /// Fields that hold the streams of layers that draw from their own, and the seeds.
    pub(in crate::codegen) streams: Vec<(String, i64)>,
    /// What stands for the dialect's argument of training in the present layer.
    training: Option<String>,
    /// What cannot be expressed.
    pub(in crate::codegen) faults: Vec<Diagnostic>,
    /// The variables that are true where a step of a value counts.
    masks: Vec<(Value, String)>,
    /// The penalties for the size of values: expressions.
    pub(in crate::codegen) penalties: Vec<String>,
}

/// Why a layer has no program: what follows on "cannot have".
pub(in crate::codegen) type Refusal = String;

impl<'a, 'p> Body<'a, 'p> {
    pub(in crate::codegen) fn new(plan: &'p Plan<'a>) -> Self {
        Self {
            plan,
            statements: Vec::new(),
            states: Vec::new(),
            streams: Vec::new(),
            training: None,
            faults: Vec::new(),
            masks: Vec::new(),
            penalties: Vec::new(),
        }
    }

    /// `let name = function(arguments);`
    pub(in crate::codegen) fn call(&mut self, name: &str, function: &str, arguments: &[String]) {
        let statement = Statement::Call {
            before: format!("let {name} = {function}"),
            arguments: arguments.to_vec(),
            after: ";".to_owned(),
        };
        self.statements.push((statement, None));
    }

    /// The argument that says whether a call is one of training, and holds what that draws.
    pub(in crate::codegen) fn training(&self) -> String {
        let dialect = || self.plan.dialect.training().to_owned();
        self.training.clone().unwrap_or_else(dialect)
    }

    /// What a layer draws comes from a stream of its own, until [`Self::end_own_draws`].
    pub(in crate::codegen) fn begin_own_draws(&mut self, name: &str, seed: i64) {
        let draws = format!("{name}_draws");
        match self.plan.dialect.own_draws(&draws, seed) {
            OwnDraws::Field(link) => {
                let field = format!("{name}_stream");
                self.chain(&draws, &format!("self.{field}"), &[link]);
                self.streams.push((field, seed));
            }
            OwnDraws::Argument { link, argument } => {
                let training = self.plan.dialect.training();
                self.chain(&draws, training, &[link]);
                self.training = Some(argument);
            }
        }
    }

    /// Others draw as before.
    pub(in crate::codegen) fn end_own_draws(&mut self, name: &str) {
        if self.training.take().is_none() {
            let statement = Statement::Call {
                before: "drop".to_owned(),
                arguments: vec![format!("{name}_draws")],
                after: ";".to_owned(),
            };
            self.statements.push((statement, None));
        }
    }

    /// `let name = root.link.link;`
    pub(in crate::codegen) fn chain<A: AsRef<str>>(&mut self, name: &str, root: &str, links: &[A]) {
        let root = root.strip_prefix('&').unwrap_or(root);
        if links.is_empty() {
            return self.chain(name, root, &[self.plan.dialect.same()]);
        }
        let statement = Statement::Chain {
            before: format!("let {name} = "),
            root: root.to_owned(),
            links: links.iter().map(|link| link.as_ref().to_owned()).collect(),
        };
        self.statements.push((statement, None));
    }

    /// A comment above the next statement.
    pub(in crate::codegen) fn comment(&mut self, text: &'static str) {
        self.statements.push((Statement::Comment(text), None));
    }

    /// Applies an activation to a variable.
    pub(in crate::codegen) fn activate(&mut self, name: &str, activation: Activation) {
        match self.plan.dialect.activation(activation) {
            Form::Nothing => {}
            Form::Method(method) => self.chain(name, name, &[method]),
            Form::Function(function) => self.call(name, function, &[format!("&{name}")]),
        }
    }

    /// An activation as a value: a function of one value.
    pub(in crate::codegen) fn function(&self, activation: Activation) -> String {
        self.plan.dialect.function(activation).to_owned()
    }

    /// A remark behind the last statement.
    pub(in crate::codegen) fn remark(&mut self, shape: &Shape) {
        let batched = batched(shape);
        let mut statements = self.statements.iter_mut().rev();
        let last = statements.find(|(it, _)| !matches!(it, Statement::Comment(_)));
        if let Some((_, remark)) = last {
            *remark = Some(batched);
        }
    }

    /// What cannot be expressed at a node.
    pub(in crate::codegen) fn refuse(&mut self, node: &Node, what: &str) {
        let message = format!(
            "a program for {} cannot have {what}",
            self.plan.dialect.target()
        );
        self.faults.push(Diagnostic::error(message, node.span));
    }

    /// The mask of a value.
    pub(in crate::codegen) fn mask(&self, value: Value) -> Option<String> {
        let found = self.masks.iter().find(|(masked, _)| *masked == value);
        found.map(|(_, name)| name.clone())
    }

    /// Says that a variable is the mask of a value.
    pub(in crate::codegen) fn set_mask(&mut self, value: Value, name: String) {
        self.masks.push((value, name));
    }

    /// Whether a statement takes a word: as an argument, or in a chain behind its root.
    pub(in crate::codegen) fn mentions(&self, word: &str) -> bool {
        self.statements
            .iter()
            .any(|(statement, _)| match statement {
                Statement::Call { arguments, .. } => arguments.iter().any(|it| has(it, word)),
                Statement::Chain { links, .. } => links.iter().any(|it| has(it, word)),
                Statement::Comment(_) => false,
            })
    }

    /// Which statements are written: all but those of masks that nothing takes that is written behind them.
    fn written(&self) -> Vec<bool> {
        let count = self.statements.len();
        let mut written = vec![true; count];
        for index in (0..count).rev() {
            let (Statement::Call { before, .. } | Statement::Chain { before, .. }) =
                &self.statements[index].0
            else {
                continue;
            };
            let name = before.strip_prefix("let ").unwrap_or_default();
            let name = name.split(" = ").next().unwrap_or_default();
            let is_mask = self.masks.iter().any(|(_, mask)| mask == name);
            if is_mask && self.mask(self.plan.network.output).as_deref() != Some(name) {
                let behind = index + 1..count;
                let is_taken = |it: usize| written[it] && takes(&self.statements[it].0, name);
                written[index] = behind.into_iter().any(is_taken);
            }
        }
        written
    }

    /// Whether a statement, or a penalty, has this text.
    pub(in crate::codegen) fn mentions_text(&self, part: &str) -> bool {
        let has = |text: &String| text.contains(part);
        let in_statements = self
            .statements
            .iter()
            .any(|(statement, _)| match statement {
                Statement::Call { arguments, .. } => arguments.iter().any(has),
                Statement::Chain { root, links, .. } => has(root) || links.iter().any(has),
                Statement::Comment(_) => false,
            });
        in_statements || self.penalties.iter().any(has)
    }

    pub(in crate::codegen) fn write(&self, text: &mut Text) {
        let written = self.written();
        let statements = self.statements.iter().zip(&written);
        for ((statement, remark), _) in statements.filter(|(_, written)| **written) {
            match statement {
                Statement::Call {
                    before,
                    arguments,
                    after,
                } => text.call(before, arguments, after),
                Statement::Chain {
                    before,
                    root,
                    links,
                } => text.chain(before, root, links, ";"),
                Statement::Comment(comment) => text.comment("//", comment),
            }
            if let Some(remark) = remark {
                text.remark(remark);
            }
        }
    }
}

/// Whether a statement takes a variable.
fn takes(statement: &Statement, name: &str) -> bool {
    match statement {
        Statement::Call { arguments, .. } => arguments.iter().any(|it| has(it, name)),
        Statement::Chain { root, links, .. } => {
            has(root, name) || links.iter().any(|it| has(it, name))
        }
        Statement::Comment(_) => false,
    }
}

/// Whether a text has a word.
fn has(text: &str, word: &str) -> bool {
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .any(|part| part == word)
}

/// A shape with the batch before it: `(batch, 28, 28, 1)`.
pub(in crate::codegen) fn batched(shape: &Shape) -> String {
    let mut text = "(batch".to_owned();
    for size in &shape.0 {
        text += &match size {
            Some(size) => format!(", {size}"),
            None => ", _".to_owned(),
        };
    }
    text + ")"
}

/// The weights of a layer by their parts.
#[derive(Clone, Copy)]
pub(in crate::codegen) struct Weights<'p> {
    /// How they are spelled.
    pub(in crate::codegen) dialect: &'static dyn Dialect,
    pub(in crate::codegen) list: &'p [Variable],
    /// What stands before the part: the name of the layer, `…/forward` of one direction.
    pub(in crate::codegen) prefix: &'p str,
}

impl Weights<'_> {
    /// The weight of a part, `kernel`, as an argument.
    pub(in crate::codegen) fn get(&self, part: &str) -> Option<String> {
        let name = [self.prefix, "/", part].concat();
        let found = self.list.iter().find(|it| it.parameter.name == name);
        found.map(|it| self.dialect.weight(&it.field))
    }

    /// The weight of a part that the layer has.
    pub(in crate::codegen) fn need(&self, part: &str) -> String {
        self.get(part).unwrap_or_else(|| {
            let names: Vec<&str> = self.list.iter().map(|it| &*it.parameter.name).collect();
            panic!(
                "the layer `{}` has a weight `{part}` among {names:?}",
                self.prefix
            )
        })
    }

    /// `Some(…)` or `None`.
    pub(in crate::codegen) fn optional(&self, part: &str) -> String {
        match self.get(part) {
            Some(weight) => format!("Some({weight})"),
            None => "None".to_owned(),
        }
    }
}
