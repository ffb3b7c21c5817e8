//! What `neural summary` and `neural graph` show, compared with `fixtures/view`.

use std::fs;
use std::path::Path;

use neural_dsl::{check, view};

#[test]
fn networks_are_shown() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(root.join("fixtures/view"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for file in [
            "dsl/cnn",
            "fixtures/valid/several_inputs",
            "fixtures/valid/residual",
        ] {
            let text = fs::read_to_string(root.join(file).with_extension("neural")).unwrap();
            let checked = check(&text).unwrap();
            let shown: Vec<String> = checked
                .networks
                .iter()
                .map(|network| {
                    [
                        view::summary(network),
                        view::mermaid(network),
                        view::dot(network),
                    ]
                    .join("\n")
                })
                .collect();
            let name = Path::new(file)
                .file_name()
                .unwrap()
                .to_string_lossy()
                .into_owned();
            insta::assert_snapshot!(name, shown.join("\n"));
        }
    });
}

#[test]
fn names_cannot_change_the_structure_of_a_graph() {
    let evil = r#"a]; x --> y"; b[\"#;
    let text = "network N { input: (4) layers: Dense(3) Dense(2) }";
    let mut network = check(text).unwrap().networks.remove(0);
    // No file gets such names past the checks; a network made by a program may.
    network.name = evil.to_owned();
    network.inputs[0].name = evil.to_owned();
    network.nodes[0].name = evil.to_owned();
    let mermaid = view::mermaid(&network);
    // The head, a box for the input and each layer, two arrows.
    assert_eq!(mermaid.lines().count(), 6, "{mermaid}");
    assert_eq!(mermaid.matches("-->").count(), 2, "{mermaid}");
    assert!(!mermaid.contains(evil));
    let boxes = mermaid.lines().filter(|line| line.ends_with("\"]"));
    assert!(
        boxes.clone().all(|line| line.matches('"').count() == 2),
        "{mermaid}"
    );
    assert_eq!(boxes.count(), 3);
    let dot = view::dot(&network);
    assert_eq!(dot.lines().count(), 8, "{dot}");
    let quotes = |line: &str| {
        let bare = line.replace("\\\\", "").replace("\\\"", "");
        bare.matches('"').count()
    };
    assert!(dot.lines().all(|line| quotes(line) % 2 == 0), "{dot}");
}

#[test]
fn what_is_not_trained_is_counted_apart() {
    let text =
        "network N { input: (4) layers: Dense(3, trainable=false) BatchNormalization() Dense(2) }";
    let shown = view::summary(&check(text).unwrap().networks[0]);
    assert!(shown.contains("Total params: 35"), "{shown}");
    assert!(shown.contains("Trainable params: 14"), "{shown}");
    assert!(shown.contains("Non-trainable params: 21"), "{shown}");
}
