//! Trains one model on one backend, generated and hand-written, and prints the report.
//!
//! `cargo run --release --example run_one_model`

use neural_bench::suite::Suite;
use neural_bench::{Backend, Profile, Result, worker};

fn main() -> Result<()> {
    // The first backend that this build has: torch, unless it was left out.
    let backend = Backend::ALL.into_iter().find(|&it| worker::available(it));
    let report = Suite::new()
        .backends(backend)
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
