//! The table that Keras' `summary()` prints.

use std::fmt::Write;

use super::{counts, name_of, shown, type_of};
use crate::codegen::grouped;
use crate::network::{Network, Value};

/// A table of the layers with the shapes of their results and the numbers that they hold; where a layer
/// takes something else than the result of the one before it, what that is.
pub fn summary(network: &Network) -> String {
    let branches = network.nodes.iter().enumerate().any(|(index, node)| {
        let before = match index {
            0 => Value::Input(0),
            index => Value::Node(index - 1),
        };
        node.inputs != [before]
    });
    let mut rows = vec![row([
        "Layer (type)",
        "Output Shape",
        "Param #",
        "Connected to",
    ])];
    for input in &network.inputs {
        let name = format!("{} (Input)", input.name);
        rows.push(row([&name, &shown(&input.shape), "0", "-"]));
    }
    let (mut trained, mut untrained) = (0, 0);
    for (index, node) in network.nodes.iter().enumerate() {
        let (own, kept) = counts(network, index);
        (trained, untrained) = (trained + own, untrained + kept);
        let inputs: Vec<&str> = node.inputs.iter().map(|&it| name_of(network, it)).collect();
        let name = format!("{} ({})", node.name, type_of(&node.operation));
        let count = grouped(own + kept);
        rows.push(row([
            &name,
            &shown(&node.shape),
            &count,
            &inputs.join(", "),
        ]));
    }
    let columns = if branches { 4 } else { 3 };
    let width = |column: usize| {
        let widths = rows.iter().map(|row| row[column].chars().count());
        widths.max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = format!("Model: \"{}\"\n", network.name);
    let rule: Vec<String> = widths.iter().map(|width| "─".repeat(width + 2)).collect();
    let _ = writeln!(text, "┌{}┐", rule.join("┬"));
    for (index, row) in rows.iter().enumerate() {
        let cells = row
            .iter()
            .zip(&widths)
            .enumerate()
            .map(|(column, (cell, width))| {
                let blanks = " ".repeat(width - cell.chars().count());
                match column {
                    // Numbers stand on the right.
                    2 => format!(" {blanks}{cell} "),
                    _ => format!(" {cell}{blanks} "),
                }
            });
        let cells: Vec<String> = cells.collect();
        let _ = writeln!(text, "│{}│", cells.join("│"));
        if index == 0 {
            let _ = writeln!(text, "├{}┤", rule.join("┼"));
        }
    }
    let _ = writeln!(text, "└{}┘", rule.join("┴"));
    let _ = writeln!(text, " Total params: {}", grouped(trained + untrained));
    let _ = writeln!(text, " Trainable params: {}", grouped(trained));
    let _ = writeln!(text, " Non-trainable params: {}", grouped(untrained));
    text
}

fn row(cells: [&str; 4]) -> [String; 4] {
    cells.map(str::to_owned)
}
