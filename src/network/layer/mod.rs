//! Layers that are held as a type with its arguments: most of what Keras has.
//!
//! [`LayerType`] says which layer it is, and its arguments are those of Keras by their names, with every
//! default filled in. What a layer does to a shape is in `shape`, what it learns in `weights`.

mod attention;
mod merging;
mod reshaping;
mod shape;
mod sliding;
mod weights;
mod window;

use super::{Activation, Constraint, Initializer, Operation, Regularizer};

/// A layer with all its arguments.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    /// Which layer.
    pub kind: LayerType,
    /// The arguments by their names, in Keras' order, defaults filled in.
    pub arguments: Vec<(&'static str, Argument)>,
}

/// The value of an argument.
#[derive(Debug, Clone, PartialEq)]
pub enum Argument {
    /// Nothing was given, and nothing is what it means.
    None,
    /// `true` or `false`.
    Flag(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Number(f64),
    /// A name.
    Text(String),
    /// A tuple or a list.
    List(Vec<Argument>),
    /// `L2(0.01)`: a name with arguments, whose names may be left out.
    Call(String, Vec<(String, Argument)>),
    /// An activation function.
    Activation(Activation),
    /// How a parameter gets its first values.
    Initializer(Initializer),
    /// What keeps weights small.
    Regularizer(Regularizer),
    /// Where weights have to stay.
    Constraint(Constraint),
    /// The layer that a wrapper wraps.
    Layer(Box<Wrapped>),
}

/// A layer that stands as the argument of another.
#[derive(Debug, Clone, PartialEq)]
pub struct Wrapped {
    /// What it computes.
    pub operation: Operation,
    /// What it asks for beside that.
    pub requests: Vec<Request>,
}

/// Something that the file asks for beside what operations hold: a regulariser, a device, a place to
/// save to. Code generation says of each whether the target honours it.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// The argument or setting: `kernel_regularizer`.
    pub name: String,
    /// Whose it is: `Dense`, `train`.
    pub owner: String,
    /// What was written.
    pub value: Argument,
    /// Where.
    pub span: crate::span::Span,
}

impl Layer {
    /// The name as the language writes it; the own name of a custom layer.
    pub fn name(&self) -> &str {
        match self.get("arguments") {
            Argument::Call(name, _) if self.kind == LayerType::Custom => name,
            _ => self.kind.name(),
        }
    }

    /// The argument of a name; `None` where the layer has no such argument.
    pub fn get(&self, name: &str) -> &Argument {
        self.arguments
            .iter()
            .find(|(known, _)| *known == name)
            .map_or(&Argument::None, |(_, value)| value)
    }

    /// An argument that is a positive integer.
    pub fn count(&self, name: &str) -> Option<u64> {
        match self.get(name) {
            Argument::Integer(integer) => u64::try_from(*integer).ok(),
            _ => None,
        }
    }

    /// Whether an argument is `true`.
    pub fn flag(&self, name: &str) -> bool {
        *self.get(name) == Argument::Flag(true)
    }

    /// An argument that is a name.
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.get(name) {
            Argument::Text(text) => Some(text),
            _ => None,
        }
    }

    /// An argument that is one integer or several.
    pub fn integers(&self, name: &str) -> Option<Vec<i64>> {
        match self.get(name) {
            Argument::Integer(integer) => Some(vec![*integer]),
            Argument::List(values) => values
                .iter()
                .map(|value| match value {
                    Argument::Integer(integer) => Some(*integer),
                    _ => None,
                })
                .collect(),
            _ => None,
        }
    }

    /// A size for each of `rank` axes: one integer stands for all.
    pub fn sizes(&self, name: &str, rank: usize) -> Option<Vec<u64>> {
        let sizes = self.integers(name)?;
        let sizes: Vec<u64> = sizes
            .into_iter()
            .map(|size| u64::try_from(size).ok())
            .collect::<Option<_>>()?;
        match sizes.as_slice() {
            [one] => Some(vec![*one; rank]),
            all if all.len() == rank => Some(sizes),
            _ => None,
        }
    }

    /// The initialiser under a name; the default of a kernel where there is none.
    pub fn initializer(&self, name: &str) -> Initializer {
        match self.get(name) {
            Argument::Initializer(initializer) => *initializer,
            _ => Initializer::GlorotUniform,
        }
    }

    /// The layer that a wrapper wraps.
    pub fn wrapped(&self) -> Option<&Operation> {
        self.wrap().map(|wrapped| &wrapped.operation)
    }

    /// The layer that a wrapper wraps, with what it asks for.
    pub fn wrap(&self) -> Option<&Wrapped> {
        self.arguments.iter().find_map(|(_, value)| match value {
            Argument::Layer(wrapped) => Some(&**wrapped),
            _ => None,
        })
    }
}

macro_rules! layer_types {
    ($($name:ident $stem:literal,)*) => {
        /// Which layer of the language it is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum LayerType {
            $(#[doc = concat!("`", stringify!($name), "`")] $name,)*
        }

        impl LayerType {
            /// The name as the language writes it.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name),)* }
            }

            /// The layer of this name.
            pub fn named(name: &str) -> Option<Self> {
                match name {
                    $(stringify!($name) => Some(Self::$name),)*
                    _ => None,
                }
            }

            /// What Keras calls the layer where the file gives no name.
            pub fn stem(self) -> &'static str {
                match self { $(Self::$name => $stem,)* }
            }
        }
    };
}

layer_types! {
    Conv1D "conv1d", Conv3D "conv3d",
    Conv1DTranspose "conv1d_transpose", Conv2DTranspose "conv2d_transpose", Conv3DTranspose "conv3d_transpose",
    DepthwiseConv1D "depthwise_conv1d", DepthwiseConv2D "depthwise_conv2d",
    SeparableConv1D "separable_conv1d", SeparableConv2D "separable_conv2d",
    MaxPooling1D "max_pooling1d", MaxPooling3D "max_pooling3d",
    AveragePooling1D "average_pooling1d", AveragePooling2D "average_pooling2d", AveragePooling3D "average_pooling3d",
    GlobalMaxPooling1D "global_max_pooling1d", GlobalMaxPooling2D "global_max_pooling2d", GlobalMaxPooling3D "global_max_pooling3d",
    GlobalAveragePooling1D "global_average_pooling1d", GlobalAveragePooling2D "global_average_pooling2d", GlobalAveragePooling3D "global_average_pooling3d",
    AdaptiveMaxPooling1D "adaptive_max_pooling1d", AdaptiveMaxPooling2D "adaptive_max_pooling2d", AdaptiveMaxPooling3D "adaptive_max_pooling3d",
    AdaptiveAveragePooling1D "adaptive_average_pooling1d", AdaptiveAveragePooling2D "adaptive_average_pooling2d", AdaptiveAveragePooling3D "adaptive_average_pooling3d",
    ZeroPadding1D "zero_padding1d", ZeroPadding2D "zero_padding2d", ZeroPadding3D "zero_padding3d",
    Cropping1D "cropping1d", Cropping2D "cropping2d", Cropping3D "cropping3d",
    UpSampling1D "up_sampling1d", UpSampling2D "up_sampling2d", UpSampling3D "up_sampling3d",
    Reshape "reshape", Permute "permute", RepeatVector "repeat_vector",
    BatchNormalization "batch_normalization", LayerNormalization "layer_normalization",
    InstanceNormalization "instance_normalization", GroupNormalization "group_normalization",
    UnitNormalization "unit_normalization", RMSNormalization "rms_normalization", Normalization "normalization", Rescaling "rescaling",
    Embedding "embedding",
    SimpleRNN "simple_rnn", LSTM "lstm", GRU "gru",
    SimpleRNNCell "simple_rnn_cell", LSTMCell "lstm_cell", GRUCell "gru_cell",
    SimpleRNNDropoutWrapper "simple_rnn", LSTMDropoutWrapper "lstm", GRUDropoutWrapper "gru",
    ConvLSTM1D "conv_lstm1d", ConvLSTM2D "conv_lstm2d", ConvLSTM3D "conv_lstm3d", ConvGRU2D "conv_gru2d",
    TimeDistributed "time_distributed", Bidirectional "bidirectional",
    Attention "attention", AdditiveAttention "additive_attention", MultiHeadAttention "multi_head_attention",
    GroupQueryAttention "group_query_attention",
    Transformer "transformer_encoder", TransformerEncoder "transformer_encoder", TransformerDecoder "transformer_decoder",
    PositionalEncoding "positional_encoding",
    SqueezeExcitation "squeeze_excitation",
    SpatialDropout1D "spatial_dropout1d", SpatialDropout2D "spatial_dropout2d", SpatialDropout3D "spatial_dropout3d",
    GaussianNoise "gaussian_noise", GaussianDropout "gaussian_dropout", AlphaDropout "alpha_dropout",
    ReLU "re_lu", LeakyReLU "leaky_re_lu", PReLU "p_re_lu", ELU "elu", Softmax "softmax",
    ActivityRegularization "activity_regularization", L1 "activity_regularization", L2 "activity_regularization", L1L2 "activity_regularization",
    Masking "masking", Identity "identity",
    Add "add", Subtract "subtract", Multiply "multiply", Average "average", Maximum "maximum", Minimum "minimum",
    Concatenate "concatenate", Dot "dot",
    Inception "inception", Lambda "lambda", GraphConv "graph_conv", GraphAttention "graph_attention",
    CapsuleLayer "capsule_layer", QuantumLayer "quantum_layer", DynamicLayer "dynamic_layer", CustomShape "custom_shape",
    Custom "custom_layer",
}

impl LayerType {
    /// Whether it takes several values and makes one of them.
    pub fn merges(self) -> bool {
        use LayerType::*;
        matches!(
            self,
            Add | Subtract | Multiply | Average | Maximum | Minimum | Concatenate | Dot
        )
    }

    /// Whether it takes a second value where there is one.
    pub fn attends(self) -> bool {
        use LayerType::*;
        matches!(
            self,
            Attention
                | AdditiveAttention
                | MultiHeadAttention
                | GroupQueryAttention
                | TransformerDecoder
        )
    }

    /// Whether it carries a state from step to step, and can do so backwards.
    pub fn runs_over_steps(self) -> bool {
        use LayerType::*;
        matches!(
            self,
            SimpleRNN
                | LSTM
                | GRU
                | SimpleRNNDropoutWrapper
                | LSTMDropoutWrapper
                | GRUDropoutWrapper
                | ConvLSTM1D
                | ConvLSTM2D
                | ConvLSTM3D
                | ConvGRU2D
        )
    }

    /// Whether it is one of the transformer's layers.
    pub fn is_transformer(self) -> bool {
        use LayerType::*;
        matches!(self, Transformer | TransformerEncoder | TransformerDecoder)
    }

    /// Whether nobody has said what it computes; code generation refuses such a layer on every target.
    pub fn has_no_meaning(self) -> bool {
        use LayerType::*;
        matches!(
            self,
            Inception
                | Lambda
                | GraphConv
                | GraphAttention
                | CapsuleLayer
                | QuantumLayer
                | DynamicLayer
                | CustomShape
                | Custom
        )
    }
}
