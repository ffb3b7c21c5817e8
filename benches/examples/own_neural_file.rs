//! Checks a `.neural` file of your own and shows what would be compiled from it.
//!
//! `cargo run --release --example own_neural_file -- path/to/file.neural`
//!
//! To have it measured, copy it into `dsl/`: the next `cargo bench` has a group for it on both
//! backends, with no line of Rust.

use std::env;
use std::fs;
use std::path::PathBuf;

use neural_bench::Result;
use neural_dsl::Target;

fn main() -> Result<()> {
    let own = env::args_os().nth(1).map(PathBuf::from);
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/../dsl/simple_mlp.neural");
    let path = own.unwrap_or_else(|| PathBuf::from(sample));
    let text = fs::read_to_string(&path)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();

    let checked = match neural_dsl::check(&text) {
        Ok(checked) => checked,
        Err(faults) => {
            // Places, source lines and hints, as `neural check` prints them.
            eprintln!("{}", neural_dsl::render(&name, &text, &faults));
            anyhow::bail!("{name} does not check");
        }
    };
    eprint!("{}", neural_dsl::render(&name, &text, &checked.warnings));
    for network in &checked.networks {
        println!("network {}", network.name);
        for node in &network.nodes {
            println!("  {:16} {}", node.name, node.shape);
        }
        println!("  {} parameters", network.parameter_count());
        for target in Target::ALL {
            match neural_dsl::generate(network, &name, target) {
                Ok(program) => println!("  {target}: {} lines", program.lines().count()),
                Err(faults) => eprintln!("{}", neural_dsl::render(&name, &text, &faults)),
            }
        }
    }
    Ok(())
}
