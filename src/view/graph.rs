//! Graphs: a box for each input and each layer, with shape and number of parameters, and an arrow for
//! each value that a layer takes.

use std::fmt::Write;

use super::{counts, shown, type_of};
use crate::codegen::grouped;
use crate::network::{Network, Value};

/// The lines of a box.
fn boxes(network: &Network) -> Vec<(String, [String; 2])> {
    let inputs = network.inputs.iter().enumerate().map(|(index, input)| {
        let lines = [format!("{} (Input)", input.name), shown(&input.shape)];
        (key(Value::Input(index)), lines)
    });
    let nodes = network.nodes.iter().enumerate().map(|(index, node)| {
        let (trained, untrained) = counts(network, index);
        let shape = shown(&node.shape);
        let second = match trained + untrained {
            0 => shape,
            count => format!("{shape}, {} parameters", grouped(count)),
        };
        let first = format!("{} ({})", node.name, type_of(&node.operation));
        (key(Value::Node(index)), [first, second])
    });
    inputs.chain(nodes).collect()
}

/// What a box is called in the text: never a name of the file.
fn key(value: Value) -> String {
    match value {
        Value::Input(index) => format!("input{index}"),
        Value::Node(index) => format!("layer{index}"),
    }
}

fn arrows(network: &Network) -> impl Iterator<Item = (String, String)> + '_ {
    let nodes = network.nodes.iter().enumerate();
    nodes.flat_map(|(index, node)| {
        let to = key(Value::Node(index));
        node.inputs.iter().map(move |&from| (key(from), to.clone()))
    })
}

/// The network as a flowchart in Mermaid's language.
pub fn mermaid(network: &Network) -> String {
    // Mermaid's own escapes; nothing that a file says is left to be read as its language.
    let escaped = |line: &str| -> String {
        line.chars()
            .map(|letter| match letter {
                'a'..='z' | 'A'..='Z' | '0'..='9' | ' ' | '_' | ',' | '.' | '(' | ')' => {
                    letter.to_string()
                }
                letter => format!("#{};", u32::from(letter)),
            })
            .collect()
    };
    let mut text = "flowchart TD\n".to_owned();
    for (key, lines) in boxes(network) {
        let lines: Vec<String> = lines.iter().map(|line| escaped(line)).collect();
        let _ = writeln!(text, "  {key}[\"{}\"]", lines.join("<br/>"));
    }
    for (from, to) in arrows(network) {
        let _ = writeln!(text, "  {from} --> {to}");
    }
    text
}

/// The network as a graph in DOT, the language of Graphviz.
pub fn dot(network: &Network) -> String {
    let escaped = |line: &str| {
        line.replace('\\', "\\\\")
            .replace('"', "\\\"")
            .replace('\n', " ")
    };
    let mut text = format!(
        "digraph \"{}\" {{\n  node [shape=box]\n",
        escaped(&network.name)
    );
    for (key, lines) in boxes(network) {
        let lines: Vec<String> = lines.iter().map(|line| escaped(line)).collect();
        let _ = writeln!(text, "  {key} [label=\"{}\"]", lines.join("\\n"));
    }
    for (from, to) in arrows(network) {
        let _ = writeln!(text, "  {from} -> {to}");
    }
    text + "}\n"
}
