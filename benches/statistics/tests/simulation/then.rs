//! Then and now: the difference of two ratios that were measured at different times.

use neural_statistics::{Estimate, Verdict, difference};

use crate::family::{CELLS, judged};
use crate::source::Source;
use crate::table::{Cell, EXPERIMENTS, Job, Rate, Section};
use crate::world::{Shape, World, margin, verdict_alone};

pub fn section() -> Section {
    let mut jobs = Vec::new();
    for (shape, promised) in [
        (Shape::Normal, true),
        (Shape::HeavyTailed, true),
        (Shape::Bimodal, true),
        (Shape::SkewedOne, false),
        (Shape::RareLayout, false),
    ] {
        for processes in [(11, 11), (11, 30)] {
            jobs.push(job(shape, processes, promised));
        }
    }
    Section {
        title: "10. Then and now",
        text: "The difference of two runs' log ratios (`difference`). In the run now processes differ by 1 % where EQUIVALENT is asked for \
               and by 4 % where a difference is; in the run then by half of that. \"Any difference\": a single one among 30 cells of which \
               none has changed, and whose processes differ by 0.5, 1, 2 and 4 % in turn, now and then alike.",
        header: &[
            "offsets of processes",
            "processes now",
            "then",
            "a difference, at no change",
            "EQUIVALENT, at 0.98",
            "EQUIVALENT, at 1.02",
            "any difference of 30",
        ],
        jobs,
    }
}

fn job(shape: Shape, processes: (usize, usize), promised: bool) -> Job {
    Box::new(move || {
        let seed = 100 * processes.1 as u64;
        let changed = |source: &mut Source, spreads: (f64, f64), change: f64| {
            let now = World::short(shape, spreads.0).processes(source, change, processes.0);
            let then = World::short(shape, spreads.1).processes(source, 0.0, processes.1);
            difference(&now, &then).expect("both have processes")
        };
        let equivalent = |seed, change| {
            Rate::of(seed, |source| {
                verdict_alone(changed(source, (0.01, 0.005), change)) == Verdict::Equivalent
            })
        };
        let alone = Rate::of(seed + 1, |source| {
            verdict_alone(changed(source, (0.04, 0.02), 0.0)).is_difference()
        });
        let mut source = Source::new(seed + 4);
        let mut any = Rate::default();
        for _ in 0..EXPERIMENTS {
            let cells: Vec<Estimate> = (0..CELLS)
                .map(|cell| [0.005, 0.01, 0.02, 0.04][cell % 4])
                .map(|spread| changed(&mut source, (spread, spread), 0.0))
                .collect();
            any.add(judged(cells.into_iter()).any(Verdict::is_difference));
        }
        vec![vec![
            Cell::text(shape),
            Cell::text(processes.0),
            Cell::text(processes.1),
            Cell::error(alone, promised),
            Cell::error(equivalent(seed + 2, margin().low), promised),
            Cell::error(equivalent(seed + 3, margin().high), promised),
            Cell::error(any, promised),
        ]]
    })
}
