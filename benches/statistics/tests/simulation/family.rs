//! Whole runs of thirty cells, a fixed number of processes each.

use neural_statistics::{Estimate, Verdict, no_overhead, verdicts};

use crate::source::Source;
use crate::table::{Cell, EXPERIMENTS, Job, Rate, Section};
use crate::world::{Shape, World, margin};

/// Cells of a run.
pub const CELLS: usize = 30;
/// Those of them on which "no overhead" rests.
pub const PRIMARY: usize = 18;
/// Processes of each: the fewest with which a difference can be found.
const FEWEST: usize = 11;

pub fn section() -> Section {
    let shapes = [
        (Shape::Normal, FEWEST, true),
        (Shape::HeavyTailed, FEWEST, true),
        (Shape::Bimodal, FEWEST, true),
        (Shape::Bimodal, 15, true),
        (Shape::Bimodal, 21, true),
        (Shape::SkewedOne, FEWEST, false),
        (Shape::RareLayout, FEWEST, false),
    ];
    Section {
        title: "3. A run of 30 cells, 18 of them primary",
        text: "Eleven processes are the fewest with which one cell of 30 can be found different (`fewest_processes`); from 21 on \
               the randomisation test is not made. \"Any difference\": a single FASTER or SLOWER among 30 cells whose ratios are all 1, \
               and whose processes differ by 0.5, 1, 2 and 4 % in turn. \"No overhead\": claimed although one primary cell stands at 1.02 \
               and its processes differ by 1 %; the others stand at 1 and differ by 0.5 %, so that they do not stand in the way.",
        header: &[
            "offsets of processes",
            "processes",
            "any difference",
            "by Student's t alone",
            "\"no overhead\"",
        ],
        jobs: shapes
            .map(|(shape, processes, promised)| job(shape, processes, promised))
            .into(),
    }
}

fn job(shape: Shape, processes: usize, promised: bool) -> Job {
    Box::new(move || {
        let worlds = [0.005, 0.01, 0.02, 0.04].map(|sd| World::short(shape, sd));
        let mut source = Source::new(31);
        let (mut difference, mut by_student) = (Rate::default(), Rate::default());
        for _ in 0..EXPERIMENTS {
            let cells: Vec<Estimate> = (0..CELLS)
                .map(|cell| worlds[cell % 4].estimate(&mut source, 0.0, processes))
                .collect();
            difference.add(judged(cells.iter().copied()).any(Verdict::is_difference));
            let cells = cells.into_iter().map(by_student_alone);
            by_student.add(judged(cells).any(Verdict::is_difference));
        }
        let overhead = Rate::of(32, |source| one_at_the_edge(shape, processes, source));
        vec![vec![
            Cell::text(shape),
            Cell::text(processes),
            Cell::error(difference, promised),
            Cell::error(by_student, false),
            Cell::error(overhead, promised),
        ]]
    })
}

/// Whether "no overhead" is claimed of primary cells of which the first stands at the margin's upper edge.
fn one_at_the_edge(shape: Shape, processes: usize, source: &mut Source) -> bool {
    let first = World::short(shape, 0.01).estimate(source, margin().high, processes);
    if !first.interval_90.inside(&margin()) && first.mean > 0.0 {
        // Neither EQUIVALENT nor FASTER, whatever the others are.
        return false;
    }
    let world = World::short(shape, 0.005);
    let others = (1..PRIMARY).map(|_| world.estimate(source, 0.0, processes));
    let cells: Vec<Estimate> = std::iter::once(first).chain(others).collect();
    no_overhead(&judged(cells.into_iter()).collect::<Vec<_>>())
}

/// The estimate without the randomisation test.
pub fn by_student_alone(estimate: Estimate) -> Estimate {
    Estimate {
        randomisation_p: None,
        ..estimate
    }
}

/// The verdicts of cells that are read together.
pub fn judged(cells: impl Iterator<Item = Estimate>) -> impl Iterator<Item = Verdict> {
    let cells: Vec<_> = cells.map(|estimate| (estimate, margin())).collect();
    verdicts(&cells).into_iter().map(|(verdict, _)| verdict)
}
