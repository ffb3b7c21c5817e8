//! Convolutions and poolings: what their windows do to shapes.

use super::Layer;
use super::shape::{Result, wrong};
use super::window::{Window, shown};
use crate::network::{Shape, ShapeError};

impl Layer {
    pub(super) fn convolved(&self, input: &Shape) -> Result<Shape> {
        let name = self.kind.name();
        let rank = self.kind.rank();
        let (places, channels) = self.places(input, rank)?;
        let Some(channels) = channels else {
            return wrong(format!(
                "`{name}` needs the channels of its input, which is {input}"
            ));
        };
        let groups = self.count("groups").unwrap_or(1);
        if !channels.is_multiple_of(groups) {
            return wrong(format!(
                "{groups} groups do not divide the {channels} channels of the input {input}"
            ));
        }
        let size = self.axes_sizes("kernel_size", rank)?;
        let strides = self.axes_sizes("strides", rank)?;
        let dilation = self.axes_sizes("dilation_rate", rank)?;
        let padding = self.text("padding").unwrap_or("valid");
        let window = Window {
            size: &size,
            strides: &strides,
            dilation: &dilation,
            padding,
        };
        let slid = if self.kind.is_transposed() {
            let more = self.sizes("output_padding", rank);
            window.spread(places, more.as_deref())
        } else {
            window.slide(places)
        };
        let Some(mut shape) = slid else {
            let size = shown(&size);
            return Err(ShapeError::new(format!(
                "a kernel of {size} does not fit into the input {input}"
            ))
            .with_hint("padding=\"same\" lets the window reach beyond the border"));
        };
        shape.push(match self.count("filters") {
            Some(filters) => Some(filters),
            None => Some(channels.saturating_mul(self.count("depth_multiplier").unwrap_or(1))),
        });
        Ok(Shape(shape))
    }

    pub(super) fn pooled(&self, input: &Shape) -> Result<Shape> {
        let rank = self.kind.rank();
        let (places, channels) = self.places(input, rank)?;
        let size = self.axes_sizes("pool_size", rank)?;
        let strides = self.sizes("strides", rank).unwrap_or_else(|| size.clone());
        let ones = vec![1; rank];
        let padding = self.text("padding").unwrap_or("valid");
        let window = Window {
            size: &size,
            strides: &strides,
            dilation: &ones,
            padding,
        };
        let Some(mut shape) = window.slide(places) else {
            let size = shown(&size);
            return Err(ShapeError::new(format!(
                "a pool of {size} does not fit into the input {input}"
            ))
            .with_hint("padding=\"same\" lets the window reach beyond the border"));
        };
        shape.push(channels);
        Ok(Shape(shape))
    }

    pub(super) fn recurrent_convolved(&self, input: &Shape) -> Result<Shape> {
        let name = self.kind.name();
        let rank = self.kind.rank();
        let Some((steps, image)) = input
            .0
            .split_first()
            .filter(|(_, rest)| rest.len() == rank + 1)
        else {
            return wrong(format!(
                "`{name}` takes (steps, …, channels) of {} axes, and its input is {input}",
                rank + 2
            ));
        };
        let shape = self.convolved(&Shape(image.to_vec()))?;
        let steps = self.flag("return_sequences").then_some(*steps);
        Ok(Shape(steps.into_iter().chain(shape.0).collect()))
    }
}
