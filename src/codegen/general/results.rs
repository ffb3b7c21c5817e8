//! What a run of the network gives beside its output.

use super::body::Body;

/// What a run gives beside the output: what layers add to the loss, and which steps of the output count.
#[derive(Debug, Clone, Copy)]
pub(in crate::codegen) struct Results {
    added: bool,
    masked: bool,
}

impl Results {
    pub(in crate::codegen) fn of(body: &Body) -> Self {
        Self {
            added: !body.penalties.is_empty(),
            masked: body.mask(body.plan.network.output).is_some(),
        }
    }

    /// Whether there is more than the output.
    pub(in crate::codegen) fn are_several(self) -> bool {
        self.added || self.masked
    }

    /// Whether the output has a mask.
    pub(in crate::codegen) fn masked(self) -> bool {
        self.masked
    }

    /// What follows the output in words.
    pub(in crate::codegen) fn remark(self) -> String {
        let added = ", and what layers add to the loss for the size of their results";
        let masked = ", and which steps of it count";
        let parts = [(self.added, added), (self.masked, masked)];
        let parts = parts.into_iter().filter(|(given, _)| *given);
        parts.map(|(_, words)| words).collect()
    }

    /// The type: `Tensor`, `(Tensor, Tensor)`.
    pub(in crate::codegen) fn type_of(self, value: &str) -> String {
        self.tuple([value; 3])
    }

    /// The expression that gives them.
    pub(in crate::codegen) fn expression(self, output: &str, mask: &str) -> String {
        self.tuple([output, "added", mask])
    }

    /// A pattern for them: `ys`, `(ys, added, mask)`.
    pub(in crate::codegen) fn pattern(self) -> String {
        self.tuple(["ys", "added", "mask"])
    }

    fn tuple(self, [output, added, mask]: [&str; 3]) -> String {
        let mut parts = vec![output];
        parts.extend(self.added.then_some(added));
        parts.extend(self.masked.then_some(mask));
        match parts.as_slice() {
            [one] => (*one).to_owned(),
            all => format!("({})", all.join(", ")),
        }
    }

    /// The call of the loss of `ys` and `targets`, and what is added to it.
    pub(in crate::codegen) fn loss(self, targets: &str) -> String {
        let mask = if self.masked { ", &mask" } else { "" };
        let added = if self.added { " + added" } else { "" };
        format!("loss(&ys, {targets}{mask}){added}")
    }
}
