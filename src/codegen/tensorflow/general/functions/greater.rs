impl Value {
    /// 1 where it is greater than a number, 0 elsewhere.
    fn greater(&self, than: f64) -> Value {
        let (output, than) = (self.output.clone(), self.graph.number(than).output);
        let result = self.graph.add(|scope| {
            let greater = ops::greater(output, than, scope)?;
            ops::Cast::new().DstT(FLOAT).build(greater, scope)
        });
        result.with_shape(&self.shape)
    }
}
