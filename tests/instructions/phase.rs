//! A phase of the compiler, some times over: what the test `instructions` counts.
//!
//! `instructions PHASE TIMES`, where the phase is `parse`, `check`, `torch` or `tensorflow`.

use std::env;
use std::hint::black_box;

use neural_dsl::codegen::Target;

const FILE: &str = "twenty_networks.neural";

/// The pinned networks.
const FIXTURE: &str = include_str!("../../fixtures/bench/twenty_networks.neural");

fn main() {
    let mut arguments = env::args().skip(1);
    let (Some(phase), Some(times)) = (arguments.next(), arguments.next()) else {
        panic!("give a phase, and how many times");
    };
    let times: usize = times.parse().expect("a number of times");
    // What comes before a phase is done once, however often the phase is.
    match phase.as_str() {
        "parse" => (0..times).for_each(|_| drop(black_box(neural_dsl::parse(black_box(FIXTURE))))),
        "check" => {
            let tree = neural_dsl::parse(FIXTURE).expect("the fixture parses");
            (0..times).for_each(|_| drop(black_box(neural_dsl::lower(black_box(&tree)))));
        }
        target => {
            let target = Target::ALL
                .into_iter()
                .find(|known| known.name() == target)
                .expect("a phase is parse, check or a target");
            let checked = neural_dsl::check(FIXTURE).expect("the fixture checks");
            for _ in 0..times {
                for network in black_box(&checked.networks) {
                    drop(black_box(neural_dsl::generate(network, FILE, target)));
                }
            }
        }
    }
}
