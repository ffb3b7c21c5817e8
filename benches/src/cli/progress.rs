//! What a run says while it goes on.

use std::time::Duration;

use indicatif::ProgressBar;

/// Does the work, whose words are shown one after the other in one line; what failed stays.
pub fn shown<T>(work: impl FnOnce(&mut dyn FnMut(&str)) -> T) -> T {
    let bar = ProgressBar::new_spinner();
    bar.enable_steady_tick(Duration::from_millis(500));
    let outcome = work(&mut |what| match what.starts_with("FAILED") {
        true => bar.suspend(|| eprintln!("{what}")),
        false => bar.set_message(what.to_owned()),
    });
    bar.finish_and_clear();
    outcome
}
