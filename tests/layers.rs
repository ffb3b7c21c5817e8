//! What layers do to shapes and how many parameters they have, against figures worked out by hand from
//! Keras' documentation.

use neural_dsl::network::Shape;
use neural_dsl::{check, render};

/// Input, layers, the shape behind them, trained parameters.
const LAYERS: &[(&str, &str, &[u64], u64)] = &[
    ("(10, 8)", "Conv1D(4, 3)", &[8, 4], 3 * 8 * 4 + 4),
    ("(10, 8)", "Conv1D(4, 3, padding=causal)", &[10, 4], 100),
    (
        "(8, 8, 8, 2)",
        "Conv3D(4, 3, strides=2)",
        &[3, 3, 3, 4],
        27 * 2 * 4 + 4,
    ),
    (
        "(8, 8, 4)",
        "Conv2DTranspose(6, 3, strides=2, padding=same)",
        &[16, 16, 6],
        9 * 6 * 4 + 6,
    ),
    (
        "(8, 8, 4)",
        "Conv2DTranspose(6, 3, strides=2)",
        &[17, 17, 6],
        222,
    ),
    (
        "(8, 8, 4)",
        "Conv2DTranspose(6, 3, strides=2, padding=same, output_padding=1)",
        &[16, 16, 6],
        222,
    ),
    (
        "(8, 8, 4)",
        "DepthwiseConv2D(3, depth_multiplier=2)",
        &[6, 6, 8],
        9 * 4 * 2 + 8,
    ),
    (
        "(8, 8, 4)",
        "SeparableConv2D(16, 3)",
        &[6, 6, 16],
        9 * 4 + 4 * 16 + 16,
    ),
    ("(9, 9, 4)", "AveragePooling2D()", &[4, 4, 4], 0),
    (
        "(9, 9, 4)",
        "AveragePooling2D(2, padding=same)",
        &[5, 5, 4],
        0,
    ),
    ("(9, 4)", "MaxPooling1D(3, strides=2)", &[4, 4], 0),
    (
        "(9, 9, 4)",
        "GlobalMaxPooling2D(keepdims=true)",
        &[1, 1, 4],
        0,
    ),
    ("(9, 4)", "GlobalAveragePooling1D", &[4], 0),
    (
        "(9, 9, 4)",
        "AdaptiveAveragePooling2D((3, 2))",
        &[3, 2, 4],
        0,
    ),
    (
        "(9, 9, 4)",
        "ZeroPadding2D(((1, 2), (3, 4)))",
        &[12, 16, 4],
        0,
    ),
    ("(9, 9, 4)", "Cropping2D((1, 2))", &[7, 5, 4], 0),
    ("(9, 4)", "ZeroPadding1D((1, 2))", &[12, 4], 0),
    ("(9, 9, 4)", "UpSampling2D((2, 3))", &[18, 27, 4], 0),
    ("(4, 6)", "Reshape((3, -1, 2))", &[3, 4, 2], 0),
    ("(4, 6)", "Permute((2, 1))", &[6, 4], 0),
    ("(6)", "RepeatVector(3)", &[3, 6], 0),
    ("(9, 9, 4)", "BatchNormalization", &[9, 9, 4], 8),
    (
        "(9, 9, 4)",
        "BatchNormalization(scale=false)",
        &[9, 9, 4],
        4,
    ),
    ("(9, 4)", "LayerNormalization(axis=(1, 2))", &[9, 4], 72),
    ("(9, 9, 4)", "GroupNormalization(groups=2)", &[9, 9, 4], 8),
    ("(9, 9, 4)", "InstanceNormalization", &[9, 9, 4], 8),
    ("(7)", "Embedding(100, 16)", &[7, 16], 1600),
    ("(7, 5)", "SimpleRNN(6)", &[6], 5 * 6 + 6 * 6 + 6),
    (
        "(7, 5)",
        "LSTM(6, return_sequences=true)",
        &[7, 6],
        4 * (30 + 36 + 6),
    ),
    ("(7, 5)", "GRU(6)", &[6], 3 * (30 + 36) + 2 * 18),
    (
        "(7, 5)",
        "GRU(6, reset_after=false)",
        &[6],
        3 * (30 + 36 + 6),
    ),
    (
        "(7, 8, 8, 3)",
        "ConvLSTM2D(4, 3)",
        &[6, 6, 4],
        9 * 3 * 16 + 9 * 4 * 16 + 16,
    ),
    (
        "(7, 8, 8, 3)",
        "ConvLSTM2D(4, 3, return_sequences=true)",
        &[7, 6, 6, 4],
        1024,
    ),
    ("(7, 5)", "Bidirectional(LSTM(6))", &[12], 2 * 288),
    (
        "(7, 5)",
        "Bidirectional(LSTM(6, return_sequences=true), merge_mode=sum)",
        &[7, 6],
        576,
    ),
    (
        "(7, 8, 8, 3)",
        "TimeDistributed(Conv2D(4, 3))",
        &[7, 6, 6, 4],
        112,
    ),
    (
        "(7, 8)",
        "MultiHeadAttention(2, 4)",
        &[7, 8],
        3 * (8 * 8 + 8) + 64 + 8,
    ),
    (
        "(7, 8)",
        "MultiHeadAttention(num_heads=2, key_dim=4, value_dim=3)",
        &[7, 8],
        2 * 72 + 8 * 6 + 6 + 6 * 8 + 8,
    ),
    ("(7, 8)", "Attention()", &[7, 8], 0),
    // Attention 4 (64 + 8), two normalisations of 16, and 8 to 16 to 8.
    (
        "(7, 8)",
        "TransformerEncoder(2, 16)",
        &[7, 8],
        288 + 32 + 144 + 136,
    ),
    (
        "(9, 9, 32)",
        "SqueezeExcitation",
        &[9, 9, 32],
        32 * 2 + 2 + 2 * 32 + 32,
    ),
    ("(9, 4)", "PReLU", &[9, 4], 36),
    ("(9, 4)", "PReLU(shared_axes=[1])", &[9, 4], 4),
    (
        "(9, 4)",
        "LeakyReLU(0.1) GaussianNoise(0.1) AlphaDropout(0.2) ELU ActivityRegularization(l2=0.1)",
        &[9, 4],
        0,
    ),
    ("(4)", "ResidualConnection { Dense(4) }", &[4], 20),
    ("(4), (4)", "Add()", &[4], 0),
    ("(4, 1), (4, 3)", "Multiply()", &[4, 3], 0),
    ("(4, 2), (4, 3)", "Concatenate()", &[4, 5], 0),
    ("(4, 2), (3, 2)", "Concatenate(axis=1)", &[7, 2], 0),
    ("(4, 2), (3, 2)", "Dot(axes=2)", &[4, 3], 0),
];

#[test]
fn layers_have_keras_shapes_and_parameters() {
    for (input, layers, shape, parameters) in LAYERS {
        let text = format!("network N {{ input: {input} layers: {layers} }}");
        let checked =
            check(&text).unwrap_or_else(|faults| panic!("{}", render("", &text, &faults)));
        let network = &checked.networks[0];
        let output = network.shape(network.output);
        assert_eq!(*output, Shape::known(shape), "{layers} on {input}");
        assert_eq!(
            network.parameter_count(),
            *parameters,
            "{layers} on {input}"
        );
        let listed: u64 = network.parameters().iter().map(|it| it.count()).sum();
        assert_eq!(listed, *parameters, "{layers} on {input}");
    }
}

#[test]
fn running_means_are_kept_and_not_trained() {
    let text = "network N { input: (9, 9, 4) layers: BatchNormalization }";
    let network = &check(text).unwrap().networks[0];
    let kept = network.statistics_of(&network.nodes[0]);
    let names: Vec<&str> = kept.iter().map(|kept| kept.name.as_str()).collect();
    let moving = ["mean", "variance"].map(|it| format!("batch_normalization/moving_{it}"));
    assert_eq!(names, moving);
    assert!(kept.iter().all(|kept| kept.shape == [4]));
}
