//! `Dropout`.

use super::super::Report;
use super::super::arguments::{Arguments, Signature};
use super::super::{not_built, value};
use super::{Context, LayerKind};
use crate::diagnostic::Diagnostic;
use crate::network::{Dropout, Operation};

pub(super) static DROPOUT: LayerKind = LayerKind {
    name: "Dropout",
    stem: "dropout",
    signature: Signature {
        positional: &["rate", "noise_shape", "seed"],
        named: &[],
        not_built: &[("noise_shape", &["None"]), ("seed", &["None"])],
    },
    build: dropout,
};

fn dropout(arguments: &Arguments, _: &Context, report: &mut Report) -> Option<Operation> {
    let rate = arguments.required("rate", value::share, report)?;
    if rate == 1.0 {
        let place = arguments.given("rate")?.span;
        report.push(Diagnostic::error(
            not_built("dropout of everything, a rate of 1,"),
            place,
        ));
        return None;
    }
    Some(Operation::Dropout(Dropout { rate }))
}
