impl Masks {
    /// Shape and seed of a draw: one for all along the axes in which `shape` is 1.
    fn draw(&self, xs: &Value, shape: &[i64], normal: bool) -> Value {
        let draw = self.draws.get();
        self.draws.set(draw + 1);
        let same: Vec<i64> = (0..xs.rank())
            .filter(|&axis| shape[axis as usize] == 1)
            .collect();
        let (output, axes) = (xs.output.clone(), xs.graph.list(&same));
        let drawn = xs.graph.add(|scope| {
            let like = ops::Sum::new().keep_dims(true).build(output, axes, scope)?;
            let sizes = ops::shape(like, scope)?;
            let seed = ops::constant(self.seed.wrapping_add(draw), scope)?;
            let seed = ops::Pack::new()
                .build_instance(vec![seed.into(), self.step.clone().into()], scope)?
                .output();
            match normal {
                true => ops::StatelessRandomNormal::new()
                    .dtype(FLOAT)
                    .build(sizes, seed, scope),
                false => ops::StatelessRandomUniform::new()
                    .dtype(FLOAT)
                    .build(sizes, seed, scope),
            }
        });
        let sizes = xs.shape.iter().zip(shape);
        let sizes: Vec<i64> = sizes
            .map(|(&size, &same)| if same == 1 { 1 } else { size })
            .collect();
        drawn.with_shape(&sizes)
    }
}
