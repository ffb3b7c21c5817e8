//! Differences between two programs, or between two runs of one.

use super::document::{Difference, Memory, Side};
use super::statistics::Quantity;
use super::unit::Kind;

/// The figures of a side that two sides are compared by, in the order in which a report shows them.
pub(super) const FIGURES: [(&str, Kind, &str); 14] = [
    ("build_seconds", Kind::Seconds, "build"),
    ("epoch_seconds", Kind::Seconds, "epoch"),
    ("training_seconds", Kind::Seconds, "all epochs below"),
    ("images_per_second", Kind::Number, "images a second"),
    ("predict_128_seconds", Kind::Seconds, "predict 128 images"),
    ("predict_1_seconds", Kind::Seconds, "predict one image"),
    ("rust_heap_peak_bytes", Kind::Bytes, "Rust heap, peak"),
    ("rust_heap_change_bytes", Kind::Bytes, "Rust heap, change"),
    ("process_peak_bytes", Kind::Bytes, "process, peak"),
    ("process_change_bytes", Kind::Bytes, "process, change"),
    (
        "training_change_bytes",
        Kind::Bytes,
        "process, change by training",
    ),
    ("vm_hwm_bytes", Kind::Bytes, "VmHWM"),
    ("test_accuracy", Kind::Share, "test accuracy"),
    ("test_loss", Kind::Number, "test loss"),
];

/// One figure of a side: a number, or samples with their median.
pub(super) enum Figure<'a> {
    Number(f64),
    Samples(&'a Quantity),
}

impl Figure<'_> {
    /// The number, or the median.
    pub(super) fn value(&self) -> f64 {
        match self {
            Self::Number(value) => *value,
            Self::Samples(quantity) => quantity.median,
        }
    }

    /// See [`Quantity::spread`].
    pub(super) fn spread(&self) -> Option<(f64, f64)> {
        match self {
            Self::Number(_) => None,
            Self::Samples(quantity) => quantity.spread(),
        }
    }
}

impl Side {
    /// The accuracy on the test images after the last epoch, 0 to 1.
    pub fn test_accuracy(&self) -> Option<f64> {
        self.epochs.last()?.test_accuracy
    }

    /// The mean loss on the test images after the last epoch.
    pub fn test_loss(&self) -> Option<f64> {
        self.epochs.last()?.test_loss
    }

    /// A figure by its name in [`FIGURES`].
    pub(super) fn figure(&self, name: &str) -> Option<Figure<'_>> {
        let memory = |field: fn(&Memory) -> &Quantity| self.memory.as_ref().map(field);
        let samples = match name {
            "training_seconds" => return self.training_seconds.map(Figure::Number),
            "test_accuracy" => return self.test_accuracy().map(Figure::Number),
            "test_loss" => return self.test_loss().map(Figure::Number),
            "build_seconds" => self.build_seconds.as_ref(),
            "epoch_seconds" => self.epoch_seconds.as_ref(),
            "images_per_second" => self.images_per_second.as_ref(),
            "predict_128_seconds" => self.predict_128_seconds.as_ref(),
            "predict_1_seconds" => self.predict_1_seconds.as_ref(),
            "rust_heap_peak_bytes" => memory(|memory| &memory.rust_heap_peak_bytes),
            "rust_heap_change_bytes" => memory(|memory| &memory.rust_heap_change_bytes),
            "process_peak_bytes" => memory(|memory| &memory.process_peak_bytes),
            "process_change_bytes" => memory(|memory| &memory.process_change_bytes),
            "training_change_bytes" => memory(|memory| &memory.training_change_bytes),
            "vm_hwm_bytes" => memory(|memory| &memory.vm_hwm_bytes),
            _ => None,
        };
        samples.map(Figure::Samples)
    }
}

/// Compares a side with another, figure by figure, as far as both have them.
///
/// The other one may be the hand-written twin, or the same program of another run. These are
/// differences of medians, not verdicts: the runs were not paired.
pub fn compare(side: &Side, baseline: &Side) -> Vec<Difference> {
    FIGURES
        .iter()
        .filter_map(|(name, ..)| Some(difference(name, side.figure(name)?, baseline.figure(name)?)))
        .collect()
}

fn difference(name: &str, figure: Figure, baseline: Figure) -> Difference {
    let absolute = figure.value() - baseline.value();
    let ends = figure.spread().zip(baseline.spread());
    Difference {
        quantity: name.to_owned(),
        value: figure.value(),
        baseline: baseline.value(),
        absolute,
        percent: (baseline.value() != 0.0).then(|| absolute / baseline.value().abs() * 100.0),
        lowest: ends.map(|((lower, _), (_, upper))| lower - upper),
        highest: ends.map(|((_, upper), (lower, _))| upper - lower),
    }
}
