//! Trains one model on one backend, generated and hand-written, and prints the report.
//!
//! `cargo run --release --example run_one_model`

use neural_bench::suite::Suite;
use neural_bench::{Backend, Profile, Result};

fn main() -> Result<()> {
    let report = Suite::new()
        .backends([Backend::Torch])
        .models(["simple_mlp"])
        .profile(Profile::Quick)
        .epochs(2)
        .run()?;
    println!("{}", report.to_markdown());

    // The same as files, whole or not at all.
    let folder = tempfile::tempdir()?;
    report.write_markdown(folder.path().join("report.md"))?;
    report.write_json(folder.path().join("report.json"))?;
    anyhow::ensure!(report.failed().is_empty(), "something failed; see above");
    Ok(())
}
