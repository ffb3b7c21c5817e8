//! Cutting a worker's transcript into phases.

use std::collections::BTreeMap;

use super::line::operation;
use super::{Layer, Phase, PhaseName, Source, Work};
use crate::worker::Transcript;

/// What stands before the name of a phase, on a line where the phase begins. Any other name ends it.
pub(super) const MARK: &str = "neural-bench work: ";

/// Counts the operations of each phase on both streams.
pub(super) fn phases(transcript: &Transcript) -> Work {
    let mut counts: BTreeMap<(PhaseName, Source), BTreeMap<String, u64>> = BTreeMap::new();
    for stream in [&transcript.output, &transcript.errors] {
        let mut phase = None;
        for line in stream.lines() {
            if let Some(name) = line.strip_prefix(MARK) {
                phase = PhaseName::ALL.into_iter().find(|it| it.as_str() == name);
            } else if let Some(phase) = phase
                && let Some((source, operation)) = operation(line)
            {
                let operations = counts.entry((phase, source)).or_default();
                *operations.entry(operation).or_default() += 1;
            }
        }
    }
    let mut phases = PhaseName::ALL.map(|name| Phase {
        name,
        layers: Vec::new(),
    });
    for ((name, source), operations) in counts {
        let phase = phases.iter_mut().find(|phase| phase.name == name);
        phase
            .expect("every phase is there")
            .layers
            .push(Layer { source, operations });
    }
    Work {
        phases: phases.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(name: &str) -> String {
        format!("{MARK}{name}")
    }

    #[test]
    fn only_what_stands_between_marks_counts() {
        let transcript = Transcript {
            output: [
                "torch_operator aten::before()",
                &mark("build"),
                "torch_operator aten::a()",
                "torch_operator aten::b()",
                "torch_operator aten::a()",
                "MKL_VERBOSE SGEMM(T,N,2,2,2,0x1,0x2,2) 7.75ms CNR:OFF",
                "{\"done\":\"worked\"}",
                &mark("end"),
                "torch_operator aten::between()",
                &mark("epoch"),
                "torch_operator aten::a()",
                &mark("end"),
            ]
            .join("\n"),
            errors: [
                &mark("step"),
                "I0000 00:00:1795445142.386847   21638 executor.cc:879] Process node: 13 step 2 \
                 {{node Sub_1}} = Const[dtype=DT_FLOAT, _device=\"/device:CPU:0\"]() device: CPU",
                &mark("end"),
            ]
            .join("\n"),
        };
        let work = phases(&transcript);
        let found: Vec<(PhaseName, Source, &str, u64)> =
            work.phases
                .iter()
                .flat_map(|phase| phase.layers.iter().map(move |layer| (phase.name, layer)))
                .flat_map(|(name, layer)| {
                    layer.operations.iter().map(move |(operation, &count)| {
                        (name, layer.source, operation.as_str(), count)
                    })
                })
                .collect();
        assert_eq!(
            found,
            [
                (PhaseName::Build, Source::Torch, "aten::a()", 2),
                (PhaseName::Build, Source::Torch, "aten::b()", 1),
                (PhaseName::Build, Source::Mkl, "SGEMM(T,N,2,2,2,2)", 1),
                (
                    PhaseName::Step,
                    Source::Tensorflow,
                    "Const[dtype=DT_FLOAT]",
                    1
                ),
                (PhaseName::Epoch, Source::Torch, "aten::a()", 1),
            ]
        );
        assert_eq!(work.phases.len(), 4);
    }
}
