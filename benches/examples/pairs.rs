//! Times generated program and twin in alternation, in one process, and prints the ratio of each pair.
//!
//! `cargo run --release --example pairs -- torch simple_mlp 60`
//!
//! A busy machine slows both halves of a pair, so their ratio says more than two medians of two times.

use std::env;
use std::time::Instant;

use anyhow::Context;
use neural_bench::backend::Framework;
use neural_bench::backend::tensorflow::Tensorflow;
use neural_bench::backend::torch::Torch;
use neural_bench::plan::Plan;
use neural_bench::session::Session;
use neural_bench::subject::Side;
use neural_bench::{Program, Result, registry};

fn main() -> Result<()> {
    let mut arguments = env::args().skip(1);
    let backend = arguments.next().unwrap_or_else(|| "torch".to_owned());
    let model = arguments.next().unwrap_or_else(|| "simple_mlp".to_owned());
    let pairs = arguments.next().map_or(Ok(10), |count| count.parse())?;
    match backend.as_str() {
        "torch" => alternate::<Torch>(&model, pairs),
        "tensorflow" => alternate::<Tensorflow>(&model, pairs),
        other => anyhow::bail!("no backend `{other}`; there are torch and tensorflow"),
    }
}

fn alternate<B: Framework>(model: &str, pairs: usize) -> Result<()> {
    let session = Session::<B>::open(Plan::from_env()?)?;
    for model in registry::select(&[model.to_owned()])? {
        let subject = session.subject(model)?;
        let sameness = subject.sameness().context("there is no twin")?;
        anyhow::ensure!(sameness.same, "{}", sameness.detail);
        let initial = subject.initial_weights();
        let order = subject.order(0);
        let mut programs = [subject.build(Side::Dsl)?, subject.build(Side::Handwritten)?];
        let epoch = |program: &mut dyn Program| -> Result<f64> {
            program.set_weights(&initial)?;
            program.restart()?;
            let start = Instant::now();
            program.epoch(&order)?;
            Ok(start.elapsed().as_secs_f64())
        };
        // The first pair warms up.
        let mut ratios = Vec::new();
        for pair in 0..=pairs {
            let [dsl, twin] = &mut programs;
            let ratio = if pair % 2 == 0 {
                let first = epoch(dsl.as_mut())?;
                first / epoch(twin.as_mut())?
            } else {
                let first = epoch(twin.as_mut())?;
                epoch(dsl.as_mut())? / first
            };
            if pair > 0 {
                ratios.push(ratio);
            }
        }
        ratios.sort_by(f64::total_cmp);
        let quantile = |share: f64| ratios[((ratios.len() - 1) as f64 * share).round() as usize];
        println!(
            "{}/{}: generated takes {:.3} times the twin's time for an epoch \
             (median of {pairs} pairs; quartiles {:.3} and {:.3})",
            model.name,
            B::NAME,
            quantile(0.5),
            quantile(0.25),
            quantile(0.75),
        );
    }
    Ok(())
}
