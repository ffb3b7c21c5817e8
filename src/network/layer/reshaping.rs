//! Layers that move, cut off or add values: what they do to shapes.

use super::Layer;
use super::shape::{Result, wrong};
use crate::network::{Shape, ShapeError};

impl Layer {
    pub(super) fn bordered(&self, input: &Shape) -> Result<Shape> {
        let name = self.kind.name();
        let (places, channels) = self.places(input, self.kind.rank())?;
        let crops = name.starts_with("Cropping");
        let borders = self.borders(if crops { "cropping" } else { "padding" }, places.len());
        let Some(borders) = borders else {
            return wrong(format!(
                "the border of `{name}` must be an integer, or one or a pair for each axis"
            ));
        };
        let one = |(place, [before, after]): (&Option<u64>, [u64; 2])| {
            let Some(place) = *place else {
                return Some(None);
            };
            let border = before.checked_add(after)?;
            let length = if crops {
                place.checked_sub(border)?
            } else {
                place.checked_add(border)?
            };
            (length > 0).then_some(Some(length))
        };
        let shape: Option<Vec<_>> = places.iter().zip(borders).map(one).collect();
        match shape {
            Some(shape) => Ok(Shape(shape.into_iter().chain([channels]).collect())),
            None => wrong(format!("`{name}` leaves nothing of the input {input}")),
        }
    }

    /// What stands before and behind each axis.
    pub(super) fn borders(&self, name: &str, rank: usize) -> Option<Vec<[u64; 2]>> {
        use super::Argument::{Integer, List};
        let size = |value: &super::Argument| match value {
            Integer(integer) => u64::try_from(*integer).ok(),
            _ => None,
        };
        let both = |value: &super::Argument| match value {
            List(pair) if pair.len() == 2 => Some([size(&pair[0])?, size(&pair[1])?]),
            one => size(one).map(|one| [one; 2]),
        };
        match self.get(name) {
            List(values) if rank == 1 && values.len() == 2 => {
                Some(vec![[size(&values[0])?, size(&values[1])?]])
            }
            List(values) if values.len() == rank => values.iter().map(both).collect(),
            List(_) => None,
            one => size(one).map(|one| vec![[one; 2]; rank]),
        }
    }

    pub(super) fn reshaped(&self, input: &Shape) -> Result<Shape> {
        let target = self.integers("target_shape").unwrap_or_default();
        let misfit = || {
            let shown: Vec<String> = target.iter().map(ToString::to_string).collect();
            ShapeError::new(format!(
                "{input} cannot be reshaped to ({})",
                shown.join(", ")
            ))
        };
        let open = target.iter().filter(|&&length| length < 0).count();
        let known = target.iter().filter(|&&length| length >= 0);
        let product = known
            .map(|&length| length as u64)
            .try_fold(1u64, u64::checked_mul)
            .ok_or_else(misfit)?;
        let rest = match input.size() {
            Some(size) if open == 0 && size != product => return Err(misfit()),
            Some(size) if open == 1 && (product == 0 || !size.is_multiple_of(product)) => {
                return Err(misfit());
            }
            Some(size) => size.checked_div(product),
            None => None,
        };
        if open > 1 {
            return Err(misfit().with_hint("one dimension at most may be -1"));
        }
        let length = |&length: &i64| {
            if length < 0 {
                rest
            } else {
                Some(length as u64)
            }
        };
        Ok(Shape(target.iter().map(length).collect()))
    }

    pub(super) fn permuted(&self, input: &Shape) -> Result<Shape> {
        let dims = self.integers("dims").unwrap_or_default();
        let mut sorted = dims.clone();
        sorted.sort_unstable();
        if !sorted.iter().copied().eq(1..=input.rank() as i64) {
            return wrong(format!(
                "`Permute` names each axis of its input {input} once, from 1 to {}",
                input.rank()
            ));
        }
        Ok(Shape(
            dims.iter()
                .map(|&axis| input.0[axis as usize - 1])
                .collect(),
        ))
    }
}
