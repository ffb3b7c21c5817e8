//! What grows, and the sizes that are measured.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Result;
use crate::registry::{self, Model};

/// The command that has the sweeps of networks.
pub(super) const WITH_NETWORKS: &str =
    "cargo run --release --bin neural-bench --features neural-bench/growth -- growth";

/// What grows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sweep {
    /// The images of a training step.
    Batch,
    /// The images of an epoch.
    Images,
    /// The width of one hidden layer.
    Width,
    /// The number of hidden layers.
    Depth,
    /// The file that is compiled.
    Compiler,
}

impl Sweep {
    /// Every sweep, in the order of the report.
    pub const ALL: [Sweep; 5] = [
        Sweep::Batch,
        Sweep::Images,
        Sweep::Width,
        Sweep::Depth,
        Sweep::Compiler,
    ];

    /// The sweeps whose networks are in `benches/growth/`: what the files of that folder are called.
    pub const OF_NETWORKS: [Sweep; 2] = [Sweep::Width, Sweep::Depth];

    /// `batch`, `images`, `width`, `depth` or `compiler`.
    pub fn as_str(self) -> &'static str {
        match self {
            Sweep::Batch => "batch",
            Sweep::Images => "images",
            Sweep::Width => "width",
            Sweep::Depth => "depth",
            Sweep::Compiler => "compiler",
        }
    }

    /// What is timed against what grows, as a headline.
    pub fn title(self) -> &'static str {
        match self {
            Sweep::Batch => "A training step against its images",
            Sweep::Images => "An epoch against its images",
            Sweep::Width => "A step of 128 images against the width of a hidden layer",
            Sweep::Depth => "A step of 128 images against the number of hidden layers of width 128",
            Sweep::Compiler => "The compiler against the size of the file",
        }
    }

    /// What the axis of sizes is labelled with, its unit included.
    pub fn axis(self) -> &'static str {
        match self {
            Sweep::Batch => "images in a step",
            Sweep::Images => "images in an epoch",
            Sweep::Width => "width of the hidden layer",
            Sweep::Depth => "hidden layers",
            Sweep::Compiler => "bytes of the file",
        }
    }

    /// One more of what grows, as the slope is named by.
    pub fn unit(self) -> &'static str {
        match self {
            Sweep::Batch | Sweep::Images => "image",
            Sweep::Width => "unit of width",
            Sweep::Depth => "layer",
            Sweep::Compiler => "byte",
        }
    }

    /// What the axis of times is labelled with.
    pub fn value(self) -> &'static str {
        match self {
            Sweep::Batch | Sweep::Width | Sweep::Depth => "time of a step",
            Sweep::Images => "time of an epoch",
            Sweep::Compiler => "time",
        }
    }
}

impl fmt::Display for Sweep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Sweep {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Sweep::ALL
            .into_iter()
            .find(|sweep| sweep.as_str() == name)
            .ok_or_else(|| {
                format!("unknown sweep `{name}`; there are batch, images, width, depth, compiler")
            })
    }
}

/// The sizes that are measured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grid {
    /// Images of a step.
    pub batches: Vec<usize>,
    /// Images of an epoch.
    pub images: Vec<usize>,
    /// Copies of the compiler's twenty networks in one file.
    pub copies: Vec<usize>,
}

impl Grid {
    /// All sizes. A file of 300 copies has about half of the layers that the language allows a file, and a
    /// thousand copies would have too many.
    pub fn full() -> Self {
        Self {
            batches: vec![1, 4, 16, 64, 256, 1024],
            images: vec![1_000, 3_000, 10_000, 30_000, 60_000],
            copies: vec![1, 3, 10, 30, 100, 300],
        }
    }

    /// Small sizes, to see that everything works.
    pub fn quick() -> Self {
        Self {
            batches: vec![1, 8, 64],
            images: vec![250, 500, 1_000],
            copies: vec![1, 3, 10],
        }
    }
}

/// The networks of a sweep that this build has, each with its size; none without the feature `growth`.
///
/// # Errors
/// Where the files cannot be read.
pub fn networks(sweep: Sweep) -> Result<Vec<(usize, &'static Model)>> {
    let file = format!("{sweep}.neural");
    let of_sweep = registry::growth()?
        .iter()
        .filter(|model| model.file == file);
    Ok(of_sweep
        .filter_map(|model| Some((size(model.name)?, model)))
        .collect())
}

/// The number that a name ends with.
fn size(name: &str) -> Option<usize> {
    let start = name.trim_end_matches(|letter: char| letter.is_ascii_digit());
    name[start.len()..].parse().ok()
}
