/// What the masks of dropout are drawn from.
#[allow(dead_code, reason = "a program may draw nothing")]
struct Masks {
    /// The program's seed; each draw adds its number.
    seed: i64,
    /// The training step, an `int64`.
    step: Operation,
    draws: Cell<i64>,
}
