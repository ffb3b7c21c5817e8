//! Reads the JSON of two runs and compares them.
//!
//! `cargo run --release --example compare_runs -- old/report.json new/report.json`
//!
//! Times of two runs at two times are not comparable on a shared machine; what can be compared is how
//! the generated program stands to its twin in each.

use std::env;

use neural_bench::report::{Report, compare, read_report};
use neural_bench::{Backend, Profile, Result, Suite};

fn main() -> Result<()> {
    let mut paths = env::args_os().skip(1);
    let (old, new) = match (paths.next(), paths.next()) {
        (Some(old), Some(new)) => (read_report(old)?, read_report(new)?),
        // With no files given, two short runs of our own are written and read again.
        _ => (short_run(1)?, short_run(2)?),
    };
    for cell in &new.cells {
        let name = format!("{}/{}", cell.model, cell.backend);
        let Some(before) = old.cell(&cell.model, &cell.backend) else {
            println!("{name}: not in the old run");
            continue;
        };
        println!("{name}: generated against hand-written, then and now");
        for (when, cell) in [("then", before), ("now", cell)] {
            let (Some(dsl), Some(twin)) = (&cell.dsl, &cell.handwritten) else {
                println!("  {when}: one side is missing");
                continue;
            };
            for difference in compare(dsl, twin) {
                println!("  {when:5} {difference:?}");
            }
        }
    }
    Ok(())
}

/// A short run whose report goes through a file.
fn short_run(seed: i64) -> Result<Report> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("report.json");
    Suite::new()
        .backends([Backend::Torch])
        .models(["simple_mlp"])
        .profile(Profile::Quick)
        .epochs(1)
        .seed(seed)
        .run()?
        .write_json(&path)?;
    read_report(&path)
}
