/// What a layer with a seed draws from: the same in every run, whatever else is drawn.
#[derive(Debug)]
struct Stream {
    seed: i64,
    calls: Cell<i64>,
}

impl Stream {
    fn new(seed: i64) -> Self {
        Self {
            seed,
            calls: Cell::new(0),
        }
    }

    /// What is drawn comes from this stream until the result is dropped; outside of training nothing is
    /// drawn.
    fn begin(&self, train: bool) -> Option<Draws> {
        // Odd and far from others of its kind, so that the calls of near seeds do not meet.
        const STRIDE: i64 = 0x1E37_79B9_7F4A_7C15;
        train.then(|| {
            let mut others = Tensor::empty([1], (Kind::Int64, Device::Cpu));
            let others = others.random_().int64_value(&[0]);
            let call = self.calls.get();
            self.calls.set(call.wrapping_add(1));
            tch::manual_seed(self.seed.wrapping_add(call.wrapping_mul(STRIDE)));
            Draws { others }
        })
    }
}

/// Draws from a [`Stream`].
struct Draws {
    /// The seed with which others draw on.
    others: i64,
}

impl Drop for Draws {
    fn drop(&mut self) {
        tch::manual_seed(self.others);
    }
}
