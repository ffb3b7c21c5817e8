//! Which benchmarks the command line selects.
//!
//! Criterion parses the command line itself and tells nobody what it found. The suite needs to know
//! before it loads a library and trains; so this reads the same arguments once more. Criterion stays
//! the judge: what is unknown here is selected, and Criterion complains about what it does not know.

use clap::{Arg, ArgAction, Command};
use regex::Regex;

/// What the target is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// Name the benchmarks.
    List,
    /// Run them.
    Run {
        /// Each once, without measuring: `--test`.
        quickly: bool,
    },
}

/// Which benchmarks the command line selects.
#[derive(Debug)]
pub(super) struct Selection {
    mode: Mode,
    filter: Filter,
    /// Whether the user chose how long to measure.
    pub(super) own_time: bool,
}

#[derive(Debug)]
enum Filter {
    All,
    Matching(Regex),
    Exactly(String),
}

/// Criterion's options that take a value.
const VALUED: [(&str, Option<char>); 15] = [
    ("color", Some('c')),
    ("save-baseline", Some('s')),
    ("baseline", Some('b')),
    ("baseline-lenient", None),
    ("format", None),
    ("profile-time", None),
    ("load-baseline", None),
    ("sample-size", None),
    ("warm-up-time", None),
    ("measurement-time", None),
    ("nresamples", None),
    ("noise-threshold", None),
    ("confidence-level", None),
    ("significance-level", None),
    ("plotting-backend", None),
];

impl Selection {
    /// The selection of this process' command line.
    pub(super) fn from_args() -> Self {
        Self::parse(std::env::args())
    }

    fn parse(arguments: impl IntoIterator<Item = String>) -> Self {
        let flag = |name: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue);
        let valued = VALUED.map(|(name, short)| {
            let argument = Arg::new(name).long(name).num_args(1);
            match short {
                Some(short) => argument.short(short),
                None => argument,
            }
        });
        let matches = Command::new("bench")
            .ignore_errors(true)
            .disable_help_flag(true)
            .disable_version_flag(true)
            .args(valued)
            .args(["list", "test", "bench", "exact", "quiet", "quick"].map(flag))
            .arg(flag("verbose").short('v'))
            .arg(flag("noplot").short('n'))
            .arg(Arg::new("output-format").long("output-format").num_args(1))
            .arg(Arg::new("FILTER").index(1))
            .get_matches_from(arguments);
        let mode = if matches.get_flag("list") {
            Mode::List
        } else {
            Mode::Run {
                quickly: matches.get_flag("test") || !matches.get_flag("bench"),
            }
        };
        let filter = match matches.get_one::<String>("FILTER") {
            Some(text) if matches.get_flag("exact") => Filter::Exactly(text.clone()),
            Some(text) => Regex::new(text).map_or(Filter::All, Filter::Matching),
            None => Filter::All,
        };
        Self {
            mode,
            filter,
            own_time: matches.contains_id("measurement-time"),
        }
    }

    pub(super) fn mode(&self) -> Mode {
        self.mode
    }

    /// Whether a benchmark of this full name is selected.
    pub(super) fn wants(&self, id: &str) -> bool {
        match &self.filter {
            Filter::All => true,
            Filter::Matching(regex) => regex.is_match(id),
            Filter::Exactly(exact) => id == exact,
        }
    }

    /// Whether any benchmark of a cell is selected.
    pub(super) fn wants_group(&self, group: &str) -> bool {
        super::cell::NAMES
            .iter()
            .chain(&super::memory::NAMES)
            .any(|name| self.wants(&format!("{group}/{name}")))
    }
}

#[cfg(test)]
mod tests {
    use super::{Mode, Selection};

    fn parse(line: &str) -> Selection {
        Selection::parse(line.split(' ').map(str::to_owned))
    }

    #[test]
    fn a_filter_selects_as_criterion_does() {
        let selection = parse("bench --bench cnn/torch");
        assert!(selection.wants("cnn/torch/epoch/dsl"));
        assert!(!selection.wants("cnn/tensorflow/epoch/dsl"));
        assert!(selection.wants_group("cnn/torch"));
        assert!(!selection.wants_group("simple_mlp/torch"));
        assert_eq!(selection.mode(), Mode::Run { quickly: false });
    }

    #[test]
    fn the_value_of_an_option_is_no_filter() {
        let selection = parse("bench --bench --save-baseline cnn -c never --sample-size 20");
        assert!(selection.wants_group("simple_mlp/torch"));
    }

    #[test]
    fn exact_names_one_benchmark() {
        let selection = parse("bench --bench --exact cnn/torch/memory/process/dsl");
        assert!(selection.wants_group("cnn/torch"));
        assert!(selection.wants("cnn/torch/memory/process/dsl"));
        assert!(!selection.wants("cnn/torch/memory/process/dsl2"));
    }

    #[test]
    fn modes_are_criterions() {
        assert_eq!(parse("bench --bench --list").mode(), Mode::List);
        assert_eq!(
            parse("bench --bench --test").mode(),
            Mode::Run { quickly: true }
        );
        assert_eq!(parse("bench").mode(), Mode::Run { quickly: true });
    }
}
