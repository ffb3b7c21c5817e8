/// What happens at the border of a window.
#[allow(dead_code, reason = "a program may lack some of them")]
#[derive(Debug, Clone, Copy, PartialEq)]
enum Border {
    /// The window stays inside.
    Valid,
    /// There is a window for every `stride`-th place.
    Same,
    /// The same, and no window sees what comes after its place.
    Causal,
}

impl Border {
    fn spelled(self) -> &'static str {
        if self == Border::Same {
            "SAME"
        } else {
            "VALID"
        }
    }
}
