//! stub
#![allow(missing_docs)]
mod comparison;
pub use comparison::{Comparison, Sides, compare};
use serde::{Deserialize, Serialize};
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Work {}
impl Work {
    pub fn count(&self) -> u64 {
        0
    }
}
pub struct Difference {}
impl std::fmt::Display for Difference {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Ok(())
    }
}
pub fn difference(_: &Work, _: &Work) -> Vec<Difference> {
    Vec::new()
}
pub fn record(
    _: &crate::plan::Plan,
    _: crate::backend::Backend,
    _: &str,
    _: crate::subject::Side,
) -> crate::Result<Work> {
    anyhow::bail!("stub")
}
