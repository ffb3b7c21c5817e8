//! The data set as tensors and what they are made of.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use anyhow::ensure;
use tensorflow::{Tensor, TensorType};

use neural_bench::Result;
use neural_bench::dataset::{Dataset, Split};

/// The data set in TensorFlow's own form: images channels last, labels `int32`.
#[derive(Debug)]
pub struct Data<T: TensorType = f32> {
    /// What is trained on.
    pub train: Samples<T>,
    /// What is evaluated and predicted on.
    pub test: Samples<T>,
    /// The first test images, by their number, as they were asked for.
    resident: RefCell<BTreeMap<usize, Rc<Tensor<T>>>>,
}

/// Images and their labels.
#[derive(Debug)]
pub struct Samples<T = f32> {
    /// All images, one behind the other.
    pub images: Vec<T>,
    /// The class of each.
    pub labels: Vec<i32>,
    /// The shape of one image.
    pub shape: Vec<u64>,
}

impl Data {
    /// Copies the data set.
    ///
    /// # Errors
    /// None; other backends have some.
    pub fn new(dataset: &Dataset) -> Result<Self> {
        Ok(Self {
            train: Samples::new(&dataset.train),
            test: Samples::new(&dataset.test),
            resident: RefCell::default(),
        })
    }
}

impl<T: TensorType + Copy> Data<T> {
    /// The same with images of another type.
    pub(super) fn map<U: TensorType>(&self, change: fn(T) -> U) -> Data<U> {
        Data {
            train: self.train.map(change),
            test: self.test.map(change),
            resident: RefCell::default(),
        }
    }

    /// The first test images in one tensor. It is made when it is asked for first and stays.
    ///
    /// # Errors
    /// Where there are not as many.
    pub fn first(&self, count: usize) -> Result<Rc<Tensor<T>>> {
        if let Some(images) = self.resident.borrow().get(&count) {
            return Ok(Rc::clone(images));
        }
        let available = self.test.labels.len();
        ensure!(count <= available, "{count} of {available} test images");
        let images = Rc::new(self.test.tensor(0..count));
        let mut resident = self.resident.borrow_mut();
        resident.insert(count, Rc::clone(&images));
        Ok(images)
    }
}

impl Samples {
    fn new(split: &Split) -> Self {
        Self {
            images: split.images.clone(),
            labels: split.labels.iter().map(|&label| label.into()).collect(),
            shape: split.shape.iter().map(|&size| size as u64).collect(),
        }
    }
}

impl<T: TensorType + Copy> Samples<T> {
    fn map<U>(&self, change: fn(T) -> U) -> Samples<U> {
        Samples {
            images: self.images.iter().map(|&value| change(value)).collect(),
            labels: self.labels.clone(),
            shape: self.shape.clone(),
        }
    }

    /// The samples of these rows.
    pub(crate) fn select(&self, rows: &[i64]) -> (Tensor<T>, Tensor<i32>) {
        let rows = rows.iter().map(|&row| row as usize);
        let labels: Vec<i32> = rows.clone().map(|row| self.labels[row]).collect();
        (self.tensor(rows), Tensor::from(&labels[..]))
    }

    /// The images of these rows.
    fn tensor(&self, rows: impl ExactSizeIterator<Item = usize>) -> Tensor<T> {
        let size: u64 = self.shape.iter().product();
        let size = size as usize;
        let mut shape = vec![rows.len() as u64];
        shape.extend(&self.shape);
        let mut images = Tensor::new(&shape);
        for (image, row) in images.chunks_exact_mut(size).zip(rows) {
            image.copy_from_slice(&self.images[row * size..][..size]);
        }
        images
    }
}
