//! `neural-bench compiler`.

use std::env;
use std::path::PathBuf;
use std::process::Command;
use std::time::SystemTime;

use clap::Args;
use indicatif::ProgressBar;
use neural_bench::compiler::{self, Effort, Evidence, SCHEMA};
use neural_bench::report::write_atomic;
use neural_bench::{Result, environment, results};

/// How the compiler is measured.
#[derive(Debug, Args)]
pub struct Arguments {
    /// How often each stage of each file is timed
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..), default_value = "300")]
    rounds: u32,
    /// Measure the Python package of the language, too; the first time that fetches some gigabytes
    #[arg(long)]
    python: bool,
    /// Processes of each side beside the package
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..), default_value = "10", requires = "python")]
    processes: u32,
    /// Folder for the figures and the report; a new one below target/neural-bench where none is named
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Make the report of the figures in this folder again, and measure nothing
    #[arg(long, value_name = "DIR", conflicts_with_all = ["out", "python"])]
    again: Option<PathBuf>,
    /// Be a process of this side: compile as this JSON says, and answer
    #[arg(long, value_name = "JSON", hide = true, conflicts_with_all = ["out", "python", "again"])]
    answer: Option<String>,
}

/// Measures the compiler. False where a file or a process failed.
///
/// # Errors
/// Where nothing can be measured.
pub fn run(arguments: &Arguments) -> Result<bool> {
    if let Some(request) = &arguments.answer {
        let figures = compiler::answer(&serde_json::from_str(request)?)?;
        println!("{}", serde_json::to_string(&figures)?);
        return Ok(true);
    }
    let (folder, evidence) = match &arguments.again {
        Some(folder) => (folder.clone(), Evidence::read(folder)?),
        None => {
            let folder = arguments.out.clone().unwrap_or_else(new_folder);
            let bar = ProgressBar::new_spinner();
            // It draws now and then, and not in a thread of its own beside what is measured.
            let evidence = measure(arguments, |what| {
                bar.set_message(what);
                bar.tick();
            });
            bar.finish_and_clear();
            let evidence = evidence?;
            evidence.write(&folder)?;
            eprintln!("wrote {}", folder.join("compiler.json").display());
            (folder, evidence)
        }
    };
    let text = compiler::markdown(&evidence);
    write_atomic(folder.join("report.md"), &text)?;
    println!("{text}");
    eprintln!("wrote {}", folder.join("report.md").display());
    let mut attempts = evidence.beside.iter().flat_map(|it| &it.attempts);
    let whole = attempts.all(|attempt| attempt.failed.is_none());
    Ok(evidence.failures.is_empty() && whole)
}

fn measure(arguments: &Arguments, tell: impl Fn(String)) -> Result<Evidence> {
    let rounds = arguments.rounds as usize;
    let environment = environment::read();
    let (texts, failures) = compiler::measure(&compiler::sources()?, rounds, |round| {
        if round % 50 == 0 {
            tell(format!("stages, round {round}"));
        }
    })?;
    let beside = match arguments.python {
        false => None,
        true => Some(compiler::alternate(
            arguments.processes as usize,
            Effort::default(),
            ours,
            |what| tell(what.to_owned()),
        )?),
    };
    Ok(Evidence {
        schema: SCHEMA.to_owned(),
        environment,
        texts,
        failures,
        beside,
    })
}

/// A process of this side, to which the request is yet to be added.
fn ours() -> Result<Command> {
    let mut command = Command::new(env::current_exe()?);
    command.args(["compiler", "--answer"]);
    Ok(command)
}

fn new_folder() -> PathBuf {
    results::new_folder("compiler", SystemTime::now())
}
