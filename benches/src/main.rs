//! `neural-bench`: runs the suite without Criterion, makes reports, and verifies the set-up.
//!
//! It links no native library; workers do that.

mod cli;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use neural_bench::plan::{Plan, Profile};
use neural_bench::suite::Progress;
use neural_bench::{Report, Result, Suite, results, verify};

use cli::settings::Settings;

/// What it costs to write a network in the Neural language instead of by hand.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Train and measure the models, each in fresh processes, and print a table
    Run(Run),
    /// Compare generated with hand-written programs in pairs, with controls, until the time is up, and give
    /// a verdict on each quantity. Ends with 1 where something failed or is void, or a primary cell is worse
    Compare(cli::compare::Arguments),
    /// Measure the generated programs beside PyTorch and Keras in Python, on the very same libraries. Ends with 1
    /// where one trains another network, or fails
    Peers(cli::peers::Arguments),
    /// Measure how near the generated programs come to what the library and the memory do of the same shapes,
    /// and where the time of a step goes. Ends with 1 where something failed
    Limits(cli::limits::Arguments),
    /// Measure the compiler alone: where its time goes, and on request the language's Python package beside it. Ends with
    /// 1 where something failed
    Compiler(cli::compiler::Arguments),
    /// Measure how costs grow with the images of a step and of an epoch, with the width and the depth of a network,
    /// and with the file that is compiled. Ends with 1 where something failed
    Growth(cli::growth::Arguments),
    /// Make the Markdown and the JSON from the records of the last run and from Criterion's; or, of the evidence
    /// of a comparison, the verdicts again
    Report {
        /// Evidence of `neural-bench compare`: a folder or .tar.zst
        bundle: Option<PathBuf>,
        /// Another margin for times than the one that was fixed before
        #[arg(long, value_name = "PERCENT", requires = "bundle", value_parser = cli::compare::percent)]
        margin: Option<f64>,
        /// Another margin for memory
        #[arg(long, value_name = "PERCENT", requires = "bundle", value_parser = cli::compare::percent)]
        memory_margin: Option<f64>,
        /// Older evidence: what changed since
        #[arg(long, value_name = "BUNDLE", requires = "bundle")]
        against: Option<PathBuf>,
        /// Folder of the records, or for what is made of the evidence; the reports are written there
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Check the set-up and that every network is the same in all its programs
    Verify,
}

#[derive(Debug, Args)]
struct Run {
    #[command(flatten)]
    settings: Settings,
    /// Train that many epochs, whatever the networks say
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    epochs: Option<u32>,
    /// Write the report as Markdown, too
    #[arg(long)]
    report: bool,
    /// Write the report as JSON, too
    #[arg(long)]
    json: bool,
    /// Folder of the record and the reports
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Run(arguments) => run(arguments),
        Command::Compare(arguments) => cli::compare::run(arguments),
        Command::Peers(arguments) => cli::peers::run(&arguments),
        Command::Limits(arguments) => cli::limits::run(&arguments),
        Command::Compiler(arguments) => cli::compiler::run(&arguments),
        Command::Growth(arguments) => cli::growth::run(&arguments),
        Command::Report {
            bundle: Some(bundle),
            margin,
            memory_margin,
            against,
            out,
        } => cli::compare::again(&cli::compare::Again {
            bundle,
            margin,
            memory_margin,
            out,
            against,
        }),
        Command::Report { out, .. } => make_report(&out.unwrap_or_else(results::folder)),
        Command::Verify => check(),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Runs the suite; false where a cell failed.
fn run(arguments: Run) -> Result<bool> {
    let mut plan = arguments.settings.plan()?;
    plan.epochs = arguments.epochs.map(|n| n as usize);
    let suite = Suite::new()
        .plan(plan)
        .backends(arguments.settings.backends())
        .models(arguments.settings.models);
    let bar = Bar::new();
    let record = suite.record(|progress| bar.show(&progress));
    bar.finish();
    let record = record?;

    let out = arguments.out.unwrap_or_else(results::folder);
    let path = out.join("run.json");
    record.write(&path)?;
    let report = Report::from_record(record);
    println!("{}", report.table());
    eprintln!("wrote {}", path.display());
    if arguments.report {
        let path = out.join("report.md");
        report.write_markdown(&path)?;
        eprintln!("wrote {}", path.display());
    }
    if arguments.json {
        let path = out.join("report.json");
        report.write_json(&path)?;
        eprintln!("wrote {}", path.display());
    }
    // The table says what failed.
    Ok(report.failed().is_empty())
}

/// Makes the reports again from what was kept; false where a cell failed.
fn make_report(folder: &Path) -> Result<bool> {
    let criterion = results::criterion_folder();
    let report = Report::read(folder, criterion.exists().then_some(criterion.as_path()))?;
    for path in report.write(folder)? {
        println!("wrote {}", path.display());
    }
    let failures = report.failed();
    for failure in &failures {
        eprintln!("FAILED {failure}");
    }
    Ok(failures.is_empty())
}

/// Verifies the set-up; false where something failed.
fn check() -> Result<bool> {
    let mut plan = Plan::from_env()?;
    // Sameness needs a few batches and no more.
    plan.profile = Profile::Quick;
    let (mut good, mut bad) = (0, 0);
    let all = verify::verify(&plan, |check| {
        match check.outcome {
            Ok(_) => good += 1,
            Err(_) => bad += 1,
        }
        println!("{check}");
    });
    println!("{good} ok, {bad} failed");
    Ok(all)
}

/// The progress of a run.
struct Bar(ProgressBar);

impl Bar {
    fn new() -> Self {
        let style = ProgressStyle::with_template("[{elapsed_precise}] {bar:24} {pos}/{len} {msg}")
            .expect("the template names known fields");
        let bar = ProgressBar::new(0).with_style(style);
        bar.enable_steady_tick(Duration::from_millis(500));
        Self(bar)
    }

    fn show(&self, progress: &Progress) {
        match progress {
            Progress::Cell {
                number,
                count,
                name,
            } => {
                self.0.set_length(*count as u64);
                self.0.set_position(*number as u64);
                self.0.set_prefix(name.clone());
                self.0.set_message(name.clone());
            }
            Progress::Part(part) => {
                self.0.set_message(format!("{}: {part}", self.0.prefix()));
            }
            Progress::Epoch { number, epoch } => self.0.set_message(format!(
                "{}: epoch {}, {:.2} s, loss {:.4}, test accuracy {:.2} %",
                self.0.prefix(),
                number + 1,
                epoch.seconds,
                epoch.train_loss,
                epoch.test_accuracy * 100.0
            )),
        }
    }

    fn finish(&self) {
        self.0.finish_and_clear();
    }
}
