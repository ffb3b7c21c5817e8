//! `Flatten`.

use super::super::arguments::Signature;
use super::LayerKind;
use crate::network::Operation;

pub(super) static FLATTEN: LayerKind = LayerKind {
    name: "Flatten",
    stem: "flatten",
    signature: Signature {
        positional: &["data_format"],
        named: &[],
        not_built: &[("data_format", &["channels_last", "None"])],
    },
    build: |_, _, _| Some(Operation::Flatten),
};
