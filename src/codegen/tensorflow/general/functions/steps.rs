/// How a recurrent layer goes over the steps of `(batch, steps, …)`.
struct Steps<'a> {
    sequences: bool,
    backwards: bool,
    mask: Option<&'a Value>,
    zeros_where_masked: bool,
    dropout: Option<(f64, f64, &'a Masks)>,
    kept: Option<&'a [Value]>,
}

impl<'a> Steps<'a> {
    fn new() -> Self {
        Self {
            sequences: false,
            backwards: false,
            mask: None,
            zeros_where_masked: false,
            dropout: None,
            kept: None,
        }
    }

    /// Runs a cell from states of zero, or from those that are kept; the first one is its output.
    fn run(
        &self,
        xs: &Value,
        mut states: Vec<Value>,
        cell: impl Fn(&Value, &[Value]) -> Vec<Value>,
    ) -> Value {
        for (state, kept) in states.iter_mut().zip(self.kept.unwrap_or_default()) {
            *state = (&*state + kept).reshape(&state.shape);
        }
        let scale = |like: &Value, rate: f64, masks: &Masks| {
            (rate > 0.0).then(|| masks.kept(like, rate, &like.shape) * (1.0 / (1.0 - rate)))
        };
        let scales = self.dropout.map(|(inputs, rate, masks)| {
            [
                scale(&xs.select(1, 0), inputs, masks),
                scale(&states[0], rate, masks),
            ]
        });
        let [input_scale, state_scale] = scales.unwrap_or_default();
        let count = xs.size(1);
        let mut outputs = Vec::new();
        let mut output = &states[0] * 0.0;
        for index in 0..count {
            let index = if self.backwards {
                count - 1 - index
            } else {
                index
            };
            let mut input = xs.select(1, index);
            if let Some(scale) = &input_scale {
                input = input * scale;
            }
            let mut before = states.clone();
            if let Some(scale) = &state_scale {
                before[0] = &before[0] * scale;
            }
            let mut after = cell(&input, &before);
            let mut next = after[0].clone();
            if let Some(mask) = self.mask {
                let mut shape = vec![1; next.shape.len()];
                shape[0] = -1;
                let mask = mask.select(1, index).reshape(&shape);
                let rest = 1.0 - &mask;
                let mix = |new: &Value, old: &Value| new * &mask + old * &rest;
                next = if self.zeros_where_masked {
                    &next * &mask
                } else {
                    mix(&next, &output)
                };
                after = after
                    .iter()
                    .zip(&states)
                    .map(|(new, old)| mix(new, old))
                    .collect();
            }
            states = after;
            output = next;
            if self.sequences {
                outputs.push(output.clone());
            }
        }
        for (state, kept) in states.iter().zip(self.kept.unwrap_or_default()) {
            kept.keep(state);
        }
        if self.sequences {
            stack(&outputs, 1)
        } else {
            output
        }
    }
}
