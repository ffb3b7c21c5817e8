//! A worker's part: everything about one model on one library.

use std::time::{Duration, Instant};

use anyhow::Context;
use neural_dsl::codegen::{Options, rewritten};

use super::bandwidth::bandwidth;
use super::{Form, Limits, Overhead, Pass, Phases, Repeated, Timed, Traffic, products};
use crate::Result;
use crate::backend::Framework;
use crate::measure::{samples, timed};
use crate::record::Samples;
use crate::subject::{Side, Subject};

/// The time that is given to each thing.
const TIME: Duration = Duration::from_millis(300);

/// Samples of each thing at least.
const SAMPLES: usize = 5;

/// Epochs that are timed.
const EPOCHS: usize = 3;

/// Arrays that no cache holds.
const LARGE: usize = 1 << 28;

/// The square matrices whose product says what the library does at best.
const SQUARE: i64 = 1024;

/// Measures the generated program of a model, and what the library does of the same shapes alone.
///
/// # Errors
/// Where a size is not known, or the library refuses something.
pub fn measure<B: Framework>(subject: &Subject<B>, threads: usize) -> Result<Limits> {
    let network = rewritten(&subject.network, &Options::default());
    let order = subject.order(0);
    let batch = subject.settings.batch_size.min(order.len());
    let rows = &order[..batch];

    let mut program = subject.build(Side::Dsl)?;
    let epochs = samples(1, EPOCHS, || program.epoch(&order))?;
    let (mut steps, mut phases) = (Vec::new(), Vec::new());
    // In alternation, so that both see the same machine.
    again(|| {
        let (step, seconds) = timed(|| program.step(rows));
        step?;
        steps.push(seconds);
        phases.extend(program.phases(rows)?);
        Ok(())
    })?;
    drop(program);

    let batch = batch as u64;
    let products = products(&network, batch)
        .into_iter()
        .map(|product| {
            let mut repeated = B::product(&product.form, product.pass)
                .with_context(|| format!("{}, {}", product.layer, product.pass))?;
            Ok(Timed {
                seconds: alone(&mut repeated)?,
                product,
            })
        })
        .collect::<Result<_>>()?;
    let square = Form::Dense {
        rows: SQUARE,
        inputs: SQUARE,
        units: SQUARE,
    };
    let peak = 2.0 * (SQUARE as f64).powi(3) / alone(&mut B::product(&square, Pass::Forward)?)?;
    let parameters = usize::try_from(network.parameter_count())?;
    Ok(Limits {
        batch,
        images: order.len() as u64,
        epoch: epochs.median().context("there are samples")?,
        step: Samples(steps).median().context("there are samples")?,
        phases: Phases::median(&phases),
        products,
        traffic: Traffic::of(&network, batch)
            .context("the network has a size that is not known")?,
        memory_bandwidth: bandwidth(LARGE, threads),
        parameter_bandwidth: bandwidth(4 * size_of::<f32>() * parameters, threads),
        peak,
        overhead: overhead::<B>()?,
    })
}

/// Seconds for one of what is repeated.
fn alone(repeated: &mut Repeated) -> Result<f64> {
    (repeated.call)()?;
    let mut samples = Vec::new();
    again(|| {
        let (done, seconds) = timed(&mut repeated.call);
        samples.push(seconds / repeated.times as f64);
        done
    })?;
    Samples(samples).median().context("there are samples")
}

fn overhead<B: Framework>() -> Result<Overhead> {
    let run = match B::empty_run()? {
        Some(mut run) => alone(&mut run)?,
        None => 0.0,
    };
    let mut operations = B::smallest_operation()?;
    let operation = alone(&mut operations)? - run / operations.times as f64;
    Ok(Overhead { operation, run })
}

/// Does something until its time is up, [`SAMPLES`] times at least.
fn again(mut work: impl FnMut() -> Result<()>) -> Result<()> {
    let start = Instant::now();
    let mut count = 0;
    while count < SAMPLES || start.elapsed() < TIME {
        work()?;
        count += 1;
    }
    Ok(())
}
