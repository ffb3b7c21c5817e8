//! Runs whose processes are given out in rounds, by the widths of intervals.

use neural_statistics::{Estimate, Verdict, estimate, next_round, no_overhead, shuffle, student};

use crate::family::{CELLS, PRIMARY, judged};
use crate::source::Source;
use crate::table::{Cell, EXPERIMENTS, Job, Rate, Row, Section};
use crate::world::{Shape, World, margin, verdict_alone};

/// How much processes differ, by group of three units.
const SPREADS: [f64; 4] = [0.01, 0.015, 0.03, 0.04];
const BASE: usize = 11;
/// The budget is drawn evenly from none to this many further processes for each unit.
const MOST_FURTHER: usize = 15;

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

pub fn edges_section() -> Section {
    let mut jobs: Vec<Job> = Vec::new();
    for (shape, witness, promised) in [
        (Shape::Normal, sibling as Witness, true),
        (Shape::Bimodal, sibling, true),
        (Shape::Normal, itself, false),
        (Shape::SkewedOne, sibling, false),
        (Shape::SkewedOne, itself, false),
    ] {
        jobs.push(Box::new(move || edges(shape, witness, promised)));
    }
    Section {
        title: "4. Processes given out by widths, until a random budget is spent",
        text: "Units of one cell in groups of three (cell, control, delayed control). Eleven processes each, then up to 15 more for each in rounds. \
               \"Whose spread\": the sibling's, as `next_round` demands, or, for comparison, the unit's own.",
        header: &[
            "offsets of processes",
            "whose spread",
            "processes differ by",
            "EQUIVALENT, at 0.98",
            "EQUIVALENT, at 1.02",
        ],
        jobs,
    }
}

/// False EQUIVALENT at both edges, one cell for each spread in every run, so that the experiments behind a rate do
/// not depend on one another.
fn edges(shape: Shape, witness: Witness, promised: bool) -> Vec<Row> {
    let critical = critical_values(3 * SPREADS.len());
    let worlds: Vec<World> = (0..3 * SPREADS.len())
        .map(|unit| World::short(shape, SPREADS[unit / 3]))
        .collect();
    let edge = |seed: u64, log_ratio: f64| {
        let mut rates = [Rate::default(); SPREADS.len()];
        let mut source = Source::new(seed);
        let truths = vec![log_ratio; worlds.len()];
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
    let whose = match witness(0) {
        0 => "its own",
        _ => "sibling's",
    };
    (0..SPREADS.len())
        .map(|group| {
            vec![
                Cell::text(shape),
                Cell::text(whose),
                Cell::text(format!("{} %", 100.0 * SPREADS[group])),
                Cell::error(low[group], promised),
                Cell::error(high[group], promised),
            ]
        })
        .collect()
}

pub fn whole_runs() -> Section {
    Section {
        title: "5. The same for whole runs",
        text: "30 units in groups of three, up to 450 further processes, the sibling's spread. \"Any difference\": all ratios are 1, the spreads \
               are those of the last table in turn. \"No overhead\": of 18 primary cells one stands at 1.02 and its group's processes differ by \
               2 %; the others stand at 1 and differ by 0.3 %.",
        header: &["offsets of processes", "any difference", "\"no overhead\""],
        jobs: [Shape::Normal, Shape::Bimodal]
            .map(|shape| -> Job { Box::new(move || vec![whole_run(shape)]) })
            .into(),
    }
}

fn whole_run(shape: Shape) -> Row {
    let critical = critical_values(CELLS);
    let worlds: Vec<World> = (0..CELLS)
        .map(|unit| World::short(shape, SPREADS[unit / 3 % SPREADS.len()]))
        .collect();
    let difference = Rate::of(43, |source| {
        let units = run(&worlds, &[0.0; CELLS], sibling, &critical, source);
        judged(units.iter().map(Unit::estimate)).any(Verdict::is_difference)
    });
    let mut worlds = [World::short(shape, 0.003); CELLS];
    worlds[..3].fill(World::short(shape, 0.02));
    let mut truths = [0.0; CELLS];
    truths[0] = margin().high;
    let overhead = Rate::of(44, |source| {
        let units = run(&worlds, &truths, sibling, &critical, source);
        // Without the two siblings of the cell at the edge.
        let primary = units[..1].iter().chain(&units[3..PRIMARY + 2]);
        no_overhead(&judged(primary.map(Unit::estimate)).collect::<Vec<_>>())
    });
    vec![
        Cell::text(shape),
        Cell::error(difference, true),
        Cell::error(overhead, true),
    ]
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
fn critical_values(units: usize) -> Vec<f64> {
    (0..=BASE + MOST_FURTHER * units)
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
    let mut budget = source.below(MOST_FURTHER * units.len() + 1);
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
