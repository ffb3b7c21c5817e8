//! What layers do to shapes.

use super::{Layer, LayerType};
use crate::network::{Operation, Shape, ShapeError};

pub(super) type Result<T> = std::result::Result<T, ShapeError>;

pub(super) fn wrong<T>(message: String) -> Result<T> {
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
    pub(super) fn places<'s>(
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

    pub(super) fn axes_sizes(&self, name: &str, rank: usize) -> Result<Vec<u64>> {
        match self.sizes(name, rank) {
            Some(sizes) => Ok(sizes),
            None => wrong(format!(
                "`{name}` of `{}` must be one positive integer or {rank}",
                self.kind.name()
            )),
        }
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
