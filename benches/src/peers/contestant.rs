//! Who is compared.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::backend::Backend;
use crate::subject::Side;

/// A way to train a model on a library: the suite's own two programs, and what people use instead.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Contestant {
    /// What the compiler wrote.
    Generated,
    /// Its twin in Rust: the best program that we know.
    Handwritten,
    /// What one would write in Rust, where the best program is another.
    Usual,
    /// PyTorch with the training loop of its tutorials.
    Eager,
    /// PyTorch with what its tuning guide recommends: channels last, a fused Adam, denormals flushed, the loss
    /// read once an epoch.
    Tuned,
    /// PyTorch with `torch.compile`.
    Compile,
    /// Keras 3 with `fit`.
    Fit,
    /// Keras 3 in a `tf.function` of one's own.
    Function,
    /// The same with `jit_compile=True`.
    JitFunction,
}

impl Contestant {
    /// All of them on a library, the suite's own first.
    pub fn on(backend: Backend) -> [Contestant; 6] {
        use Contestant::{
            Compile, Eager, Fit, Function, Generated, Handwritten, JitFunction, Tuned, Usual,
        };
        match backend {
            Backend::Torch => [Generated, Handwritten, Usual, Eager, Tuned, Compile],
            Backend::Tensorflow => [Generated, Handwritten, Usual, Fit, Function, JitFunction],
        }
    }

    /// Which of the suite's programs it is; none for a peer in Python.
    pub fn side(self) -> Option<Side> {
        match self {
            Self::Generated => Some(Side::Dsl),
            Self::Handwritten => Some(Side::Handwritten),
            Self::Usual => Some(Side::Usual),
            _ => None,
        }
    }

    /// As people know it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Generated => "generated",
            Self::Handwritten => "hand-written in Rust, tuned",
            Self::Usual => "hand-written in Rust",
            Self::Eager => "PyTorch",
            Self::Tuned => "PyTorch, tuned",
            Self::Compile => "torch.compile",
            Self::Fit => "Keras fit",
            Self::Function => "tf.function",
            Self::JitFunction => "tf.function(jit_compile=True)",
        }
    }
}

impl fmt::Display for Contestant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
