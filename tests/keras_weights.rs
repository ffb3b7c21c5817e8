//! The parameters of every case that Keras has computed: their order, the last part of their names and
//! their shapes, with what a layer keeps and does not train behind what it trains.

use std::fs;
use std::path::Path;

use neural_dsl::network::Parameter;
use neural_dsl::{Network, check, render};
use serde_json::Value;

/// The weights that a case has: the last part of each name, and the shape.
fn of_keras(case: &Value) -> Vec<(String, Vec<u64>)> {
    let weights = case["weights"].as_array().unwrap();
    let weight = |weight: &Value| {
        let name = weight["name"].as_str().unwrap();
        let shape = weight["shape"].as_array().unwrap();
        let shape = shape.iter().map(|length| length.as_u64().unwrap());
        (last_part(name), shape.collect())
    };
    weights.iter().map(weight).collect()
}

fn of_network(network: &Network) -> Vec<(String, Vec<u64>)> {
    let of_node = |node| {
        let mut all = network.parameters_of(node);
        all.extend(network.statistics_of(node));
        all
    };
    let weight = |parameter: Parameter| (last_part(&parameter.name), parameter.shape);
    let nodes = network.nodes.iter();
    nodes.flat_map(of_node).map(weight).collect()
}

/// `kernel`; squeeze-and-excitation, which Keras lacks, has two and says which.
fn last_part(name: &str) -> String {
    let part = name.rsplit('/').next().unwrap();
    let part = part.strip_prefix("reduce_").unwrap_or(part);
    part.strip_prefix("expand_").unwrap_or(part).to_owned()
}

#[test]
fn every_case_has_the_weights_of_keras() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/keras/cases");
    let mut cases = 0;
    let mut wrong = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let family: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        for case in family.as_array().unwrap() {
            let name = case["name"].as_str().unwrap();
            let text = case["network"].as_str().unwrap();
            cases += 1;
            let checked = match check(text) {
                Ok(checked) => checked,
                Err(faults) => {
                    wrong.push(render(name, text, &faults));
                    continue;
                }
            };
            // The cases of initialisers speak of one weight alone.
            if case.get("weights").is_none() {
                continue;
            }
            let (found, wanted) = (of_network(&checked.networks[0]), of_keras(case));
            if found != wanted {
                wrong.push(format!("{name}\n  keras {wanted:?}\n  found {found:?}"));
            }
        }
    }
    assert!(cases > 600, "{cases} cases");
    assert!(
        wrong.is_empty(),
        "{} of {cases}\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
