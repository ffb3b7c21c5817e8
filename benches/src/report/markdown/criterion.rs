//! Criterion's own figures.

use crate::report::document::{Benchmark, Report, Unit};
use crate::report::table::{Table, escaped};
use crate::report::unit::{self, Kind};

pub(super) fn write(report: &Report, text: &mut String) {
    if report.criterion.is_empty() {
        return;
    }
    let (covered, others): (Vec<_>, Vec<_>) =
        report.criterion.iter().partition(|it| it.run.is_some());
    text.push_str("\n## Criterion\n");
    if !covered.is_empty() {
        text.push_str(
            "\nThe medians that Criterion estimated, with their confidence intervals.\n\n",
        );
        text.push_str(&table(&covered));
    }
    if !others.is_empty() {
        text.push_str(
            "\nNo record above covers these: they are of another time, or their target keeps none. \
             Profile, threads and commit may be others, and nothing above is made from them.\n\n",
        );
        text.push_str(&table(&others));
    }
}

fn table(benchmarks: &[&Benchmark]) -> String {
    let mut table = Table::new(1, &["benchmark", "median", "interval", "level", "samples"]);
    for benchmark in benchmarks {
        let kind = match benchmark.unit {
            Unit::Seconds => Kind::Seconds,
            Unit::Bytes => Kind::Bytes,
        };
        table.row(vec![
            escaped(&benchmark.full_id),
            unit::figure(kind, benchmark.median),
            unit::range(kind, benchmark.median_lower, benchmark.median_upper),
            format!("{:.0} %", benchmark.confidence_level * 100.0),
            benchmark.samples.len().to_string(),
        ]);
    }
    table.markdown()
}
