//! Measuring every stage of every text in rounds.

use std::hint::black_box;

use anyhow::{anyhow, ensure};
use neural_dsl::syntax::{self, File};
use neural_dsl::{Checked, Network};

use super::{Failure, Source, Stage, Text, Timing};
use crate::Result;
use crate::backend::Backend;
use crate::measure::timed;

/// Seconds that a sample takes at least, so that the clock's own cost does not show.
const SAMPLE: f64 = 200e-6;

/// For so many rounds that count there is one before them that does not.
const WARM_UP: usize = 10;

/// Measures the texts. In a round every stage of every text is timed once; the first one of a text is another one
/// in each round, for it finds the caches as another text left them. `tell` is told the number of each round.
///
/// # Errors
/// Where there are to be no rounds.
pub fn measure(
    sources: &[Source],
    rounds: usize,
    mut tell: impl FnMut(usize),
) -> Result<(Vec<Text>, Vec<Failure>)> {
    ensure!(rounds > 0, "give a number of rounds above zero");
    let mut subjects = Vec::new();
    let mut failures = Vec::new();
    for source in sources {
        match Subject::new(source).and_then(|subject| Ok((subject.begin()?, subject))) {
            Ok(subject) => subjects.push(subject),
            Err(error) => failures.push(Failure {
                name: source.name.clone(),
                reason: format!("{error:#}"),
            }),
        }
    }
    let warm_up = rounds.div_ceil(WARM_UP);
    for round in 0..warm_up + rounds {
        tell(round);
        for (text, subject) in &mut subjects {
            let count = text.timings.len();
            for index in 0..count {
                let timing = &mut text.timings[(index + round) % count];
                let seconds = subject.sample(timing.stage, timing.calls);
                if round >= warm_up {
                    timing.seconds.push(seconds);
                }
            }
        }
    }
    let texts = subjects.into_iter().map(|(text, _)| text).collect();
    Ok((texts, failures))
}

/// A text with what its stages start from.
struct Subject<'s> {
    source: &'s Source,
    file: String,
    tree: File<'s>,
    networks: Vec<Network>,
}

impl<'s> Subject<'s> {
    fn new(source: &'s Source) -> Result<Self> {
        let (tree, Checked { networks, .. }) = source.compiled()?;
        Ok(Self {
            source,
            file: source.file(),
            tree,
            networks,
        })
    }

    /// The record of this text, without samples yet.
    fn begin(&self) -> Result<Text> {
        let mut generated = Vec::new();
        for backend in Backend::ALL {
            let mut bytes = 0;
            for network in &self.networks {
                let program = neural_dsl::generate(network, &self.file, backend.target());
                bytes += program
                    .map_err(|diagnostics| self.refused(&diagnostics))?
                    .len();
            }
            generated.push((backend, bytes));
        }
        let timing = |stage| {
            self.sample(stage, 1);
            let once = self.sample(stage, 1);
            Timing {
                stage,
                calls: (SAMPLE / once).ceil().clamp(1.0, 10_000.0) as usize,
                seconds: Vec::new(),
            }
        };
        Ok(Text {
            name: self.source.name.clone(),
            bytes: self.source.text.len(),
            networks: self.networks.len(),
            generated,
            timings: Stage::ALL.into_iter().map(timing).collect(),
        })
    }

    fn refused(&self, diagnostics: &[neural_dsl::Diagnostic]) -> anyhow::Error {
        let text = neural_dsl::render(&self.file, &self.source.text, diagnostics);
        anyhow!("{} cannot be generated:\n{}", self.file, text.trim_end())
    }

    /// Seconds that a call of a stage takes, the mean of some.
    fn sample(&self, stage: Stage, calls: usize) -> f64 {
        let ((), seconds) = timed(|| (0..calls).for_each(|_| self.call(stage)));
        seconds / calls as f64
    }

    /// Does what a stage does. That none fails was seen when its record was begun.
    fn call(&self, stage: Stage) {
        let text = black_box(self.source.text.as_str());
        match stage {
            Stage::Pest => {
                black_box(syntax::recognize(text));
            }
            Stage::Parse => drop(black_box(neural_dsl::parse(text))),
            Stage::Check => drop(black_box(neural_dsl::lower(black_box(&self.tree)))),
            Stage::Generate(backend) => self.generate(&self.networks, backend),
            Stage::Whole(backend) => {
                if let Ok(checked) = neural_dsl::check(text) {
                    self.generate(&checked.networks, backend);
                }
            }
        }
    }

    fn generate(&self, networks: &[Network], backend: Backend) {
        for network in black_box(networks) {
            let program = neural_dsl::generate(network, &self.file, backend.target());
            drop(black_box(program));
        }
    }
}
