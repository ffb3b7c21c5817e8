//! Layers that make one value of several: what they do to shapes.

use super::shape::{Result, axis_of};
use super::{Layer, LayerType};
use crate::network::{Shape, ShapeError};

impl Layer {
    pub(super) fn merged(&self, inputs: &[&Shape]) -> Result<Shape> {
        let name = self.kind.name();
        let all: Vec<String> = inputs.iter().map(ToString::to_string).collect();
        let all = all.join(" and ");
        let misfit = || ShapeError::new(format!("`{name}` cannot merge {all}"));
        let [first, rest @ ..] = inputs else {
            return Err(misfit());
        };
        match self.kind {
            LayerType::Concatenate => {
                let axis = self
                    .integers("axis")
                    .and_then(|axes| axes.first().copied())
                    .unwrap_or(-1);
                let axis = axis_of(first, axis).ok_or_else(misfit)?;
                let mut shape = (*first).clone();
                for other in rest {
                    let alike = |at: usize| {
                        at == axis
                            || shape.0[at].is_none()
                            || other.0[at].is_none()
                            || shape.0[at] == other.0[at]
                    };
                    if other.rank() != shape.rank() || !(0..shape.rank()).all(alike) {
                        return Err(misfit()
                            .with_hint("all axes but the one that is concatenated must be equal"));
                    }
                    shape.0[axis] = match (shape.0[axis], other.0[axis]) {
                        (Some(a), Some(b)) => Some(a.checked_add(b).ok_or_else(misfit)?),
                        _ => None,
                    };
                }
                Ok(shape)
            }
            LayerType::Dot => {
                let axes = self.integers("axes").unwrap_or_else(|| vec![-1]);
                let ([second], [a, ..], [.., b]) = (rest, axes.as_slice(), axes.as_slice()) else {
                    return Err(misfit().with_hint("`Dot` takes two values"));
                };
                let (a, b) = (
                    axis_of(first, *a).ok_or_else(misfit)?,
                    axis_of(second, *b).ok_or_else(misfit)?,
                );
                if first.0[a] != second.0[b] {
                    return Err(misfit());
                }
                let keep = |shape: &Shape, axis: usize| {
                    let rest = shape
                        .0
                        .iter()
                        .enumerate()
                        .filter(move |(at, _)| *at != axis);
                    rest.map(|(_, length)| *length).collect::<Vec<_>>()
                };
                let mut shape = keep(first, a);
                shape.extend(keep(second, b));
                Ok(Shape(if shape.is_empty() {
                    vec![Some(1)]
                } else {
                    shape
                }))
            }
            _ => {
                let mut shape = (*first).clone();
                for other in rest {
                    if other.rank() != shape.rank() {
                        return Err(misfit());
                    }
                    for (length, other) in shape.0.iter_mut().zip(&other.0) {
                        *length = match (*length, *other) {
                            (Some(1), other) => other,
                            (length, Some(1)) => length,
                            (None, other) => other,
                            (length, None) => length,
                            (a, b) if a == b => a,
                            _ => return Err(misfit()),
                        };
                    }
                }
                Ok(shape)
            }
        }
    }
}
