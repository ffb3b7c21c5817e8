//! Shapes and the rules by which operations change them.

use std::fmt;

use super::{Conv2D, Cropping2D, Dense, MaxPooling2D, Operation, Padding};

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
    /// The largest size that the backends can express, which count with signed integers of 64 bits.
    pub(crate) const LARGEST: u64 = i64::MAX as u64;

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

    /// Whether the backends can count the values of one sample, as far as its lengths are known.
    pub(crate) fn is_countable(&self) -> bool {
        let known = Self(self.0.iter().copied().filter(Option::is_some).collect());
        known.size().is_some_and(|size| size <= Self::LARGEST)
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
    /// Where the operation cannot be built on that input, or where the result has more values than
    /// a signed integer of 64 bits can count, which is what the backends count with.
    pub fn output_shape(&self, input: &Shape) -> Result<Shape, ShapeError> {
        let shape = match self {
            Operation::Dense(dense) => dense_shape(dense, input),
            Operation::Conv2D(conv) => conv2d_shape(conv, input),
            Operation::MaxPooling2D(pooling) => max_pooling2d_shape(pooling, input),
            Operation::Cropping2D(cropping) => cropping2d_shape(cropping, input),
            Operation::Flatten => flatten_shape(input),
            Operation::Dropout(_) | Operation::Activation(_) => Ok(input.clone()),
            Operation::Layer(_) => return self.output_shape_on(&[input]),
        }?;
        if !shape.is_countable() {
            return Err(ShapeError::new(format!(
                "the result {shape} has more values than 64 bits can count"
            )));
        }
        Ok(shape)
    }
}

impl ShapeError {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            hint: None,
        }
    }

    pub(super) fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

fn dense_shape(dense: &Dense, input: &Shape) -> Result<Shape, ShapeError> {
    let Some((&last, leading)) = input.0.split_last() else {
        return Err(ShapeError::new("`Dense` needs at least one dimension"));
    };
    let last = last.ok_or_else(|| {
        ShapeError::new(format!(
            "`Dense` needs to know the last dimension of its input, which is {input}"
        ))
    })?;
    fits(&[last, dense.units])?;
    let mut shape = leading.to_vec();
    shape.push(Some(dense.units));
    Ok(Shape(shape))
}

fn conv2d_shape(conv: &Conv2D, input: &Shape) -> Result<Shape, ShapeError> {
    let ([height, width], channels) = image(input, "Conv2D")?;
    let channels = channels.ok_or_else(|| {
        ShapeError::new(format!(
            "`Conv2D` needs to know the channels of its input, which is {input}"
        ))
    })?;
    if !channels.is_multiple_of(conv.groups) {
        return Err(ShapeError::new(format!(
            "{} groups do not divide the {channels} channels of the input {input}",
            conv.groups
        )));
    }
    let [kernel_height, kernel_width] = conv.kernel_size;
    fits(&[kernel_height, kernel_width, channels, conv.filters])?;
    let window = Window {
        size: conv.kernel_size,
        strides: conv.strides,
        dilation: conv.dilation_rate,
        padding: conv.padding,
    };
    let [height, width] = window.slide([height, width], input, "kernel")?;
    Ok(Shape(vec![height, width, Some(conv.filters)]))
}

fn max_pooling2d_shape(pooling: &MaxPooling2D, input: &Shape) -> Result<Shape, ShapeError> {
    let ([height, width], channels) = image(input, "MaxPooling2D")?;
    let window = Window {
        size: pooling.pool_size,
        strides: pooling.strides,
        dilation: [1, 1],
        padding: pooling.padding,
    };
    let [height, width] = window.slide([height, width], input, "pool")?;
    Ok(Shape(vec![height, width, channels]))
}

fn flatten_shape(input: &Shape) -> Result<Shape, ShapeError> {
    if input.dimensions().is_none() {
        return Ok(Shape(vec![None]));
    }
    let size = input.size().filter(|&size| size <= Shape::LARGEST);
    let size = size.ok_or_else(|| {
        ShapeError::new(format!(
            "the input {input} has more values than 64 bits can count"
        ))
    })?;
    Ok(Shape::known(&[size]))
}

fn cropping2d_shape(cropping: &Cropping2D, input: &Shape) -> Result<Shape, ShapeError> {
    let ([height, width], channels) = image(input, "Cropping2D")?;
    let cut = |length: Option<u64>, [before, after]: [u64; 2]| match length {
        None => Ok(None),
        Some(length) => match length
            .checked_sub(before)
            .and_then(|rest| rest.checked_sub(after))
        {
            None | Some(0) => Err(ShapeError::new(format!(
                "`Cropping2D` leaves nothing of the input {input}"
            ))),
            rest => Ok(rest),
        },
    };
    let (height, width) = (cut(height, cropping.rows)?, cut(width, cropping.columns)?);
    Ok(Shape(vec![height, width, channels]))
}

/// Height, width and channels of an image.
fn image(input: &Shape, layer: &str) -> Result<([Option<u64>; 2], Option<u64>), ShapeError> {
    match *input.0.as_slice() {
        [height, width, channels] => Ok(([height, width], channels)),
        _ => Err(ShapeError::new(format!(
            "`{layer}` takes (height, width, channels), and its input is {input}"
        ))
        .with_hint("an image of one channel is written (28, 28, 1)")),
    }
}

/// Refuses a kernel with more values than the backends can count.
fn fits(kernel: &[u64]) -> Result<(), ShapeError> {
    let kernel = Shape::known(kernel);
    match kernel.size() {
        Some(size) if size <= Shape::LARGEST => Ok(()),
        _ => Err(ShapeError::new(format!(
            "a kernel of {kernel} has more values than 64 bits can count"
        ))),
    }
}

/// A window that slides over height and width.
struct Window {
    size: [u64; 2],
    strides: [u64; 2],
    dilation: [u64; 2],
    padding: Padding,
}

impl Window {
    /// How many places the window has along each axis.
    fn slide(
        &self,
        lengths: [Option<u64>; 2],
        input: &Shape,
        what: &str,
    ) -> Result<[Option<u64>; 2], ShapeError> {
        let mut places = [None; 2];
        for axis in 0..2 {
            let Some(length) = lengths[axis] else {
                continue;
            };
            let stride = self.strides[axis];
            places[axis] = match self.padding {
                Padding::Same => Some(length.div_ceil(stride)),
                Padding::Valid => {
                    let reach = self.reach(axis).and_then(|reach| length.checked_sub(reach));
                    let steps = reach.ok_or_else(|| self.too_large(input, what))?;
                    Some(steps / stride + 1)
                }
            };
        }
        Ok(places)
    }

    /// How many elements of an axis the window spans, from its first tap to its last.
    fn reach(&self, axis: usize) -> Option<u64> {
        (self.size[axis] - 1)
            .checked_mul(self.dilation[axis])?
            .checked_add(1)
    }

    fn too_large(&self, input: &Shape, what: &str) -> ShapeError {
        let [height, width] = self.size;
        let dilated = match self.dilation {
            [1, 1] => String::new(),
            [vertical, horizontal] => format!(", dilated by ({vertical}, {horizontal}),"),
        };
        ShapeError::new(format!(
            "a {what} of ({height}, {width}){dilated} does not fit into the input {input}"
        ))
        .with_hint("padding=\"same\" lets the window reach beyond the border")
    }
}
