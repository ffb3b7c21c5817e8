//! The order of images and the weights that programs are given: the same for one seed, everywhere.

use neural_bench::measure::order;
use neural_bench::{registry, sameness};

#[test]
fn an_order_holds_every_row_once() {
    let mut rows = order(1_000, 7, 3, true);
    rows.sort_unstable();
    assert_eq!(rows, (0..1_000).collect::<Vec<i64>>());
}

#[test]
fn an_order_depends_on_seed_and_epoch_alone() {
    assert_eq!(order(500, 1, 0, true), order(500, 1, 0, true));
    assert_ne!(order(500, 1, 0, true), order(500, 1, 1, true));
    assert_ne!(order(500, 1, 0, true), order(500, 2, 0, true));
    assert_eq!(order(3, 1, 0, false), [0, 1, 2]);
}

/// Other versions of the generator would make other orders, and old figures would not be comparable.
#[test]
fn an_order_is_what_it_always_was() {
    assert_eq!(order(8, 1, 0, true), [3, 4, 5, 2, 7, 1, 6, 0]);
    assert_eq!(order(8, 1, 1, true), [6, 5, 2, 3, 0, 4, 7, 1]);
}

#[test]
fn initial_weights_are_drawn_as_the_network_says() {
    let models = registry::select(&["simple_mlp".to_owned()]).unwrap();
    let network = models[0].network().unwrap();
    let weights = sameness::initial_weights(&network, 1);
    assert_eq!(weights, sameness::initial_weights(&network, 1));
    assert_ne!(weights, sameness::initial_weights(&network, 2));
    let names: Vec<_> = weights.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "dense/kernel",
            "dense/bias",
            "dense_1/kernel",
            "dense_1/bias"
        ]
    );
    // Glorot's limit for 784 inputs and 128 outputs, reached nearly and never passed.
    let limit = (6.0f32 / 912.0).sqrt();
    let greatest = weights[0].values.iter().fold(0.0f32, |a, b| a.max(b.abs()));
    assert!(greatest <= limit && greatest > 0.999 * limit, "{greatest}");
    assert!(weights[1].values.iter().all(|&bias| bias == 0.0));
}
