//! How often a true verdict is reached.

use neural_statistics::{ALPHA, MIN_PROCESSES, Verdict};

use crate::family::CELLS;
use crate::table::{Cell, Job, Rate, Row, Section};
use crate::world::{Shape, World, margin, ratio, verdict_alone};

pub fn section() -> Section {
    let mut jobs: Vec<Job> = Vec::new();
    for process_sd in [0.005, 0.01, 0.02, 0.04] {
        for processes in [MIN_PROCESSES, 20, 40] {
            jobs.push(Box::new(move || vec![row(process_sd, processes)]));
        }
    }
    Section {
        title: "7. Power: how often a true verdict is reached",
        text: "One cell, normal offsets. The last column is the same cell among 30 of which no other differs: Holm's strictest step.",
        header: &[
            "processes differ by",
            "processes",
            "EQUIVALENT, at 1",
            "EQUIVALENT, at 1.01",
            "SLOWER, at 1.04",
            "SLOWER, at 1.04, one of 30",
        ],
        jobs,
    }
}

fn row(process_sd: f64, processes: usize) -> Row {
    let world = World::new(Shape::Normal, process_sd);
    let equivalent = |seed: u64, log_ratio: f64| {
        Rate::of(seed, |source| {
            let estimate = world.estimate(source, log_ratio, processes);
            estimate.interval_90.inside(&margin())
        })
    };
    let slower = Rate::of(73, |source| {
        verdict_alone(world.estimate(source, ratio(1.04), processes)) == Verdict::More
    });
    let slower_of_many = Rate::of(74, |source| {
        let estimate = world.estimate(source, ratio(1.04), processes);
        let adjusted_p = estimate.p_value * CELLS as f64;
        !estimate.interval_90.inside(&margin()) && estimate.mean > 0.0 && adjusted_p < ALPHA
    });
    vec![
        Cell::text(format!("{} %", 100.0 * process_sd)),
        Cell::text(processes),
        Cell::Plain(equivalent(71, 0.0)),
        Cell::Plain(equivalent(72, ratio(1.01))),
        Cell::Plain(slower),
        Cell::Plain(slower_of_many),
    ]
}
