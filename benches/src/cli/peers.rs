//! `neural-bench peers`.

use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use clap::Args;
use neural_bench::peers::{self, Effort, Evidence, Peers};
use neural_bench::report::write_atomic;
use neural_bench::{Result, results};

use super::progress::shown;
use super::settings::{Settings, minutes};

/// How the peers are compared.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    settings: Settings,
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

/// Measures the generated programs beside their peers. False where a contestant is another network, or
/// failed.
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
    let ratios = peers::ratios(&evidence);
    let text = peers::markdown(&evidence, &ratios);
    write_atomic(folder.join("report.md"), &text)?;
    let page = peers::page(&evidence, &ratios);
    write_atomic(folder.join("report.html"), &page)?;
    write_atomic(folder.join("ratios.json"), serde_json::to_vec(&ratios)?)?;
    println!("{text}");
    for file in ["report.html", "report.md", "ratios.json"] {
        eprintln!("wrote {}", folder.join(file).display());
    }
    let same = evidence.proofs.iter().all(|proof| proof.same);
    let whole = evidence
        .processes
        .iter()
        .all(|process| process.failed.is_none());
    Ok(same && whole)
}

fn begin(arguments: &Arguments) -> Result<Peers> {
    let plan = arguments.settings.plan()?;
    Ok(Peers {
        seed: plan.seed.unsigned_abs(),
        plan,
        models: arguments.settings.models.clone(),
        backends: arguments.settings.backends(),
        effort: Effort::default(),
        budget: arguments.budget,
    })
}

fn new_folder() -> PathBuf {
    results::new_folder("peers", SystemTime::now())
}
