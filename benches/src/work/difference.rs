//! Comparing what two programs execute.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{PhaseName, Source, Work};

/// An operation that the two programs do not execute equally often.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Difference {
    /// In which phase.
    pub phase: PhaseName,
    /// Who says so.
    pub source: Source,
    /// The operation.
    pub operation: String,
    /// How often the generated program executes it.
    pub dsl: u64,
    /// How often the hand-written one does.
    pub handwritten: u64,
}

/// As lines of a diff without an end of line: `-` hand-written, `+` generated.
impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.handwritten > 0 {
            write!(f, "- {} x {}", self.handwritten, self.operation)?;
        }
        if self.handwritten > 0 && self.dsl > 0 {
            writeln!(f)?;
        }
        if self.dsl > 0 {
            write!(f, "+ {} x {}", self.dsl, self.operation)?;
        }
        Ok(())
    }
}

/// Where the generated program and its twin differ, phase by phase and source by source; empty where
/// they do the same work.
pub fn difference(dsl: &Work, handwritten: &Work) -> Vec<Difference> {
    let mut counts: BTreeMap<(PhaseName, Source, &str), [u64; 2]> = BTreeMap::new();
    for (side, work) in [dsl, handwritten].into_iter().enumerate() {
        for phase in &work.phases {
            for layer in &phase.layers {
                for (operation, count) in &layer.operations {
                    let key = (phase.name, layer.source, operation.as_str());
                    counts.entry(key).or_default()[side] += count;
                }
            }
        }
    }
    counts
        .into_iter()
        .filter(|(_, [dsl, handwritten])| dsl != handwritten)
        .map(
            |((phase, source, operation), [dsl, handwritten])| Difference {
                phase,
                source,
                operation: operation.to_owned(),
                dsl,
                handwritten,
            },
        )
        .collect()
}

/// Differences as a text, under a head for each phase and source: `@@ step, oneDNN @@`. Empty where
/// there are none.
pub fn diff(differences: &[Difference]) -> String {
    let mut text = String::new();
    let mut head = None;
    for difference in differences {
        let place = (difference.phase, difference.source);
        if head != Some(place) {
            head = Some(place);
            text.push_str(&format!("@@ {}, {} @@\n", place.0, place.1));
        }
        text.push_str(&format!("{difference}\n"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::{Layer, Phase};
    use super::*;

    fn work(phase: PhaseName, operations: &[(&str, u64)]) -> Work {
        let operations = operations
            .iter()
            .map(|&(operation, count)| (operation.to_owned(), count));
        Work {
            phases: vec![Phase {
                name: phase,
                layers: vec![Layer {
                    source: Source::Torch,
                    operations: operations.collect(),
                }],
            }],
        }
    }

    #[test]
    fn only_what_differs_is_shown() {
        let dsl = work(PhaseName::Step, &[("mm", 3), ("copy", 2), ("split", 1)]);
        let twin = work(PhaseName::Step, &[("mm", 3), ("copy", 1), ("slice", 4)]);
        assert_eq!(
            diff(&difference(&dsl, &twin)),
            "@@ step, torch @@\n\
             - 1 x copy\n\
             + 2 x copy\n\
             - 4 x slice\n\
             + 1 x split\n"
        );
        assert_eq!(difference(&dsl, &dsl), []);
    }

    #[test]
    fn the_same_operation_in_another_phase_differs() {
        let dsl = work(PhaseName::Step, &[("mm", 3)]);
        let twin = work(PhaseName::Predict, &[("mm", 3)]);
        assert_eq!(
            diff(&difference(&dsl, &twin)),
            "@@ predict, torch @@\n- 3 x mm\n@@ step, torch @@\n+ 3 x mm\n"
        );
    }
}
