impl Value {
    /// The last two axes in the other order.
    fn swap_last(&self) -> Value {
        let mut order: Vec<i64> = (0..self.rank()).collect();
        order.swap(self.axis(-1), self.axis(-2));
        self.transpose(&order)
    }
}
