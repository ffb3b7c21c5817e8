//! The data set as tensors.

use tch::{Kind, Tensor};

use crate::Result;
use crate::dataset::{Dataset, Split};

/// The data set in PyTorch's own form: images channels first, labels `int64`.
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
        let mut images = Tensor::f_from_slice(&split.images)?.f_reshape(&shape)?;
        if split.shape.len() == 3 {
            let permuted = images.f_permute([0, 3, 1, 2])?;
            // A copy, for of one channel `contiguous` makes none, and libtorch would take the strides
            // that are left for a channels-last layout.
            images = Tensor::f_empty(permuted.size(), (permuted.kind(), permuted.device()))?;
            images.f_copy_(&permuted)?;
        }
        let labels: Vec<i64> = split.labels.iter().map(|&label| i64::from(label)).collect();
        Ok(Self {
            images,
            labels: Tensor::f_from_slice(&labels)?,
        })
    }

    fn to_kind(&self, kind: Kind) -> Result<Self> {
        Ok(Self {
            images: self.images.f_to_kind(kind)?,
            labels: self.labels.shallow_clone(),
        })
    }

    /// The samples of these rows.
    pub(crate) fn select(&self, rows: &[i64]) -> Result<(Tensor, Tensor)> {
        let rows = Tensor::f_from_slice(rows)?;
        Ok((
            self.images.f_index_select(0, &rows)?,
            self.labels.f_index_select(0, &rows)?,
        ))
    }
}
