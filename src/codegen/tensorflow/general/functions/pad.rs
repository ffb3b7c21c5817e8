impl Value {
    /// Zeros before and behind each axis; negative numbers cut off.
    fn pad(&self, around: &[[i64; 2]]) -> Value {
        let mut value = self.clone();
        for (axis, [before, behind]) in around.iter().enumerate() {
            if *before < 0 || *behind < 0 {
                let (first, last) = ((-before).max(0), (-behind).max(0));
                let length = value.shape[axis] - first - last;
                value = value.narrow(axis as i64, first, length);
            }
        }
        let around: Vec<[i64; 2]> = around
            .iter()
            .map(|sides| sides.map(|side| side.max(0)))
            .collect();
        if around.iter().flatten().all(|&side| side == 0) {
            return value;
        }
        let flat: Vec<i64> = around.iter().flatten().copied().collect();
        let (output, sides) = (value.output.clone(), value.graph.list(&flat));
        let rank = value.rank();
        let result = value.graph.add(|scope| {
            let shape = ops::constant(&[rank, 2][..], scope)?;
            let sides = ops::reshape(sides, shape, scope)?;
            ops::pad(output, sides, scope)
        });
        let sizes = value.shape.iter().zip(&around);
        let sizes: Vec<i64> = sizes
            .map(|(&size, sides)| match size {
                -1 => -1,
                size => size + sides[0] + sides[1],
            })
            .collect();
        let back: Vec<[i64; 2]> = around.iter().map(|sides| sides.map(|side| -side)).collect();
        result
            .with_shape(&sizes)
            .with_rule(&[&value], move |slope| vec![slope.pad(&back)])
    }
}
