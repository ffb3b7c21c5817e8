//! Any bytes: decoded, parsed, checked, formatted and generated for both targets, and none of it may panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use neural_dsl::{Limits, Target, check, decode, format, generate, render};

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = decode(bytes.to_vec()) else {
        return;
    };
    if let Ok(once) = format(&text, Limits::default()) {
        let twice = format(&once, Limits::default()).expect("what was formatted parses");
        assert_eq!(once, twice);
    }
    match check(&text) {
        Err(faults) => assert!(!render("fuzz.neural", &text, &faults).is_empty()),
        Ok(checked) => {
            for network in &checked.networks {
                // Programs of very many layers take their time.
                if network.nodes.len() < 100 {
                    for target in Target::ALL {
                        let _ = generate(network, "fuzz.neural", target);
                    }
                }
            }
        }
    }
});
