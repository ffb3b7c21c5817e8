//! The point of a search space for which a program is generated, in words.

use super::text::quoted;
use crate::network::{Argument, Network};

/// A sentence for the comment at the top; none where the file leaves nothing open.
pub(super) fn sentence(network: &Network) -> Option<String> {
    if network.point.is_empty() {
        return None;
    }
    let taken = network.point.iter().map(|taken| {
        let name = if taken.name.is_empty() {
            "a value"
        } else {
            &taken.name
        };
        format!(
            "{} of {}: {}",
            quoted(name),
            quoted(&taken.owner),
            value(&taken.value)
        )
    });
    let taken: Vec<String> = taken.collect();
    Some(format!(
        "The file leaves values open, and this is one point of its search space: {}.",
        taken.join("; ")
    ))
}

/// A value; what the user wrote is escaped.
fn value(argument: &Argument) -> String {
    match argument {
        Argument::None => "None".to_owned(),
        Argument::Flag(flag) => flag.to_string(),
        Argument::Integer(integer) => integer.to_string(),
        Argument::Number(number) => number.to_string(),
        Argument::Text(text) => quoted(text),
        Argument::List(values) => {
            let values: Vec<String> = values.iter().map(value).collect();
            format!("({})", values.join(", "))
        }
        Argument::Call(name, arguments) => {
            let arguments: Vec<String> = arguments.iter().map(|(_, it)| value(it)).collect();
            format!("{} of ({})", quoted(name), arguments.join(", "))
        }
        Argument::Activation(activation) => format!("{activation:?}"),
        Argument::Initializer(initializer) => format!("{initializer:?}"),
        Argument::Regularizer(regularizer) => format!("{regularizer:?}"),
        Argument::Constraint(constraint) => format!("{constraint:?}"),
        Argument::Layer(_) => "a layer".to_owned(),
    }
}
