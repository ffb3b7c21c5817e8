/// The variable of a name (`layer.part`) with its first values.
fn variable(vs: &nn::Path, name: &str, trained: bool, first: Tensor) -> Tensor {
    let (layers, part) = name.rsplit_once('.').unwrap_or(("", name));
    let path = layers
        .split('.')
        .fold(vs.clone(), |path, layer| path / layer);
    if trained {
        return path.var_copy(part, &first);
    }
    let mut variable = path.zeros_no_train(part, &first.size());
    variable.copy_(&first);
    variable
}
