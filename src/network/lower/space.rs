//! Search spaces: `HPO(…)` in the place of a value or a layer, and names that the caller fills in.
//!
//! A network is one point of its space: the first choice, the low end of a range, or what the caller
//! sets. It is taken in a copy of the tree, before anything is looked up, so that what reads values
//! never sees a space. The tree that the parser gave keeps the whole of it.

use super::layers::{self, Known};
use super::{Report, kind};
use crate::diagnostic::Diagnostic;
use crate::network::Request;
use crate::span::Span;
use crate::syntax::{
    self, Argument, Call, File, Item, Layer, LayerEntry, Name, Section, Setting, Value, ValueKind,
};

use crate::syntax::SPACE;

/// What the caller sets: names with the text of their values.
pub(crate) type Set = [(String, String)];

/// A point of a file's search space.
pub(super) struct Point<'t> {
    /// The file at that point.
    pub(super) file: File<'t>,
    /// What was taken where the file has a choice.
    pub(super) taken: Vec<Request>,
    /// The layers that were not taken, which are checked all the same.
    pub(super) others: Vec<LayerEntry<'t>>,
}

/// Takes a point of the search space of a file.
pub(super) fn take<'t>(file: &File<'t>, set: &'t Set, report: &mut Report) -> Point<'t> {
    let values = set.iter().map(|(name, text)| {
        let value = syntax::parse_value(text, 0).ok();
        if value.is_none() {
            let message = format!("`{name}` is set to `{text}`, which is no value");
            report.push(Diagnostic::error(message, Span::new(0, 0)));
        }
        (name.as_str(), value)
    });
    let mut walk = Walk {
        set: values.collect(),
        used: vec![false; set.len()],
        point: Point {
            file: file.clone(),
            taken: Vec::new(),
            others: Vec::new(),
        },
        report,
    };
    let mut file = std::mem::take(&mut walk.point.file);
    for item in &mut file.items {
        walk.item(item);
    }
    walk.point.file = file;
    for ((name, _), used) in walk.set.iter().zip(&walk.used) {
        if !used {
            let message = format!("nothing in the file takes the value of `{name}`");
            let fault = Diagnostic::error(message, Span::new(0, 0));
            walk.report.push(fault);
        }
    }
    walk.point
}

struct Walk<'t, 'r> {
    set: Vec<(&'t str, Option<Value<'t>>)>,
    used: Vec<bool>,
    point: Point<'t>,
    report: &'r mut Report,
}

/// Where a value stands: the argument and whose it is.
#[derive(Clone, Copy)]
struct Place<'p> {
    owner: &'p str,
    name: &'p str,
}

impl<'t> Walk<'t, '_> {
    fn item(&mut self, item: &mut Item<'t>) {
        match item {
            Item::Network(network) => {
                for section in &mut network.sections {
                    match section {
                        Section::Layers(layers) => self.entries(&mut layers.entries),
                        Section::Setting(setting) => self.setting("network", setting),
                        Section::Broken(_) => {}
                    }
                }
            }
            Item::Define(define) => self.entries(&mut define.layers),
            Item::Research(_) => {}
        }
    }

    fn entries(&mut self, entries: &mut [LayerEntry<'t>]) {
        for entry in entries {
            match entry {
                LayerEntry::Layer(layer) => self.layer(layer),
                LayerEntry::Branch(branch) => self.entries(&mut branch.layers),
            }
        }
    }

    fn layer(&mut self, layer: &mut Layer<'t>) {
        if layer.name.text == SPACE {
            self.choose_layer(layer);
        }
        let owner = layer.name.text;
        self.arguments(owner, &mut layer.arguments);
        let place = |name| Place { owner, name };
        if let Some(device) = &mut layer.device {
            self.value(place("@"), device);
        }
        if let Some(repeat) = &mut layer.repeat {
            self.value(place("*"), repeat);
        }
        if let Some(block) = &mut layer.block {
            self.entries(block);
        }
    }

    /// `HPO(choice(Dense(64), Dense(128)))` where a layer stands.
    fn choose_layer(&mut self, layer: &mut Layer<'t>) {
        let call = Call {
            name: layer.name,
            arguments: std::mem::take(&mut layer.arguments),
        };
        let place = Place {
            owner: "layers",
            name: "layer",
        };
        let whole = Value {
            span: layer.span,
            kind: ValueKind::Call(call),
        };
        let options = options(&whole);
        let Some(taken) = self.pick(place, &whole) else {
            // Reported; an unknown layer by this name would be a second fault of the same.
            layer.name.text = "Identity";
            return;
        };
        for option in options {
            if option.span == taken.span {
                continue;
            }
            if let Some((name, arguments)) = as_layer(option) {
                let mut other = Layer {
                    span: option.span,
                    name,
                    arguments,
                    device: None,
                    block: None,
                    repeat: None,
                };
                // What is taken inside a layer that is not taken is of no interest.
                let taken = self.point.taken.len();
                self.arguments(name.text, &mut other.arguments);
                self.point.taken.truncate(taken);
                self.point.others.push(LayerEntry::Layer(other));
            }
        }
        match as_layer(&taken) {
            Some((name, arguments)) => {
                layer.name = name;
                layer.arguments = arguments;
            }
            None => {
                let message =
                    format!("a choice in the place of a layer is of layers; found {taken}");
                self.report.push(Diagnostic::error(message, taken.span));
                layer.name.text = "Identity";
            }
        }
    }

    fn arguments(&mut self, owner: &str, arguments: &mut [Argument<'t>]) {
        for (index, argument) in arguments.iter_mut().enumerate() {
            let name = match argument.name {
                Some(name) => name.text,
                None => match layers::find(owner) {
                    Some(Known::Built(kind)) => kind.signature.positional.get(index),
                    Some(Known::Row(row)) => row.signature.positional.get(index),
                    None => None,
                }
                .copied()
                .unwrap_or(""),
            };
            self.value(Place { owner, name }, &mut argument.value);
        }
    }

    fn setting(&mut self, owner: &str, setting: &mut Setting<'t>) {
        let name = setting.name.text;
        for value in &mut setting.values {
            // `"Adam(learning_rate=HPO(…))"`: the string is an expression.
            if let ("optimizer", ValueKind::String(text)) = (name, &value.kind)
                && let Ok(inner) = syntax::parse_value(text, value.span.start + 1)
            {
                *value = inner;
            }
            self.value(Place { owner, name }, value);
        }
    }

    fn value(&mut self, place: Place, value: &mut Value<'t>) {
        match &mut value.kind {
            ValueKind::Call(call) if call.name.text == SPACE => match self.pick(place, value) {
                Some(taken) => {
                    *value = taken;
                    if let ValueKind::Call(call) = &mut value.kind {
                        self.arguments(call.name.text, &mut call.arguments);
                    }
                }
                None => value.kind = ValueKind::Invalid,
            },
            ValueKind::Call(call) => self.arguments(call.name.text, &mut call.arguments),
            ValueKind::Word(word) => {
                let word = *word;
                if let Some(set) = self.set_to(word, value.span) {
                    self.record(
                        Place {
                            name: word,
                            ..place
                        },
                        &set,
                        value.span,
                    );
                    *value = set;
                }
            }
            ValueKind::Tuple(values) | ValueKind::List(values) => {
                let chosen = match place.name {
                    "batch_size" => self.set_to(place.name, value.span),
                    _ => None,
                };
                match chosen {
                    Some(set) => {
                        self.record(place, &set, value.span);
                        *value = set;
                    }
                    None => {
                        for value in values {
                            self.value(place, value);
                        }
                    }
                }
            }
            ValueKind::Map(settings) => {
                for setting in settings {
                    self.setting(place.name, setting);
                }
            }
            _ => {}
        }
    }

    /// The value that the caller sets for a name.
    fn set_to(&mut self, name: &str, span: Span) -> Option<Value<'t>> {
        let index = self.set.iter().position(|(known, _)| *known == name)?;
        self.used[index] = true;
        let mut value = self.set[index].1.clone()?;
        move_to(&mut value, span);
        Some(value)
    }

    fn record(&mut self, place: Place, value: &Value, span: Span) {
        self.point.taken.push(Request {
            name: place.name.to_owned(),
            owner: place.owner.to_owned(),
            value: kind::owned(value),
            span,
        });
    }

    /// The point of a search space that is taken.
    fn pick(&mut self, place: Place, whole: &Value<'t>) -> Option<Value<'t>> {
        let first = self.first(whole)?;
        let taken = match self.set_to(place.name, whole.span) {
            Some(set) => set,
            None => first,
        };
        self.record(place, &taken, whole.span);
        Some(taken)
    }

    /// The first point of a space; `None` where the space is wrong, which is reported.
    fn first(&mut self, value: &Value<'t>) -> Option<Value<'t>> {
        let ValueKind::Call(call) = &value.kind else {
            return Some(value.clone());
        };
        match call.name.text {
            SPACE => match call.arguments.as_slice() {
                [inner] if inner.name.is_none() && is_space(&inner.value) => {
                    self.first(&inner.value)
                }
                _ => self.fault(
                    "a search space is `HPO(choice(…))`, `HPO(range(low, high))` or \
                     `HPO(log_range(low, high))`",
                    value.span,
                ),
            },
            "choice" | "categorical" => self.choice(call, value.span),
            "range" | "int_range" | "log_range" => self.range(call, value.span),
            _ => Some(value.clone()),
        }
    }

    fn fault<T>(&mut self, message: &str, span: Span) -> Option<T> {
        self.report.push(Diagnostic::error(message, span));
        None
    }

    fn choice(&mut self, call: &Call<'t>, span: Span) -> Option<Value<'t>> {
        let mut options = Vec::new();
        for argument in &call.arguments {
            // `choice([32, 64])` means the values of the list, where it is alone.
            match &argument.value.kind {
                ValueKind::List(values) if call.arguments.len() == 1 => options.extend(values),
                _ => options.push(&argument.value),
            }
        }
        let Some(first) = options.first().copied() else {
            return self.fault("a choice is not empty", span);
        };
        let mut points = Vec::new();
        for option in &options {
            points.push(self.first(option)?);
        }
        let sort = sort(&points[0]);
        for point in &points[1..] {
            let other = self::sort(point);
            if let (Some(sort), Some(other)) = (sort, other)
                && sort != other
            {
                let message = format!("a choice is of one type, and here are {sort} and {other}");
                let fault = Diagnostic::error(message, point.span);
                self.report.push(fault.with_label(first.span, "the first"));
                return None;
            }
        }
        points.into_iter().next()
    }

    fn range(&mut self, call: &Call<'t>, span: Span) -> Option<Value<'t>> {
        let logarithmic = call.name.text == "log_range";
        let mut bounds = Vec::new();
        let mut step = None;
        for argument in &call.arguments {
            let value = &argument.value;
            if let ValueKind::Invalid = value.kind {
                return None;
            }
            let Some(number) = number(value) else {
                return self.fault("the ends and the step of a range are numbers", value.span);
            };
            match argument.name.map(|name| name.text) {
                Some("step") => step = Some((number, value)),
                Some("low" | "lo" | "min" | "start" | "high" | "hi" | "max" | "stop" | "end")
                | None => {
                    bounds.push((number, value));
                }
                Some(name) => {
                    let message = format!("`{}` has no argument `{name}`", call.name.text);
                    return self.fault(&message, argument.span);
                }
            }
        }
        if let ([_, _, third], None) = (bounds.as_slice(), step) {
            step = Some(*third);
            bounds.pop();
        }
        let [(low, first), (high, _)] = bounds.as_slice() else {
            let message = format!("`{0}` has two ends: `{0}(low, high)`", call.name.text);
            return self.fault(&message, span);
        };
        if logarithmic && *low <= 0.0 {
            return self.fault("the low end of a `log_range` is above 0", first.span);
        }
        if low >= high {
            let message =
                format!("the high end of a range is above the low end; found {low} and {high}");
            return self.fault(&message, span);
        }
        match step {
            Some((step, value)) if step <= 0.0 => {
                self.fault("the step of a range is above 0", value.span)
            }
            _ => Some((*first).clone()),
        }
    }
}

fn is_space(value: &Value) -> bool {
    match &value.kind {
        ValueKind::Call(call) => {
            matches!(
                call.name.text,
                SPACE | "choice" | "categorical" | "range" | "int_range" | "log_range"
            )
        }
        _ => false,
    }
}

/// The values between which a space chooses, as they stand.
fn options<'v, 't>(space: &'v Value<'t>) -> Vec<&'v Value<'t>> {
    let mut options = Vec::new();
    let mut open = vec![space];
    while let Some(value) = open.pop() {
        match &value.kind {
            ValueKind::Call(call) if is_space(value) => {
                open.extend(call.arguments.iter().map(|argument| &argument.value));
            }
            _ => options.push(value),
        }
    }
    options
}

/// A value as the layer that it writes.
fn as_layer<'t>(value: &Value<'t>) -> Option<(Name<'t>, Vec<Argument<'t>>)> {
    match &value.kind {
        ValueKind::Call(call) => Some((call.name, call.arguments.clone())),
        ValueKind::Word(text) => {
            let name = Name {
                text,
                span: value.span,
            };
            Some((name, Vec::new()))
        }
        _ => None,
    }
}

/// What the choices of a space have in common; none where they may be anything.
fn sort(value: &Value) -> Option<&'static str> {
    match &value.kind {
        ValueKind::Integer(_) | ValueKind::Float(_) => Some("numbers"),
        ValueKind::String(_) => Some("strings"),
        ValueKind::Bool(_) => Some("true or false"),
        ValueKind::Tuple(_) | ValueKind::List(_) => Some("tuples"),
        ValueKind::Call(_) => Some("layers"),
        ValueKind::Word(_) | ValueKind::None | ValueKind::Map(_) | ValueKind::Invalid => None,
    }
}

fn number(value: &Value) -> Option<f64> {
    match value.kind {
        ValueKind::Integer(integer) => Some(integer as f64),
        ValueKind::Float(float) => Some(float),
        _ => None,
    }
}

/// Gives a value that the caller sets the place of what it replaces.
fn move_to(value: &mut Value, span: Span) {
    value.span = span;
    match &mut value.kind {
        ValueKind::Tuple(values) | ValueKind::List(values) => {
            values.iter_mut().for_each(|value| move_to(value, span));
        }
        ValueKind::Call(call) => {
            call.name.span = span;
            for argument in &mut call.arguments {
                argument.span = span;
                if let Some(name) = &mut argument.name {
                    name.span = span;
                }
                move_to(&mut argument.value, span);
            }
        }
        _ => {}
    }
}
