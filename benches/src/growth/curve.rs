//! From raw figures to curves: medians at each size, and what is fitted to them.

use neural_statistics::{Line, Mean, Power};
use serde::{Deserialize, Serialize};

use super::{Compiled, Entrant, Evidence, Process, Sweep};
use crate::backend::Backend;
use crate::record::Samples;
use crate::subject::Side;

/// A line or a power fits where no median is farther from it than this share of itself.
pub const FITS: f64 = 0.1;

/// Fewer sizes than this say nothing of a form: through two of them every line goes.
const FEWEST: usize = 3;

/// A quantity at all sizes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Curve {
    /// What grows.
    pub sweep: Sweep,
    /// The figure that it stands in.
    pub figure: String,
    /// What it is called there.
    pub name: String,
    /// The sizes, the smallest first.
    pub places: Vec<Place>,
    /// What is fitted; none of fewer than three sizes.
    pub fit: Option<Fit>,
}

/// What was measured at a size, over the processes: each one's figure is the median of its calls.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// The size: images, width, layers, bytes.
    pub size: f64,
    /// The median, in seconds.
    pub median: f64,
    /// The lower quartile.
    pub low: f64,
    /// The upper quartile.
    pub high: f64,
    /// How many processes measured it.
    pub processes: usize,
}

/// A line and a power, fitted to each process by itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fit {
    /// Seconds that are there without any work.
    pub intercept: Mean,
    /// Seconds that each unit adds.
    pub slope: Mean,
    /// How far the farthest median lies from the line, as a share of itself.
    pub off_line: f64,
    /// The power's value at one unit.
    pub factor: f64,
    /// The power's exponent.
    pub exponent: Mean,
    /// How far the farthest median lies from the power, as a share of itself.
    pub off_power: f64,
}

/// What describes the medians.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A line; a power may, too.
    Line,
    /// A power and no line.
    Power,
    /// Neither.
    Neither,
}

impl Fit {
    /// The line of the means.
    pub fn line(&self) -> Line {
        Line {
            intercept: self.intercept.value,
            slope: self.slope.value,
        }
    }

    /// The power of the means.
    pub fn power(&self) -> Power {
        Power {
            factor: self.factor,
            exponent: self.exponent.value,
        }
    }

    /// What describes the medians.
    pub fn form(&self) -> Form {
        match self {
            line if line.off_line <= FITS => Form::Line,
            power if power.off_power <= FITS => Form::Power,
            _ => Form::Neither,
        }
    }
}

/// Seconds of a part of the compiler.
type Part = fn(&Compiled) -> Option<&[f64]>;

/// Sizes and seconds of a process.
type Points = Vec<(f64, f64)>;

/// The curves of a run, by what grows, model, library and program.
pub fn curves(evidence: &Evidence) -> Vec<Curve> {
    let mut curves = Vec::new();
    for entrant in entrants(evidence) {
        let of_entrant = evidence
            .processes
            .iter()
            .filter(|it| it.entrant == *entrant);
        let processes: Vec<Points> = of_entrant.map(points).collect();
        let Entrant {
            sweep,
            model,
            backend,
            side,
            threads,
        } = entrant;
        let threads = match threads {
            1 => "1 thread".to_owned(),
            more => format!("{more} threads"),
        };
        let (figure, name) = match sweep {
            Sweep::Width => ("784 to w to 10".to_owned(), format!("{backend}, {threads}")),
            Sweep::Depth => (
                "784 to 128, n times, to 10".to_owned(),
                format!("{backend}, {threads}"),
            ),
            _ => (
                format!("{model} on {backend}"),
                format!("{}, {threads}", side_name(*side)),
            ),
        };
        curves.extend(curve(*sweep, figure, name, &processes));
    }
    let parts: [(&str, Part); 4] = [
        ("parse", |file| Some(&file.parse)),
        ("check", |file| Some(&file.check)),
        ("generate for torch", |file| generated(file, Backend::Torch)),
        ("generate for tensorflow", |file| {
            generated(file, Backend::Tensorflow)
        }),
    ];
    for (name, part) in parts {
        let rounds: Vec<Points> = (evidence.compilations.iter())
            .map(|round| {
                let mut points: Points = (round.files.iter())
                    .filter_map(|file| Some((file.bytes as f64, median(part(file)?)?)))
                    .collect();
                points.sort_by(|a, b| a.0.total_cmp(&b.0));
                points
            })
            .collect();
        let figure = "the compiler".to_owned();
        curves.extend(curve(Sweep::Compiler, figure, name.to_owned(), &rounds));
    }
    curves
}

/// What took part, in the order of the report.
fn entrants(evidence: &Evidence) -> Vec<&Entrant> {
    let mut entrants: Vec<&Entrant> = evidence.processes.iter().map(|it| &it.entrant).collect();
    entrants.sort_by_key(|it| {
        (
            it.sweep,
            &it.model,
            it.backend,
            it.side.as_str(),
            it.threads,
        )
    });
    entrants.dedup();
    entrants
}

fn side_name(side: Side) -> &'static str {
    match side {
        Side::Dsl => "generated",
        Side::Handwritten => "hand-written",
        Side::Usual => "usual",
    }
}

fn points(process: &Process) -> Points {
    let mut points: Points = (process.points.iter())
        .filter_map(|point| Some((point.size as f64, median(&point.seconds)?)))
        .collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    points
}

fn generated(file: &Compiled, backend: Backend) -> Option<&[f64]> {
    let mut all = file.generate.iter();
    all.find(|it| it.backend == backend)
        .map(|it| it.seconds.as_slice())
}

fn median(samples: &[f64]) -> Option<f64> {
    Samples(samples.to_vec()).median()
}

/// The curve of some processes; none where nothing was measured.
fn curve(sweep: Sweep, figure: String, name: String, processes: &[Points]) -> Option<Curve> {
    let mut all: Points = processes.iter().flatten().copied().collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let places: Vec<Place> = (all.chunk_by(|a, b| a.0 == b.0))
        .map(|of_size| {
            let seconds: Vec<f64> = of_size.iter().map(|(_, seconds)| *seconds).collect();
            Place {
                size: of_size[0].0,
                median: quantile(&seconds, 0.5),
                low: quantile(&seconds, 0.25),
                high: quantile(&seconds, 0.75),
                processes: seconds.len(),
            }
        })
        .collect();
    let fit = fit(processes, &places);
    (!places.is_empty()).then_some(Curve {
        sweep,
        figure,
        name,
        places,
        fit,
    })
}

fn fit(processes: &[Points], places: &[Place]) -> Option<Fit> {
    if places.len() < FEWEST {
        return None;
    }
    let (lines, powers): (Vec<Line>, Vec<Power>) = (processes.iter())
        .filter(|points| points.len() == places.len())
        .filter_map(|points| Some((Line::through(points)?, Power::through(points)?)))
        .unzip();
    let mean = |values: Vec<f64>| Mean::of(&values);
    let intercept = mean(lines.iter().map(|line| line.intercept).collect())?;
    let slope = mean(lines.iter().map(|line| line.slope).collect())?;
    let logs = powers.iter().map(|power| libm::log(power.factor)).collect();
    let exponent = mean(powers.iter().map(|power| power.exponent).collect())?;
    let line = Line {
        intercept: intercept.value,
        slope: slope.value,
    };
    let power = Power {
        factor: libm::exp(mean(logs)?.value),
        exponent: exponent.value,
    };
    let medians: Points = places.iter().map(|it| (it.size, it.median)).collect();
    Some(Fit {
        intercept,
        slope,
        off_line: line.largest_residual(&medians),
        factor: power.factor,
        exponent,
        off_power: power.largest_residual(&medians),
    })
}

/// A quantile of sorted values, between two of them in proportion.
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = share * (sorted.len() as f64 - 1.0);
    let below = sorted[place.floor() as usize];
    let above = sorted[place.ceil() as usize];
    below + (above - below) * place.fract()
}
