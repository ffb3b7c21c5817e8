//! A data set as plain files, for programs in other languages.

use std::fs;
use std::path::Path;

use anyhow::{Context, ensure};
use serde::{Deserialize, Serialize};

use super::{Dataset, Source, Split};
use crate::Result;

/// What the files hold.
#[derive(Serialize, Deserialize)]
struct Description {
    /// The shape of one image.
    shape: Vec<usize>,
    source: Source,
    available: usize,
}

const DESCRIPTION: &str = "dataset.json";

impl Dataset {
    /// Writes the first images into a folder: `dataset.json`, and for training and testing
    /// `*_images.f32` (little endian, row by row, channels last) and `*_labels.u8`.
    ///
    /// # Errors
    /// Where a file cannot be written.
    pub fn write(&self, folder: &Path, train: usize, test: usize) -> Result<()> {
        let description = Description {
            shape: self.train.shape.clone(),
            source: self.source.clone(),
            available: self.available,
        };
        fs::write(
            folder.join(DESCRIPTION),
            serde_json::to_string(&description)?,
        )?;
        self.train.write(folder, "train", train)?;
        self.test.write(folder, "test", test)
    }

    /// Reads what [`Self::write`] wrote.
    ///
    /// # Errors
    /// Where a file is missing or cut short.
    pub fn read(folder: &Path) -> Result<Self> {
        let path = folder.join(DESCRIPTION);
        let text =
            fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let Description {
            shape,
            source,
            available,
        } = serde_json::from_str(&text)?;
        Ok(Self {
            train: Split::read(folder, "train", &shape)?,
            test: Split::read(folder, "test", &shape)?,
            source,
            available,
        })
    }
}

impl Split {
    fn write(&self, folder: &Path, name: &str, count: usize) -> Result<()> {
        let count = count.min(self.len());
        let size: usize = self.shape.iter().product();
        let values = self.images[..count * size].iter();
        let bytes: Vec<u8> = values.flat_map(|value| value.to_le_bytes()).collect();
        fs::write(folder.join(format!("{name}_images.f32")), bytes)?;
        let labels = &self.labels[..count];
        Ok(fs::write(folder.join(format!("{name}_labels.u8")), labels)?)
    }

    fn read(folder: &Path, name: &str, shape: &[usize]) -> Result<Self> {
        let bytes = fs::read(folder.join(format!("{name}_images.f32")))?;
        let (values, _) = bytes.as_chunks::<4>();
        let split = Self {
            images: values.iter().copied().map(f32::from_le_bytes).collect(),
            labels: fs::read(folder.join(format!("{name}_labels.u8")))?,
            shape: shape.to_vec(),
        };
        ensure!(
            split.images.len() == split.len() * shape.iter().product::<usize>(),
            "{} holds other images than labels",
            folder.display()
        );
        Ok(split)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let data = Dataset::synthetic_for(&[2, 3, 1], 4, 7, 10);
        let folder = tempfile::tempdir().unwrap();
        data.write(folder.path(), 5, 3).unwrap();
        let read = Dataset::read(folder.path()).unwrap();
        assert_eq!((read.train.len(), read.test.len()), (5, 3));
        assert_eq!(read.train.images, data.train.images[..30]);
        assert_eq!(read.test.labels, data.test.labels[..3]);
        assert_eq!(read.source, data.source);
        assert_eq!(read.training_split(0.5), data.training_split(0.5));
    }
}
