//! Runs whose processes are given out in rounds, by the widths of intervals.

use neural_statistics::{Estimate, Verdict, estimate, next_round, no_overhead, shuffle, student};

use crate::family::{CELLS, PRIMARY, judged};
use crate::source::Source;
use crate::table::{Cell, EXPERIMENTS, Job, Rate, Row, Section};
use crate::world::{Shape, World, margin, verdict_alone};

/// How much processes differ, by group of three units.
const SPREADS: [f64; 5] = [0.005, 0.01, 0.015, 0.03, 0.04];
const BASE: usize = 10;
/// The budget is drawn evenly from none to this many processes beyond the base.
const MOST_FURTHER: usize = 450;

/// Whose spread decides how many processes a unit gets.
type Witness = fn(usize) -> usize;

/// The next unit in the same group of three.
fn sibling(unit: usize) -> usize {
    unit / 3 * 3 + (unit + 1) % 3
}

/// What is not allowed.
fn itself(unit: usize) -> usize {
    unit
}

pub fn section() -> Section {
    let mut jobs: Vec<Job> = Vec::new();
    for (shape, witness, promised) in [
        (Shape::Normal, sibling as Witness, true),
        (Shape::Bimodal, sibling, true),
        (Shape::Normal, itself, false),
        (Shape::SkewedOne, sibling, false),
        (Shape::SkewedOne, itself, false),
    ] {
        jobs.push(Box::new(move || rows(shape, witness, promised)));
    }
    Section {
        title: "4. Processes given out by widths, until a random budget is spent",
        text: "30 units of one cell in groups of three (cell, control, delayed control). Ten processes each, then up to 450 more in rounds. \
               \"Whose spread\": the sibling's, as `next_round` demands, or, for comparison, the unit's own. \
               The two rates of whole runs stand in the first line of each block.",
        header: &[
            "offsets of processes",
            "whose spread",
            "processes differ by",
            "EQUIVALENT, at 0.98",
            "EQUIVALENT, at 1.02",
            "any difference, all at 1",
            "\"no overhead\", one at 1.02",
        ],
        jobs,
    }
}

fn rows(shape: Shape, witness: Witness, promised: bool) -> Vec<Row> {
    let critical = critical_values();
    let worlds: Vec<World> = (0..CELLS)
        .map(|unit| World::new(shape, SPREADS[unit / 3 % SPREADS.len()]))
        .collect();
    // For each spread one cell of every run, so that the experiments behind a rate do not depend on one another.
    let edge = |seed: u64, log_ratio: f64| {
        let mut rates = [Rate::default(); SPREADS.len()];
        let mut source = Source::new(seed);
        let truths = [log_ratio; CELLS];
        for _ in 0..EXPERIMENTS {
            let units = run(&worlds, &truths, witness, &critical, &mut source);
            for (group, rate) in rates.iter_mut().enumerate() {
                let verdict = verdict_alone(units[3 * group].estimate());
                rate.add(verdict == Verdict::Equivalent);
            }
        }
        rates
    };
    let (low, high) = (edge(41, margin().low), edge(42, margin().high));
    let difference = Rate::of(43, |source| {
        let units = run(&worlds, &[0.0; CELLS], witness, &critical, source);
        judged(units.iter().map(Unit::estimate)).any(Verdict::is_difference)
    });
    let overhead = Rate::of(44, |source| {
        let mut worlds = [World::new(shape, 0.003); CELLS];
        let mut truths = [0.0; CELLS];
        // The cell that stands at the edge and its siblings are noisy; the rest is not in the way.
        worlds[..3].fill(World::new(shape, 0.02));
        truths[0] = margin().high;
        let units = run(&worlds, &truths, witness, &critical, source);
        let primary = units[..1].iter().chain(&units[3..PRIMARY + 2]);
        no_overhead(&judged(primary.map(Unit::estimate)).collect::<Vec<_>>())
    });
    let whose = match witness(0) {
        0 => "its own",
        _ => "sibling's",
    };
    let line = |group: usize| {
        let whole_run = |rate: Rate| match group {
            0 => Cell::error(rate, promised),
            _ => Cell::text(""),
        };
        vec![
            Cell::text(shape),
            Cell::text(whose),
            Cell::text(format!("{} %", 100.0 * SPREADS[group])),
            Cell::error(low[group], promised),
            Cell::error(high[group], promised),
            whole_run(difference),
            whole_run(overhead),
        ]
    };
    (0..SPREADS.len()).map(line).collect()
}

/// One unit while the run goes on. Mean and squares are kept up (Welford 1962), so that a round costs little.
#[derive(Default)]
struct Unit {
    processes: Vec<Vec<f64>>,
    mean: f64,
    squares: f64,
}

impl Unit {
    fn add(&mut self, samples: Vec<f64>) {
        let mean = samples.iter().sum::<f64>() / samples.len() as f64;
        self.processes.push(samples);
        let before = mean - self.mean;
        self.mean += before / self.processes.len() as f64;
        self.squares += before * (mean - self.mean);
    }

    fn standard_deviation(&self) -> f64 {
        (self.squares / (self.processes.len() as f64 - 1.0)).sqrt()
    }

    fn estimate(&self) -> Estimate {
        estimate(&self.processes).expect("processes with samples")
    }
}

/// t for a 90 % interval by number of processes: looked up, not computed for every round.
fn critical_values() -> Vec<f64> {
    (0..=BASE + MOST_FURTHER)
        .map(|n| student::critical(0.1, n as f64 - 1.0))
        .collect()
}

/// A run whose budget is drawn at random.
fn run(
    worlds: &[World],
    truths: &[f64],
    witness: Witness,
    critical: &[f64],
    source: &mut Source,
) -> Vec<Unit> {
    let mut units: Vec<Unit> = worlds.iter().map(|_| Unit::default()).collect();
    for _ in 0..BASE {
        for (unit, place) in units.iter_mut().enumerate() {
            place.add(worlds[unit].process(source, truths[unit]));
        }
    }
    let mut budget = source.below(MOST_FURTHER + 1);
    while budget > 0 {
        // As `relative_half_width` has it.
        let width = |unit: usize| {
            let n = units[unit].processes.len();
            let spread = units[witness(unit)].standard_deviation();
            Some(critical[n] * spread / (n as f64).sqrt() / margin().half_width())
        };
        let widths: Vec<Option<f64>> = (0..units.len()).map(width).collect();
        let mut round = next_round(&widths);
        shuffle(source.seed(), &mut round);
        round.truncate(budget);
        budget -= round.len();
        for unit in round {
            units[unit].add(worlds[unit].process(source, truths[unit]));
        }
    }
    units
}
