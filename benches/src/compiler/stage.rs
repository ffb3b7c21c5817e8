//! What is measured of a text.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::backend::Backend;

/// A part of the compiler's work on a text; what it makes is freed within.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The grammar alone: pest says whether it takes the text.
    Pest,
    /// From the text to its tree: pest, the scan for nesting before it, and the tree.
    Parse,
    /// From the tree to checked networks.
    Check,
    /// From the checked networks to their programs.
    Generate(Backend),
    /// All of it: from the text to the programs.
    Whole(Backend),
}

impl Stage {
    /// Every stage.
    pub const ALL: [Stage; 7] = [
        Stage::Pest,
        Stage::Parse,
        Stage::Check,
        Stage::Generate(Backend::Torch),
        Stage::Generate(Backend::Tensorflow),
        Stage::Whole(Backend::Torch),
        Stage::Whole(Backend::Tensorflow),
    ];
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pest => f.write_str("pest alone"),
            Self::Parse => f.write_str("parse"),
            Self::Check => f.write_str("check"),
            Self::Generate(backend) => write!(f, "generate, {backend}"),
            Self::Whole(backend) => write!(f, "the whole, {backend}"),
        }
    }
}
