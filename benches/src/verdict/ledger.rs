//! What compiling costs, and when that is paid.

use neural_statistics::Verdict;

use super::document::{Group, Ledger};
use crate::evidence::{Bundle, Contrast, Quantity};

/// The ledger of a group; none where nothing was compiled.
pub(super) fn ledger(bundle: &Bundle, group: &Group) -> Option<Ledger> {
    let entry = bundle.ledger.entry(&group.model, group.backend)?;
    let cell = |quantity| group.cells.iter().find(|cell| cell.quantity == quantity);
    let parse = entry.compile.parse.median();
    let check = entry.compile.check.median();
    let generate = entry.compile.codegen.median();
    let rustc = entry.rustc.median();
    // Against another build nobody wrote anything by hand.
    let twin = cell(Quantity::Step).filter(|step| step.contrast == Contrast::Generated);
    let gained = twin.and_then(|step| {
        let faster = step.judgement?.verdict == Verdict::Less && group.void.is_empty();
        let ratio = libm::exp(step.estimate?.mean);
        faster.then_some(step.b? * (1.0 - ratio))
    });
    let paid = |cost: Option<f64>| Some((cost? / gained?).ceil() as u64);
    let compiled = parse.zip(check).zip(generate).map(|((a, b), c)| a + b + c);
    Some(Ledger {
        parse,
        check,
        generate,
        rustc,
        rustc_note: entry.rustc_note.clone(),
        build: cell(Quantity::Build).and_then(|build| build.a),
        gained_per_step: gained,
        paid_after_steps: paid(compiled),
        paid_with_rustc_after_steps: paid(compiled.zip(rustc).map(|(a, b)| a + b)),
    })
}
