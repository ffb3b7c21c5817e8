//! The raw samples of a cell, in the order of the run.

use neural_statistics::Margin;

use super::axis::Axis;
use crate::evidence::{Bundle, Outcome};
use crate::measure::Half;
use crate::verdict::document::{Cell, Group};

/// What a process measured of a cell.
pub(super) struct Place<'b> {
    /// Its place in the order of the whole run.
    pub(super) number: usize,
    /// The round, 0 for the base.
    pub(super) round: usize,
    /// Which side came first and the log ratio of A to B, for each pair with a finite one.
    pub(super) pairs: Vec<(Half, f64)>,
    /// Pairs whose ratio is not finite.
    pub(super) lost: usize,
    /// Pairs of the warm-up.
    pub(super) warm_up: usize,
    /// Whether the warm-up settled.
    pub(super) settled: bool,
    /// Why there is nothing, where the process failed.
    pub(super) failed: Option<&'b str>,
}

impl Place<'_> {
    /// The mean log ratio; none without pairs.
    pub(super) fn mean(&self) -> Option<f64> {
        let sum: f64 = self.pairs.iter().map(|(_, ratio)| ratio).sum();
        (!self.pairs.is_empty()).then(|| sum / self.pairs.len() as f64)
    }
}

/// The processes of a cell, those that failed included.
pub(super) fn places<'b>(bundle: &'b Bundle, group: &Group, cell: &Cell) -> Vec<Place<'b>> {
    let own = bundle.processes.iter().filter(|process| {
        let unit = &process.unit;
        unit.model == group.model
            && unit.backend == group.backend
            && unit.contrast == cell.contrast
            && unit.instrument.quantities().contains(&cell.quantity)
    });
    own.filter_map(|process| {
        let mut place = Place {
            number: process.number,
            round: process.round,
            pairs: Vec::new(),
            lost: 0,
            warm_up: 0,
            settled: false,
            failed: None,
        };
        match &process.outcome {
            Outcome::Failed(reason) => place.failed = Some(reason),
            Outcome::Measured(measured) => {
                let series = measured.series.get(&cell.quantity)?;
                let ratios = process.log_ratios(cell.quantity)?;
                let pairs = series.pairs.iter().map(|pair| pair.first).zip(ratios);
                place.pairs = pairs.filter(|(_, ratio)| ratio.is_finite()).collect();
                place.lost = series.pairs.len() - place.pairs.len();
                place.warm_up = series.warm_up.len();
                place.settled = series.settled;
            }
        }
        Some(place)
    })
    .collect()
}

/// All log ratios of some processes, from the least to the greatest.
pub(super) fn sorted(places: &[Place]) -> Vec<f64> {
    let pairs = places.iter().flat_map(|place| &place.pairs);
    let mut ratios: Vec<f64> = pairs.map(|(_, ratio)| *ratio).collect();
    ratios.sort_by(f64::total_cmp);
    ratios
}

/// The axis that suits some pairs: the margin, every process's mean, and the pairs but for far outliers, which
/// lie more than three interquartile ranges outside the quartiles (Tukey 1977).
pub(super) fn axis(places: &[Place], margin: &Margin) -> Axis {
    let ratios = sorted(places);
    let mut axis = Axis {
        low: 1.4 * margin.low,
        high: 1.4 * margin.high,
    };
    let means: Vec<f64> = places.iter().filter_map(Place::mean).collect();
    if let (Some(least), Some(greatest)) = (ratios.first(), ratios.last()) {
        let quartile = |quarters: usize| ratios[(ratios.len() - 1) * quarters / 4];
        let reach = 3.0 * (quartile(3) - quartile(1));
        axis.low = axis.low.min(least.max(quartile(1) - reach));
        axis.high = axis.high.max(greatest.min(quartile(3) + reach));
    }
    for mean in means {
        axis.low = axis.low.min(mean);
        axis.high = axis.high.max(mean);
    }
    let room = 0.04 * (axis.high - axis.low);
    Axis {
        low: axis.low - room,
        high: axis.high + room,
    }
}
