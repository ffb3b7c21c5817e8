//! Rates, and the table that they make.

use std::fmt;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use neural_statistics::{Interval, proportion};

use crate::source::Source;

/// Experiments behind every rate of false verdicts.
pub const EXPERIMENTS: u64 = 10_000;

/// How often something happened.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rate {
    pub count: u64,
    pub trials: u64,
}

impl Rate {
    pub fn add(&mut self, happened: bool) {
        self.count += u64::from(happened);
        self.trials += 1;
    }

    /// Of [`EXPERIMENTS`] with a stream of their own.
    pub fn of(seed: u64, mut experiment: impl FnMut(&mut Source) -> bool) -> Self {
        let mut source = Source::new(seed);
        let mut rate = Self::default();
        for _ in 0..EXPERIMENTS {
            rate.add(experiment(&mut source));
        }
        rate
    }

    pub fn value(&self) -> f64 {
        self.count as f64 / self.trials as f64
    }

    /// The 99 % interval.
    pub fn interval(&self) -> Interval {
        proportion(self.count, self.trials, 0.99)
    }
}

/// One place in the table.
pub enum Cell {
    Text(String),
    /// A rate of false verdicts for which the 5 % are promised.
    Promised(Rate),
    /// One for which they are not.
    Unpromised(Rate),
    /// A rate that ought to be high, or that has no bound.
    Plain(Rate),
}

impl Cell {
    pub fn text(text: impl fmt::Display) -> Self {
        Self::Text(text.to_string())
    }

    pub fn error(rate: Rate, promised: bool) -> Self {
        match promised {
            true => Self::Promised(rate),
            false => Self::Unpromised(rate),
        }
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Plain(rate) => write!(f, "{:.1} %", 100.0 * rate.value()),
            Self::Promised(rate) | Self::Unpromised(rate) => {
                let Interval { low, high } = rate.interval();
                let [value, low, high] = [rate.value(), low, high].map(|rate| 100.0 * rate);
                let mark = if low > 5.0 { "**" } else { "" };
                write!(f, "{mark}{value:.2}{mark} ({low:.2} to {high:.2})")
            }
        }
    }
}

pub type Row = Vec<Cell>;

/// What makes some rows of a section; each has seeds of its own, so their order does not matter.
pub type Job = Box<dyn Fn() -> Vec<Row> + Send + Sync>;

/// A part of the table under its own heading.
pub struct Section {
    pub title: &'static str,
    pub text: &'static str,
    pub header: &'static [&'static str],
    pub jobs: Vec<Job>,
}

/// Makes all rows, on as many threads as there are, and gives them by section.
pub fn compute(sections: &[Section]) -> Vec<Vec<Row>> {
    let jobs: Vec<(usize, &Job)> = (0..)
        .zip(sections)
        .flat_map(|(number, section)| section.jobs.iter().map(move |job| (number, job)))
        .collect();
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let place = next.fetch_add(1, Relaxed);
                    let Some((number, job)) = jobs.get(place) else {
                        break;
                    };
                    let rows = job();
                    done.lock()
                        .expect("no thread died")
                        .push((place, *number, rows));
                }
            });
        }
    });
    let mut done = done.into_inner().expect("no thread died");
    done.sort_by_key(|(place, ..)| *place);
    let mut rows: Vec<Vec<Row>> = sections.iter().map(|_| Vec::new()).collect();
    for (_, number, more) in done {
        rows[number].extend(more);
    }
    rows
}

pub fn markdown(sections: &[Section], rows: &[Vec<Row>]) -> String {
    let mut text = String::new();
    for (section, rows) in sections.iter().zip(rows) {
        text += &format!("\n### {}\n\n{}\n\n", section.title, section.text);
        text += &format!("| {} |\n", section.header.join(" | "));
        text += &format!("|{}\n", "---|".repeat(section.header.len()));
        for row in rows {
            assert_eq!(row.len(), section.header.len(), "{}", section.title);
            let cells: Vec<String> = row.iter().map(Cell::to_string).collect();
            text += &format!("| {} |\n", cells.join(" | "));
        }
    }
    text
}
