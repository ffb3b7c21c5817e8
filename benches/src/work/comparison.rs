//! The operations of both sides of a model, side by side.

use serde::{Deserialize, Serialize};

use super::{Difference, Work, difference, record};
use crate::Result;
use crate::backend::Backend;
use crate::plan::Plan;
use crate::subject::Side;

/// What both sides of a model execute, as it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comparison {
    /// The model's name.
    pub model: String,
    /// The backend.
    pub backend: Backend,
    /// Both sides, or why they could not be recorded.
    pub sides: Result<Sides, String>,
}

/// The operations of both sides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sides {
    /// Of the generated program.
    pub generated: Work,
    /// Of the twin.
    pub handwritten: Work,
}

impl Sides {
    /// The operations that not both execute equally often.
    pub fn differences(&self) -> Vec<Difference> {
        difference(&self.generated, &self.handwritten)
    }
}

/// Records both sides of a model, each in a fresh process.
pub fn compare(plan: &Plan, backend: Backend, model: &str) -> Comparison {
    let sides = || -> Result<Sides> {
        Ok(Sides {
            generated: record(plan, backend, model, Side::Dsl)?,
            handwritten: record(plan, backend, model, Side::Handwritten)?,
        })
    };
    Comparison {
        model: model.to_owned(),
        backend,
        sides: sides().map_err(|error| format!("{error:#}")),
    }
}
