//! The command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use neural_dsl::codegen::{Dtype, Optimization};
use neural_dsl::{Limits, Target};

/// Compiler of the Neural language: .neural files to Rust for PyTorch (tch) and TensorFlow.
#[derive(Parser)]
#[command(name = "neural", version)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Look up the names and values of each file and print its syntax tree as a line of JSON.
    Parse {
        /// Files to read; `-` is the standard input.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Take warnings for errors.
        #[arg(long)]
        deny_warnings: bool,
        #[command(flatten)]
        reading: Reading,
    },
    /// Write files in the canonical form: the same tokens, comments and lines, indented and spaced.
    Fmt {
        /// Files to write anew; `-` is the standard input, whose form goes to the standard output.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Change nothing; say which files are not in the form.
        #[arg(long)]
        check: bool,
        #[command(flatten)]
        reading: Reading,
    },
    /// Print a table of layers, shapes and parameters, as Keras does.
    Summary {
        /// The file to read; `-` is the standard input.
        file: PathBuf,
        #[command(flatten)]
        point: Point,
        #[command(flatten)]
        reading: Reading,
    },
    /// Print the graph of a network, with shapes and numbers of parameters.
    Graph {
        /// The file to read; `-` is the standard input.
        file: PathBuf,
        /// The language of the graph.
        #[arg(long, value_enum, default_value_t)]
        language: GraphLanguage,
        /// The network to take, where the file holds several.
        #[arg(long)]
        network: Option<String>,
        #[command(flatten)]
        point: Point,
        #[command(flatten)]
        reading: Reading,
    },
    /// Print what completes the commands of this program in a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
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
        /// fused-optimizer, short-masks, in-place, keep-memory or onednn-dense.
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
pub(crate) struct Reading {
    /// Read files of more than 1 MB too.
    #[arg(long)]
    pub(crate) large: bool,
    /// How errors and warnings are shown: as text, or for editors as a line of JSON each.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// How errors and warnings are shown.
#[derive(clap::ValueEnum, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Format {
    /// With the lines that they speak of.
    #[default]
    Text,
    /// A JSON object on a line for each.
    Json,
}

#[derive(clap::Args, Clone, Default)]
pub(crate) struct Point {
    /// Take this value for `HPO(…)` under that name, or for a bare word.
    #[arg(long, value_name = "NAME=VALUE", value_parser = assignment)]
    pub(crate) set: Vec<(String, String)>,
}

fn assignment(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write NAME=VALUE")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

impl Reading {
    pub(crate) fn limits(self) -> Limits {
        if self.large {
            Limits::NONE
        } else {
            Limits::default()
        }
    }
}

/// The language of a graph.
#[derive(clap::ValueEnum, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum GraphLanguage {
    /// A flowchart for Markdown.
    #[default]
    Mermaid,
    /// For Graphviz.
    Dot,
}
