//! Reads the evidence of a comparison and judges it within a margin of one's own: no native library, no machine of
//! the same kind is needed.
//!
//! `cargo run --release --example read_verdicts -- BUNDLE PERCENT`
//!
//! `BUNDLE` is what `neural-bench compare` left: a folder or a `.tar.zst`.

use std::env;
use std::path::PathBuf;

use neural_bench::Result;
use neural_bench::evidence::{Bundle, Margins};
use neural_bench::verdict::{assess_within, percent};

fn main() -> Result<()> {
    let mut arguments = env::args().skip(1);
    // With nothing given, the evidence that the suite's own tests read, and twice its margin.
    let made_up = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../fixtures/evidence/two_models"
    );
    let bundle = arguments.next().unwrap_or_else(|| made_up.to_owned());
    let time_percent = arguments.next().map_or(Ok(4.0), |text| text.parse())?;

    let bundle = Bundle::read(&PathBuf::from(bundle))?;
    let margins = Margins {
        time_percent,
        ..bundle.manifest.margins
    };
    let verdicts = assess_within(&bundle, margins);
    println!("{}", verdicts.answer.text);
    for group in &verdicts.groups {
        println!("{}/{}", group.model, group.backend);
        for reason in &group.void {
            println!("  VOID: {reason}");
        }
        for cell in &group.cells {
            let Some(estimate) = &cell.estimate else {
                println!("  {}: {}", cell.quantity, cell.text);
                continue;
            };
            let interval = estimate.interval_95;
            println!(
                "  {}: {}; ratio {:+.2} % [{:+.2}, {:+.2}] of {} processes",
                cell.quantity,
                cell.text,
                percent(estimate.mean),
                percent(interval.low),
                percent(interval.high),
                cell.processes,
            );
        }
    }
    Ok(())
}
