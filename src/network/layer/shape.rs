//! What layers do to shapes.

use super::window::{Window, shown};
use super::{Layer, LayerType};
use crate::network::{Operation, Shape, ShapeError};

type Result<T> = std::result::Result<T, ShapeError>;

fn wrong<T>(message: String) -> Result<T> {
    Err(ShapeError::new(message))
}

/// An axis as Keras counts it, the batch first, as an index into a shape without the batch.
pub(super) fn axis_of(shape: &Shape, axis: i64) -> Option<usize> {
    let rank = i64::try_from(shape.rank()).ok()?;
    let axis = if axis < 0 {
        axis.checked_add(rank)?
    } else {
        axis - 1
    };
    (0..rank).contains(&axis).then_some(axis as usize)
}

impl Layer {
    /// The shape of the result on inputs of these shapes.
    pub(in crate::network) fn output_shape(&self, inputs: &[&Shape]) -> Result<Shape> {
        use LayerType::*;
        let name = self.kind.name();
        let Some(&input) = inputs.first() else {
            return wrong(format!("`{name}` has no input"));
        };
        if self.kind.merges() {
            return self.merged(inputs);
        }
        match self.kind {
            Conv1D | Conv3D | Conv1DTranspose | Conv2DTranspose | Conv3DTranspose
            | DepthwiseConv1D | DepthwiseConv2D | SeparableConv1D | SeparableConv2D => {
                self.convolved(input)
            }
            MaxPooling1D | MaxPooling3D | AveragePooling1D | AveragePooling2D
            | AveragePooling3D => self.pooled(input),
            GlobalMaxPooling1D
            | GlobalMaxPooling2D
            | GlobalMaxPooling3D
            | GlobalAveragePooling1D
            | GlobalAveragePooling2D
            | GlobalAveragePooling3D => {
                let (places, channels) = self.places(input, self.kind.rank())?;
                let mut shape = if self.flag("keepdims") {
                    vec![Some(1); places.len()]
                } else {
                    Vec::new()
                };
                shape.push(channels);
                Ok(Shape(shape))
            }
            AdaptiveMaxPooling1D
            | AdaptiveMaxPooling2D
            | AdaptiveMaxPooling3D
            | AdaptiveAveragePooling1D
            | AdaptiveAveragePooling2D
            | AdaptiveAveragePooling3D => {
                let (places, channels) = self.places(input, self.kind.rank())?;
                let sizes = self.axes_sizes("output_size", places.len())?;
                let sizes = sizes.into_iter().map(Some).chain([channels]);
                Ok(Shape(sizes.collect()))
            }
            ZeroPadding1D | ZeroPadding2D | ZeroPadding3D | Cropping1D | Cropping2D
            | Cropping3D => self.bordered(input),
            UpSampling1D | UpSampling2D | UpSampling3D => {
                let (places, channels) = self.places(input, self.kind.rank())?;
                let sizes = self.axes_sizes("size", places.len())?;
                let grown = places.iter().zip(&sizes).map(|(place, size)| match place {
                    Some(place) => Some(Some(place.checked_mul(*size)?)),
                    None => Some(None),
                });
                match grown.chain([Some(channels)]).collect() {
                    Some(shape) => Ok(Shape(shape)),
                    None => wrong(format!("the result of `{name}` on {input} is too large")),
                }
            }
            Reshape => self.reshaped(input),
            Permute => self.permuted(input),
            RepeatVector => match *input.0.as_slice() {
                [length] => Ok(Shape(vec![self.count("n"), length])),
                _ => wrong(format!(
                    "`RepeatVector` takes one axis, and its input is {input}"
                )),
            },
            Embedding => {
                if input.rank() > 1 {
                    return wrong(format!(
                        "`Embedding` takes indices, and its input {input} is embedded already"
                    ));
                }
                let mut shape = input.0.clone();
                shape.push(self.count("output_dim"));
                Ok(Shape(shape))
            }
            SimpleRNN
            | LSTM
            | GRU
            | SimpleRNNDropoutWrapper
            | LSTMDropoutWrapper
            | GRUDropoutWrapper => match *input.0.as_slice() {
                [steps, Some(_)] if self.flag("return_sequences") => {
                    Ok(Shape(vec![steps, self.count("units")]))
                }
                [_, Some(_)] => Ok(Shape(vec![self.count("units")])),
                _ => Err(ShapeError::new(format!(
                    "`{name}` takes (steps, features), and its input is {input}"
                ))
                .with_hint(
                    "a recurrent layer before it needs return_sequences=true; \
                     an input needs its steps beside the batch: (None, None, features)",
                )),
            },
            // A cell goes over the steps as its layer does; without steps it takes one.
            SimpleRNNCell | LSTMCell | GRUCell if input.rank() == 2 => {
                self.last_becomes(&Shape(vec![input.0[1]]), self.count("units"))
            }
            SimpleRNNCell | LSTMCell | GRUCell => self.last_becomes(input, self.count("units")),
            ConvLSTM1D | ConvLSTM2D | ConvLSTM3D | ConvGRU2D => self.recurrent_convolved(input),
            TimeDistributed => self.distributed(input),
            Bidirectional => self.bidirectional(inputs),
            MultiHeadAttention | GroupQueryAttention | Attention | AdditiveAttention => {
                self.attended(inputs)
            }
            Transformer | TransformerEncoder | TransformerDecoder => {
                let model = match input.0.as_slice() {
                    [_, Some(model)] => *model,
                    _ => {
                        return Err(ShapeError::new(format!(
                            "`{name}` takes (steps, model dimension), and its input is {input}"
                        ))
                        .with_hint("an `Embedding` before it makes one"));
                    }
                };
                if let Some(stated) = self.count("d_model")
                    && stated != model
                {
                    return wrong(format!(
                        "`{name}` states a model dimension of {stated}, and its input is {input}"
                    ));
                }
                let heads = self.count("num_heads").unwrap_or(1);
                if !model.is_multiple_of(heads) {
                    return wrong(format!(
                        "{heads} heads do not divide the model dimension {model} of the input {input}"
                    ));
                }
                Ok(input.clone())
            }
            SqueezeExcitation => {
                self.places(input, 2)?;
                self.last_becomes(input, input.0.last().copied().flatten())
            }
            BatchNormalization | LayerNormalization => {
                for axis in self.integers("axis").unwrap_or_else(|| vec![-1]) {
                    let known = axis_of(input, axis).and_then(|axis| input.0[axis]);
                    if known.is_none() {
                        return wrong(format!(
                            "`{name}` needs the axis {axis} of its input, which is {input}"
                        ));
                    }
                }
                Ok(input.clone())
            }
            GroupNormalization => {
                let channels = input.0.last().copied().flatten();
                let Some(channels) = channels else {
                    return wrong(format!(
                        "`{name}` needs the channels of its input, which is {input}"
                    ));
                };
                let groups = self.count("groups").unwrap_or(channels);
                if !channels.is_multiple_of(groups) {
                    return wrong(format!(
                        "{groups} groups do not divide the {channels} channels of the input {input}"
                    ));
                }
                Ok(input.clone())
            }
            SpatialDropout1D | SpatialDropout2D | SpatialDropout3D => {
                self.places(input, self.kind.rank())?;
                Ok(input.clone())
            }
            _ => Ok(input.clone()),
        }
    }

    fn last_becomes(&self, input: &Shape, last: Option<u64>) -> Result<Shape> {
        let name = self.kind.name();
        let Some((Some(_), rest)) = input.0.split_last() else {
            return wrong(format!(
                "`{name}` needs the last dimension of its input, which is {input}"
            ));
        };
        Ok(Shape(rest.iter().copied().chain([last]).collect()))
    }

    /// The places and the channels of an input with so many axes of places.
    fn places<'s>(
        &self,
        input: &'s Shape,
        rank: usize,
    ) -> Result<(&'s [Option<u64>], Option<u64>)> {
        match input.0.split_last() {
            Some((channels, places)) if places.len() == rank => Ok((places, *channels)),
            _ => {
                let wanted = [
                    "(steps, channels)",
                    "(height, width, channels)",
                    "(depth, height, width, channels)",
                ];
                let wanted = wanted[rank.clamp(1, 3) - 1];
                wrong(format!(
                    "`{}` takes {wanted}, and its input is {input}",
                    self.kind.name()
                ))
            }
        }
    }

    fn axes_sizes(&self, name: &str, rank: usize) -> Result<Vec<u64>> {
        match self.sizes(name, rank) {
            Some(sizes) => Ok(sizes),
            None => wrong(format!(
                "`{name}` of `{}` must be one positive integer or {rank}",
                self.kind.name()
            )),
        }
    }

    fn convolved(&self, input: &Shape) -> Result<Shape> {
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

    fn pooled(&self, input: &Shape) -> Result<Shape> {
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

    fn recurrent_convolved(&self, input: &Shape) -> Result<Shape> {
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

    fn bordered(&self, input: &Shape) -> Result<Shape> {
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
    fn borders(&self, name: &str, rank: usize) -> Option<Vec<[u64; 2]>> {
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

    fn reshaped(&self, input: &Shape) -> Result<Shape> {
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

    fn permuted(&self, input: &Shape) -> Result<Shape> {
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

    fn distributed(&self, input: &Shape) -> Result<Shape> {
        let Some((steps, rest)) = input.0.split_first().filter(|(_, rest)| !rest.is_empty()) else {
            return wrong(format!(
                "`TimeDistributed` takes (steps, …), and its input is {input}"
            ));
        };
        let Some(inner) = self.wrapped() else {
            return Ok(input.clone());
        };
        let shape = inner.output_shape(&Shape(rest.to_vec()))?;
        Ok(Shape([*steps].into_iter().chain(shape.0).collect()))
    }

    fn bidirectional(&self, inputs: &[&Shape]) -> Result<Shape> {
        let Some(inner) = self.wrapped() else {
            return Ok(inputs[0].clone());
        };
        let runs = match inner {
            Operation::Layer(layer) => layer.kind.runs_over_steps() || layer.kind.has_no_meaning(),
            _ => false,
        };
        if !runs {
            return Err(ShapeError::new(
                "`Bidirectional` wraps a layer that runs over steps".to_owned(),
            )
            .with_hint("LSTM, GRU, SimpleRNN, ConvLSTM2D, …"));
        }
        let mut shape = inner.output_shape(inputs[0])?;
        let concat = self.text("merge_mode").is_some_and(|mode| mode == "concat");
        if let (true, Some(Some(last))) = (concat, shape.0.last_mut()) {
            *last = last.saturating_mul(2);
        }
        Ok(shape)
    }

    fn attended(&self, inputs: &[&Shape]) -> Result<Shape> {
        let name = self.kind.name();
        let query = inputs[0];
        let value = inputs.get(1).unwrap_or(&query);
        let sound =
            |shape: &Shape| shape.rank() >= 2 && shape.0.last().copied().flatten().is_some();
        if !sound(query) || !sound(value) {
            return wrong(format!(
                "`{name}` takes (steps, features), and its input is {query}"
            ));
        }
        let projects = matches!(
            self.kind,
            LayerType::MultiHeadAttention | LayerType::GroupQueryAttention
        );
        let key = inputs.get(2).unwrap_or(value);
        if !projects && query.0.last() != key.0.last() {
            return wrong(format!(
                "`{name}` needs as many features in its query {query} as in its key {key}"
            ));
        }
        if !projects {
            let features = value.0.last().copied().flatten();
            return self.last_becomes(query, features);
        }
        match self.integers("output_shape").as_deref() {
            Some([size]) if projects => self.last_becomes(query, u64::try_from(*size).ok()),
            _ => Ok(query.clone()),
        }
    }

    fn merged(&self, inputs: &[&Shape]) -> Result<Shape> {
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

impl Operation {
    /// The shape of the result on several inputs.
    ///
    /// # Errors
    /// As [`Operation::output_shape`].
    pub fn output_shape_on(&self, inputs: &[&Shape]) -> Result<Shape> {
        let Operation::Layer(layer) = self else {
            return match inputs {
                [input] => self.output_shape(input),
                _ => wrong(
                    "this layer takes one value, and several branches are open here".to_owned(),
                ),
            };
        };
        let shape = layer.output_shape(inputs)?;
        let countable = |shape: &Shape| shape.is_countable();
        let weights = layer.parameters("", inputs);
        if let Some(weight) = weights
            .iter()
            .find(|weight| !countable(&Shape::known(&weight.shape)))
        {
            let shape = Shape::known(&weight.shape);
            return wrong(format!(
                "a parameter of {shape} has more values than 64 bits can count"
            ));
        }
        if !countable(&shape) {
            return wrong(format!(
                "the result {shape} has more values than 64 bits can count"
            ));
        }
        Ok(shape)
    }
}
