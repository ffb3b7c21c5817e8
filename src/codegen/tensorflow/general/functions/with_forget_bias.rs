/// A bias whose second quarter, that of the forget gate, is one (Jozefowicz et al. 2015).
fn with_forget_bias(bias: Value) -> Value {
    let parts = bias.chunk(4);
    concat(
        &[
            &parts[0],
            &filled(&bias.graph, &parts[1].shape, 1.0),
            &parts[2],
            &parts[3],
        ],
        0,
    )
}
