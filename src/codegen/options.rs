//! What can be chosen about a program beside its target.

use std::fmt;
use std::str::FromStr;

/// How a program is generated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Options {
    /// What the program computes in.
    pub dtype: Dtype,
    /// What is done for speed; everything, unless told otherwise.
    pub optimizations: Optimizations,
}

/// Something that is done for a program's speed. `docs/optimizations.md` says why each pays, and what
/// it does to the last bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Optimization {
    /// ReLU behind max pooling in place of before it; for TensorFlow the bias of a convolution, too.
    PoolFirst,
    /// Rows and columns that no window reads are not computed.
    Crop,
    /// Images and kernels channels last in memory. For torch; TensorFlow has them so in any case.
    ChannelsLast,
    /// The optimiser's step in one pass over each parameter, on the processor. For torch;
    /// TensorFlow's operations are so in any case.
    FusedOptimizer,
    /// Masks of dropout from 16 random bits for a value. For torch; TensorFlow's generator has no
    /// need of it.
    ShortMasks,
    /// ReLU in the memory of its input. For torch; TensorFlow does so by itself.
    InPlace,
    /// Memory that results leave is kept for the next ones, in the whole process. For torch, on Linux with
    /// glibc; TensorFlow gains nothing by it.
    KeepMemory,
    /// Large dense layers by oneDNN in place of MKL, on processors that are not Intel's. For torch;
    /// TensorFlow has oneDNN in any case.
    OnednnDense,
}

impl Optimization {
    /// Every optimization.
    pub const ALL: [Optimization; 8] = [
        Optimization::PoolFirst,
        Optimization::Crop,
        Optimization::ChannelsLast,
        Optimization::FusedOptimizer,
        Optimization::ShortMasks,
        Optimization::InPlace,
        Optimization::KeepMemory,
        Optimization::OnednnDense,
    ];

    /// The name on the command line: `pool-first`.
    pub fn name(self) -> &'static str {
        match self {
            Optimization::PoolFirst => "pool-first",
            Optimization::Crop => "crop",
            Optimization::ChannelsLast => "channels-last",
            Optimization::FusedOptimizer => "fused-optimizer",
            Optimization::ShortMasks => "short-masks",
            Optimization::InPlace => "in-place",
            Optimization::KeepMemory => "keep-memory",
            Optimization::OnednnDense => "onednn-dense",
        }
    }
}

impl fmt::Display for Optimization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Optimization {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Optimization::ALL
            .into_iter()
            .find(|optimization| optimization.name() == name)
            .ok_or_else(|| {
                let names = Optimization::ALL.map(Optimization::name).join(", ");
                format!("unknown optimization `{name}`; there are {names}")
            })
    }
}

/// A set of optimizations; [`Default`] has them all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Optimizations(u16);

impl Optimizations {
    /// Every one.
    pub const ALL: Self = Self((1 << Optimization::ALL.len()) - 1);

    /// None: the program that the framework's own documentation would have one write.
    pub const NONE: Self = Self(0);

    /// The same set without one.
    #[must_use]
    pub const fn without(self, optimization: Optimization) -> Self {
        Self(self.0 & !(1 << optimization as u16))
    }

    /// The same set with one more.
    #[must_use]
    pub const fn with(self, optimization: Optimization) -> Self {
        Self(self.0 | (1 << optimization as u16))
    }

    /// Whether it is in the set.
    pub const fn has(self, optimization: Optimization) -> bool {
        self.0 & (1 << optimization as u16) != 0
    }
}

impl Default for Optimizations {
    fn default() -> Self {
        Self::ALL
    }
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
