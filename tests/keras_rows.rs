//! Every row of the table of layers and arguments has a case of Keras, or a reason why it has none.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use neural_dsl::network::{LayerType, layers};
use serde_json::Value;

/// Rows without a case: an argument, of these layers or of all where there are none, and why.
const WITHOUT: &[(&str, &[&str], &str)] = &[
    ("name", &[], "it names"),
    ("dtype", &[], "it is the precision of the whole program"),
    (
        "trainable",
        &[],
        "the layer has no weights; those with weights have a case each",
    ),
    ("unroll", &[], "it chooses how a loop runs"),
    ("use_cudnn", &[], "it chooses a kernel"),
    ("flash_attention", &[], "it chooses a kernel"),
    ("synchronized", &[], "it is for several devices"),
    ("lora_rank", &[], "both targets refuse it"),
    ("weights", &[], "both targets refuse it"),
    ("time_major", &[], "both targets refuse it"),
    ("dropout", &["TimeDistributed"], "both targets refuse it"),
    (
        "unit_forget_bias",
        &["ConvGRU2D"],
        "no gate forgets; both targets refuse `false`",
    ),
    (
        "alpha",
        &["Activation"],
        "Keras has it of the functions, not of the layer",
    ),
    (
        "negative_slope",
        &["Activation"],
        "Keras has it of the functions, not of the layer",
    ),
    (
        "data_format",
        &[
            "AdaptiveMaxPooling1D",
            "AdaptiveMaxPooling2D",
            "AdaptiveMaxPooling3D",
            "AdaptiveAveragePooling1D",
            "AdaptiveAveragePooling2D",
            "AdaptiveAveragePooling3D",
            "Cropping1D",
            "UpSampling1D",
        ],
        "Keras has it not; it is a permutation before and behind, as of the other layers of their kind",
    ),
];

/// The arguments of each layer for which there is a case.
fn cases() -> BTreeMap<String, BTreeSet<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/keras/cases");
    let mut rows: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        let family: Value = serde_json::from_str(&text).unwrap();
        for case in family.as_array().unwrap() {
            let layer = case["layer"].as_str().unwrap();
            let arguments = case["arguments"].as_array().unwrap().iter();
            let arguments = arguments.map(|it| it.as_str().unwrap().to_owned());
            rows.entry(layer.to_owned()).or_default().extend(arguments);
        }
    }
    rows
}

fn is_excused(layer: &str, argument: &str) -> bool {
    WITHOUT.iter().any(|(name, layers, _)| {
        *name == argument && (layers.is_empty() || layers.contains(&layer))
    })
}

#[test]
fn every_row_has_a_case() {
    let cases = cases();
    let mut rows = 0;
    let mut missing = Vec::new();
    for (layer, arguments) in layers() {
        // Both targets refuse what nobody has defined.
        if LayerType::named(layer).is_some_and(LayerType::has_no_meaning) {
            continue;
        }
        let Some(held) = cases.get(layer) else {
            missing.push(format!("{layer}: no case"));
            continue;
        };
        for argument in arguments {
            rows += 1;
            if !held.contains(argument) && !is_excused(layer, argument) {
                missing.push(format!("{layer}: {argument}"));
            }
        }
    }
    assert!(rows > 700, "{rows} rows");
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

/// Nothing is excused that has a case, or that no layer takes.
#[test]
fn excuses_are_needed() {
    let cases = cases();
    for (argument, named, _) in WITHOUT {
        let takes = |layer: &str, arguments: &[&str]| {
            arguments.contains(argument) && (named.is_empty() || named.contains(&layer))
        };
        let of: Vec<&str> = layers()
            .filter(|(layer, arguments)| takes(layer, arguments))
            .map(|(layer, _)| layer)
            .collect();
        assert!(!of.is_empty(), "no layer takes `{argument}`");
        let needed = |layer: &&str| !cases.get(*layer).is_some_and(|it| it.contains(*argument));
        assert!(of.iter().any(needed), "`{argument}` has cases");
    }
}
