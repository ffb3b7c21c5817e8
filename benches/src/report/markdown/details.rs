//! All figures of a cell.

use super::is_repeated;
use crate::report::difference::{FIGURES, Figure};
use crate::report::document::{Cell, Compile, Difference, Report, Side};
use crate::report::summary::NONE;
use crate::report::table::{Table, escaped};
use crate::report::unit::{self, Kind};

pub(super) fn write(report: &Report, cell: &Cell, text: &mut String) {
    let run = match is_repeated(report, cell) {
        true => format!(" (`{}`)", cell.run),
        false => String::new(),
    };
    text.push_str(&format!(
        "\n### {} on {}{run}\n\n",
        escaped(&cell.model),
        escaped(&cell.backend)
    ));
    text.push_str(&facts(cell));
    if let Some(compile) = &cell.compile {
        compilation(compile, text);
    }
    figures(cell, text);
    for (name, side) in sides(cell) {
        epochs(name, side, text);
    }
}

/// The programs that the cell has.
fn sides(cell: &Cell) -> impl Iterator<Item = (&'static str, &Side)> {
    cell.sides()
        .into_iter()
        .filter_map(|(name, side)| Some((name, side.as_ref()?)))
}

fn facts(cell: &Cell) -> String {
    let mut facts = Vec::new();
    for failure in cell.failures() {
        let side = failure
            .side
            .map(|side| format!(" ({side})"))
            .unwrap_or_default();
        // All of a long reason stands above, below `Failed`.
        let reason = failure.reason.trim().lines().next().unwrap_or_default();
        facts.push(format!("**FAILED**{side}: {}", escaped(reason)));
    }
    if let Some(parameters) = cell.parameters {
        facts.push(format!("{} parameters", unit::count(parameters)));
    }
    match &cell.sameness {
        Some(sameness) if sameness.same => {
            facts.push(format!("Same network: {}", escaped(&sameness.detail)));
        }
        _ => {}
    }
    if let Some(why) = &cell.synthetic {
        facts.push(format!("**Synthetic data**: {}", escaped(why)));
    }
    if cell.failed.is_none() && cell.dsl.is_some() && cell.handwritten.is_none() {
        facts.push("No hand-written twin".to_owned());
    }
    facts.iter().map(|fact| format!("- {fact}\n")).collect()
}

fn compilation(compile: &Compile, text: &mut String) {
    let mut table = Table::new(
        1,
        &[
            "compiling",
            "median",
            "spread",
            "smallest to largest",
            "samples",
        ],
    );
    let steps = [
        ("parse", &compile.parse_seconds),
        ("check", &compile.check_seconds),
        ("generate", &compile.codegen_seconds),
    ];
    for (name, quantity) in steps {
        let Some(quantity) = quantity else { continue };
        let range = |(low, high)| unit::range(Kind::Seconds, low, high);
        table.row(vec![
            name.to_owned(),
            unit::figure(Kind::Seconds, quantity.median),
            quantity.spread().map_or(NONE.to_owned(), range),
            range((quantity.minimum, quantity.maximum)),
            quantity.samples.len().to_string(),
        ]);
    }
    if let Some(total) = compile.total_seconds {
        table.row(vec![
            "**all three**".to_owned(),
            unit::figure(Kind::Seconds, total),
        ]);
    }
    if !table.is_empty() {
        text.push('\n');
        text.push_str(&table.markdown());
    }
    if let (Some(source), Some(generated)) = (compile.source_bytes, compile.generated_bytes) {
        text.push_str(&format!(
            "\n{} of source become {} of Rust.\n",
            unit::figure(Kind::Bytes, source as f64),
            unit::figure(Kind::Bytes, generated as f64)
        ));
    }
}

fn figures(cell: &Cell, text: &mut String) {
    // The generated program less the twin, and less the usual program.
    let less: Vec<(&str, &[Difference])> = [
        ("difference", cell.differences.as_slice()),
        ("gain", cell.gains.as_slice()),
    ]
    .into_iter()
    .filter(|(_, differences)| !differences.is_empty())
    .collect();
    let mut head = vec![""];
    head.extend(sides(cell).map(|(name, _)| name));
    head.extend(less.iter().flat_map(|(name, _)| [name, "in percent"]));
    let mut table = Table::new(1, &head);
    for (name, kind, title) in FIGURES {
        let figures: Vec<_> = sides(cell).map(|(_, side)| side.figure(name)).collect();
        if figures.iter().all(Option::is_none) {
            continue;
        }
        let mut row = vec![title.to_owned()];
        row.extend(figures.into_iter().map(|it| spread(kind, it)));
        for (_, of) in &less {
            let difference = of.iter().find(|it| it.quantity == name);
            row.extend(differences(kind, difference));
        }
        table.row(row);
    }
    if table.is_empty() {
        return;
    }
    text.push('\n');
    text.push_str(&table.markdown());
    text.push_str(
        "\nIn brackets: the quartiles; of fewer than four samples, the smallest and the largest",
    );
    text.push_str(match less.is_empty() {
        false => "; of a difference, what both spreads allow.\n",
        true => ".\n",
    });
}

/// A figure with its spread, where that can be seen in as many digits.
fn spread(kind: Kind, figure: Option<Figure>) -> String {
    let Some(figure) = figure else {
        return NONE.to_owned();
    };
    let middle = unit::figure(kind, figure.value());
    match figure
        .spread()
        .map(|(low, high)| unit::range(kind, low, high))
    {
        Some(range) if range != middle => format!("{middle} ({range})"),
        _ => middle,
    }
}

fn differences(kind: Kind, difference: Option<&Difference>) -> [String; 2] {
    let Some(difference) = difference else {
        return [NONE.to_owned(), NONE.to_owned()];
    };
    let absolute = match (difference.lowest, difference.highest) {
        (Some(low), Some(high)) => unit::difference_between(kind, difference.absolute, low, high),
        _ => unit::difference(kind, difference.absolute),
    };
    // A share in percent of a share would be mistaken for percentage points.
    let percent = match kind {
        Kind::Share => None,
        _ => difference.percent.map(unit::percent),
    };
    [absolute, percent.unwrap_or_else(|| NONE.to_owned())]
}

fn epochs(name: &str, side: &Side, text: &mut String) {
    if side.epochs.is_empty() {
        return;
    }
    let mut table = Table::new(
        0,
        &[
            "epoch",
            "time",
            "images",
            "training loss",
            "test loss",
            "test accuracy",
        ],
    );
    let show = |kind, value: Option<f64>| match value {
        Some(value) => unit::figure(kind, value),
        None => "not finite".to_owned(),
    };
    for epoch in &side.epochs {
        table.row(vec![
            epoch.epoch.to_string(),
            show(Kind::Seconds, epoch.seconds),
            unit::count(epoch.images as u64),
            show(Kind::Number, epoch.train_loss),
            show(Kind::Number, epoch.test_loss),
            show(Kind::Share, epoch.test_accuracy),
        ]);
    }
    text.push_str(&format!("\nEpochs of {name}:\n\n"));
    text.push_str(&table.markdown());
}
