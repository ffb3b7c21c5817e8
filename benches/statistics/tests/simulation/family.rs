//! Whole runs of thirty cells, a fixed number of processes each.

use neural_statistics::{Estimate, Verdict, no_overhead, verdicts};

use crate::source::Source;
use crate::table::{Cell, Job, Rate, Section};
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
        let difference = Rate::of(31, |source| {
            let cells = (0..CELLS).map(|cell| worlds[cell % 4].estimate(source, 0.0, processes));
            judged(cells).any(Verdict::is_difference)
        });
        let overhead = Rate::of(32, |source| {
            no_overhead(&one_at_the_edge(shape, processes, source))
        });
        vec![vec![
            Cell::text(shape),
            Cell::text(processes),
            Cell::error(difference, promised),
            Cell::error(overhead, promised),
        ]]
    })
}

/// The verdicts of the primary cells, of which the first stands at the margin's upper edge.
fn one_at_the_edge(shape: Shape, processes: usize, source: &mut Source) -> Vec<Verdict> {
    let cells = (0..PRIMARY).map(|cell| match cell {
        0 => World::short(shape, 0.01).estimate(source, margin().high, processes),
        _ => World::short(shape, 0.005).estimate(source, 0.0, processes),
    });
    judged(cells).collect()
}

/// The verdicts of cells that are read together.
pub fn judged(cells: impl Iterator<Item = Estimate>) -> impl Iterator<Item = Verdict> {
    let cells: Vec<_> = cells.map(|estimate| (estimate, margin())).collect();
    verdicts(&cells).into_iter().map(|(verdict, _)| verdict)
}
