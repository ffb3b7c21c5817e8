//! Single cells with a fixed number of processes.

use neural_statistics::Verdict;

use crate::table::{Cell, Job, Rate, Row, Section};
use crate::world::{PROMISED, Shape, UNPROMISED, World, margin, ratio, verdict_alone};

const HEADER: &[&str] = &[
    "offsets of processes",
    "processes",
    "a difference, at ratio 1",
    "EQUIVALENT, at 0.98",
    "EQUIVALENT, at 1.02",
    "FASTER, at 1.01",
];

pub fn promised() -> Section {
    let mut jobs = Vec::new();
    for shape in PROMISED {
        for processes in [10, 20] {
            jobs.push(job(shape, 0.0, processes, true));
        }
    }
    for outliers in [0.01, 0.05] {
        for processes in [10, 20] {
            jobs.push(job(Shape::Normal, outliers, processes, true));
        }
    }
    Section {
        title: "1. One cell",
        text: "False verdicts in percent, with the 99 % interval. For \"a difference\" and \"FASTER\" processes \
               differ by 4 %, so that EQUIVALENT does not come first; for EQUIVALENT by 1 %, so that it can be reached.",
        header: HEADER,
        jobs,
    }
}

pub fn unpromised() -> Section {
    let mut jobs = Vec::new();
    for shape in UNPROMISED {
        for processes in [10, 20, 40] {
            jobs.push(job(shape, 0.0, processes, false));
        }
    }
    Section {
        title: "2. One cell where one side alone is skewed: the promise does not hold",
        text: "The same. Bold where even the lower end is above 5 %.",
        header: HEADER,
        jobs,
    }
}

fn job(shape: Shape, outliers: f64, processes: usize, promised: bool) -> Job {
    Box::new(move || vec![row(shape, outliers, processes, promised)])
}

fn row(shape: Shape, outliers: f64, processes: usize, promised: bool) -> Row {
    let world = |process_sd| World {
        outliers,
        ..match promised {
            true => World::new(shape, process_sd),
            false => World::short(shape, process_sd),
        }
    };
    let rate = |seed: u64, process_sd: f64, log_ratio: f64, false_verdict: fn(Verdict) -> bool| {
        let rate = Rate::of(1_000 * processes as u64 + seed, |source| {
            let estimate = world(process_sd).estimate(source, log_ratio, processes);
            false_verdict(verdict_alone(estimate))
        });
        Cell::error(rate, promised)
    };
    let equivalent = |verdict| verdict == Verdict::Equivalent;
    vec![
        match outliers {
            0.0 => Cell::text(shape),
            _ => Cell::text(format!(
                "{shape}; {:.0} % of halves slowed up to 3 times",
                100.0 * outliers
            )),
        },
        Cell::text(processes),
        rate(1, 0.04, 0.0, Verdict::is_difference),
        rate(2, 0.01, margin().low, equivalent),
        rate(3, 0.01, margin().high, equivalent),
        rate(4, 0.04, ratio(1.01), |verdict| verdict == Verdict::Less),
    ]
}
