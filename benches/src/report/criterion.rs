//! Criterion's folder, as version 0.8 lays it out: one folder for each benchmark, in it `new/` with
//! the last figures as `benchmark.json`, `estimates.json` and `sample.json`.
//!
//! Names of folders are cut short and cleaned of slashes, so names come from `benchmark.json` only.

use std::fs::{self, File};
use std::io::BufReader;
use std::path::Path;
use std::time::SystemTime;

use anyhow::Context;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::document::{Benchmark, Unit};
use crate::Result;

/// Criterion's times are in nanoseconds.
const SECONDS: f64 = 1e-9;

/// What a folder of Criterion's holds.
pub(super) struct Folder {
    /// The benchmarks by their full id, each with the time at which its figures were written.
    pub(super) benchmarks: Vec<(Benchmark, SystemTime)>,
    /// What could not be read.
    pub(super) notes: Vec<String>,
}

impl Folder {
    /// Reads all benchmarks below a folder. One that is broken is left out with a note; a folder
    /// that is missing holds none.
    pub(super) fn read(root: &Path) -> Self {
        let mut folder = Self {
            benchmarks: Vec::new(),
            notes: Vec::new(),
        };
        folder.visit(root, root);
        folder
            .benchmarks
            .sort_by(|(one, _), (other, _)| one.full_id.cmp(&other.full_id));
        folder.notes.sort();
        folder
    }

    fn visit(&mut self, root: &Path, path: &Path) {
        // What cannot be listed holds no figures for us, as with Criterion itself.
        for entry in fs::read_dir(path).into_iter().flatten().flatten() {
            // Symbolic links are not followed, so that no circle is.
            if !entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                continue;
            }
            let path = entry.path();
            if !path.join("benchmark.json").exists() {
                self.visit(root, &path);
            } else if entry.file_name() == "new" {
                match benchmark(&path) {
                    Ok(found) => self.benchmarks.push(found),
                    Err(error) => {
                        let place = path.strip_prefix(root).unwrap_or(&path);
                        let place = place.display();
                        self.notes.push(format!(
                            "Criterion's figures in `{place}` are left out: {error:#}."
                        ));
                    }
                }
            }
        }
    }
}

fn benchmark(folder: &Path) -> Result<(Benchmark, SystemTime)> {
    let id: Id = read(folder, "benchmark.json")?;
    let estimates: Estimates = read(folder, "estimates.json")?;
    let sample: Sample = read(folder, "sample.json")?;
    let written = folder.join("estimates.json").metadata()?.modified()?;
    anyhow::ensure!(
        sample.times.len() == sample.iters.len() && sample.iters.iter().all(|count| *count > 0.0),
        "sample.json does not fit together"
    );
    // Our measurement of memory has groups of its own; all others measure time.
    let (unit, factor) = match id.group_id.ends_with("/memory") {
        true => (Unit::Bytes, 1.0),
        false => (Unit::Seconds, SECONDS),
    };
    let samples = sample.times.iter().zip(&sample.iters);
    let median = estimates.median;
    let benchmark = Benchmark {
        full_id: id.full_id,
        group_id: id.group_id,
        function_id: id.function_id,
        run: None,
        unit,
        median: median.point_estimate * factor,
        median_lower: median.confidence_interval.lower_bound * factor,
        median_upper: median.confidence_interval.upper_bound * factor,
        confidence_level: median.confidence_interval.confidence_level,
        samples: samples.map(|(time, count)| time / count * factor).collect(),
        elements: id.throughput.and_then(|throughput| throughput.elements),
    };
    Ok((benchmark, written))
}

fn read<T: DeserializeOwned>(folder: &Path, name: &str) -> Result<T> {
    let file = File::open(folder.join(name)).with_context(|| name.to_owned())?;
    serde_json::from_reader(BufReader::new(file)).with_context(|| name.to_owned())
}

/// `benchmark.json`, as far as it is of use here.
#[derive(Deserialize)]
struct Id {
    full_id: String,
    group_id: String,
    function_id: Option<String>,
    throughput: Option<Throughput>,
}

#[derive(Deserialize)]
struct Throughput {
    #[serde(rename = "Elements")]
    elements: Option<u64>,
}

/// `estimates.json`, as far as it is of use here.
#[derive(Deserialize)]
struct Estimates {
    median: Estimate,
}

#[derive(Deserialize)]
struct Estimate {
    point_estimate: f64,
    confidence_interval: Interval,
}

#[derive(Deserialize)]
struct Interval {
    confidence_level: f64,
    lower_bound: f64,
    upper_bound: f64,
}

/// `sample.json`: the sum over the iterations of each sample, and their number.
#[derive(Deserialize)]
struct Sample {
    iters: Vec<f64>,
    times: Vec<f64>,
}
