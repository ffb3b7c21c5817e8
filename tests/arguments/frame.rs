//! The networks that the layers stand in.

/// Where a layer stands, and what it is given in any case.
pub struct Frame {
    input: &'static str,
    before: &'static str,
    after: &'static str,
    loss: &'static str,
    /// The arguments that the layer needs, and those without which the walked one means nothing.
    given: Vec<(&'static str, &'static str)>,
}

impl Frame {
    /// The frame of a layer for one of its arguments; `None` for a layer that has no meaning.
    pub fn of(layer: &str, argument: &str) -> Option<Self> {
        let (input, given) = needs(layer)?;
        let mut frame = Self {
            input,
            before: "",
            after: "",
            loss: "mse",
            given: given.to_vec(),
        };
        frame.add(layer, argument);
        Some(frame)
    }

    /// The same for networks of the first kind, chains that classify, which have programs of their own; with the
    /// loss of the other frames a network has the program that any network can have.
    pub fn of_chain(layer: &str, argument: &str) -> Option<Self> {
        let first = [
            "Dense",
            "Conv2D",
            "MaxPooling2D",
            "Flatten",
            "Dropout",
            "Activation",
        ];
        let after = "Flatten Output(3)";
        let loss = "sparse_categorical_crossentropy";
        let frame = Self::of(layer, argument)?;
        let named = first.contains(&layer);
        named.then_some(Self {
            after,
            loss,
            ..frame
        })
    }

    /// What an argument needs beside it to mean something.
    fn add(&mut self, layer: &str, argument: &str) {
        match (layer, argument) {
            // A mask means something to a layer that takes one.
            ("Embedding" | "Masking", _) => self.after = "LSTM(2)",
            (_, "zero_output_for_mask") => {
                self.before = "Masking()";
                self.after = "LSTM(2)";
                self.given.push(("return_sequences", "true"));
            }
            ("Normalization", _) => {
                self.input = "(4, 4)";
                self.given = vec![
                    ("mean", "[0.5, 1.5, 2.5, 3.5]"),
                    ("variance", "[1.0, 2.0, 3.0, 4.0]"),
                ];
            }
            (_, "output_padding") => self.given.push(("strides", "2")),
            (_, "padding") if layer.contains("Pooling") => self.given.push(("pool_size", "5")),
            ("Activation", "alpha") => self.given = vec![("activation", "elu")],
            ("Activation", "negative_slope") => self.given = vec![("activation", "leaky_relu")],
            (_, "seed") if has_dropout(layer) => self.given.push(("dropout", "0.5")),
            _ => {}
        }
    }

    /// Whether the layer is given an argument in any case.
    pub fn gives(&self, argument: &str) -> bool {
        self.given.iter().any(|(name, _)| *name == argument)
    }

    /// The layer with what it is given in any case.
    pub fn layer(&self, layer: &str) -> String {
        let given = self
            .given
            .iter()
            .map(|(name, value)| format!("{name}={value}"));
        format!("{layer}({})", given.collect::<Vec<_>>().join(", "))
    }

    /// A file with the layer; an argument that is given replaces what the frame has for it.
    pub fn text(&self, layer: &str, argument: Option<(&str, &str)>) -> String {
        let replaced = argument.map(|(name, _)| name);
        let kept = self.given.iter().copied();
        let arguments: Vec<String> = kept
            .filter(|(name, _)| Some(*name) != replaced)
            .chain(argument)
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        format!(
            "network Walk {{\n  input: {}\n  layers:\n    {}\n    {layer}({})\n    {}\n  \
             loss: {}\n  optimizer: SGD(learning_rate=0.125)\n}}\n",
            self.input,
            self.before,
            arguments.join(", "),
            self.after,
            self.loss
        )
    }
}

/// Whether a layer draws only where it is told to.
fn has_dropout(layer: &str) -> bool {
    ["Attention", "LSTM", "GRU", "RNN"]
        .iter()
        .any(|part| layer.contains(part))
}

type Needs = (&'static str, &'static [(&'static str, &'static str)]);

/// The input of a layer and the arguments that it needs.
fn needs(layer: &str) -> Option<Needs> {
    const CONV: &[(&str, &str)] = &[("filters", "4"), ("kernel_size", "3")];
    const RUNS: &[(&str, &str)] = &[("filters", "2"), ("kernel_size", "2")];
    const UNITS: &[(&str, &str)] = &[("units", "4")];
    const RATE: &[(&str, &str)] = &[("rate", "0.5")];
    const HEADS: &[(&str, &str)] = &[("num_heads", "2"), ("ff_dim", "16")];
    const LINE: &str = "(12, 4)";
    const PLANE: &str = "(12, 12, 4)";
    const SPACE: &str = "(12, 12, 12, 4)";
    Some(match layer {
        "Dense" | "Output" => ("(6)", UNITS),
        "Conv1D" | "Conv1DTranspose" | "SeparableConv1D" => (LINE, CONV),
        "Conv2D" | "Conv2DTranspose" | "SeparableConv2D" => (PLANE, CONV),
        "Conv3D" | "Conv3DTranspose" => (SPACE, CONV),
        "DepthwiseConv1D" => (LINE, &[("kernel_size", "3")]),
        "DepthwiseConv2D" => (PLANE, &[("kernel_size", "3")]),
        "AdaptiveMaxPooling1D" | "AdaptiveAveragePooling1D" => (LINE, &[("output_size", "2")]),
        "AdaptiveMaxPooling2D" | "AdaptiveAveragePooling2D" => (PLANE, &[("output_size", "2")]),
        "AdaptiveMaxPooling3D" | "AdaptiveAveragePooling3D" => (SPACE, &[("output_size", "2")]),
        "Reshape" => ("(4, 6)", &[("target_shape", "(3, 8)")]),
        "Permute" => ("(4, 6)", &[("dims", "(2, 1)")]),
        "RepeatVector" => ("(6)", &[("n", "3")]),
        "Rescaling" => ("(6)", &[("factor", "0.5")]),
        "GroupNormalization" => ("(8, 8, 4)", &[("groups", "2")]),
        "Embedding" => ("(6)", &[("input_dim", "10"), ("output_dim", "4")]),
        "SimpleRNN" | "LSTM" | "GRU" => ("(5, 3)", UNITS),
        "SimpleRNNDropoutWrapper" | "LSTMDropoutWrapper" | "GRUDropoutWrapper" => ("(5, 3)", UNITS),
        "SimpleRNNCell" | "LSTMCell" | "GRUCell" => ("(5, 3)", UNITS),
        "ConvLSTM1D" => ("(3, 8, 2)", RUNS),
        "ConvLSTM2D" | "ConvGRU2D" => ("(3, 8, 8, 2)", RUNS),
        "ConvLSTM3D" => ("(3, 5, 5, 5, 2)", RUNS),
        "TimeDistributed" => ("(5, 3)", &[("layer", "Dense(4)")]),
        "Bidirectional" => ("(5, 3)", &[("layer", "LSTM(4)")]),
        "Attention" | "AdditiveAttention" | "PositionalEncoding" => ("(7, 8)", &[]),
        "MultiHeadAttention" => ("(7, 8)", &[("num_heads", "2"), ("key_dim", "4")]),
        "GroupQueryAttention" => (
            "(7, 8)",
            &[
                ("head_dim", "4"),
                ("num_query_heads", "4"),
                ("num_key_value_heads", "2"),
            ],
        ),
        "Transformer" | "TransformerEncoder" | "TransformerDecoder" => ("(7, 8)", HEADS),
        "SqueezeExcitation" => ("(9, 9, 32)", &[]),
        "SpatialDropout1D" => (LINE, RATE),
        "SpatialDropout2D" => (PLANE, RATE),
        "SpatialDropout3D" => (SPACE, RATE),
        "Dropout" | "AlphaDropout" | "GaussianDropout" => ("(3, 4, 2)", RATE),
        "GaussianNoise" => ("(3, 4, 2)", &[("stddev", "0.5")]),
        "Activation" => ("(7, 8)", &[("activation", "tanh")]),
        "Masking" => ("(5, 3)", &[]),
        "Add" | "Subtract" | "Multiply" | "Average" | "Maximum" | "Minimum" | "Concatenate"
        | "Dot" => ("(4, 4), (4, 4)", &[]),
        "ReLU"
        | "Softmax"
        | "Sigmoid"
        | "Tanh"
        | "LeakyReLU"
        | "PReLU"
        | "ELU"
        | "Identity"
        | "UnitNormalization"
        | "RMSNormalization"
        | "Normalization"
        | "ActivityRegularization"
        | "L1"
        | "L2"
        | "L1L2" => ("(7, 8)", &[]),
        "BatchNormalization" | "LayerNormalization" | "InstanceNormalization" | "Flatten" => {
            ("(8, 8, 4)", &[])
        }
        _ if layer.ends_with("1D") => (LINE, &[]),
        _ if layer.ends_with("2D") => (PLANE, &[]),
        _ if layer.ends_with("3D") => (SPACE, &[]),
        "Inception" | "Lambda" | "GraphConv" | "GraphAttention" | "CapsuleLayer"
        | "QuantumLayer" | "DynamicLayer" | "CustomShape" => return None,
        _ => panic!("a new layer, {layer}: say here what it needs"),
    })
}
