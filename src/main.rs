//! The program `neural`: prints trees, checks files, writes programs.
//!
//! Exit status: 0; 1 for a fault of a file; 2 for wrong usage.

mod cli;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use neural_dsl::codegen::{Optimizations, Options};
use neural_dsl::{Checked, Network, Target, view};

use cli::arguments::{Arguments, Command, GraphLanguage, Point, Reading};
use cli::output::{Failure, complain, print, write_whole};
use cli::source::Source;

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
        Command::Parse {
            files,
            deny_warnings,
            reading,
        } => each(&files, |file| parse(file, deny_warnings, reading)),
        Command::Fmt {
            files,
            check,
            reading,
        } => each(&files, |file| format(file, check, reading)),
        Command::Summary {
            file,
            point,
            reading,
        } => each(&[file], |file| {
            let source = Source::read(file, reading)?;
            let Checked { networks, warnings } = source.check(&point)?;
            complain(&source.render(&warnings));
            let tables: Vec<String> = networks.iter().map(view::summary).collect();
            print(&tables.join("\n"))
        }),
        Command::Graph {
            file,
            language,
            network,
            point,
            reading,
        } => each(&[file], |file| {
            let source = Source::read(file, reading)?;
            let Checked { networks, warnings } = source.check(&point)?;
            complain(&source.render(&warnings));
            let network = choose(&source, &networks, network.as_deref())?;
            print(&match language {
                GraphLanguage::Mermaid => view::mermaid(network),
                GraphLanguage::Dot => view::dot(network),
            })
        }),
        Command::Completions { shell } => {
            let mut text = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "neural", &mut text);
            match print(&String::from_utf8_lossy(&text)) {
                Ok(()) => Status::Success,
                Err(_) => Status::Fault,
            }
        }
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

fn parse(file: &Path, deny_warnings: bool, reading: Reading) -> Result<(), Failure> {
    let source = Source::read(file, reading)?;
    let (tree, warnings) = neural_dsl::inspect(&source.text, reading.limits())
        .map_err(|faults| source.failure(&faults))?;
    if deny_warnings && !warnings.is_empty() {
        return Err(source.failure(&warnings));
    }
    complain(&source.render(&warnings));
    let json =
        serde_json::to_string(&tree).map_err(|error| Failure::File(format!("error: {error}\n")))?;
    print(&format!("{json}\n"))
}

/// Writes a file in the canonical form, or says that it is not in it.
fn format(file: &Path, check: bool, reading: Reading) -> Result<(), Failure> {
    let source = Source::read(file, reading)?;
    let formatted = neural_dsl::format(&source.text, source.limits)
        .map_err(|faults| source.failure(&faults))?;
    if file == Path::new("-") && !check {
        return print(&formatted);
    }
    match (formatted == source.text, check) {
        (true, _) => Ok(()),
        (false, true) => {
            let message = format!("{} is not in the canonical form\n", source.path);
            Err(Failure::File(message))
        }
        (false, false) => write_whole(file, &formatted),
    }
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
