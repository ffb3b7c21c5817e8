//! Shapes and the rules by which operations change them.

use std::fmt;

use super::{Operation, Padding};

/// The shape of a value without its batch dimension; `None` where a length is not known.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Shape(pub Vec<Option<u64>>);

/// Why an operation does not fit an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShapeError {
    /// What is wrong, with both shapes.
    pub message: String,
    /// What to do, where something is near.
    pub hint: Option<String>,
}

impl Shape {
    /// A shape whose dimensions are all known.
    pub fn known(dimensions: &[u64]) -> Self {
        Self(dimensions.iter().copied().map(Some).collect())
    }

    /// How many axes there are, the batch not counted.
    pub fn rank(&self) -> usize {
        self.0.len()
    }

    /// The dimensions, where all are known.
    pub fn dimensions(&self) -> Option<Vec<u64>> {
        self.0.iter().copied().collect()
    }

    /// The last dimension. Lowering has made sure that operations which need it know it.
    ///
    /// # Panics
    /// Where there is no last dimension or it is not known.
    pub fn last(&self) -> u64 {
        self.0
            .last()
            .copied()
            .flatten()
            .expect("a checked network knows the dimension that a layer needs")
    }

    /// How many values one sample has, where that is known and fits 64 bits.
    pub fn size(&self) -> Option<u64> {
        self.0
            .iter()
            .try_fold(1u64, |size, dimension| size.checked_mul((*dimension)?))
    }
}

impl fmt::Display for Shape {
    /// As the language writes it: `(28, 28, 1)`, `(None, 64)`, `(10)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(")?;
        for (index, dimension) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            match dimension {
                Some(length) => write!(f, "{length}")?,
                None => f.write_str("None")?,
            }
        }
        f.write_str(")")
    }
}

impl Operation {
    /// The shape of the result on an input of this shape.
    ///
    /// # Errors
    /// Where the operation cannot be built on that input.
    pub fn output_shape(&self, input: &Shape) -> Result<Shape, ShapeError> {
        let _ = (input, Padding::Valid);
        todo!("the front end")
    }
}
