//! `neural-bench limits`.

use std::path::PathBuf;
use std::time::SystemTime;

use clap::Args;
use neural_bench::limits::{self, Evidence, Run};
use neural_bench::report::write_atomic;
use neural_bench::{Result, results};

use super::progress::shown;
use super::settings::Settings;

/// How near to the limit is measured.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    settings: Settings,
    /// Processes for each model and library
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..), default_value = "5")]
    rounds: u32,
    /// Folder for the figures and the report; a new one below target/neural-bench where none is named
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Make the report of the figures in this folder again, and measure nothing
    #[arg(long, value_name = "DIR", conflicts_with_all = ["out", "rounds"])]
    again: Option<PathBuf>,
}

/// Measures; false where something failed.
///
/// # Errors
/// Where nothing can be measured.
pub fn run(arguments: &Arguments) -> Result<bool> {
    let (folder, evidence) = match &arguments.again {
        Some(folder) => (folder.clone(), Evidence::read(folder)?),
        None => {
            let folder = arguments.out.clone();
            let folder = folder.unwrap_or_else(|| results::new_folder("limits", SystemTime::now()));
            let run = Run {
                plan: arguments.settings.plan()?,
                models: arguments.settings.models.clone(),
                backends: arguments.settings.backends(),
                rounds: arguments.rounds as usize,
            };
            let evidence = shown(|tell| run.run(&folder, tell))?;
            (folder, evidence)
        }
    };
    let text = limits::markdown(&evidence);
    let path = folder.join("report.md");
    write_atomic(&path, &text)?;
    println!("{text}");
    eprintln!("wrote {}", path.display());
    Ok(evidence.processes.iter().all(|it| it.failed.is_none()))
}
