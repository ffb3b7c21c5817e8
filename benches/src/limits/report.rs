//! The figures as Markdown.

use std::fmt::Write;

use super::{Cell, Evidence, Limits, Phases};
use crate::report::{bytes, seconds};

/// The report of a run.
pub fn markdown(evidence: &Evidence) -> String {
    let mut text = String::from("# How near to the limit\n\n");
    let environment = &evidence.environment;
    let _ = writeln!(
        text,
        "Medians over {} processes, each of one model on one library. Commit {}, {}, {} cores, {}; {} thread(s).\n",
        evidence.processes.len(),
        environment.commit.as_deref().unwrap_or("unknown"),
        environment.cpu,
        environment.cores,
        environment.system,
        evidence.plan.threads,
    );
    let cells = evidence.cells();
    shares(&mut text, &cells);
    phases(&mut text, &cells);
    machine(&mut text, &cells);
    products(&mut text, &cells);
    failures(&mut text, evidence);
    text
}

fn shares(text: &mut String, cells: &[Cell]) {
    text.push_str(
        "## Epochs\n\n\
         Attainable is the time of the step's products, each done by the library alone, and of bringing the batch \
         and the parameters through the memory.\n\n\
         | model | library | epoch | step | attainable | share of the epoch | operations of a step | a second | of the peak | \
         bytes of a step: data, optimiser, activations |\n\
         |---|---|---:|---:|---:|---:|---:|---:|---:|---|\n",
    );
    for cell in cells {
        let traffic = cell.limits[0].traffic;
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | **{:.0} %** | {} | {} | {:.0} % | {}, {}, {} |",
            cell.model,
            cell.backend,
            seconds(cell.median(|it| it.epoch)),
            seconds(cell.median(|it| it.step)),
            seconds(cell.median(Limits::attainable)),
            100.0 * cell.median(Limits::share),
            operations(cell.median(|it| it.operations() as f64), "FLOP"),
            operations(cell.median(Limits::rate), "FLOP/s"),
            100.0 * cell.median(|it| it.rate() / it.peak),
            bytes(traffic.data as f64),
            bytes(traffic.optimizer as f64),
            bytes(traffic.activations as f64),
        );
    }
    text.push('\n');
}

fn phases(text: &mut String, cells: &[Cell]) {
    text.push_str(
        "## Where a step's time goes\n\n\
         Dispatch is what so many operations take on one value each; on torch it is part of forward and backward, on \
         TensorFlow of the rest. Operations that others call are counted.\n\n\
         | model | library | data | forward | backward | optimiser | rest | operations | dispatch |\n\
         |---|---|---:|---:|---:|---:|---:|---:|---:|\n",
    );
    for cell in cells {
        if cell.limits.iter().any(|it| it.phases.is_none()) {
            continue;
        }
        let of = |figure: fn(&Phases) -> f64| {
            cell.median(|it| it.phases.as_ref().map_or(f64::NAN, figure))
        };
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} | {} | {:.0} | {} |",
            cell.model,
            cell.backend,
            seconds(of(|it| it.data)),
            seconds(of(|it| it.forward)),
            seconds(of(|it| it.backward)),
            seconds(of(|it| it.optimizer)),
            seconds(of(|it| it.rest)),
            of(|it| it.operations),
            seconds(cell.median(|it| it.dispatch().unwrap_or(f64::NAN))),
        );
    }
    text.push('\n');
}

fn machine(text: &mut String, cells: &[Cell]) {
    text.push_str(
        "## What the machine and the libraries do\n\n\
         | model | library | product of 1,024 x 1,024 matrices | memory | memory as large as the parameters | an operation on one \
         value | an empty run |\n\
         |---|---|---:|---:|---:|---:|---:|\n",
    );
    for cell in cells {
        let run = cell.median(|it| it.overhead.run);
        let _ = writeln!(
            text,
            "| {} | {} | {} | {}/s | {}/s | {:.0} ns | {} |",
            cell.model,
            cell.backend,
            operations(cell.median(|it| it.peak), "FLOP/s"),
            bytes(cell.median(|it| it.memory_bandwidth)),
            bytes(cell.median(|it| it.parameter_bandwidth)),
            1e9 * cell.median(|it| it.overhead.operation),
            match run > 0.0 {
                true => format!("{:.0} ns", 1e9 * run),
                false => "–".to_owned(),
            },
        );
    }
    text.push('\n');
}

fn products(text: &mut String, cells: &[Cell]) {
    text.push_str(
        "## Each product alone\n\n\
         | model | library | layer | way | product | operations | time | a second |\n\
         |---|---|---|---|---|---:|---:|---:|\n",
    );
    for cell in cells {
        for (index, timed) in cell.limits[0].products.iter().enumerate() {
            let product = &timed.product;
            let time = cell.median(|it| it.products[index].seconds);
            let _ = writeln!(
                text,
                "| {} | {} | {} | {} | {} | {} | {} | {} |",
                cell.model,
                cell.backend,
                product.layer,
                product.pass,
                product.form,
                operations(product.operations as f64, "FLOP"),
                seconds(time),
                operations(product.operations as f64 / time, "FLOP/s"),
            );
        }
    }
}

fn failures(text: &mut String, evidence: &Evidence) {
    for process in &evidence.processes {
        if let Some(error) = &process.failed {
            let _ = writeln!(
                text,
                "\nFAILED {}/{}: {}",
                process.model,
                process.backend,
                error.lines().last().unwrap_or_default()
            );
        }
    }
}

/// A number of operations in millions or billions.
fn operations(count: f64, unit: &str) -> String {
    match count {
        _ if count >= 1e9 => format!("{:.2} G{unit}", count / 1e9),
        _ => format!("{:.2} M{unit}", count / 1e6),
    }
}
