//! Whole runs of thirty cells, ten processes each.

use neural_statistics::{Estimate, Verdict, no_overhead, verdicts};

use crate::source::Source;
use crate::table::{Cell, Job, Rate, Section};
use crate::world::{Shape, World, margin};

/// Cells of a run.
pub const CELLS: usize = 30;
/// Those of them on which "no overhead" rests.
pub const PRIMARY: usize = 18;
const PROCESSES: usize = 10;

pub fn section() -> Section {
    let shapes = [
        (Shape::Normal, true),
        (Shape::HeavyTailed, true),
        (Shape::Bimodal, true),
        (Shape::SkewedOne, false),
        (Shape::RareLayout, false),
    ];
    Section {
        title: "3. A run of 30 cells, 18 of them primary",
        text: "Ten processes a cell. \"Any difference\": a single FASTER or SLOWER among 30 cells whose ratios are all 1, \
               and whose processes differ by 0.5, 1, 2 and 4 % in turn. \"No overhead\": claimed although one primary cell stands at 1.02 \
               and its processes differ by 1 %; the others stand at 1 and differ by 0.5 %, so that they do not stand in the way.",
        header: &["offsets of processes", "any difference", "\"no overhead\""],
        jobs: shapes.map(|(shape, promised)| job(shape, promised)).into(),
    }
}

fn job(shape: Shape, promised: bool) -> Job {
    Box::new(move || {
        let worlds = [0.005, 0.01, 0.02, 0.04].map(|sd| World::new(shape, sd));
        let difference = Rate::of(31, |source| {
            let cells = (0..CELLS).map(|cell| worlds[cell % 4].estimate(source, 0.0, PROCESSES));
            judged(cells).any(Verdict::is_difference)
        });
        let overhead = Rate::of(32, |source| no_overhead(&one_at_the_edge(shape, source)));
        vec![vec![
            Cell::text(shape),
            Cell::error(difference, promised),
            Cell::error(overhead, promised),
        ]]
    })
}

/// The verdicts of the primary cells, of which the first stands at the margin's upper edge.
fn one_at_the_edge(shape: Shape, source: &mut Source) -> Vec<Verdict> {
    let cells = (0..PRIMARY).map(|cell| match cell {
        0 => World::new(shape, 0.01).estimate(source, margin().high, PROCESSES),
        _ => World::new(shape, 0.005).estimate(source, 0.0, PROCESSES),
    });
    judged(cells).collect()
}

/// The verdicts of cells that are read together.
pub fn judged(cells: impl Iterator<Item = Estimate>) -> impl Iterator<Item = Verdict> {
    let cells: Vec<_> = cells.map(|estimate| (estimate, margin())).collect();
    verdicts(&cells).into_iter().map(|(verdict, _)| verdict)
}
