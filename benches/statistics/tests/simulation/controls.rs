//! The controls of a run: six groups, each with four quantities of time and one of memory.

use neural_statistics::{Estimate, Margin, estimate, estimate_shifted, recovered, same};

use crate::family::by_student_alone;
use crate::source::Source;
use crate::table::{Cell, EXPERIMENTS, Job, Rate, Row, Section};
use crate::world::{Shape, World, margin, ratio};

const GROUPS: usize = 6;
const TIMES: usize = 4;
const PROCESSES: usize = 11;

/// The delay of the delayed controls, in log ratios: one and a half margins.
fn delay() -> f64 {
    ratio(1.03)
}

pub fn sound() -> Section {
    Section {
        title: "6. Controls of a sound run",
        text: "6 groups of 4 times and 1 memory, each against itself and delayed; memory is exact. Eleven processes each. How many runs have at least one control that fails, \
               by Holm's rule and by the unadjusted one.",
        header: &[
            "offsets of processes",
            "against itself, Holm",
            "delayed, Holm",
            "the same by Student's t alone",
            "against itself, unadjusted",
            "delayed, unadjusted",
        ],
        jobs: [Shape::Normal, Shape::Bimodal]
            .map(|shape| -> Job { Box::new(move || vec![sound_row(shape)]) })
            .into(),
    }
}

pub fn broken() -> Section {
    let mut jobs: Vec<Job> = Vec::new();
    for processes in [PROCESSES, 20] {
        for process_sd in [0.01, 0.02, 0.04] {
            jobs.push(Box::new(move || vec![broken_row(processes, process_sd)]));
        }
    }
    Section {
        title: "7. Controls of a broken instrument",
        text: "One of the six groups is broken in all of its four times. How many runs are found out by at least one control of that group, \
               with Holm's correction over the run; and how often a delayed control of it is called FOUND AGAIN though its delay was                not measured. Those that are neither are INCONCLUSIVE.",
        header: &[
            "processes",
            "processes differ by",
            "the delay is not measured at all",
            "called found all the same",
            "the twin is 3 % slower than itself",
        ],
        jobs,
    }
}

fn sound_row(shape: Shape) -> Row {
    let worlds = [0.005, 0.01, 0.02, 0.04].map(|sd| World::short(shape, sd));
    let mut source = Source::new(51);
    let mut rates = [Rate::default(); 5];
    for _ in 0..EXPERIMENTS {
        let mut same_cells: Vec<(Estimate, Margin)> = Vec::new();
        let mut remainders = Vec::new();
        for _ in 0..GROUPS {
            for world in &worlds {
                same_cells.push((world.estimate(&mut source, 0.0, PROCESSES), margin()));
                let delayed = world.processes(&mut source, delay(), PROCESSES);
                let remainder = estimate_shifted(&delayed, delay()).expect("samples");
                remainders.push((remainder, delay()));
            }
            same_cells.push((memory(0.0), Margin::percent(1.0)));
            remainders.push((memory(ratio(1.015)), ratio(1.015)));
        }
        let found = recovered(&remainders);
        let by_student: Vec<(Estimate, f64)> = (remainders.iter())
            .map(|&(remainder, delay)| (by_student_alone(remainder), delay))
            .collect();
        let unadjusted = |(estimate, _): &(Estimate, Margin)| !estimate.interval_95.contains(0.0);
        rates[0].add(
            same(&same_cells)
                .iter()
                .any(|judgement| judgement.verdict.is_difference()),
        );
        rates[1].add(found.iter().any(|recovery| recovery.missed));
        rates[2].add(same_cells.iter().any(unadjusted));
        rates[3].add(found.iter().any(|recovery| !recovery.contained));
        rates[4].add(
            recovered(&by_student)
                .iter()
                .any(|recovery| recovery.missed),
        );
    }
    let [
        same_holm,
        delayed_holm,
        same_alone,
        delayed_alone,
        delayed_student,
    ] = rates;
    vec![
        Cell::text(shape),
        Cell::Promised(same_holm),
        Cell::Promised(delayed_holm),
        Cell::Unpromised(delayed_student),
        Cell::Unpromised(same_alone),
        Cell::Unpromised(delayed_alone),
    ]
}

/// A byte count that is the same in every process, with the known part taken off.
fn memory(log_ratio: f64) -> Estimate {
    estimate_shifted(&vec![vec![log_ratio]; PROCESSES], log_ratio).expect("samples")
}

fn broken_row(processes: usize, process_sd: f64) -> Row {
    let world = World::short(Shape::Normal, process_sd);
    // The four that are off, and the sound ones with a p-value of 1: they count in the correction and no more.
    let sound = estimate(&vec![vec![0.0]; processes]).expect("samples");
    let estimates = |source: &mut Source, off: f64| -> Vec<Estimate> {
        let mut estimates = vec![sound; GROUPS * TIMES];
        estimates[..TIMES].fill_with(|| world.estimate(source, off, processes));
        estimates
    };
    let (mut delay_lost, mut called_found) = (Rate::default(), Rate::default());
    let mut source = Source::new(52);
    for _ in 0..EXPERIMENTS {
        let estimates = estimates(&mut source, -delay()).into_iter();
        let controls: Vec<_> = estimates.map(|estimate| (estimate, delay())).collect();
        let found = recovered(&controls);
        delay_lost.add(found[..TIMES].iter().any(|recovery| recovery.missed));
        called_found.add(found[0].found());
    }
    let slower = Rate::of(53, |source| {
        let controls: Vec<_> = estimates(source, ratio(1.03))
            .into_iter()
            .map(|estimate| (estimate, margin()))
            .collect();
        let judgements = same(&controls);
        judgements[..TIMES]
            .iter()
            .any(|judgement| judgement.verdict.is_difference())
    });
    vec![
        Cell::text(processes),
        Cell::text(format!("{} %", 100.0 * process_sd)),
        Cell::Plain(delay_lost),
        Cell::error(called_found, true),
        Cell::Plain(slower),
    ]
}
