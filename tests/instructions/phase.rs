//! A phase of the compiler, some times over: what the test `instructions` counts.
//!
//! `instructions PHASE TIMES`, where the phase is `parse`, `check`, `torch` or `tensorflow`.

use std::env;

#[path = "../phases/pass.rs"]
mod phases;

fn main() {
    let mut arguments = env::args().skip(1);
    let (Some(phase), Some(times)) = (arguments.next(), arguments.next()) else {
        panic!("give a phase, and how many times");
    };
    let times: usize = times.parse().expect("a number of times");
    let pass = phases::pass(&phase);
    (0..times).for_each(|_| pass());
}
