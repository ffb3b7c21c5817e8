//! Every file in `fixtures/valid`, `fixtures/refused` (which checks, and which targets cannot generate),
//! `fixtures/parse` (which parses and does not check), `fixtures/invalid` and `fixtures/syntax`, against
//! the snapshot beside it. A file that is dropped in is a test; its snapshot is reviewed as a diff.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use neural_dsl::network::{LossOptions, Updates, Value};
use neural_dsl::{Limits, Network, Target, check, generate, inspect, parse, render};

/// The `.neural` files of a folder of `fixtures/`, by name.
fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures")
        .join(folder);
    let entries = fs::read_dir(folder).unwrap();
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "neural")
        })
        .collect();
    files.sort();
    assert!(!files.is_empty());
    files
}

/// Compares what `describe` makes of each file's name and text with the snapshot beside the file.
fn compare(folder: &str, describe: impl Fn(&str, &str) -> String) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path(Path::new("../fixtures").join(folder));
    settings.bind(|| {
        for path in files(folder) {
            let file = path.file_name().unwrap().to_str().unwrap();
            let stem = path.file_stem().unwrap().to_str().unwrap();
            let text = fs::read_to_string(&path).unwrap();
            insta::assert_snapshot!(stem, describe(file, &text));
        }
    });
}

#[test]
fn invalid_files_are_refused() {
    compare("invalid", |file, text| {
        let faults = check(text).expect_err(file);
        render(file, text, &faults)
    });
}

#[test]
fn files_that_parse_need_not_check() {
    compare("parse", |file, text| {
        if let Err(faults) = inspect(text, Limits::default()) {
            panic!("{}", render(file, text, &faults));
        }
        let faults = check(text).expect_err(file);
        render(file, text, &faults)
    });
}

#[test]
fn what_a_target_cannot_generate_is_refused_at_its_place() {
    compare("refused", |file, text| {
        let checked =
            check(text).unwrap_or_else(|faults| panic!("{}", render(file, text, &faults)));
        let mut refusals = String::new();
        for network in &checked.networks {
            for target in Target::ALL {
                let faults = generate(network, file, target).expect_err(file);
                // Both targets can generate the same, so that one of the texts is enough.
                if target == Target::Torch {
                    refusals += &render(file, text, &faults);
                }
            }
        }
        refusals
    });
}

#[test]
fn valid_files_parse() {
    for folder in ["valid", "refused"] {
        for path in files(folder) {
            let text = fs::read_to_string(&path).unwrap();
            let file = path.to_str().unwrap();
            if let Err(faults) = inspect(&text, Limits::default()) {
                panic!("{}", render(file, &text, &faults));
            }
        }
    }
}

#[test]
fn valid_files_are_accepted() {
    compare("valid", |file, text| {
        let checked =
            check(text).unwrap_or_else(|faults| panic!("{}", render(file, text, &faults)));
        let networks: String = checked.networks.iter().map(describe).collect();
        networks + &render(file, text, &checked.warnings)
    });
}

#[test]
fn the_whole_syntax_is_parsed() {
    compare("syntax", |file, text| {
        let tree = parse(text).unwrap_or_else(|faults| panic!("{}", render(file, text, &faults)));
        let mut json = serde_json::to_value(&tree).unwrap();
        check_places(&mut json, text);
        serde_json::to_string_pretty(&json).unwrap()
    });
}

/// Makes sure that names stand where their places say and that parts lie inside the whole, and takes
/// the places out, which would drown the rest.
fn check_places(json: &mut serde_json::Value, text: &str) {
    fn visit(json: &mut serde_json::Value, text: &str, outer: std::ops::Range<usize>) {
        let mut inner = outer.clone();
        if let serde_json::Value::Object(fields) = json
            && let Some(span) = fields.remove("span")
        {
            let place = |end: &str| usize::try_from(span[end].as_u64().unwrap()).unwrap();
            inner = place("start")..place("end");
            assert!(outer.start <= inner.start && inner.end <= outer.end);
            if let Some(name) = fields.get("text") {
                assert_eq!(name, &text[inner.clone()]);
            }
        }
        match json {
            serde_json::Value::Object(fields) => {
                fields
                    .values_mut()
                    .for_each(|value| visit(value, text, inner.clone()));
            }
            serde_json::Value::Array(values) => {
                values
                    .iter_mut()
                    .for_each(|value| visit(value, text, inner.clone()));
            }
            _ => {}
        }
    }
    visit(json, text, 0..text.len());
}

/// A network line by line.
fn describe(network: &Network) -> String {
    let mut text = format!(
        "network {}, {} parameters\n",
        network.name,
        network.parameter_count()
    );
    for input in &network.inputs {
        writeln!(text, "  {}: {}", input.name, input.shape).unwrap();
    }
    for node in &network.nodes {
        let inputs: Vec<&str> = node
            .inputs
            .iter()
            .map(|input| name(network, *input))
            .collect();
        let inputs = inputs.join(", ");
        writeln!(
            text,
            "  {}({inputs}): {} {:?}",
            node.name, node.shape, node.operation
        )
        .unwrap();
    }
    writeln!(text, "  {} is the output", name(network, network.output)).unwrap();
    writeln!(text, "  {:?}", network.loss).unwrap();
    if network.loss_options != LossOptions::default() {
        writeln!(text, "  {:?}", network.loss_options).unwrap();
    }
    writeln!(text, "  {:?}", network.optimizer).unwrap();
    if network.updates != Updates::default() {
        writeln!(text, "  {:?}", network.updates).unwrap();
    }
    writeln!(text, "  {:?}", network.metrics).unwrap();
    writeln!(text, "  {:?}", network.training).unwrap();
    let of_nodes = network.nodes.iter().flat_map(|node| &node.requests);
    for request in network.requests.iter().chain(of_nodes) {
        let owner = &request.owner;
        writeln!(
            text,
            "  asks {} of {owner}: {:?}",
            request.name, request.value
        )
        .unwrap();
    }
    for taken in &network.point {
        let owner = &taken.owner;
        writeln!(text, "  takes {} of {owner}: {:?}", taken.name, taken.value).unwrap();
    }
    text
}

fn name(network: &Network, value: Value) -> &str {
    match value {
        Value::Input(index) => &network.inputs[index].name,
        Value::Node(index) => &network.nodes[index].name,
    }
}
