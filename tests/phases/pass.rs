//! The phases of the compiler over the pinned networks, for tests that count what one pass costs.

use std::hint::black_box;

use neural_dsl::codegen::Target;

/// The name of the pinned file.
const FILE: &str = "twenty_networks.neural";

/// The pinned networks.
pub const FIXTURE: &str = include_str!("../../fixtures/bench/twenty_networks.neural");

/// One pass of a phase (`parse`, `check`, `torch` or `tensorflow`) over the file, to be called as often as one likes; what
/// comes before the phase is done here, once. A pass drops what it makes.
pub fn pass(phase: &str) -> Box<dyn Fn()> {
    match phase {
        "parse" => Box::new(|| drop(black_box(neural_dsl::parse(black_box(FIXTURE))))),
        "check" => {
            let tree = neural_dsl::parse(FIXTURE).expect("the fixture parses");
            Box::new(move || drop(black_box(neural_dsl::lower(black_box(&tree)))))
        }
        target => {
            let target = Target::ALL
                .into_iter()
                .find(|known| known.name() == target)
                .expect("a phase is parse, check or a target");
            let checked = neural_dsl::check(FIXTURE).expect("the fixture checks");
            Box::new(move || {
                for network in black_box(&checked.networks) {
                    drop(black_box(neural_dsl::generate(network, FILE, target)));
                }
            })
        }
    }
}
