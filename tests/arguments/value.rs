//! Values of arguments that are not their defaults.

/// A value for an argument of a layer that is neither its default nor what its frame gives.
pub fn other(layer: &str, argument: &str) -> &'static str {
    match (layer, argument) {
        ("Activation", "activation") => "relu",
        ("Transformer" | "TransformerEncoder" | "TransformerDecoder", "activation") => "gelu",
        ("AdditiveAttention", "use_scale") => "false",
        ("Cropping1D" | "Cropping2D" | "Cropping3D", "cropping") => "2",
        ("ZeroPadding1D" | "ZeroPadding2D" | "ZeroPadding3D", "padding") => "2",
        ("Conv1D" | "Conv2D" | "Conv3D", "groups") => "2",
        ("Dropout", "noise_shape") => "(None, 1, 4, 2)",
        ("AlphaDropout", "noise_shape") => "(None, 1, 4, 2)",
        ("TimeDistributed", "layer") => "Dense(3)",
        ("Bidirectional", "layer") => "LSTM(3)",
        ("MultiHeadAttention", "attention_axes") => "2",
        ("Normalization", "mean" | "variance") => "[4.5, 3.5, 2.5, 1.5]",
        (_, "strides") if layer.contains("Pooling") => "1",
        (_, name) => of_any(name),
    }
}

fn of_any(argument: &str) -> &'static str {
    match argument {
        "units" | "filters" => "6",
        "kernel_size" => "1",
        "strides" | "dilation_rate" | "depth_multiplier" => "2",
        "pool_size" | "size" | "output_size" => "3",
        "padding" => "same",
        "output_padding" => "1",
        "data_format" => "channels_first",
        "groups" => "4",
        "activation" => "sigmoid",
        "recurrent_activation" => "hard_sigmoid",
        "use_bias" | "unit_forget_bias" | "reset_after" | "center" | "scale" | "trainable" => {
            "false"
        }
        "use_scale"
        | "return_sequences"
        | "return_state"
        | "go_backwards"
        | "stateful"
        | "unroll"
        | "mask_zero"
        | "keepdims"
        | "normalize_first"
        | "normalize"
        | "causal"
        | "synchronized"
        | "zero_output_for_mask"
        | "time_major"
        | "invert"
        | "use_gate"
        | "use_cudnn"
        | "flash_attention" => "true",
        "interpolation" => "bilinear",
        "target_shape" => "(8, 3)",
        "dims" => "(1, 2)",
        "n" => "4",
        "axis" | "axes" => "1",
        "momentum" | "dropout" | "recurrent_dropout" => "0.5",
        "rate" | "stddev" | "factor" | "alpha" | "l1" | "l2" | "epsilon" | "negative_slope"
        | "layer_norm_epsilon" | "threshold" => "0.25",
        "max_value" | "offset" | "mask_value" => "1.5",
        "input_dim" => "12",
        "output_dim" => "6",
        "input_length" => "6",
        "lora_rank" | "num_layers" | "sliding_window" | "value_dim" => "3",
        "weights" => "\"vectors\"",
        "backward_layer" => "LSTM(4, go_backwards=true, activation=relu)",
        "merge_mode" => "sum",
        "score_mode" => "concat",
        "output_shape" => "6",
        "num_heads" => "4",
        "key_dim" => "3",
        "ff_dim" => "12",
        "head_dim" => "6",
        "num_query_heads" => "2",
        "num_key_value_heads" => "4",
        "max_len" => "7",
        "d_model" => "8",
        "ratio" => "8",
        "shared_axes" => "[1]",
        "seed" => "7",
        "name" => "other",
        "dtype" => "float16",
        name if name.ends_with("_initializer") => "Constant(0.5)",
        name if name.ends_with("_regularizer") => "L2(0.01)",
        name if name.ends_with("_constraint") => "NonNeg()",
        _ => panic!("a new argument, {argument}: give it a value here"),
    }
}
