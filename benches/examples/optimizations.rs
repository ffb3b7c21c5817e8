//! What each optimization of the compiler brings: epochs of the generated program in alternation with
//! those of the same program without it, in one process.
//!
//! `cargo run -p neural-bench --release --features ablation --example optimizations -- torch cnn 10`

use std::env;
use std::time::Instant;

use neural_bench::backend::Framework;
use neural_bench::backend::tensorflow::Tensorflow;
use neural_bench::backend::torch::Torch;
use neural_bench::plan::Plan;
use neural_bench::session::Session;
use neural_bench::subject::Side;
use neural_bench::{Program, Result, measure, registry};
use neural_dsl::codegen::Optimization;

fn main() -> Result<()> {
    let mut arguments = env::args().skip(1);
    let backend = arguments.next().unwrap_or_else(|| "torch".to_owned());
    let model = arguments.next().unwrap_or_else(|| "simple_mlp".to_owned());
    let pairs = arguments.next().map_or(Ok(10), |count| count.parse())?;
    match backend.as_str() {
        "torch" => ablate::<Torch>(&model, pairs),
        "tensorflow" => ablate::<Tensorflow>(&model, pairs),
        other => anyhow::bail!("no backend `{other}`; there are torch and tensorflow"),
    }
}

fn ablate<B: Framework>(model: &str, pairs: usize) -> Result<()> {
    let session = Session::<B>::open(Plan::from_env()?)?;
    for model in registry::select(&[model.to_owned()])? {
        let subject = session.subject(model)?;
        let order = subject.order(0);
        let epoch = |program: &mut dyn Program| -> Result<f64> {
            program.restart()?;
            let start = Instant::now();
            program.epoch(&order)?;
            Ok(start.elapsed().as_secs_f64())
        };
        let mut whole = subject.build(Side::Dsl)?;
        whole.set_weights(&subject.initial_weights(Side::Dsl))?;
        for optimization in Optimization::ALL {
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
