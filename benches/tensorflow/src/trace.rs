//! The times of the operations of a run, as TensorFlow writes them down where it is asked to.

use anyhow::Context;
use prost::Message;

use neural_bench::Result;
use neural_bench::limits::Phases;

/// `RunOptions` with `trace_level` (field 1) at `FULL_TRACE` (3).
pub(super) const OPTIONS: [u8; 2] = [1 << 3, 3];

/// Gives a generated program a step whose operations are timed. It stands behind the program's own text,
/// for the session is the program's.
macro_rules! traced_step {
    ($program:ident, $float:ident) => {
        impl $program {
            /// As `train_step`; a `RunMetadata`.
            pub(crate) fn traced_step(
                &self,
                images: &Tensor<$float>,
                labels: &Tensor<i32>,
            ) -> Result<Vec<u8>, Status> {
                let mut args = SessionRunArgs::new();
                args.set_run_options(&crate::trace::OPTIONS);
                args.set_request_metadata(true);
                args.add_feed(&self.images, 0, images);
                args.add_feed(&self.labels, 0, labels);
                args.add_target(&self.train);
                args.request_fetch(&self.train_loss, 0);
                self.session.run(&mut args)?;
                Ok(args.get_metadata().unwrap_or_default().to_vec())
            }
        }
    };
}

/// The phases of a step that took so many seconds, by the times of its operations in a `RunMetadata`. Data has
/// no operations.
///
/// # Errors
/// Where it is of another form.
pub(super) fn phases(metadata: &[u8], seconds: f64) -> Result<Phases> {
    let operations = operations(metadata)?;
    let mut phases = Phases {
        operations: operations.len() as f64,
        ..Phases::default()
    };
    for operation in &operations {
        *operation.phase(&mut phases) += operation.seconds();
    }
    // Where operations ran at the same time, their shares of the time in which any ran.
    let sum = phases.forward + phases.backward + phases.optimizer;
    let busy = busy(&operations).min(seconds);
    for phase in [
        &mut phases.forward,
        &mut phases.backward,
        &mut phases.optimizer,
    ] {
        *phase *= busy / sum;
    }
    phases.rest = seconds - busy;
    Ok(phases)
}

/// How many operations a `RunMetadata` names.
///
/// # Errors
/// Where it is of another form.
pub(super) fn count(metadata: &[u8]) -> Result<usize> {
    Ok(operations(metadata)?.len())
}

fn operations(metadata: &[u8]) -> Result<Vec<Operation>> {
    let metadata = RunMetadata::decode(metadata).context("TensorFlow's times have another form")?;
    let stats = metadata
        .step_stats
        .context("TensorFlow has written down no times")?;
    let devices = stats.devices.into_iter();
    Ok(devices.flat_map(|device| device.operations).collect())
}

/// Seconds in which at least one operation ran.
fn busy(operations: &[Operation]) -> f64 {
    let mut spans: Vec<(i64, i64)> = operations.iter().map(Operation::span).collect();
    spans.sort_unstable();
    let (mut busy, mut until) = (0, i64::MIN);
    for (start, end) in spans {
        busy += (end - start.max(until)).max(0);
        until = until.max(end);
    }
    busy as f64 / 1e9
}

/// The fields that are read of TensorFlow's messages of these names (`config.proto`, `step_stats.proto`).
#[derive(Clone, PartialEq, Message)]
struct RunMetadata {
    #[prost(message, optional, tag = "1")]
    step_stats: Option<StepStats>,
}

#[derive(Clone, PartialEq, Message)]
struct StepStats {
    #[prost(message, repeated, tag = "1")]
    devices: Vec<Device>,
}

/// `DeviceStepStats`.
#[derive(Clone, PartialEq, Message)]
struct Device {
    #[prost(message, repeated, tag = "2")]
    operations: Vec<Operation>,
}

/// `NodeExecStats`.
#[derive(Clone, PartialEq, Message)]
struct Operation {
    #[prost(string, tag = "1")]
    name: String,
    /// `name = Operation(inputs)`.
    #[prost(string, tag = "8")]
    label: String,
    #[prost(int64, tag = "13")]
    start_nanos: i64,
    /// From the start.
    #[prost(int64, tag = "14")]
    begin_nanos: i64,
    /// From the start.
    #[prost(int64, tag = "15")]
    end_nanos: i64,
}

impl Operation {
    fn span(&self) -> (i64, i64) {
        (
            self.start_nanos + self.begin_nanos,
            self.start_nanos + self.end_nanos,
        )
    }

    fn seconds(&self) -> f64 {
        (self.end_nanos - self.begin_nanos).max(0) as f64 / 1e9
    }

    /// Where it belongs: what changes variables to the optimiser, what TensorFlow calls a gradient to the way
    /// back.
    fn phase<'p>(&self, phases: &'p mut Phases) -> &'p mut f64 {
        let operation = self.label.split(" = ").nth(1).unwrap_or(&self.name);
        if operation.starts_with("Apply") || operation.starts_with("Assign") {
            &mut phases.optimizer
        } else if self.name.starts_with("gradients") {
            &mut phases.backward
        } else {
            &mut phases.forward
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operation(name: &str, label: &str, span: (i64, i64)) -> Operation {
        Operation {
            name: name.to_owned(),
            label: format!("{name} = {label}()"),
            start_nanos: 1_000,
            begin_nanos: span.0,
            end_nanos: span.1,
        }
    }

    #[test]
    fn operations_are_told_apart_by_their_names() {
        let metadata = RunMetadata {
            step_stats: Some(StepStats {
                devices: vec![Device {
                    operations: vec![
                        operation("MatMul", "MatMul", (0, 3_000)),
                        operation("gradients/MatMul", "MatMul", (3_000, 5_000)),
                        operation("ApplyAdam", "ApplyAdam", (6_000, 7_000)),
                    ],
                }],
            }),
        };
        let phases = phases(&metadata.encode_to_vec(), 10e-6).unwrap();
        let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} {b}");
        near(phases.forward, 3e-6);
        near(phases.backward, 2e-6);
        near(phases.optimizer, 1e-6);
        near(phases.rest, 4e-6);
        assert_eq!(phases.operations, 3.0);
    }

    #[test]
    fn what_runs_at_the_same_time_takes_its_time_once() {
        let both = [
            operation("a", "MatMul", (0, 4_000)),
            operation("b", "MatMul", (1_000, 3_000)),
            operation("c", "MatMul", (6_000, 7_000)),
        ];
        assert!((busy(&both) - 5e-6).abs() < 1e-12);
    }
}
