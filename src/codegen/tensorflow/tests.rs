//! What the text says where the reference models do not.

use crate::codegen::{Dtype, Options, tensorflow};
use crate::diagnostic::Diagnostic;
use crate::network::{Activation, Network, Operation, Value};

/// The program of a network with these layers and this loss.
fn network(layers: &str, rest: &str) -> Network {
    let text = format!("network N {{ input: (9, 8, 4) layers: {layers} {rest} }}");
    let checked = crate::check(&text)
        .unwrap_or_else(|faults| panic!("{}", crate::render("n.neural", &text, &faults)));
    checked.networks.into_iter().next().unwrap()
}

fn generate(network: &Network, file: &str) -> Result<String, Vec<Diagnostic>> {
    tensorflow::generate(network, file, &Options::default())
}

fn program(network: &Network) -> String {
    generate(network, "n.neural").unwrap_or_else(|faults| panic!("{faults:#?}"))
}

const LOSS: &str = "loss: sparse_categorical_crossentropy";

#[test]
fn a_dilated_convolution_has_equal_images_to_cut_into() {
    let layers = "Conv2D(4, (3, 2), padding=same, dilation_rate=(2, 3)) Flatten Output(3)";
    // Height 9 and 4 around it make 13, and one more two images of 7; width 8 and 3 make 11, and one
    // more three images of 4.
    let call = "dilated_conv2d(x, &self.conv2d_kernel, [2, 3], [2, 3, 1, 3], [0, 1, 0, 1], scope)?";
    let text = program(&network(layers, LOSS));
    let text: String = text.split_whitespace().collect();
    let call: String = call.split_whitespace().collect();
    assert!(text.replace(",)", ")").contains(&call), "{text}");
    assert!(!text.contains("fnconv2d("));
}

#[test]
fn a_network_without_a_loss_only_predicts() {
    let text = program(&network("Flatten Dense(5) Dropout(0.5) Output(3)", ""));
    for part in ["EPOCHS", "dropout(", "slot(", "train", "labels"] {
        assert!(!text.contains(part), "{part}");
    }
    assert!(text.contains("ops::softmax(x, scope)?"));
}

#[test]
fn a_loss_of_something_else_than_a_softmax_takes_logarithms() {
    let mut network = network("Flatten Output(3)", LOSS);
    let Operation::Dense(output) = &mut network.nodes[1].operation else {
        panic!("the output is a dense layer");
    };
    output.activation = Activation::Sigmoid;
    let text = program(&network);
    assert!(text.contains("let logits = log_probabilities(outputs.clone(), scope)?;"));
    assert!(text.contains("args.request_fetch(&self.outputs, 0)"));
}

#[test]
fn plain_gradient_descent_has_nothing_to_reset() {
    let rest = format!("{LOSS} optimizer: SGD(learning_rate=0.5)");
    let text = program(&network("Flatten Output(3)", &rest));
    assert!(text.contains("/// Does nothing: plain gradient descent has no state."));
    assert!(!text.contains("fn slot("));
}

#[test]
fn groups_are_trained_in_float32_alone() {
    let options = Options {
        dtype: Dtype::Float64,
        ..Options::default()
    };
    let layers = "Flatten Output(3)";
    let grouped = format!("Conv2D(4, (3, 3), groups=2) {layers}");
    let generate = |network: &Network| tensorflow::generate(network, "n.neural", &options);
    let network = network(&grouped, LOSS);
    assert!(super::generate(&network, "n.neural", &Options::default()).is_ok());
    let faults = generate(&network).unwrap_err();
    assert_eq!(faults[0].primary.span, network.nodes[0].span);
    let network = self::network(&grouped, "");
    assert!(generate(&network).is_ok());
    let network = self::network(&format!("Conv2D(4, (3, 3)) {layers}"), LOSS);
    assert!(generate(&network).is_ok());
}

#[test]
fn what_cannot_be_expressed_is_refused_at_its_place() {
    let mut network = network("Flatten Output(3)", LOSS);
    network.nodes[0].name = "fl@t".to_owned();
    network.nodes[1].inputs = vec![Value::Input(0)];
    let spans = [network.nodes[0].span, network.nodes[1].span];
    let faults = generate(&network, "n.neural").unwrap_err();
    let places: Vec<_> = faults.iter().map(|fault| fault.primary.span).collect();
    assert_eq!(places, spans);
}
