/// How a recurrent layer goes over the steps of `(batch, steps, …)`.
struct Steps<'a> {
    sequences: bool,
    backwards: bool,
    mask: Option<&'a Tensor>,
    zeros_where_masked: bool,
    input_dropout: f64,
    state_dropout: f64,
    kept: Option<&'a RefCell<Vec<Tensor>>>,
}

impl<'a> Steps<'a> {
    fn new() -> Self {
        Self {
            sequences: false,
            backwards: false,
            mask: None,
            zeros_where_masked: false,
            input_dropout: 0.0,
            state_dropout: 0.0,
            kept: None,
        }
    }

    /// Runs a cell from states of zero; the first state is its output.
    fn run(
        &self,
        xs: &Tensor,
        states: Vec<Tensor>,
        cell: impl Fn(&Tensor, &[Tensor]) -> Vec<Tensor>,
    ) -> Tensor {
        let mut states = match self.kept {
            Some(kept) if !kept.borrow().is_empty() => {
                kept.borrow().iter().map(Tensor::shallow_clone).collect()
            }
            _ => states,
        };
        let scale = |like: &Tensor, rate: f64| {
            let kept = like.rand_like().ge(rate).to_kind(KIND);
            (rate > 0.0).then(|| kept / (1.0 - rate))
        };
        let input_scale = scale(&xs.select(1, 0), self.input_dropout);
        let state_scale = scale(&states[0], self.state_dropout);
        let count = xs.size()[1];
        let mut outputs = Vec::new();
        let mut output = states[0].zeros_like();
        for index in 0..count {
            let index = if self.backwards {
                count - 1 - index
            } else {
                index
            };
            let mut input = xs.select(1, index);
            if let Some(scale) = &input_scale {
                input *= scale;
            }
            let mut before: Vec<Tensor> = states.iter().map(Tensor::shallow_clone).collect();
            if let Some(scale) = &state_scale {
                before[0] = &before[0] * scale;
            }
            let mut after = cell(&input, &before);
            let mut next = after[0].shallow_clone();
            if let Some(mask) = self.mask {
                let mut shape = vec![1; next.dim()];
                shape[0] = -1;
                let mask = mask.select(1, index).reshape(shape);
                let other = if self.zeros_where_masked {
                    next.zeros_like()
                } else {
                    output
                };
                next = next.where_self(&mask, &other);
                after = after
                    .iter()
                    .zip(&states)
                    .map(|(it, old)| it.where_self(&mask, old))
                    .collect();
            }
            states = after;
            output = next;
            if self.sequences {
                outputs.push(output.shallow_clone());
            }
        }
        if let Some(kept) = self.kept {
            kept.replace(states.iter().map(Tensor::detach).collect());
        }
        if self.sequences {
            Tensor::stack(&outputs, 1)
        } else {
            output
        }
    }
}
