//! Windows that slide over any number of axes.

use crate::network::Shape;

/// What a window does along each axis.
pub(super) struct Window<'a> {
    pub(super) size: &'a [u64],
    pub(super) strides: &'a [u64],
    pub(super) dilation: &'a [u64],
    pub(super) padding: &'a str,
}

impl Window<'_> {
    /// How many places the window has along each axis; `None` where it does not fit.
    pub(super) fn slide(&self, lengths: &[Option<u64>]) -> Option<Vec<Option<u64>>> {
        let place = |(axis, length): (usize, &Option<u64>)| {
            let Some(length) = *length else {
                return Some(None);
            };
            let stride = self.strides[axis];
            if self.padding != "valid" {
                return Some(Some(length.div_ceil(stride)));
            }
            let steps = length.checked_sub(self.reach(axis)?)?;
            Some(Some(steps / stride + 1))
        };
        lengths.iter().enumerate().map(place).collect()
    }

    /// The lengths that a transposed window makes, as Keras has them; `None` where they overflow.
    pub(super) fn spread(
        &self,
        lengths: &[Option<u64>],
        output_padding: Option<&[u64]>,
    ) -> Option<Vec<Option<u64>>> {
        let place = |(axis, length): (usize, &Option<u64>)| {
            let Some(length) = *length else {
                return Some(None);
            };
            let (stride, reach) = (self.strides[axis], self.reach(axis)?);
            let spread = match (output_padding, self.padding) {
                (None, "valid") => length
                    .checked_mul(stride)?
                    .checked_add(reach.saturating_sub(stride))?,
                (None, _) => length.checked_mul(stride)?,
                (Some(padding), "valid") => (length - 1)
                    .checked_mul(stride)?
                    .checked_add(reach)?
                    .checked_add(padding[axis])?,
                (Some(padding), _) => (length - 1)
                    .checked_mul(stride)?
                    .checked_add(reach % 2)?
                    .checked_add(padding[axis])?,
            };
            (spread > 0).then_some(Some(spread))
        };
        lengths.iter().enumerate().map(place).collect()
    }

    fn reach(&self, axis: usize) -> Option<u64> {
        (self.size[axis] - 1)
            .checked_mul(self.dilation[axis])?
            .checked_add(1)
    }
}

/// Sizes as a shape, for messages.
pub(super) fn shown(sizes: &[u64]) -> Shape {
    Shape::known(sizes)
}
