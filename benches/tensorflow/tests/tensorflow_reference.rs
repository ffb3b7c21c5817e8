//! The gate on real programs.

#[path = "../../tests/reference/mod.rs"]
mod reference;

#[test]
fn references_let_the_right_network_through_and_refuse_wrong_ones() {
    reference::references::<neural_bench_tensorflow::Tensorflow>();
}
