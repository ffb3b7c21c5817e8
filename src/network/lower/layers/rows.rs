//! The layers that are held by their arguments: one row each, in Keras' order.

use super::super::arguments::Signature;
use super::signatures::{
    ATTENTION, BATCHNORMALIZATION, BIDIRECTIONAL, CONV1D, CONV1DTRANSPOSE, CONVLSTM1D,
    DEPTHWISECONV1D, EMBEDDING, GROUPNORMALIZATION, GROUPQUERYATTENTION, GRU, GRUCELL,
    LAYERNORMALIZATION, LSTM, LSTMCELL, MAXPOOLING1D, MULTIHEADATTENTION, NORMALIZATION, PRELU,
    SEPARABLECONV1D, SIMPLERNN, SIMPLERNNCELL, TRANSFORMER,
};
use crate::network::LayerType;

/// A layer, what it takes, and how many of its arguments it needs.
pub(in super::super) struct Row {
    pub(in super::super) kind: LayerType,
    pub(in super::super) signature: Signature,
    pub(in super::super) required: usize,
    /// Whether it takes whatever is given.
    pub(in super::super) open: bool,
}

const fn row(
    kind: LayerType,
    required: usize,
    positional: &'static [&'static str],
    named: &'static [&'static str],
) -> Row {
    Row {
        kind,
        signature: Signature {
            positional,
            named,
            not_built: &[],
        },
        required,
        open: false,
    }
}

/// A layer whose meaning nobody has written down: it takes anything.
const fn open(kind: LayerType) -> Row {
    Row {
        kind,
        signature: Signature {
            positional: &[],
            named: &[],
            not_built: &[],
        },
        required: 0,
        open: true,
    }
}

/// The layers.
pub(in super::super) static ROWS: &[Row] = &[
    row(LayerType::Conv1D, 2, CONV1D, &[]),
    row(LayerType::Conv3D, 2, CONV1D, &[]),
    row(
        LayerType::Conv1DTranspose,
        2,
        CONV1DTRANSPOSE,
        &["output_padding"],
    ),
    row(
        LayerType::Conv2DTranspose,
        2,
        CONV1DTRANSPOSE,
        &["output_padding"],
    ),
    row(
        LayerType::Conv3DTranspose,
        2,
        CONV1DTRANSPOSE,
        &["output_padding"],
    ),
    row(LayerType::DepthwiseConv1D, 1, DEPTHWISECONV1D, &[]),
    row(LayerType::DepthwiseConv2D, 1, DEPTHWISECONV1D, &[]),
    row(LayerType::SeparableConv1D, 2, SEPARABLECONV1D, &[]),
    row(LayerType::SeparableConv2D, 2, SEPARABLECONV1D, &[]),
    row(LayerType::MaxPooling1D, 0, MAXPOOLING1D, &[]),
    row(LayerType::MaxPooling3D, 0, MAXPOOLING1D, &[]),
    row(LayerType::AveragePooling1D, 0, MAXPOOLING1D, &[]),
    row(LayerType::AveragePooling2D, 0, MAXPOOLING1D, &[]),
    row(LayerType::AveragePooling3D, 0, MAXPOOLING1D, &[]),
    row(
        LayerType::GlobalMaxPooling1D,
        0,
        &["data_format", "keepdims"],
        &[],
    ),
    row(
        LayerType::GlobalMaxPooling2D,
        0,
        &["data_format", "keepdims"],
        &[],
    ),
    row(
        LayerType::GlobalMaxPooling3D,
        0,
        &["data_format", "keepdims"],
        &[],
    ),
    row(
        LayerType::GlobalAveragePooling1D,
        0,
        &["data_format", "keepdims"],
        &[],
    ),
    row(
        LayerType::GlobalAveragePooling2D,
        0,
        &["data_format", "keepdims"],
        &[],
    ),
    row(
        LayerType::GlobalAveragePooling3D,
        0,
        &["data_format", "keepdims"],
        &[],
    ),
    row(
        LayerType::AdaptiveMaxPooling1D,
        1,
        &["output_size", "data_format"],
        &[],
    ),
    row(
        LayerType::AdaptiveMaxPooling2D,
        1,
        &["output_size", "data_format"],
        &[],
    ),
    row(
        LayerType::AdaptiveMaxPooling3D,
        1,
        &["output_size", "data_format"],
        &[],
    ),
    row(
        LayerType::AdaptiveAveragePooling1D,
        1,
        &["output_size", "data_format"],
        &[],
    ),
    row(
        LayerType::AdaptiveAveragePooling2D,
        1,
        &["output_size", "data_format"],
        &[],
    ),
    row(
        LayerType::AdaptiveAveragePooling3D,
        1,
        &["output_size", "data_format"],
        &[],
    ),
    row(
        LayerType::ZeroPadding1D,
        0,
        &["padding", "data_format"],
        &[],
    ),
    row(
        LayerType::ZeroPadding2D,
        0,
        &["padding", "data_format"],
        &[],
    ),
    row(
        LayerType::ZeroPadding3D,
        0,
        &["padding", "data_format"],
        &[],
    ),
    row(LayerType::Cropping1D, 0, &["cropping", "data_format"], &[]),
    row(LayerType::Cropping2D, 0, &["cropping", "data_format"], &[]),
    row(LayerType::Cropping3D, 0, &["cropping", "data_format"], &[]),
    row(LayerType::UpSampling1D, 0, &["size", "data_format"], &[]),
    row(LayerType::UpSampling3D, 0, &["size", "data_format"], &[]),
    row(
        LayerType::UpSampling2D,
        0,
        &["size", "data_format", "interpolation"],
        &[],
    ),
    row(LayerType::Reshape, 1, &["target_shape"], &[]),
    row(LayerType::Permute, 1, &["dims"], &[]),
    row(LayerType::RepeatVector, 1, &["n"], &[]),
    row(LayerType::BatchNormalization, 0, BATCHNORMALIZATION, &[]),
    row(LayerType::LayerNormalization, 0, LAYERNORMALIZATION, &[]),
    row(LayerType::InstanceNormalization, 0, LAYERNORMALIZATION, &[]),
    row(LayerType::GroupNormalization, 0, GROUPNORMALIZATION, &[]),
    row(LayerType::UnitNormalization, 0, &["axis"], &[]),
    row(LayerType::RMSNormalization, 0, &["axis", "epsilon"], &[]),
    row(LayerType::Normalization, 0, NORMALIZATION, &[]),
    row(LayerType::Rescaling, 1, &["factor", "offset"], &[]),
    row(LayerType::Embedding, 2, EMBEDDING, &["input_length"]),
    row(
        LayerType::SimpleRNN,
        1,
        SIMPLERNN,
        &["zero_output_for_mask"],
    ),
    row(
        LayerType::SimpleRNNDropoutWrapper,
        1,
        SIMPLERNN,
        &["zero_output_for_mask"],
    ),
    row(
        LayerType::LSTM,
        1,
        LSTM,
        &["use_cudnn", "zero_output_for_mask", "time_major"],
    ),
    row(
        LayerType::LSTMDropoutWrapper,
        1,
        LSTM,
        &["use_cudnn", "zero_output_for_mask", "time_major"],
    ),
    row(
        LayerType::GRU,
        1,
        GRU,
        &["zero_output_for_mask", "time_major"],
    ),
    row(
        LayerType::GRUDropoutWrapper,
        1,
        GRU,
        &["zero_output_for_mask", "time_major"],
    ),
    row(LayerType::SimpleRNNCell, 1, SIMPLERNNCELL, &[]),
    row(LayerType::LSTMCell, 1, LSTMCELL, &[]),
    row(LayerType::GRUCell, 1, GRUCELL, &[]),
    row(LayerType::ConvLSTM1D, 2, CONVLSTM1D, &[]),
    row(LayerType::ConvLSTM2D, 2, CONVLSTM1D, &[]),
    row(LayerType::ConvLSTM3D, 2, CONVLSTM1D, &[]),
    row(LayerType::ConvGRU2D, 2, CONVLSTM1D, &[]),
    row(LayerType::TimeDistributed, 1, &["layer"], &["dropout"]),
    row(LayerType::Bidirectional, 1, BIDIRECTIONAL, &[]),
    row(LayerType::Attention, 0, ATTENTION, &[]),
    row(
        LayerType::AdditiveAttention,
        0,
        &["use_scale", "dropout"],
        &[],
    ),
    row(
        LayerType::MultiHeadAttention,
        1,
        MULTIHEADATTENTION,
        &["causal", "use_gate", "sliding_window"],
    ),
    row(LayerType::GroupQueryAttention, 3, GROUPQUERYATTENTION, &[]),
    row(
        LayerType::Transformer,
        0,
        TRANSFORMER,
        &["d_model", "num_layers"],
    ),
    row(
        LayerType::TransformerEncoder,
        0,
        TRANSFORMER,
        &["d_model", "num_layers"],
    ),
    row(
        LayerType::TransformerDecoder,
        0,
        TRANSFORMER,
        &["d_model", "num_layers"],
    ),
    row(
        LayerType::PositionalEncoding,
        0,
        &["max_len", "d_model"],
        &[],
    ),
    row(LayerType::SqueezeExcitation, 0, &["ratio"], &[]),
    row(LayerType::SpatialDropout1D, 1, &["rate", "seed"], &[]),
    row(
        LayerType::SpatialDropout2D,
        1,
        &["rate", "data_format", "seed"],
        &[],
    ),
    row(
        LayerType::SpatialDropout3D,
        1,
        &["rate", "data_format", "seed"],
        &[],
    ),
    row(LayerType::GaussianNoise, 1, &["stddev", "seed"], &[]),
    row(LayerType::GaussianDropout, 1, &["rate", "seed"], &[]),
    row(
        LayerType::AlphaDropout,
        1,
        &["rate", "noise_shape", "seed"],
        &[],
    ),
    row(LayerType::LeakyReLU, 0, &["negative_slope"], &[]),
    row(LayerType::PReLU, 0, PRELU, &[]),
    row(LayerType::ELU, 0, &["alpha"], &[]),
    row(LayerType::ActivityRegularization, 0, &["l1", "l2"], &[]),
    row(LayerType::L1, 0, &["l1"], &[]),
    row(LayerType::L2, 0, &["l2"], &[]),
    row(LayerType::L1L2, 0, &["l1", "l2"], &[]),
    row(LayerType::Masking, 0, &["mask_value"], &[]),
    row(LayerType::Identity, 0, &[], &[]),
    row(LayerType::Add, 0, &[], &[]),
    row(LayerType::Subtract, 0, &[], &[]),
    row(LayerType::Multiply, 0, &[], &[]),
    row(LayerType::Average, 0, &[], &[]),
    row(LayerType::Maximum, 0, &[], &[]),
    row(LayerType::Minimum, 0, &[], &[]),
    row(LayerType::Concatenate, 0, &["axis"], &[]),
    row(LayerType::Dot, 0, &["axes", "normalize"], &[]),
    open(LayerType::Inception),
    open(LayerType::Lambda),
    open(LayerType::GraphConv),
    open(LayerType::GraphAttention),
    open(LayerType::CapsuleLayer),
    open(LayerType::QuantumLayer),
    open(LayerType::DynamicLayer),
    open(LayerType::CustomShape),
];

/// A layer of one's own: `MyLayer(…)`.
pub(in super::super) static CUSTOM: Row = open(LayerType::Custom);
