//! The data set as tensors.

use tch::{Kind, Tensor};

use neural_bench::Result;
use neural_bench::dataset::{Dataset, Split};

/// The data set in both orders of axes, labels `int64`.
#[derive(Debug)]
pub struct Data {
    /// What is trained on.
    pub train: Samples,
    /// What is evaluated and predicted on.
    pub test: Samples,
}

/// Images and their labels.
#[derive(Debug)]
pub struct Samples {
    /// `(count, channels, height, width)`, or `(count, …)` as it is where it is no image.
    pub images: Tensor,
    /// `(count, height, width, channels)`, or `(count, …)` as it is. Of one channel it is the same memory.
    pub channels_last: Tensor,
    /// `(count)`, class indices.
    pub labels: Tensor,
}

impl Data {
    /// Copies the data set, transposed once so that no transposition runs while training.
    ///
    /// # Errors
    /// Where libtorch has no memory for it.
    pub fn new(dataset: &Dataset) -> Result<Self> {
        Ok(Self {
            train: Samples::new(&dataset.train)?,
            test: Samples::new(&dataset.test)?,
        })
    }

    /// The same with images of another kind.
    ///
    /// # Errors
    /// Where libtorch has no memory for it.
    pub(super) fn to_kind(&self, kind: Kind) -> Result<Self> {
        Ok(Self {
            train: self.train.to_kind(kind)?,
            test: self.test.to_kind(kind)?,
        })
    }
}

impl Samples {
    fn new(split: &Split) -> Result<Self> {
        let mut shape = vec![split.len() as i64];
        shape.extend(split.shape.iter().map(|&n| n as i64));
        let channels_last = Tensor::f_from_slice(&split.images)?.f_reshape(&shape)?;
        let images = match *split.shape.as_slice() {
            [height, width, 1] => {
                let count = split.len() as i64;
                channels_last.f_reshape([count, 1, height as i64, width as i64])?
            }
            [_, _, _] => channels_last.f_permute([0, 3, 1, 2])?.f_contiguous()?,
            _ => channels_last.shallow_clone(),
        };
        let labels: Vec<i64> = split.labels.iter().map(|&label| i64::from(label)).collect();
        Ok(Self {
            images,
            channels_last,
            labels: Tensor::f_from_slice(&labels)?,
        })
    }

    fn to_kind(&self, kind: Kind) -> Result<Self> {
        Ok(Self {
            images: self.images.f_to_kind(kind)?,
            channels_last: self.channels_last.f_to_kind(kind)?,
            labels: self.labels.shallow_clone(),
        })
    }
}
