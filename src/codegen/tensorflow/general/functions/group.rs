impl Graph {
    /// An operation that is done when all of these are.
    fn group(&self, operations: &[Operation]) -> Result<Operation, Status> {
        ops::no_op(&mut self.scope.borrow().with_control_dependencies(operations))
    }
}
