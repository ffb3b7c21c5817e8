//! How often a true verdict is reached.

use neural_statistics::{Verdict, estimate, verdicts};

use crate::family::{CELLS, by_student_alone};
use crate::source::Source;
use crate::table::{Cell, EXPERIMENTS, Job, Rate, Row, Section};
use crate::world::{Shape, World, margin, ratio, verdict_alone};

pub fn section() -> Section {
    let mut jobs: Vec<Job> = Vec::new();
    for process_sd in [0.005, 0.01, 0.02, 0.04] {
        for processes in [10, 11, 20, 40] {
            jobs.push(Box::new(move || vec![row(process_sd, processes)]));
        }
    }
    Section {
        title: "8. Power: how often a true verdict is reached",
        text: "One cell, normal offsets. The last columns are the same cell among 30 of which no other differs: Holm's strictest step, for which ten processes are too few (`fewest_processes`).",
        header: &[
            "processes differ by",
            "processes",
            "EQUIVALENT, at 1",
            "EQUIVALENT, at 1.01",
            "SLOWER, at 1.04",
            "SLOWER, at 1.04, one of 30",
            "the same by Student's t alone",
        ],
        jobs,
    }
}

fn row(process_sd: f64, processes: usize) -> Row {
    let world = World::short(Shape::Normal, process_sd);
    let equivalent = |seed: u64, log_ratio: f64| {
        Rate::of(seed, |source| {
            let estimate = world.estimate(source, log_ratio, processes);
            estimate.interval_90.inside(&margin())
        })
    };
    let slower = Rate::of(73, |source| {
        verdict_alone(world.estimate(source, ratio(1.04), processes)) == Verdict::More
    });
    // A cell with a p-value of 1, which leaves Holm's strictest step to the other.
    let unremarkable = estimate(&vec![vec![0.0]; processes]).expect("samples");
    let mut source = Source::new(74);
    let (mut slower_of_many, mut by_student) = (Rate::default(), Rate::default());
    for _ in 0..EXPERIMENTS {
        let estimate = world.estimate(&mut source, ratio(1.04), processes);
        let mut cells = vec![(estimate, margin()); CELLS];
        cells[1..].fill((unremarkable, margin()));
        slower_of_many.add(verdicts(&cells)[0].0 == Verdict::More);
        cells[0].0 = by_student_alone(estimate);
        by_student.add(verdicts(&cells)[0].0 == Verdict::More);
    }
    vec![
        Cell::text(format!("{} %", 100.0 * process_sd)),
        Cell::text(processes),
        Cell::Plain(equivalent(71, 0.0)),
        Cell::Plain(equivalent(72, ratio(1.01))),
        Cell::Plain(slower),
        Cell::Plain(slower_of_many),
        Cell::Plain(by_student),
    ]
}
