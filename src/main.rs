//! The program `neural`: prints trees, checks files, writes programs.
//!
//! Exit status: 0; 1 for a fault of a file; 2 for wrong usage.

mod machine;

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use neural_dsl::codegen::{Dtype, Optimization, Optimizations, Options};
use neural_dsl::{Checked, Diagnostic, Limits, Network, Target};

/// Compiler of the Neural language: .neural files to Rust for PyTorch (tch) and TensorFlow.
#[derive(Parser)]
#[command(name = "neural", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Look up the names and values of each file and print its syntax tree as a line of JSON.
    Parse {
        /// Files to read; `-` is the standard input.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        #[command(flatten)]
        reading: Reading,
    },
    /// Say whether the networks of each file can be built, and all that is wrong with them.
    Check {
        /// Files to read; `-` is the standard input.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Take warnings for errors.
        #[arg(long)]
        deny_warnings: bool,
        #[command(flatten)]
        point: Point,
        #[command(flatten)]
        reading: Reading,
    },
    /// Print a Rust program that holds the whole of a network.
    Compile {
        /// The file to read; `-` is the standard input.
        file: PathBuf,
        /// What the program is for: torch or tensorflow.
        #[arg(long)]
        target: Target,
        /// What the program computes in: float32 or float64.
        #[arg(long, default_value_t)]
        dtype: Dtype,
        /// Do nothing for speed: the program that the framework's documentation would have you write.
        #[arg(long)]
        plain: bool,
        /// Leave this out of what is done for speed: pool-first, crop, channels-last,
        /// fused-optimizer, short-masks or in-place.
        #[arg(
            long,
            value_name = "OPTIMIZATION",
            conflicts_with = "plain",
            value_delimiter = ','
        )]
        without: Vec<Optimization>,
        /// Write the program here, whole or not at all.
        #[arg(short, long)]
        output: Option<PathBuf>,
        /// The network to take, where the file holds several.
        #[arg(long)]
        network: Option<String>,
        #[command(flatten)]
        point: Point,
        #[command(flatten)]
        reading: Reading,
    },
}

#[derive(clap::Args, Clone, Copy)]
struct Reading {
    /// Read files of more than 1 MB too.
    #[arg(long)]
    large: bool,
    /// How errors and warnings are shown: as text, or for editors as a line of JSON each.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// How errors and warnings are shown.
#[derive(clap::ValueEnum, Clone, Copy, PartialEq, Eq, Default)]
enum Format {
    /// With the lines that they speak of.
    #[default]
    Text,
    /// A JSON object on a line for each.
    Json,
}

#[derive(clap::Args, Clone, Default)]
struct Point {
    /// Take this value for `HPO(…)` under that name, or for a bare word.
    #[arg(long, value_name = "NAME=VALUE", value_parser = assignment)]
    set: Vec<(String, String)>,
}

fn assignment(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write NAME=VALUE")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

impl Reading {
    fn limits(self) -> Limits {
        if self.large {
            Limits::NONE
        } else {
            Limits::default()
        }
    }
}

/// Why a command stopped: a message for the standard error.
enum Failure {
    /// The file is at fault, or what reads and writes files.
    File(String),
    /// The command line does not fit the file.
    Usage(String),
}

/// What the exit status says.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Status {
    Success = 0,
    Fault = 1,
    Usage = 2,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let status = match arguments.command {
        Command::Parse { files, reading } => each(&files, |file| parse(file, reading)),
        Command::Check {
            files,
            deny_warnings,
            point,
            reading,
        } => each(&files, |file| check(file, deny_warnings, &point, reading)),
        Command::Compile {
            file,
            target,
            dtype,
            plain,
            without,
            output,
            network,
            point,
            reading,
        } => each(&[file], |file| {
            let source = Source::read(file, reading)?;
            let optimizations = match plain {
                true => Optimizations::NONE,
                false => (without.iter().copied()).fold(Optimizations::ALL, Optimizations::without),
            };
            let options = Options {
                dtype,
                optimizations,
            };
            let program = compile(&source, &point, target, &options, network.as_deref())?;
            match &output {
                Some(path) => write_whole(path, &program),
                None => print(&program),
            }
        }),
    };
    ExitCode::from(status as u8)
}

/// Does something with each file; the worst that came of it.
fn each(files: &[PathBuf], act: impl Fn(&Path) -> Result<(), Failure>) -> Status {
    let one = |file: &PathBuf| match act(file) {
        Ok(()) => Status::Success,
        Err(Failure::File(message)) => {
            complain(&message);
            Status::Fault
        }
        Err(Failure::Usage(message)) => {
            complain(&message);
            Status::Usage
        }
    };
    files.iter().map(one).max().unwrap_or(Status::Success)
}

/// Writes to the standard error; where that is closed nobody wants to know.
fn complain(message: &str) {
    let _ = io::stderr().write_all(message.as_bytes());
}

fn parse(file: &Path, reading: Reading) -> Result<(), Failure> {
    let source = Source::read(file, reading)?;
    let (tree, warnings) = neural_dsl::inspect(&source.text, reading.limits())
        .map_err(|faults| source.failure(&faults))?;
    complain(&source.render(&warnings));
    let json =
        serde_json::to_string(&tree).map_err(|error| Failure::File(format!("error: {error}\n")))?;
    print(&format!("{json}\n"))
}

fn check(file: &Path, deny_warnings: bool, point: &Point, reading: Reading) -> Result<(), Failure> {
    let source = Source::read(file, reading)?;
    let Checked { networks, warnings } = source.check(point)?;
    if deny_warnings && !warnings.is_empty() {
        return Err(source.failure(&warnings));
    }
    complain(&source.render(&warnings));
    let lines: String = networks
        .iter()
        .map(|network| summary(&source, network))
        .collect();
    print(&lines)
}

/// "cnn.neural: CNN: ok, 8 layers, 225034 parameters"
fn summary(source: &Source, network: &Network) -> String {
    let layers = counted(network.nodes.len() as u64, "layer");
    let parameters = counted(network.parameter_count(), "parameter");
    format!(
        "{}: {}: ok, {layers}, {parameters}\n",
        source.path, network.name
    )
}

fn counted(count: u64, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}

/// The text of a program for a network of the file.
fn compile(
    source: &Source,
    point: &Point,
    target: Target,
    options: &Options,
    network: Option<&str>,
) -> Result<String, Failure> {
    let Checked { networks, warnings } = source.check(point)?;
    complain(&source.render(&warnings));
    let network = choose(source, &networks, network)?;
    neural_dsl::generate_with(network, &source.name, target, options)
        .map_err(|faults| source.failure(&faults))
}

/// The network of a name, or the only one.
fn choose<'n>(
    source: &Source,
    networks: &'n [Network],
    name: Option<&str>,
) -> Result<&'n Network, Failure> {
    let names: Vec<&str> = networks
        .iter()
        .map(|network| network.name.as_str())
        .collect();
    let names = names.join(", ");
    let path = &source.path;
    match (name, networks) {
        (Some(name), _) => networks
            .iter()
            .find(|network| network.name == name)
            .ok_or_else(|| {
                Failure::Usage(format!(
                    "error: {path} has no network `{name}`; it has {names}\n"
                ))
            }),
        (None, [network]) => Ok(network),
        (None, _) => Err(Failure::Usage(format!(
            "error: {path} has several networks: choose one of {names} with --network\n"
        ))),
    }
}

/// A file's text with its names.
struct Source {
    /// As the user gave it.
    path: String,
    /// The last part of it, which generated programs show.
    name: String,
    text: String,
    limits: Limits,
    format: Format,
}

impl Source {
    fn read(file: &Path, reading: Reading) -> Result<Self, Failure> {
        let standard_input = file == Path::new("-");
        let path = if standard_input {
            "<stdin>".to_owned()
        } else {
            file.display().to_string()
        };
        let name = match file.file_name() {
            Some(name) if !standard_input => name.to_string_lossy().into_owned(),
            _ => path.clone(),
        };
        let bytes = if standard_input {
            let mut bytes = Vec::new();
            io::stdin().read_to_end(&mut bytes).map(|_| bytes)
        } else {
            fs::read(file)
        };
        let bytes = bytes
            .map_err(|error| Failure::File(format!("error: cannot read {path}: {error}\n")))?;
        let text = neural_dsl::decode(bytes).map_err(|fault| {
            Failure::File(neural_dsl::render(
                &path,
                &fault.text,
                &[fault.diagnostic()],
            ))
        })?;
        Ok(Self {
            path,
            name,
            text,
            limits: reading.limits(),
            format: reading.format,
        })
    }

    fn check(&self, point: &Point) -> Result<Checked, Failure> {
        neural_dsl::check_at(&self.text, self.limits, &point.set)
            .map_err(|faults| self.failure(&faults))
    }

    fn render(&self, diagnostics: &[Diagnostic]) -> String {
        match self.format {
            Format::Text => neural_dsl::render(&self.path, &self.text, diagnostics),
            Format::Json => machine::lines(&self.path, &self.text, diagnostics),
        }
    }

    fn failure(&self, diagnostics: &[Diagnostic]) -> Failure {
        Failure::File(self.render(diagnostics))
    }
}

/// Writes to the standard output. A reader that has gone away wants no more; that is no fault.
fn print(text: &str) -> Result<(), Failure> {
    let mut output = io::stdout().lock();
    match output
        .write_all(text.as_bytes())
        .and_then(|()| output.flush())
    {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::File(format!(
            "error: cannot write the result: {error}\n"
        ))),
        _ => Ok(()),
    }
}

/// Writes a file beside the target and renames it, so that nobody sees half a program.
fn write_whole(path: &Path, text: &str) -> Result<(), Failure> {
    let failure = |error: io::Error| {
        Failure::File(format!("error: cannot write {}: {error}\n", path.display()))
    };
    // A link stays one, and what is no file (a pipe, `/dev/stdout`) cannot be renamed over.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if path.exists() && !path.is_file() {
        return fs::write(&path, text).map_err(failure);
    }
    let Some(name) = path.file_name() else {
        return Err(failure(io::ErrorKind::IsADirectory.into()));
    };
    let part = path.with_file_name(format!(
        "{}.{}.part",
        name.to_string_lossy(),
        std::process::id()
    ));
    let written = fs::write(&part, text).and_then(|()| fs::rename(&part, &path));
    written.map_err(|error| {
        let _ = fs::remove_file(&part);
        failure(error)
    })
}
