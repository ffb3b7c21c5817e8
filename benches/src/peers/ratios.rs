//! From raw figures to ratios.

use std::fmt;

use neural_statistics::{Estimate, Judgement, Margin, estimate, judge};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Contestant, Entrant, Evidence, Process};
use crate::record::Samples;

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// Seconds of an epoch: the median of a process.
    Epoch,
    /// Seconds of a training step: the median of a process.
    Step,
    /// Seconds of a prediction: the median of a process.
    Predict,
    /// Seconds from the start of the process until the first step is done.
    FirstBatch,
    /// The same from when everything is imported.
    FirstBatchNet,
    /// The most that the process had resident, in bytes.
    Peak,
    /// The same less what was resident before the model was built: interpreter, library and data.
    PeakNet,
    /// The same without the pages of files, before and after: an import may have read code that another
    /// process reads in its first step.
    PeakOwn,
}

impl Quantity {
    /// Every quantity.
    pub const ALL: [Quantity; 8] = [
        Quantity::Epoch,
        Quantity::Step,
        Quantity::Predict,
        Quantity::FirstBatch,
        Quantity::FirstBatchNet,
        Quantity::Peak,
        Quantity::PeakNet,
        Quantity::PeakOwn,
    ];

    /// Whether it is in bytes.
    pub fn is_memory(self) -> bool {
        matches!(self, Self::Peak | Self::PeakNet | Self::PeakOwn)
    }

    /// The figure of a process.
    fn of(self, process: &Process) -> Option<f64> {
        let figures = process.figures.as_ref()?;
        let median = |samples: &[f64]| Samples(samples.to_vec()).median();
        match self {
            Self::Epoch => median(&figures.epochs),
            Self::Step => median(&figures.steps),
            Self::Predict => median(&figures.predictions),
            Self::FirstBatch => process.first_batch,
            Self::FirstBatchNet => Some(process.first_batch? - process.imported?),
            Self::Peak => Some(figures.peak as f64),
            Self::PeakNet => Some(figures.peak.saturating_sub(figures.resident) as f64),
            Self::PeakOwn => {
                let before = figures.anonymous? + figures.files?;
                Some(figures.peak.saturating_sub(before) as f64)
            }
        }
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Epoch => "epoch",
            Self::Step => "step",
            Self::Predict => "predict",
            Self::FirstBatch => "first batch",
            Self::FirstBatchNet => "first batch, without importing",
            Self::Peak => "peak",
            Self::PeakNet => "peak, without what was imported",
            Self::PeakOwn => "peak, without what was imported and without files",
        })
    }
}

/// The generated program against another contestant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Ratio {
    /// The other contestant.
    pub against: Entrant,
    /// The quantity.
    pub quantity: Quantity,
    /// The other one's figure: the median of its processes, seconds or bytes.
    pub theirs: Option<f64>,
    /// The generated program's.
    pub generated: Option<f64>,
    /// The log of generated to other, a datum for each round that has both.
    pub estimate: Option<Estimate>,
    /// What follows within 2 % (1 % for memory), corrected over all ratios of the run.
    pub judgement: Option<Judgement>,
}

/// The ratios of a run, by model, library, contestant and quantity.
pub fn ratios(evidence: &Evidence) -> Vec<Ratio> {
    let mut ratios = Vec::new();
    for proof in &evidence.proofs {
        let against = &proof.entrant;
        if against.contestant == Contestant::Generated {
            continue;
        }
        for quantity in Quantity::ALL {
            ratios.push(ratio(evidence, against, quantity));
        }
    }
    let mut known: Vec<&mut Ratio> = ratios
        .iter_mut()
        .filter(|it| it.estimate.is_some())
        .collect();
    let family: Vec<(Estimate, Margin)> = (known.iter())
        .filter_map(|ratio| {
            let percent = if ratio.quantity.is_memory() { 1.0 } else { 2.0 };
            Some((ratio.estimate?, Margin::percent(percent)))
        })
        .collect();
    for (ratio, judgement) in known.iter_mut().zip(judge(&family)) {
        ratio.judgement = Some(judgement);
    }
    ratios
}

fn ratio(evidence: &Evidence, against: &Entrant, quantity: Quantity) -> Ratio {
    let generated = Entrant {
        contestant: Contestant::Generated,
        ..against.clone()
    };
    let figures = |entrant: &Entrant| -> Vec<(usize, f64)> {
        let own = evidence.processes.iter();
        own.filter(|process| process.entrant == *entrant)
            .filter_map(|process| Some((process.round, quantity.of(process)?)))
            .collect()
    };
    let (ours, theirs) = (figures(&generated), figures(against));
    let pairs: Vec<Vec<f64>> = (ours.iter())
        .filter_map(|(round, ours)| {
            let (_, theirs) = theirs.iter().find(|(other, _)| other == round)?;
            (*ours > 0.0 && *theirs > 0.0).then(|| vec![libm::log(ours / theirs)])
        })
        .collect();
    let median = |figures: &[(usize, f64)]| {
        Samples(figures.iter().map(|(_, figure)| *figure).collect()).median()
    };
    Ratio {
        against: against.clone(),
        quantity,
        theirs: median(&theirs),
        generated: median(&ours),
        estimate: estimate(&pairs),
        judgement: None,
    }
}
