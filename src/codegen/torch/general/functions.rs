//! The functions that a program defines for itself, each only where it is used.

/// A function of a program.
struct Function {
    /// What calls it, or one of what it defines.
    name: &'static str,
    text: &'static str,
    /// The functions that it calls.
    needs: &'static [&'static str],
}

macro_rules! functions {
    ($($name:literal $file:literal [$($needs:literal)*])*) => {
        &[$(Function {
            name: $name,
            text: include_str!(concat!("functions/", $file, ".rs")),
            needs: &[$($needs),*],
        }),*]
    };
}

/// In the order in which a program has them.
static ALL: &[Function] = functions! {
    "variable" "variable" []
    "dot" "dot" ["add_bias"]
    "Border" "border" []
    "convolve" "convolve" ["add_bias" "Border" "channels_first" "pad_same"]
    "convolve_depthwise" "convolve_depthwise" ["convolve"]
    "convolve_transposed" "convolve_transposed" ["add_bias" "Border" "channels_first"]
    "pool_max" "pool" ["Border" "channels_first" "pad_same"]
    "pool_average" "pool_average" ["Border" "channels_first" "pad_same"]
    "pool_adaptive" "pool_adaptive" ["channels_first"]
    "mean_where" "masked_mean" []
    "repeat_values" "upsample" []
    "resize" "resize" []
    "normalize_batch" "normalize_batch" ["moments" "normalize"]
    "normalize_axes" "normalize_axes" ["moments" "normalize"]
    "normalize_groups" "normalize_groups" ["moments"]
    "normalize" "normalize" []
    "moments" "moments" []
    "normalize_norm" "unit" []
    "normalize_rms" "rms" []
    "embed" "embed" []
    "run_simple_rnn" "simple_rnn" ["Steps" "add_bias"]
    "run_lstm" "lstm" ["Steps" "add_bias"]
    "run_gru" "gru" ["Steps" "add_bias"]
    "run_conv_lstm" "conv_lstm" ["Steps" "convolve"]
    "run_conv_gru" "conv_gru" ["Steps" "convolve"]
    "Steps" "steps" []
    "add_block" "transformer" ["into_heads" "attend" "normalize_axes" "with_dropout"]
    "into_heads" "heads" ["add_bias"]
    "attend" "attend" ["with_dropout"]
    "additive_scores" "additive" []
    "causal_mask" "causal_mask" []
    "window_mask" "window_mask" []
    "add_positions" "positions" []
    "squeeze_excite" "squeeze" ["dot"]
    "fold_steps" "fold" []
    "contract" "contract" []
    "merge" "fold_all" []
    "drop_all" "drop_all" ["with_dropout"]
    "with_dropout" "keep" []
    "with_alpha_dropout" "alpha_dropout" []
    "with_noise" "noise" []
    "with_gaussian_dropout" "gaussian_dropout" []
    "relu6" "relu6" []
    "leaky_relu" "leaky_relu_default" ["leaky"]
    "leaky" "leaky_relu" []
    "exponential_linear" "elu" []
    "rectify" "prelu" []
    "rectify_within" "limit" []
    "gelu" "gelu" []
    "softmax" "softmax" []
    "log_softmax" "log_softmax" []
    "softsign" "softsign" []
    "pad_same" "pad_same" []
    "channels_first" "channels" []
    "add_bias" "add_bias" []
    "draw_uniform" "draw_uniform" []
    "draw_normal" "draw_normal" []
    "draw_truncated" "draw_truncated" []
    "draw_orthogonal" "draw_orthogonal" []
    "orthogonality" "orthogonality" []
    "with_forget_bias" "forget_bias" []
    "penalty" "penalty" []
    "axis_norms" "axis_norms" []
};

/// Their names, which no variable may have.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|function| function.name).chain([
        "channels_last",
        "from_heads",
        "unfold_steps",
        "attend_heads",
    ])
}

/// The texts of these functions and of all that they need, in order.
///
/// # Panics
/// Where there is no function of a name.
pub(super) fn texts(used: impl IntoIterator<Item = &'static str>) -> Vec<&'static str> {
    let mut wanted = vec![false; ALL.len()];
    let mut open: Vec<&str> = used.into_iter().collect();
    while let Some(name) = open.pop() {
        let index = ALL
            .iter()
            .position(|function| function.name == name)
            .expect("a program calls functions that there are");
        if !std::mem::replace(&mut wanted[index], true) {
            open.extend(ALL[index].needs);
        }
    }
    let wanted = ALL.iter().zip(wanted).filter(|(_, wanted)| *wanted);
    wanted.map(|(function, _)| function.text).collect()
}
