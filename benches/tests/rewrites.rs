//! What the compiler rewrites for speed computes what was written, to the last bit.

#[allow(dead_code)]
mod language;

use std::fmt::Write;

use language::{language, sizes};
use neural_dsl::codegen::{Options, rewritten};
use neural_dsl::network::Operation;
use proptest::prelude::*;

/// A layer as the language writes it.
fn layer() -> impl Strategy<Value = String> {
    let pair = |most: u64| (1..=most, 1..=most);
    let padding = prop_oneof![4 => Just("valid"), 1 => Just("same")];
    let activation = prop_oneof![3 => Just("relu"), 1 => Just("linear"), 1 => Just("tanh")];
    let convolution = (
        1u64..4,
        pair(4),
        pair(2),
        padding.clone(),
        activation.clone(),
    )
        .prop_map(
            |(filters, (height, width), (down, right), padding, activation)| {
                format!(
                    "Conv2D({filters}, ({height}, {width}), strides=({down}, {right}), \
                 padding={padding}, activation={activation})"
                )
            },
        );
    let pooling =
        (pair(3), pair(3), padding).prop_map(|((height, width), (down, right), padding)| {
            format!(
                "MaxPooling2D(({height}, {width}), strides=({down}, {right}), padding={padding})"
            )
        });
    prop_oneof![
        4 => convolution,
        4 => pooling,
        1 => activation.prop_map(|name| format!("Activation({name})")),
        1 => Just("Dropout(0.5)".to_owned()),
        1 => Just("Dense(2, activation=relu)".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn rewrites_keep_every_value(
        size in (6u64..15, 6u64..15, 1u64..3),
        layers in prop::collection::vec(layer(), 1..7),
        seed in any::<u64>(),
    ) {
        let (height, width, channels) = size;
        let mut text = format!("network N {{ input: ({height}, {width}, {channels}) layers:\n");
        for layer in &layers {
            writeln!(text, "  {layer}").unwrap();
        }
        text.push_str("  Flatten\n  Output(3)\n}");
        // A window that does not fit is no network.
        let Ok(checked) = neural_dsl::check(&text) else { return Ok(()) };
        let network = &checked.networks[0];
        let optimized = rewritten(network, &Options::default());
        prop_assert_eq!(network.parameters(), optimized.parameters());

        // Ties and both zeros, which a rewrite might decide otherwise, are frequent.
        let mut state = seed | 1;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            [-0.0, 0.0, 0.5, -0.5, 1.0, -1.0, 0.25, -2.0][(state >> 32) as usize % 8]
        };
        let weights: Vec<Vec<f64>> = (network.parameters().iter())
            .map(|parameter| (0..parameter.count()).map(|_| next()).collect())
            .collect();
        let length: u64 = sizes(&network.inputs[0].shape).iter().product();
        let sample: Vec<f64> = (0..length).map(|_| next()).collect();
        let bits = |network| -> Vec<u64> {
            let values = language(network, &weights, &sample);
            // A zero may have another sign, and nothing else may differ.
            values.iter().map(|value| (value + 0.0).to_bits()).collect()
        };
        prop_assert_eq!(bits(network), bits(&optimized), "{}", text);
    }
}

/// The property above would hold of a compiler that rewrites nothing.
#[test]
fn the_reference_network_is_rewritten() {
    let text = include_str!("../../dsl/cnn.neural");
    let network = &neural_dsl::check(text).unwrap().networks[0];
    let optimized = rewritten(network, &Options::default());
    let operations = |wanted: fn(&Operation) -> bool| {
        let nodes = optimized.nodes.iter();
        nodes.filter(|node| wanted(&node.operation)).count()
    };
    assert_eq!(operations(|it| matches!(it, Operation::Cropping2D(_))), 1);
    assert_eq!(sizes(&optimized.nodes[1].shape), [24, 24, 32]);
    assert_eq!(sizes(&optimized.nodes[3].shape), [10, 10, 64]);
}
