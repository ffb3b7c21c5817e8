//! The proof that two sides are the same network, as it is kept.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::backend::Backend;

/// What was compared of a model on a backend before anything was timed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Gate {
    /// The model's name.
    pub model: String,
    /// The backend.
    pub backend: Backend,
    /// What was looked at, in order.
    pub checks: Vec<Check>,
}

impl Gate {
    /// Whether everything that was looked at is as it has to be. Nothing is proven by no checks.
    pub fn passed(&self) -> bool {
        !self.checks.is_empty() && self.first_failure().is_none()
    }

    /// The first thing that is not as it has to be.
    pub fn first_failure(&self) -> Option<&Check> {
        self.checks.iter().find(|check| !check.passed)
    }
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// What was looked at.
    pub subject: String,
    /// Whether it is as it has to be.
    pub passed: bool,
    /// What was found, or the first difference.
    pub detail: String,
}
