//! Trains one model on every backend and sets the hand-written programs side by side.
//!
//! `cargo run --release --example compare_backends`
//!
//! One run shows the order of magnitude and no more: two medians of unpaired runs prove nothing.

use neural_bench::{Backend, Profile, Result, Suite};

fn main() -> Result<()> {
    let record = Suite::new()
        .models(["simple_mlp"])
        .profile(Profile::Quick)
        .epochs(2)
        .record(|_| ())?;
    for cell in &record.cells {
        let name = format!("{}/{}", cell.model, cell.backend);
        if let Some(reason) = &cell.failed {
            println!("{name:24} FAILED: {reason}");
            continue;
        }
        for (side, measured) in [("generated", &cell.dsl), ("by hand", &cell.handwritten)] {
            let Some(last) = measured.as_ref().and_then(|side| side.epochs.last()) else {
                continue;
            };
            println!(
                "{name:24} {side:10} {:8.0} images/s, accuracy {:.2} %",
                last.images as f64 / last.seconds,
                last.test_accuracy * 100.0,
            );
        }
    }
    let backends = Backend::ALL.map(Backend::as_str).join(" and ");
    println!("The same network, weights' seed and order of images on {backends}.");
    Ok(())
}
