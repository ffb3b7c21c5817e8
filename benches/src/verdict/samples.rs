//! From raw samples to what is estimated.

use crate::evidence::{Contrast, Margins, Outcome, Process, Quantity, Unit};

/// The samples of one quantity of a unit: a slice for each process that measured it.
pub(super) struct Samples {
    /// Log ratios of the pairs, less a known handicap.
    pub(super) log_ratios: Vec<Vec<f64>>,
    /// The handicap of each process.
    pub(super) handicaps: Vec<f64>,
    /// Figures of side A, of all processes.
    pub(super) a: Vec<f64>,
    /// Figures of side B.
    pub(super) b: Vec<f64>,
    /// Processes whose warm-up settled.
    pub(super) settled: usize,
    /// The first failure.
    pub(super) failed: Option<String>,
}

/// Gathers the samples of a quantity. The known handicap is taken off where `less_handicap`.
pub(super) fn samples<'p>(
    processes: impl Iterator<Item = &'p Process>,
    quantity: Quantity,
    less_handicap: bool,
) -> Samples {
    let mut samples = Samples {
        log_ratios: Vec::new(),
        handicaps: Vec::new(),
        a: Vec::new(),
        b: Vec::new(),
        settled: 0,
        failed: None,
    };
    for process in processes {
        let measured = match &process.outcome {
            Outcome::Measured(measured) => measured,
            Outcome::Failed(reason) => {
                let reason = format!("process {}: {reason}", process.number);
                samples.failed.get_or_insert(reason);
                continue;
            }
        };
        let (Some(series), Some(mut ratios)) =
            (measured.series.get(&quantity), process.log_ratios(quantity))
        else {
            continue;
        };
        if less_handicap {
            for ratio in &mut ratios {
                *ratio -= measured.handicap;
            }
        }
        samples.log_ratios.push(ratios);
        samples.handicaps.push(measured.handicap);
        samples.a.extend(series.pairs.iter().map(|pair| pair.a));
        samples.b.extend(series.pairs.iter().map(|pair| pair.b));
        samples.settled += usize::from(series.settled);
    }
    samples
}

/// How wide the widest interval of a unit's primary quantities is to be expected: half of the 90 %
/// interval in multiples of half the margin, from the unit's number of processes and its witness's spread
/// ([`neural_statistics::next_round`] says why not its own). None where that is not known yet.
pub fn relative_width(processes: &[Process], unit: &Unit, margins: &Margins) -> Option<f64> {
    let of = |unit: &Unit, quantity| {
        let own = processes.iter().filter(|process| process.unit == *unit);
        samples(own, quantity, false).log_ratios
    };
    let mut witness = unit.clone();
    witness.contrast = match unit.contrast {
        Contrast::Generated | Contrast::Revision => Contrast::Same,
        Contrast::Same => Contrast::Handicapped,
        Contrast::Handicapped => processes
            .iter()
            .map(|process| process.unit.contrast)
            .find(|contrast| contrast.is_subject())?,
    };
    let quantities = unit.instrument.quantities().iter();
    let widths = quantities.filter(|it| it.is_primary()).map(|&quantity| {
        let spread = neural_statistics::estimate(&of(&witness, quantity))?;
        let count = of(unit, quantity).len();
        neural_statistics::relative_half_width(count, &spread, &margins.of(quantity))
    });
    widths
        .collect::<Option<Vec<f64>>>()?
        .into_iter()
        .reduce(f64::max)
}

/// The median; none of no figures.
pub(super) fn median(figures: &[f64]) -> Option<f64> {
    crate::record::Samples(figures.to_vec()).median()
}
