//! `neural-bench compare` and `neural-bench report BUNDLE`.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use anyhow::bail;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use neural_bench::compare::{self, Compare, Other, Progress};
use neural_bench::evidence::{Bundle, Margins};
use neural_bench::measure::Effort;
use neural_bench::verdict::{self, Verdicts};
use neural_bench::{Result, results};

use super::settings::{Settings, minutes};

/// How the programs are compared.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    settings: Settings,
    /// Time that the run may take, in minutes; of a run that goes on, all sittings together [default: 60]
    #[arg(long, value_name = "MINUTES", value_parser = minutes)]
    budget: Option<Duration>,
    /// Ratios of times this close to one count as equal; fixed before the run [default: 2%]
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    margin: Option<f64>,
    /// The same for memory [default: 1%]
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    memory_margin: Option<f64>,
    /// Folder for the evidence; a new one below target/neural-bench where none is named
    #[arg(long, value_name = "DIR", conflicts_with = "resume")]
    out: Option<PathBuf>,
    /// Go on with the run in this folder, which was stopped or has ended
    #[arg(
        long,
        value_name = "DIR",
        conflicts_with_all = [
            "models", "backends", "margin", "memory_margin", "quick", "profile", "threads", "seed"
        ]
    )]
    resume: Option<PathBuf>,
    /// Say what changed since: the evidence of an earlier run (a folder or .tar.zst), whose ratios are compared
    /// with these, or a revision of this repository, which is built and interleaved with this build
    #[arg(long, value_name = "BUNDLE|REVISION")]
    against: Option<String>,
    /// Pack the evidence into FOLDER.tar.zst, too
    #[arg(long)]
    archive: bool,
}

/// A report from evidence.
#[derive(Debug)]
pub struct Again {
    /// The evidence.
    pub bundle: PathBuf,
    /// Another margin for times, in percent.
    pub margin: Option<f64>,
    /// Another margin for memory, in percent.
    pub memory_margin: Option<f64>,
    /// Where the report is written; beside the evidence where none is named.
    pub out: Option<PathBuf>,
    /// Older evidence to compare with.
    pub against: Option<PathBuf>,
}

/// A share in percent: `2%` or `2`.
pub fn percent(text: &str) -> Result<f64, String> {
    let number: f64 = text
        .trim_end_matches('%')
        .trim_end()
        .parse()
        .map_err(|_| "give percent, such as 2%".to_owned())?;
    if number > 0.0 && number < 50.0 {
        Ok(number)
    } else {
        Err("give more than 0 % and less than 50 %".to_owned())
    }
}

/// Gathers evidence and says what it shows. False where something failed or is void, or a primary cell is
/// worse.
///
/// # Errors
/// Where nothing can be gathered.
pub fn run(arguments: Arguments) -> Result<bool> {
    let (older, other) = match &arguments.against {
        None => (None, None),
        Some(text) if Path::new(text).exists() => (Some(PathBuf::from(text)), None),
        Some(text) => (None, Some(other_build(text)?)),
    };
    // Before an hour is spent, not after.
    let older = older.map(|path| Bundle::read(&path)).transpose()?;
    // A run against a revision goes on against the same commit.
    let other = match (&arguments.resume, other) {
        (Some(folder), None) => match Bundle::read(folder)?.manifest.revision {
            Some(revision) => {
                let built = other_build(&revision.commit)?;
                Some(Other { revision, ..built })
            }
            None => None,
        },
        (_, other) => other,
    };
    let bar = Bar::new();
    let mut show = |progress: &Progress| bar.show(progress);
    let bundle = match &arguments.resume {
        Some(folder) => compare::resume(folder, arguments.budget, other.as_ref(), &mut show),
        None => {
            let folder = arguments.out.clone().unwrap_or_else(new_folder);
            begin(&arguments, other)?.run(&folder, &mut show)
        }
    };
    bar.0.finish_and_clear();
    let bundle = bundle?;
    let verdicts = verdict::assess(&bundle);
    let folder = bundle.report_folder();
    let fine = tell(&bundle, &verdicts, older.as_ref(), &folder)?;
    if arguments.archive {
        let file = PathBuf::from(format!("{}.tar.zst", bundle.folder().display()));
        bundle.pack(&file)?;
        eprintln!("wrote {}", file.display());
    }
    Ok(fine)
}

/// Makes the report of some evidence again. The answer is that of [`run`].
///
/// # Errors
/// Where there is no evidence, or it is not whole.
pub fn again(arguments: &Again) -> Result<bool> {
    let bundle = Bundle::read(&arguments.bundle)?;
    let fixed = bundle.manifest.margins;
    let margins = Margins {
        time_percent: arguments.margin.unwrap_or(fixed.time_percent),
        memory_percent: arguments.memory_margin.unwrap_or(fixed.memory_percent),
    };
    let older = arguments.against.as_deref().map(Bundle::read).transpose()?;
    let verdicts = verdict::assess_within(&bundle, margins);
    let folder = match (&arguments.out, arguments.bundle.is_dir()) {
        (Some(folder), _) => folder.clone(),
        // The report of the run itself stays as it is.
        (None, true) if margins != fixed => bundle.folder().join(format!(
            "report-{}-{}",
            margins.time_percent, margins.memory_percent
        )),
        (None, true) => bundle.report_folder(),
        (None, false) => bail!("say with --out where the report of an archive is to be written"),
    };
    tell(&bundle, &verdicts, older.as_ref(), &folder)
}

/// Writes the report and prints the summary.
fn tell(
    bundle: &Bundle,
    verdicts: &Verdicts,
    older: Option<&Bundle>,
    folder: &Path,
) -> Result<bool> {
    let changes = older.map(|older| {
        let then = verdict::assess_within(older, verdicts.margins);
        verdict::changes((bundle, verdicts), (older, &then))
    });
    let files = verdict::write(folder, bundle, verdicts, changes.as_ref())?;
    println!("{}", verdict::summary(verdicts, changes.as_ref()));
    for file in files {
        eprintln!("wrote {}", file.display());
    }
    if let Some(hash) = &bundle.hash {
        eprintln!("evidence {hash}");
    }
    Ok(match changes {
        Some(changes) => changes.acceptable,
        None => verdicts.answer.acceptable,
    })
}

fn begin(arguments: &Arguments, other: Option<Other>) -> Result<Compare> {
    let plan = arguments.settings.plan()?;
    let fixed = Margins::default();
    Ok(Compare {
        seed: plan.seed.unsigned_abs(),
        plan,
        models: arguments.settings.models.clone(),
        backends: arguments.settings.backends(),
        margins: Margins {
            time_percent: arguments.margin.unwrap_or(fixed.time_percent),
            memory_percent: arguments.memory_margin.unwrap_or(fixed.memory_percent),
        },
        effort: Effort::default(),
        budget: arguments.budget.unwrap_or(compare::BUDGET),
        other,
    })
}

fn other_build(revision: &str) -> Result<Other> {
    eprintln!("building {revision}");
    compare::build(revision)
}

fn new_folder() -> PathBuf {
    results::new_folder("compare", SystemTime::now())
}

/// The progress of a run.
struct Bar(ProgressBar);

impl Bar {
    fn new() -> Self {
        let style = ProgressStyle::with_template("[{elapsed_precise}] {bar:24} {msg}")
            .expect("the template names known fields");
        let bar = ProgressBar::new(1).with_style(style);
        bar.enable_steady_tick(Duration::from_millis(500));
        Self(bar)
    }

    fn show(&self, progress: &Progress) {
        match progress {
            Progress::Before(what) => self.0.set_message(what.clone()),
            Progress::Failed(what) => self.0.suspend(|| eprintln!("FAILED {what}")),
            Progress::Process {
                unit,
                number,
                base,
                round,
                used,
                budget,
                base_left,
            } => {
                self.0.set_length(budget.as_secs());
                self.0.set_position(used.as_secs());
                let left = whole_minutes(budget.saturating_sub(*used));
                let place = match round {
                    0 => format!("{number} of {base}"),
                    round => format!("{number}, round {round}"),
                };
                // Too small a budget ends before anything can be decided.
                let short = base_left.is_some_and(|rest| *round == 0 && *used + rest > *budget);
                let warning = match (short, base_left) {
                    (true, Some(rest)) => {
                        format!(", too short: the base needs {} more", whole_minutes(*rest))
                    }
                    _ => String::new(),
                };
                self.0
                    .set_message(format!("ends in {left}{warning}; {place}: {unit}"));
            }
        }
    }
}

fn whole_minutes(time: Duration) -> String {
    format!("{} min", time.as_secs().div_ceil(60))
}
