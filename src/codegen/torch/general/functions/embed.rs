/// The rows of a table `(inputs, outputs)` for whole numbers.
fn embed(table: &Tensor, xs: &Tensor) -> Tensor {
    let rows = xs.to_kind(Kind::Int64);
    let mut shape = rows.size();
    shape.push(table.size()[1]);
    table.index_select(0, &rows.flatten(0, -1)).reshape(shape)
}
