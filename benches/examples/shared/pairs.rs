//! Generated programs in alternation with those by hand. A busy machine slows both halves of a pair, so their
//! ratio says more than two medians of two times.

use std::env;
use std::time::Instant;

use anyhow::Context;
use neural_bench::backend::Framework;
use neural_bench::plan::Plan;
use neural_bench::session::{PREDICTIONS, Session};
use neural_bench::subject::Side;
use neural_bench::{Program, Result, measure, registry};

/// Takes the model and the number of pairs from the command line.
pub fn alternate<B: Framework>() -> Result<()> {
    let mut arguments = env::args().skip(1);
    let model = arguments.next().unwrap_or_else(|| "simple_mlp".to_owned());
    let pairs = arguments.next().map_or(Ok(10), |count| count.parse())?;
    let session = Session::<B>::open(Plan::from_env()?)?;
    for model in registry::select(&[model])? {
        let subject = session.subject(model)?;
        let sameness = subject.sameness().context("there is no twin")?;
        anyhow::ensure!(sameness.same, "{}", sameness.detail);
        let order = subject.order(0);
        let epoch = |program: &mut dyn Program| -> Result<f64> {
            program.restart()?;
            let start = Instant::now();
            program.epoch(&order)?;
            Ok(start.elapsed().as_secs_f64())
        };
        let predict = |program: &mut dyn Program| -> Result<f64> {
            let start = Instant::now();
            for _ in 0..10 {
                program.predict(PREDICTIONS)?;
            }
            Ok(start.elapsed().as_secs_f64())
        };
        let name = format!("{}/{}", model.name, B::NAME);
        for other in [Side::Handwritten, Side::Usual] {
            if !subject.has(other) {
                continue;
            }
            let mut programs = [Side::Dsl, other].map(|side| subject.build(side));
            let [Ok(dsl), Ok(other_program)] = &mut programs else {
                anyhow::bail!("a program could not be built");
            };
            for (side, program) in [(Side::Dsl, &mut *dsl), (other, &mut *other_program)] {
                program.set_weights(&subject.initial_weights(side))?;
            }
            let epochs = measure::ratios(
                pairs,
                || epoch(dsl.as_mut()),
                || epoch(other_program.as_mut()),
            )?;
            println!("{name} epoch: {}", told(&epochs, other));
            let predictions = measure::ratios(
                pairs,
                || predict(dsl.as_mut()),
                || predict(other_program.as_mut()),
            )?;
            println!("{name} predict: {}", told(&predictions, other));
        }
    }
    Ok(())
}

/// The generated program's time in multiples of the other's, over the pairs.
fn told(ratios: &[f64], other: Side) -> String {
    let quantile = |share: f64| ratios[((ratios.len() - 1) as f64 * share).round() as usize];
    format!(
        "{:.3} times the time of {other} (median of {} pairs; quartiles {:.3} and {:.3})",
        quantile(0.5),
        ratios.len(),
        quantile(0.25),
        quantile(0.75),
    )
}
