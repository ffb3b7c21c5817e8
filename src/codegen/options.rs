//! What can be chosen about a program beside its target.

use std::fmt;
use std::str::FromStr;

/// How a program is generated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Options {
    /// What the program computes in.
    pub dtype: Dtype,
}

/// The floating-point type of a program: of its inputs, weights, loss, optimiser and outputs alike.
/// Labels are integers in any case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Dtype {
    /// IEEE 754 binary32, 24 bits of precision: what networks are trained in.
    #[default]
    Float32,
    /// IEEE 754 binary64, 53 bits of precision: slow, and a reference for the rounding of the other.
    Float64,
}

impl Dtype {
    /// Every type.
    pub const ALL: [Dtype; 2] = [Dtype::Float32, Dtype::Float64];

    /// The name on the command line: `float32`, `float64`.
    pub fn name(self) -> &'static str {
        match self {
            Dtype::Float32 => "float32",
            Dtype::Float64 => "float64",
        }
    }
}

impl fmt::Display for Dtype {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Dtype {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Dtype::ALL
            .into_iter()
            .find(|dtype| dtype.name() == name)
            .ok_or_else(|| format!("unknown dtype `{name}`; there are float32 and float64"))
    }
}
