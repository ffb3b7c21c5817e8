//! A course in a worker.

use anyhow::ensure;

use super::{Call, Course, Effort};
use crate::Result;
use crate::backend::Framework;
use crate::measure::timed;
use crate::program::Program;
use crate::subject::Subject;

/// Measures the points of a course one after the other: the seconds of each one's calls.
///
/// # Errors
/// Where a program cannot be built or fails.
pub fn measure<B: Framework>(
    course: &Course,
    subject: impl Fn(&str) -> Result<Subject<B>>,
) -> Result<Vec<Vec<f64>>> {
    let mut measured = Vec::with_capacity(course.points.len());
    for of_model in course.points.chunk_by(|a, b| a.model == b.model) {
        let subject = subject(&of_model[0].model)?;
        ensure!(subject.rows > 0, "there are no images to train on");
        let mut program = subject.build(course.side)?;
        for point in of_model {
            measured.push(match point.call {
                Call::Step(images) => steps(&subject, program.as_mut(), images, &course.effort)?,
                Call::Epoch(images) => epochs(&subject, program.as_mut(), images, &course.effort)?,
            });
        }
    }
    Ok(measured)
}

/// The rows of the training split in the order of an epoch, then in that of the next, and so on.
fn rows<B: Framework>(subject: &Subject<B>) -> impl Iterator<Item = i64> {
    (0..).flat_map(move |epoch| subject.order(epoch))
}

/// Steps on one batch of rows after the other.
fn steps<B: Framework>(
    subject: &Subject<B>,
    program: &mut dyn Program,
    images: usize,
    effort: &Effort,
) -> Result<Vec<f64>> {
    let mut rows = rows(subject);
    let mut step = || -> Result<f64> {
        let batch: Vec<i64> = rows.by_ref().take(images).collect();
        let (loss, seconds) = timed(|| program.step(&batch));
        loss?;
        Ok(seconds)
    };
    // What a library prepares for a size it has not met falls to the first two.
    step()?;
    step()?;
    effort.samples(step)
}

/// Epochs over the same rows. Before them goes one of a whole batch and the last, short one: an epoch may take
/// half a minute, and its steps are all alike but for the last.
fn epochs<B: Framework>(
    subject: &Subject<B>,
    program: &mut dyn Program,
    images: usize,
    effort: &Effort,
) -> Result<Vec<f64>> {
    let order: Vec<i64> = rows(subject).take(images).collect();
    let batch = subject.settings.batch_size;
    let first = images.min(batch + images % batch);
    program.epoch(&order[..first])?;
    program.epoch(&order[..first])?;
    effort.counted(|| -> Result<f64> {
        let (loss, seconds) = timed(|| program.epoch(&order));
        loss?;
        Ok(seconds)
    })
}
