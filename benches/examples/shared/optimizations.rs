//! Generated programs in alternation with themselves, an optimization left out.

use std::env;
use std::time::Instant;

use anyhow::Context;
use neural_bench::backend::Framework;
use neural_bench::plan::Plan;
use neural_bench::record::Samples;
use neural_bench::session::Session;
use neural_bench::subject::Side;
use neural_bench::{Program, Result, measure, registry};
use neural_dsl::codegen::Optimization;

/// Takes the model and the number of pairs from the command line.
pub fn ablate<B: Framework>() -> Result<()> {
    let mut arguments = env::args().skip(1);
    let model = arguments.next().unwrap_or_else(|| "simple_mlp".to_owned());
    let pairs = arguments.next().map_or(Ok(10), |count| count.parse())?;
    let session = Session::<B>::open(Plan::from_env()?)?;
    for model in registry::select(&[model])? {
        let subject = session.subject(model)?;
        let order = subject.order(0);
        let epoch = |program: &mut dyn Program| -> Result<f64> {
            program.restart()?;
            let start = Instant::now();
            program.epoch(&order)?;
            Ok(start.elapsed().as_secs_f64())
        };
        // What holds for the whole process cannot be taken back, so the program without it comes first.
        let kept = Optimization::KeepMemory;
        let given_back = match subject.build_without(kept)? {
            Some(mut without) => Some(median(pairs, || epoch(without.as_mut()))?),
            None => None,
        };
        let mut whole = subject.build(Side::Dsl)?;
        whole.set_weights(&subject.initial_weights(Side::Dsl))?;
        if let Some(seconds) = given_back {
            println!(
                "{}/{} without {kept}: {:.3} times the epoch (medians of {pairs}, one after the other)",
                model.name,
                B::NAME,
                seconds / median(pairs, || epoch(whole.as_mut()))?,
            );
        }
        for optimization in Optimization::ALL.into_iter().filter(|&it| it != kept) {
            let Some(mut without) = subject.build_without(optimization)? else {
                continue;
            };
            let ratios =
                measure::ratios(pairs, || epoch(without.as_mut()), || epoch(whole.as_mut()))?;
            let quantile =
                |share: f64| ratios[((ratios.len() - 1) as f64 * share).round() as usize];
            println!(
                "{}/{} without {optimization}: {:.3} times the epoch (median of {pairs} pairs; \
                 quartiles {:.3} and {:.3})",
                model.name,
                B::NAME,
                quantile(0.5),
                quantile(0.25),
                quantile(0.75),
            );
        }
    }
    Ok(())
}

/// The median of some epochs' seconds, after one that does not count.
fn median(count: usize, mut epoch: impl FnMut() -> Result<f64>) -> Result<f64> {
    epoch()?;
    let seconds = (0..count).map(|_| epoch()).collect::<Result<_>>()?;
    Samples(seconds).median().context("no epochs")
}
