//! `Dropout`.

use super::super::Report;
use super::super::arguments::{Arguments, Signature};
use super::super::value;
use super::{Context, LayerKind};
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
    Some(Operation::Dropout(Dropout { rate }))
}
