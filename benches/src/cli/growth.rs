//! `neural-bench growth`.

use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use anyhow::ensure;
use clap::Args;
use neural_bench::growth::{self, Effort, Evidence, Grid, Growth, Sweep};
use neural_bench::plan::{Plan, Profile};
use neural_bench::report::write_atomic;
use neural_bench::{Backend, Result, results};

use super::progress::shown;
use super::settings::{minutes, or_all};

/// What grows, and how it is measured.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Only these sweeps, with commas between them: batch, images, width, depth, compiler
    #[arg(long, value_delimiter = ',', value_name = "NAMES")]
    sweeps: Vec<Sweep>,
    /// Only these models in the sweeps of batches and images, with commas between them
    #[arg(long, value_delimiter = ',', value_name = "NAMES")]
    models: Vec<String>,
    /// Only these backends, with commas between them: torch, tensorflow
    #[arg(long, value_delimiter = ',', value_name = "NAMES")]
    backends: Vec<Backend>,
    /// Threads that the libraries may use, with commas between the numbers
    #[arg(long, value_delimiter = ',', value_name = "N", default_value = "1,2",
          value_parser = clap::value_parser!(u32).range(1..))]
    threads: Vec<u32>,
    /// Few small sizes and few calls: to see that everything works
    #[arg(long)]
    quick: bool,
    /// Seed of weights, rows, dropout and orders [env: NEURAL_BENCH_SEED] [default: 1]
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    seed: Option<i64>,
    /// Time that the run may take, in minutes
    #[arg(long, value_name = "MINUTES", value_parser = minutes, default_value = "60")]
    budget: Duration,
    /// Folder for the figures and the report; a new one below target/neural-bench where none is named
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Make the report of the figures in this folder again, and measure nothing
    #[arg(long, value_name = "DIR", conflicts_with_all = ["out", "budget"])]
    again: Option<PathBuf>,
}

/// Measures how costs grow. False where something failed.
///
/// # Errors
/// Where nothing can be measured.
pub fn run(arguments: &Arguments) -> Result<bool> {
    let (folder, evidence) = match &arguments.again {
        Some(folder) => (folder.clone(), Evidence::read(folder)?),
        None => {
            let folder = arguments.out.clone().unwrap_or_else(new_folder);
            let run = begin(arguments)?;
            let evidence = shown(|tell| run.run(&folder, tell))?;
            (folder, evidence)
        }
    };
    let curves = growth::curves(&evidence);
    ensure!(
        !curves.is_empty() || !evidence.failures().is_empty(),
        "nothing was measured"
    );
    let text = growth::markdown(&evidence, &curves);
    write_atomic(folder.join("report.md"), &text)?;
    write_atomic(folder.join("report.html"), growth::page(&evidence, &curves))?;
    write_atomic(folder.join("curves.json"), serde_json::to_vec(&curves)?)?;
    for figure in growth::figures(&curves) {
        write_atomic(folder.join(figure.file()), growth::svg(&figure))?;
    }
    println!("{text}");
    for file in ["report.html", "report.md", "curves.json"] {
        eprintln!("wrote {}", folder.join(file).display());
    }
    Ok(evidence.failures().is_empty())
}

fn begin(arguments: &Arguments) -> Result<Growth> {
    let profile = match arguments.quick {
        true => Profile::Quick,
        false => Profile::Full,
    };
    let (grid, effort) = match arguments.quick {
        true => (Grid::quick(), Effort::QUICK),
        false => (Grid::full(), Effort::FULL),
    };
    Ok(Growth {
        sweeps: match arguments.sweeps.as_slice() {
            [] => Sweep::ALL.to_vec(),
            some => some.to_vec(),
        },
        models: arguments.models.clone(),
        backends: or_all(&arguments.backends),
        threads: arguments.threads.iter().map(|&n| n as usize).collect(),
        grid,
        effort,
        profile,
        budget: arguments.budget,
        seed: arguments.seed.unwrap_or(Plan::from_env()?.seed),
    })
}

fn new_folder() -> PathBuf {
    results::new_folder("growth", SystemTime::now())
}
