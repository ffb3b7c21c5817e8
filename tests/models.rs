//! The reference models of the language.

/// What `dsl/NAME.neural` means.
fn model(name: &str) -> neural_dsl::Network {
    let path = format!("{}/dsl/{name}.neural", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let checked = neural_dsl::check(&text)
        .unwrap_or_else(|faults| panic!("{}", neural_dsl::render(name, &text, &faults)));
    assert_eq!(checked.warnings, []);
    let [network] = <[_; 1]>::try_from(checked.networks).unwrap();
    network
}

fn names(network: &neural_dsl::Network) -> Vec<&str> {
    network
        .nodes
        .iter()
        .map(|node| node.name.as_str())
        .collect()
}

fn shapes(network: &neural_dsl::Network) -> Vec<String> {
    let shapes = network.nodes.iter().map(|node| node.shape.to_string());
    shapes.collect()
}

#[test]
fn simple_mlp() {
    let network = model("simple_mlp");
    assert_eq!(network.name, "SimpleMLP");
    assert_eq!(names(&network), ["flatten", "dense", "dropout", "dense_1"]);
    assert_eq!(shapes(&network), ["(784)", "(128)", "(128)", "(10)"]);
    assert_eq!(network.parameter_count(), 101_770);
}

#[test]
fn cnn() {
    let network = model("cnn");
    assert_eq!(
        names(&network),
        [
            "conv2d",
            "max_pooling2d",
            "conv2d_1",
            "max_pooling2d_1",
            "flatten",
            "dense",
            "dropout",
            "dense_1"
        ]
    );
    assert_eq!(
        shapes(&network),
        [
            "(26, 26, 32)",
            "(13, 13, 32)",
            "(11, 11, 64)",
            "(5, 5, 64)",
            "(1600)",
            "(128)",
            "(128)",
            "(10)"
        ]
    );
    assert_eq!(network.parameter_count(), 225_034);
}

#[test]
fn deep_mlp() {
    let network = model("deep_mlp");
    assert_eq!(network.parameter_count(), 567_434);
    assert_eq!(network.training.epochs, 5);
    assert_eq!(network.training.batch_size, 128);
    assert_eq!(network.training.validation_split, 0.2);
}

#[test]
fn parameters_are_counted_as_they_are_listed() {
    let text = "network A {
      input: (12, 10, 4)
      layers:
        Conv2D(6, kernel_size=(3, 2), groups=2)
        Conv2D(5, kernel_size=3, use_bias=false)
        Dense(7)
        Flatten
        Dense(3, use_bias=false)
        Output(2)
    }";
    let network = neural_dsl::check(text).unwrap().networks.remove(0);
    let listed = network.parameters();
    assert_eq!(listed.len(), 2 + 1 + 2 + 1 + 2);
    let sum: u64 = listed.iter().map(|parameter| parameter.count()).sum();
    assert_eq!(network.parameter_count(), sum);
}
