//! Nothing is dropped silently: each argument of each layer, given a value that is not its default, changes the
//! program of each target or is refused by it.

mod frame;
mod manual;
mod settings;
mod value;

use std::collections::BTreeSet;

use frame::Frame;
use neural_dsl::network::layers;
use neural_dsl::{Network, Target, check, generate, render};

/// What changes no program, as `LAYER.ARGUMENT` or `*.ARGUMENT`, with the reason. The test fails where one of them
/// changes a program after all, so that the list can only shrink.
const WITHOUT_EFFECT: &[(&str, &str)] = &[
    ("*.unroll", "chooses how a loop runs"),
    ("*.use_cudnn", "chooses a kernel"),
    ("*.flash_attention", "chooses a kernel"),
    (
        "*.synchronized",
        "for several devices, and a program has one",
    ),
    (
        "*.return_state",
        "the output stays what it is: nothing in the language takes the states behind it",
    ),
    ("*.d_model", "says again what the input says"),
    ("Embedding.input_length", "says again what the input says"),
    (
        "PositionalEncoding.max_len",
        "the longest input, which is known",
    ),
];

/// Arguments that are about the weights of a layer or their names: a layer that has none is not changed by them.
const OF_WEIGHTS: [&str; 2] = ["name", "trainable"];

#[test]
fn every_argument_changes_the_program_or_is_refused() {
    let mut faults = Vec::new();
    let mut silent = BTreeSet::new();
    let mut holes = manual::Holes::default();
    for (layer, arguments) in layers() {
        for argument in arguments {
            // What nobody has defined cannot be generated, whatever its arguments.
            let frames = [Frame::of(layer, argument), Frame::of_chain(layer, argument)];
            for frame in frames.into_iter().flatten() {
                let value = value::other(layer, argument);
                let plain = frame.text(layer, None);
                let given = frame.text(layer, Some((argument, value)));
                let (before, after) = match (network(&plain), network(&given)) {
                    (Ok(before), Ok(after)) => (before, after),
                    (before, after) => {
                        faults.extend(before.err().into_iter().chain(after.err()));
                        continue;
                    }
                };
                // The walked layer is the first where it is about its weights.
                let weightless = before.parameters_of(&before.nodes[0]).is_empty();
                for target in Target::ALL {
                    let after = program(&after, &given, target);
                    if after.is_err() {
                        holes.add(layer, (argument, value), target.name());
                    }
                    match program(&before, &plain, target) {
                        Err(fault) => faults.push(fault),
                        Ok(text) if after.as_ref() != Ok(&text) => {}
                        Ok(_) if weightless && OF_WEIGHTS.contains(&argument) => {}
                        Ok(_) => {
                            silent.insert((layer, argument, target.name()));
                        }
                    }
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let excused = |layer: &str, argument: &str| {
        [format!("{layer}.{argument}"), format!("*.{argument}")]
            .into_iter()
            .find(|row| WITHOUT_EFFECT.iter().any(|(known, _)| known == row))
    };
    let lost: Vec<_> = silent
        .iter()
        .filter(|(layer, argument, _)| excused(layer, argument).is_none())
        .collect();
    assert!(lost.is_empty(), "dropped silently: {lost:#?}");
    let needed: BTreeSet<String> = silent
        .iter()
        .filter_map(|(layer, argument, _)| excused(layer, argument))
        .collect();
    for (row, _) in WITHOUT_EFFECT {
        assert!(needed.contains(*row), "{row} has an effect by now");
    }
    manual::hold("layers", &manual::layers_table());
    manual::hold("holes", &holes.table());
}

/// The text of a program without its comments, which repeat what the file says; what is said where there is none.
fn program(network: &Network, source: &str, target: Target) -> Result<String, String> {
    let text = generate(network, "walk.neural", target)
        .map_err(|faults| render("walk.neural", source, &faults))?;
    let lines = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    Ok(lines.collect::<Vec<_>>().join("\n"))
}

fn network(text: &str) -> Result<Network, String> {
    match check(text) {
        Ok(mut checked) => Ok(checked.networks.remove(0)),
        Err(faults) => Err(render("walk.neural", text, &faults)),
    }
}

#[test]
fn what_contradicts_the_input_is_refused() {
    for (input, layers) in [
        ("(7, 8)", "PositionalEncoding(d_model=16)"),
        ("(7, 8)", "PositionalEncoding(max_len=3)"),
        ("(7)", "Embedding(10, 4, input_length=5)"),
        ("(8, 8, 4)", "InstanceNormalization(axis=1)"),
        ("(7, 8)", "TimeDistributed(Dense(4, lora_rank=3))"),
    ] {
        for target in Target::ALL {
            assert!(!generates(input, layers, target), "{layers} on {input}");
        }
    }
    for (input, layers) in [
        ("(7, 8)", "PositionalEncoding(max_len=9, d_model=8)"),
        ("(7)", "Embedding(10, 4, input_length=7)"),
        ("(8, 8, 4)", "InstanceNormalization(axis=3)"),
        ("(7, 8)", "TimeDistributed(GaussianNoise(0.5))"),
    ] {
        for target in Target::ALL {
            assert!(generates(input, layers, target), "{layers} on {input}");
        }
    }
}

fn generates(input: &str, layers: &str, target: Target) -> bool {
    let text = format!("network Walk {{ input: {input} layers: {layers} loss: \"mse\" }}");
    let network = network(&text).unwrap_or_else(|fault| panic!("{fault}"));
    program(&network, &text, target).is_ok()
}
