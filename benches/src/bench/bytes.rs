//! Bytes as something that Criterion measures.

use criterion::Throughput;
use criterion::measurement::{Measurement, ValueFormatter};

/// A measurement whose value is a number of bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bytes;

impl Measurement for Bytes {
    type Intermediate = ();
    type Value = u64;

    fn start(&self) {}

    fn end(&self, (): ()) -> u64 {
        0
    }

    fn add(&self, left: &u64, right: &u64) -> u64 {
        left + right
    }

    fn zero(&self) -> u64 {
        0
    }

    fn to_f64(&self, value: &u64) -> f64 {
        *value as f64
    }

    fn formatter(&self) -> &dyn ValueFormatter {
        self
    }
}

impl ValueFormatter for Bytes {
    fn scale_values(&self, typical: f64, values: &mut [f64]) -> &'static str {
        let (divisor, unit) = match typical {
            bytes if bytes < 1024.0 => (1.0, "B"),
            bytes if bytes < 1024.0 * 1024.0 => (1024.0, "KiB"),
            _ => (1024.0 * 1024.0, "MiB"),
        };
        values.iter_mut().for_each(|value| *value /= divisor);
        unit
    }

    fn scale_throughputs(&self, _: f64, _: &Throughput, _: &mut [f64]) -> &'static str {
        "B"
    }

    fn scale_for_machines(&self, _: &mut [f64]) -> &'static str {
        "B"
    }
}
