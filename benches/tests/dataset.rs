//! Loads the data set as a run does.

use neural_bench::dataset::{Dataset, Source};

#[test]
fn the_data_set_is_mnist_or_says_why_not() {
    let data = Dataset::load(100).unwrap();
    assert_eq!((data.train.len(), data.test.len()), (100, 10_000));
    for split in [&data.train, &data.test] {
        assert_eq!(split.shape, [28, 28, 1]);
        assert_eq!(split.images.len(), split.len() * 28 * 28);
        assert!(split.images.iter().all(|value| (0.0..=1.0).contains(value)));
        assert!(split.labels.iter().all(|&label| label < 10));
    }
    assert_eq!(data.training_split(0.2), 48_000);
    match &data.source {
        Source::Mnist { .. } => {
            assert_eq!(data.train.labels[..10], [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
            assert_eq!(data.test.labels[..5], [7, 2, 1, 0, 4]);
        }
        Source::Synthetic { reason, .. } => assert!(!reason.is_empty()),
    }
}
