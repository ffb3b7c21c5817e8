impl Graph {
    /// A list of numbers.
    fn numbers(self: &Rc<Self>, numbers: &[f64]) -> Value {
        let numbers: Vec<Float> = numbers.iter().map(|&number| number as Float).collect();
        self.add(|scope| ops::constant(&numbers[..], scope))
    }
}
