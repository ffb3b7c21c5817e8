//! From evidence to verdicts.

use neural_statistics::{
    Estimate, Judgement, MIN_PROCESSES, Margin, Verdict, judge, no_overhead, recovered, same,
};

use super::document::{Answer, Cell, Extent, Group, SCHEMA, Verdicts, Work};
use super::samples::{median, samples};
use super::{ledger, words};
use crate::evidence::{Bundle, Contrast, Instrument, Margins, Outcome, Quantity, Revision, Unit};
use crate::work::{Comparison, Source, diff};

/// Resamples of the bootstrap that stands beside the intervals.
const RESAMPLES: usize = 2_000;

/// Finer differences of memory, as log ratios, say nothing. A block takes what is left in the place that the
/// allocator finds for it, so one that is held moves others: by 64 bytes of 3.7 MB in all processes alike where
/// it was seen, which is less than a fifth of this.
const MEMORY_RESOLUTION: f64 = 1e-4;

/// The verdicts of some evidence within the margins that were fixed before it was gathered.
pub fn assess(bundle: &Bundle) -> Verdicts {
    assess_within(bundle, bundle.manifest.margins)
}

/// The verdicts of some evidence within other margins.
pub fn assess_within(bundle: &Bundle, margins: Margins) -> Verdicts {
    let manifest = &bundle.manifest;
    let mut groups: Vec<Group> = (bundle.gates.iter())
        .map(|gate| {
            let measured = gate.passed();
            let cells = |contrasts: &[Contrast]| match measured {
                true => cells(bundle, gate, contrasts),
                false => Vec::new(),
            };
            let subject = match manifest.revision {
                Some(_) => Contrast::Revision,
                None => Contrast::Generated,
            };
            let mut recorded = bundle.work.iter();
            Group {
                model: gate.model.clone(),
                backend: gate.backend,
                gate: gate.clone(),
                void: Vec::new(),
                cells: cells(&[subject]),
                controls: cells(&[Contrast::Same, Contrast::Handicapped]),
                // What was recorded is this build's program and its twin, not that of another build.
                work: recorded
                    .find(|work| work.model == gate.model && work.backend == gate.backend)
                    .filter(|_| manifest.revision.is_none())
                    .map(work),
                ledger: None,
            }
        })
        .collect();

    let subject = |cell: &Cell| cell.contrast.is_subject();
    judge_family(&mut groups, &margins, subject, judge);
    // A wide margin that is asked for afterwards does not make a faulty instrument a sound one.
    let strict = margins.narrower(&manifest.margins);
    let control = |cell: &Cell| cell.contrast == Contrast::Same;
    judge_family(&mut groups, &strict, control, same);
    recover_family(&mut groups);
    for group in &mut groups {
        for cell in group.cells.iter_mut().chain(&mut group.controls) {
            cell.text = text(cell);
        }
        group.void = void(group);
        group.ledger = ledger::ledger(bundle, group);
    }
    let last = bundle.processes.last();
    let failed =
        |process: &&crate::evidence::Process| matches!(process.outcome, Outcome::Failed(_));
    Verdicts {
        schema: SCHEMA.to_owned(),
        evidence: bundle.hash.clone(),
        environment: manifest.environment.clone(),
        plan: (&manifest.plan).into(),
        libraries: (manifest.libraries.iter())
            .map(|(backend, library)| (backend.to_string(), library.version.clone()))
            .collect(),
        dataset: (manifest.libraries.values().next())
            .map(|library| {
                format!(
                    "{}, SHA-256 {}",
                    library.dataset.name, library.dataset.sha256
                )
            })
            .unwrap_or_default(),
        revision: manifest.revision.clone(),
        margins,
        fixed_margins: manifest.margins,
        measured: Extent {
            processes: bundle.processes.len(),
            failed: bundle.processes.iter().filter(failed).count(),
            rounds: last.map_or(0, |process| process.round),
            sittings: bundle.sittings.len(),
            extended: bundle.sittings.iter().any(|sitting| sitting.extends),
            seconds: bundle.processes.iter().map(|process| process.seconds).sum(),
        },
        answer: answer(&groups, manifest.revision.as_ref()),
        groups,
    }
}

/// The quantities of some contrasts of a model on a backend, estimated and not yet judged.
fn cells(bundle: &Bundle, gate: &crate::evidence::Gate, contrasts: &[Contrast]) -> Vec<Cell> {
    let mut cells = Vec::new();
    for &contrast in contrasts {
        for quantity in Quantity::ALL {
            let unit = Unit {
                model: gate.model.clone(),
                backend: gate.backend,
                contrast,
                instrument: match quantity {
                    Quantity::Peak => Instrument::Memory,
                    _ => Instrument::Time,
                },
            };
            cells.push(cell(bundle, &unit, quantity));
        }
    }
    cells
}

fn cell(bundle: &Bundle, unit: &Unit, quantity: Quantity) -> Cell {
    let own = bundle
        .processes
        .iter()
        .filter(|process| process.unit == *unit);
    let handicapped = unit.contrast == Contrast::Handicapped;
    let samples = samples(own, quantity, handicapped);
    let seed = bundle.manifest.seed;
    let mut failed = samples.failed;
    if failed.is_none()
        && samples
            .log_ratios
            .iter()
            .flatten()
            .any(|it| !it.is_finite())
    {
        failed = Some("a figure is zero, or no number".to_owned());
    }
    let estimate = match failed {
        // What is left when the processes that fail are left out may be another thing.
        Some(_) => None,
        None => neural_statistics::estimate(&samples.log_ratios)
            .map(|it| it.with_bootstrap(&samples.log_ratios, seed, RESAMPLES)),
    };
    Cell {
        contrast: unit.contrast,
        quantity,
        primary: quantity.is_primary(),
        processes: samples.log_ratios.len(),
        settled: samples.settled,
        failed,
        a: median(&samples.a),
        b: median(&samples.b),
        handicap: (handicapped && !samples.handicaps.is_empty())
            .then(|| samples.handicaps.iter().sum::<f64>() / samples.handicaps.len() as f64),
        estimate,
        judgement: None,
        recovery: None,
        text: String::new(),
    }
}

/// Judges all cells of a kind together, those of every group.
fn judge_family(
    groups: &mut [Group],
    margins: &Margins,
    of_kind: impl Fn(&Cell) -> bool,
    judge: impl Fn(&[(Estimate, Margin)]) -> Vec<Judgement>,
) {
    let mut family: Vec<&mut Cell> = all_cells(groups)
        .filter(|cell| of_kind(cell) && cell.estimate.is_some())
        .collect();
    let estimates: Vec<(Estimate, Margin)> = (family.iter())
        .filter_map(|cell| Some((cell.estimate?, margins.of(cell.quantity))))
        .collect();
    for (cell, judgement) in family.iter_mut().zip(judge(&estimates)) {
        cell.judgement = Some(judgement);
    }
}

/// Looks whether all handicaps were found again, where there are processes enough to say so.
fn recover_family(groups: &mut [Group]) {
    let mut family: Vec<&mut Cell> = all_cells(groups)
        .filter(|cell| cell.contrast == Contrast::Handicapped && cell.processes >= MIN_PROCESSES)
        .filter(|cell| cell.estimate.is_some() && cell.handicap.is_some())
        .collect();
    let estimates: Vec<(Estimate, f64)> = (family.iter())
        .filter_map(|cell| Some((remainder(cell)?, cell.handicap?)))
        .collect();
    for (cell, recovery) in family.iter_mut().zip(recovered(&estimates)) {
        cell.recovery = Some(recovery);
    }
}

/// What is left of a handicap when it is taken off, nothing where it is below the resolution.
fn remainder(cell: &Cell) -> Option<Estimate> {
    let mut estimate = cell.estimate?;
    if cell.quantity == Quantity::Peak && estimate.mean.abs() < MEMORY_RESOLUTION {
        estimate.mean = 0.0;
    }
    Some(estimate)
}

fn all_cells(groups: &mut [Group]) -> impl Iterator<Item = &mut Cell> {
    (groups.iter_mut()).flat_map(|group| group.cells.iter_mut().chain(&mut group.controls))
}

fn text(cell: &Cell) -> String {
    if let Some(reason) = &cell.failed {
        return format!("FAILED: {}", reason.lines().next().unwrap_or_default());
    }
    words::control(
        cell.contrast,
        cell.quantity,
        cell.handicap,
        cell.estimate.as_ref(),
        cell.judgement.as_ref(),
        cell.recovery.as_ref(),
        cell.processes,
    )
}

/// Why the verdicts of a group do not hold.
fn void(group: &Group) -> Vec<String> {
    let mut reasons = Vec::new();
    for cell in &group.controls {
        let quantity = cell.quantity;
        if cell.failed.is_some() {
            reasons.push(format!("{quantity}: a control {}", cell.text));
            continue;
        }
        match (&cell.judgement, &cell.recovery) {
            (Some(judgement), _) if judgement.verdict.is_difference() => reasons.push(format!(
                "{quantity}: a program against itself is {}",
                cell.text
            )),
            (_, Some(recovery)) if recovery.missed => {
                reasons.push(format!("{quantity}: the handicap was {}", cell.text));
            }
            _ => {}
        }
    }
    reasons
}

/// What a control says of the instrument.
enum Shown {
    /// That it is sound, or that it is not.
    Something,
    /// Nothing yet: its interval is too wide to tell a program from itself. Such a one gets more processes.
    Undecided,
    /// Nothing: too few processes, or a handicap that is not told from none. An instrument that shows no handicap
    /// can show no equality.
    Nothing,
}

impl Shown {
    fn by(control: &Cell) -> Self {
        let decided = match (control.contrast, &control.judgement, &control.recovery) {
            (Contrast::Handicapped, _, Some(it)) => it.told_from_none || it.missed,
            (Contrast::Handicapped, _, None) => false,
            (_, Some(it), _) if it.verdict != Verdict::Inconclusive => true,
            _ if control.processes >= MIN_PROCESSES => return Self::Undecided,
            _ => false,
        };
        match decided || control.failed.is_some() {
            true => Self::Something,
            false => Self::Nothing,
        }
    }
}

fn answer(groups: &[Group], revision: Option<&Revision>) -> Answer {
    let mut failed = Vec::new();
    let mut void = Vec::new();
    let mut more = Vec::new();
    let mut undecided = Vec::new();
    let mut unproven = Vec::new();
    let mut open = Vec::new();
    let mut verdicts = Vec::new();
    let mut measured = false;
    for group in groups {
        let name = format!("{}/{}", group.model, group.backend);
        if !group.gate.passed() {
            failed.push(name);
            continue;
        }
        if !group.void.is_empty() {
            void.push(name.clone());
        }
        for cell in group.controls.iter().filter(|cell| cell.primary) {
            let name = format!("{name} {} {}", cell.contrast, cell.quantity);
            match Shown::by(cell) {
                Shown::Something => {}
                Shown::Undecided => open.push(name),
                Shown::Nothing => unproven.push(name),
            }
        }
        for cell in &group.cells {
            let name = format!("{name} {}", cell.quantity);
            if cell.failed.is_some() {
                failed.push(name);
                continue;
            }
            let verdict = cell
                .judgement
                .map_or(Verdict::Inconclusive, |it| it.verdict);
            if cell.primary {
                measured |= cell.processes > 0;
                verdicts.push(verdict);
                match verdict {
                    Verdict::More => more.push(name),
                    Verdict::Inconclusive => undecided.push(name),
                    Verdict::Equivalent | Verdict::Less => {}
                }
            }
        }
    }
    let whole = failed.is_empty() && void.is_empty();
    // Of an instrument that was not shown to be sound, no claim.
    let no_overhead = whole && unproven.is_empty() && no_overhead(&verdicts);
    // Nothing measured is nothing shown.
    let acceptable = whole && more.is_empty() && measured;
    let lists = [
        ("failed", failed),
        ("void", void),
        ("slower or larger", more),
        ("not decided", undecided),
        ("controls that show nothing", unproven),
    ];
    let reasons: Vec<String> = (lists.into_iter())
        .filter(|(_, list)| !list.is_empty())
        .map(|(what, list)| format!("{what}: {}", list.join(", ")))
        .collect();
    let text = match (no_overhead, reasons.is_empty()) {
        (true, _) => match revision {
            None => format!(
                "No overhead: each of the {} primary cells is equivalent, or less.",
                verdicts.len()
            ),
            Some(revision) => format!(
                "No worse than {}: each of the {} primary cells is equivalent, or less.",
                revision.name,
                verdicts.len()
            ),
        },
        (false, true) => "Nothing was measured, so nothing can be said.".to_owned(),
        (false, false) => format!("No such claim can be made. {}.", reasons.join("; ")),
    };
    let text = match open.as_slice() {
        [] => text,
        open => format!("{text} Controls that are not decided: {}.", open.join(", ")),
    };
    Answer {
        no_overhead,
        acceptable,
        text,
    }
}

fn work(comparison: &Comparison) -> Work {
    let sides = match &comparison.sides {
        Ok(sides) => sides,
        Err(reason) => {
            return Work {
                failed: Some(reason.clone()),
                operations: 0,
                kernels: 0,
                same_kernels: false,
                differences: Vec::new(),
            };
        }
    };
    let differences = sides.differences();
    let of_kernels = |source| matches!(source, Source::Onednn | Source::Mkl);
    Work {
        failed: None,
        operations: sides.generated.count(|_| true),
        kernels: sides.generated.count(of_kernels),
        same_kernels: !differences.iter().any(|it| of_kernels(it.source)),
        differences: diff(&differences).lines().map(str::to_owned).collect(),
    }
}
