//! Which process comes next: a pure function of the seed and of what was measured, so that a run that
//! was stopped goes on as if it had not been.

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::Rng;

use crate::evidence::{Bundle, Contrast, Instrument, Manifest, Outcome, Process, Unit};
use crate::verdict;

/// A process that is to run.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Its place in the order of the run, from 1.
    pub number: usize,
    /// The round.
    pub round: usize,
    /// What it measures.
    pub unit: Unit,
    /// Its seed.
    pub seed: u64,
}

/// Everything that is measured, in a fixed order: for each model and backend that passed the gate the
/// generated program against the twin, or against that of another build, and both controls, by the clock and
/// by the counting allocators.
pub fn units(bundle: &Bundle) -> Vec<Unit> {
    let subject = match bundle.manifest.revision {
        None => Contrast::Generated,
        Some(_) => Contrast::Revision,
    };
    let mut units = Vec::new();
    for gate in bundle.gates.iter().filter(|gate| gate.passed()) {
        for contrast in [subject, Contrast::Same, Contrast::Handicapped] {
            for instrument in [Instrument::Time, Instrument::Memory] {
                units.push(Unit {
                    model: gate.model.clone(),
                    backend: gate.backend,
                    contrast,
                    instrument,
                });
            }
        }
    }
    units
}

/// The next process; none where there is nothing to measure.
///
/// The first round gives every unit its base, all in one shuffled list. Which units have a part in a
/// later round depends on how wide the intervals were when it began, and on nothing else.
pub fn next(bundle: &Bundle) -> Option<Place> {
    let done = &bundle.processes;
    let (round, before) = match done.last() {
        None => (0, 0),
        Some(last) => {
            let before = done.partition_point(|process| process.round < last.round);
            (last.round, before)
        }
    };
    let units = units(bundle);
    let list = list(bundle, &units, round, &done[..before]);
    let (round, unit) = match list.get(done.len() - before) {
        Some(unit) => (round, unit.clone()),
        None => (
            round + 1,
            self::list(bundle, &units, round + 1, done).first()?.clone(),
        ),
    };
    let number = done.len() + 1;
    Some(Place {
        number,
        round,
        unit,
        seed: seed(&bundle.manifest, number),
    })
}

/// How many processes the base has.
pub fn base_len(bundle: &Bundle) -> usize {
    units(bundle).len() * bundle.manifest.base
}

/// The processes of a round in their order.
fn list(bundle: &Bundle, units: &[Unit], round: usize, before: &[Process]) -> Vec<Unit> {
    let mut list: Vec<Unit> = if round == 0 {
        (0..bundle.manifest.base)
            .flat_map(|_| units.iter().cloned())
            .collect()
    } else {
        // A unit that fails has no verdict, however often it runs.
        let failed = |unit: &Unit| {
            let mut own = before.iter().filter(|process| process.unit == *unit);
            own.any(|process| matches!(process.outcome, Outcome::Failed(_)))
        };
        let units: Vec<&Unit> = units.iter().filter(|unit| !failed(unit)).collect();
        let widths: Vec<Option<f64>> = units
            .iter()
            .map(|unit| verdict::relative_width(before, unit, &bundle.manifest.margins))
            .collect();
        neural_statistics::next_round(&widths)
            .into_iter()
            .map(|index| units[index].clone())
            .collect()
    };
    let mut random = ChaCha8Rng::seed_from_u64(bundle.manifest.seed);
    random.set_stream(round as u64);
    list.shuffle(&mut random);
    list
}

/// The seed of a process.
fn seed(manifest: &Manifest, number: usize) -> u64 {
    let mut random = ChaCha8Rng::seed_from_u64(manifest.seed);
    // Streams from the other end than the rounds'.
    random.set_stream(u64::MAX - number as u64);
    // What every reader of JSON can hold.
    random.next_u64() >> 11
}
