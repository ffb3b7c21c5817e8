//! The data that programs train on: MNIST, or a seeded set that stands in for it.
//!
//! [`Dataset::load`] takes MNIST from the folder that `NEURAL_BENCH_DATA` names, or from the user's
//! cache, into which `native/provision.py` fetches it at the first run. Its files are hashed at every
//! load, which costs a tenth of a second and leaves no doubt about what was trained on. If MNIST
//! cannot be had, a set of synthetic digits takes its place, and says why.
//! `NEURAL_BENCH_DATASET=mnist|synthetic` decides beforehand.

mod folder;
mod mnist;
mod synthetic;

use std::env;

use anyhow::{bail, ensure};
use serde::{Deserialize, Serialize};

use crate::{Result, record};

/// Images for training in MNIST, and how many a synthetic set is said to have.
const TRAIN: usize = 60_000;

/// Images for testing in MNIST and in the synthetic digits.
const TEST: usize = 10_000;

/// Seed of the synthetic digits.
const SEED: i64 = 1998;

/// Images and labels to train and to test with.
#[derive(Debug, Clone, PartialEq)]
pub struct Dataset {
    /// The first images for training, as many as were asked for.
    pub train: Split,
    /// The images for testing.
    pub test: Split,
    /// What the data is.
    pub source: Source,
    /// How many images for training there are, loaded or not.
    available: usize,
}

/// Images with their labels.
#[derive(Debug, Clone, PartialEq)]
pub struct Split {
    /// The values of all images, row by row, channels last, 0 to 1.
    pub images: Vec<f32>,
    /// The class of each image.
    pub labels: Vec<u8>,
    /// The shape of one image: `[28, 28, 1]`.
    pub shape: Vec<usize>,
}

impl Split {
    /// The number of images.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }
}

/// What the data is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "snake_case")]
pub enum Source {
    /// The MNIST database of handwritten digits.
    Mnist {
        /// SHA-256 of what `sha256sum` prints for the four raw files, training before test and images
        /// before labels.
        sha256: String,
    },
    /// Images that were made from a seed.
    Synthetic {
        /// The seed.
        seed: i64,
        /// SHA-256 of the images that were made, each as its label and its pixels, in bytes.
        sha256: String,
        /// Why it is not MNIST.
        reason: String,
    },
}

/// What `NEURAL_BENCH_DATASET` asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Choice {
    /// MNIST if it can be had.
    Any,
    /// MNIST or nothing.
    Mnist,
    /// Synthetic digits, with no look at MNIST.
    Synthetic,
}

impl Choice {
    fn from_env() -> Result<Self> {
        match env::var("NEURAL_BENCH_DATASET").as_deref() {
            Err(env::VarError::NotPresent) | Ok("") => Ok(Self::Any),
            Ok("mnist") => Ok(Self::Mnist),
            Ok("synthetic") => Ok(Self::Synthetic),
            Ok(other) => bail!("NEURAL_BENCH_DATASET is `{other}`; there are mnist and synthetic"),
            Err(error) => bail!("NEURAL_BENCH_DATASET: {error}"),
        }
    }
}

impl Dataset {
    /// Loads the first `train_rows` images for training, or all if there are fewer, and the 10,000 for
    /// testing.
    ///
    /// # Errors
    /// Where MNIST was asked for by `NEURAL_BENCH_DATASET=mnist` and cannot be had, and where the
    /// folder that `NEURAL_BENCH_DATA` names does not hold its four files as they were published.
    pub fn load(train_rows: usize) -> Result<Self> {
        let train_rows = train_rows.min(TRAIN);
        let reason = match Choice::from_env()? {
            Choice::Synthetic => "NEURAL_BENCH_DATASET=synthetic".to_owned(),
            choice => match mnist::find(choice == Choice::Mnist)? {
                Ok(files) => return files.load(train_rows),
                Err(reason) => {
                    ensure!(
                        choice == Choice::Any,
                        "{reason}\nNEURAL_BENCH_DATASET=mnist rules out a synthetic set. Set \
                         NEURAL_BENCH_DATA to a folder of the four raw MNIST files, or run again with \
                         a network."
                    );
                    reason
                }
            },
        };
        Ok(Self::digits(train_rows, reason))
    }

    /// Images that look like digits and can be learnt like them: what stands in for MNIST.
    fn digits(train_rows: usize, reason: String) -> Self {
        let maker = synthetic::Maker::digits(SEED);
        Self::synthetic(maker, SEED, train_rows, TEST, reason)
    }

    /// Seeded images of a shape for a network that MNIST does not fit: `train_rows` for training and up
    /// to 1,000 for testing, with as many images of one class as of another.
    ///
    /// # Panics
    /// If there is no class or there are more than 256, for labels are bytes.
    pub fn synthetic_for(shape: &[usize], classes: usize, seed: i64, train_rows: usize) -> Self {
        assert!(
            (1..=256).contains(&classes),
            "labels are bytes, and there are {classes} classes"
        );
        let maker = synthetic::Maker::patterns(shape, classes, seed);
        let reason = format!("MNIST does not fit shape {shape:?} and {classes} classes");
        Self::synthetic(maker, seed, train_rows, train_rows.min(1_000), reason)
    }

    fn synthetic(
        mut maker: synthetic::Maker,
        seed: i64,
        train_rows: usize,
        test_rows: usize,
        reason: String,
    ) -> Self {
        let train = maker.split(synthetic::Part::Train, train_rows);
        let test = maker.split(synthetic::Part::Test, test_rows);
        Self {
            train,
            test,
            source: Source::Synthetic {
                seed,
                sha256: maker.sha256(),
                reason,
            },
            available: TRAIN.max(train_rows),
        }
    }

    /// How many images the training split has when the last `validation_split` of all images for
    /// training, loaded or not, are set aside: Keras' rule.
    pub fn training_split(&self, validation_split: f64) -> usize {
        (self.available as f64 * (1.0 - validation_split)).floor() as usize
    }

    /// The data as the record of a run names it.
    pub fn record(&self) -> record::Dataset {
        let (name, sha256, note) = match &self.source {
            Source::Mnist { sha256 } => ("mnist", sha256, None),
            Source::Synthetic { sha256, reason, .. } => ("synthetic", sha256, Some(reason)),
        };
        record::Dataset {
            name: name.to_owned(),
            sha256: sha256.clone(),
            note: note.cloned(),
            train_images: self.train.len(),
            test_images: self.test.len(),
        }
    }
}

/// Pixels as the networks take them.
fn scale(pixels: &[u8]) -> impl Iterator<Item = f32> + '_ {
    pixels.iter().map(|&pixel| f32::from(pixel) / 255.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn validation_is_the_last_share_of_all_images() {
        let data = Dataset::synthetic_for(&[2], 2, 1, 4);
        assert_eq!(data.training_split(0.2), 48_000);
        assert_eq!(data.training_split(0.0), 60_000);
        assert_eq!(data.training_split(1.0), 0);
    }

    #[test]
    fn the_record_says_that_and_why_data_is_synthetic() {
        let record = Dataset::digits(10, "no network".to_owned()).record();
        assert_eq!(record.name, "synthetic");
        assert_eq!(record.note.as_deref(), Some("no network"));
        assert_eq!((record.train_images, record.test_images), (10, TEST));
    }

    #[test]
    fn a_source_survives_json() {
        let source = Dataset::synthetic_for(&[3], 2, 5, 4).source;
        let text = serde_json::to_string(&source).unwrap();
        assert!(text.contains(r#""name":"synthetic""#), "{text}");
        assert_eq!(serde_json::from_str::<Source>(&text).unwrap(), source);
    }
}
