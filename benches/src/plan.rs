//! What a run is asked to do.

use std::env;
use std::fmt;
use std::str::FromStr;

use anyhow::{Context, bail};
use serde::{Deserialize, Serialize};

use crate::Result;

/// How much of the training split an epoch passes over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// 1,000 images.
    Quick,
    /// 6,000 images.
    #[default]
    Default,
    /// The whole training split: 48,000 images of MNIST at `validation_split: 0.2`.
    Full,
}

impl Profile {
    /// Every profile.
    pub const ALL: [Profile; 3] = [Profile::Quick, Profile::Default, Profile::Full];

    /// `quick`, `default` or `full`.
    pub fn as_str(self) -> &'static str {
        match self {
            Profile::Quick => "quick",
            Profile::Default => "default",
            Profile::Full => "full",
        }
    }

    /// Images to an epoch, of a training split of that many.
    pub fn images(self, split: usize) -> usize {
        match self {
            Profile::Quick => split.min(1_000),
            Profile::Default => split.min(6_000),
            Profile::Full => split,
        }
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Profile {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Profile::ALL
            .into_iter()
            .find(|profile| profile.as_str() == name)
            .ok_or_else(|| format!("unknown profile `{name}`; there are quick, default and full"))
    }
}

/// What every process of a run is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// How many images an epoch has.
    pub profile: Profile,
    /// Threads that the library may use, the same for both sides and both backends.
    pub threads: usize,
    /// Seed of initial weights, order and dropout, where the network gives none.
    pub seed: i64,
    /// Epochs to train; each network's own where there is no number.
    pub epochs: Option<usize>,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            profile: Profile::Default,
            threads: 1,
            seed: 1,
            epochs: None,
        }
    }
}

impl Plan {
    /// The plan that `NEURAL_BENCH_PROFILE`, `NEURAL_BENCH_THREADS` and `NEURAL_BENCH_SEED` describe;
    /// [`Plan::default`] for what is not set.
    ///
    /// # Errors
    /// Where one of them has no meaning.
    pub fn from_env() -> Result<Self> {
        let default = Self::default();
        let plan = Self {
            profile: from_env("NEURAL_BENCH_PROFILE")?.unwrap_or(default.profile),
            threads: from_env("NEURAL_BENCH_THREADS")?.unwrap_or(default.threads),
            seed: from_env("NEURAL_BENCH_SEED")?.unwrap_or(default.seed),
            epochs: None,
        };
        if plan.threads == 0 {
            bail!("NEURAL_BENCH_THREADS is 0; give at least 1");
        }
        Ok(plan)
    }
}

/// The value of an environment variable; none where it is not set or empty.
fn from_env<T: FromStr>(name: &str) -> Result<Option<T>>
where
    T::Err: fmt::Display,
{
    match env::var(name) {
        Ok(text) if !text.is_empty() => text
            .parse()
            .map(Some)
            .map_err(|error| anyhow::anyhow!("{error}"))
            .with_context(|| format!("{name} is `{text}`")),
        _ => Ok(None),
    }
}
