//! A run as Markdown.

use std::fmt::Write;

use super::{Beside, Evidence, Output, Ratio, Side, Stage, Text, ratios};
use crate::backend::Backend;
use crate::report::{Quantity, count, seconds};

/// What the package is to be outrun by.
const AIM: f64 = 100.0;

/// The report of a run.
pub fn markdown(evidence: &Evidence) -> String {
    let mut text = String::from("# The compiler\n\n");
    let environment = &evidence.environment;
    let rounds = evidence.texts.first().map_or(0, rounds);
    let _ = writeln!(
        text,
        "Medians of {rounds} rounds in one process, quartiles in brackets. A round has every stage of every file once, and what a \
         stage makes is freed within its time.\n\n\
         Commit {}, {} build, {}, {}, {} cores, {}.\n",
        environment.commit.as_deref().unwrap_or("unknown"),
        environment.build,
        environment.rustc,
        environment.cpu,
        environment.cores,
        environment.system,
    );
    if !evidence.texts.is_empty() {
        times(&mut text, &evidence.texts);
        throughput(&mut text, &evidence.texts);
        shares(&mut text, &evidence.texts);
        above_pest(&mut text, &evidence.texts);
    }
    if let Some(beside) = &evidence.beside {
        package(&mut text, beside);
    }
    if !evidence.failures.is_empty() {
        text.push_str("\n## Files that failed\n\n");
    }
    for failure in &evidence.failures {
        let _ = writeln!(text, "- {}: {}", failure.name, failure.reason);
    }
    text
}

/// How often each stage of a text was timed.
fn rounds(text: &Text) -> usize {
    text.seconds(Stage::Pest).len()
}

/// The head of a table with a column for each text.
fn head(text: &mut String, first: &str, texts: &[Text]) {
    let names: Vec<&str> = texts.iter().map(|text| text.name.as_str()).collect();
    let _ = writeln!(text, "| {first} | {} |", names.join(" | "));
    let _ = writeln!(text, "|---|{}", "---:|".repeat(names.len()));
}

/// A row with a cell for each text.
fn row(text: &mut String, name: &str, texts: &[Text], cell: impl Fn(&Text) -> Option<String>) {
    let cells = texts.iter().map(|it| cell(it).unwrap_or_else(missing));
    let cells: Vec<String> = cells.collect();
    let _ = writeln!(text, "| {name} | {} |", cells.join(" | "));
}

fn missing() -> String {
    "–".to_owned()
}

fn times(text: &mut String, texts: &[Text]) {
    text.push_str("## Times\n\n");
    head(text, "", texts);
    let number = |number: usize| Some(count(number as u64));
    row(text, "networks", texts, |it| number(it.networks));
    row(text, "bytes of the file", texts, |it| number(it.bytes));
    for backend in Backend::ALL {
        let name = format!("bytes of programs, {backend}");
        row(text, &name, texts, |it| {
            let (_, bytes) = it.generated.iter().find(|(target, _)| *target == backend)?;
            number(*bytes)
        });
    }
    for stage in Stage::ALL {
        row(text, &stage.to_string(), texts, |it| {
            it.quantity(stage).as_ref().map(time)
        });
    }
    for backend in Backend::ALL {
        let stage = Stage::Whole(backend);
        row(text, &format!("{stage}, a network"), texts, |it| {
            Some(seconds(it.quantity(stage)?.median / it.networks as f64))
        });
    }
    text.push('\n');
}

/// A median with its quartiles.
fn time(quantity: &Quantity) -> String {
    format!(
        "{} ({} to {})",
        seconds(quantity.median),
        seconds(quantity.lower_quartile),
        seconds(quantity.upper_quartile)
    )
}

fn throughput(text: &mut String, texts: &[Text]) {
    text.push_str("## Megabytes of source a second\n\n");
    head(text, "", texts);
    for stage in Stage::ALL {
        row(text, &stage.to_string(), texts, |it| {
            let median = it.quantity(stage)?.median;
            Some(format!("{:.2}", it.bytes as f64 / median / 1e6))
        });
    }
    text.push('\n');
}

/// Where the time goes: what each stage has of the sum of all.
fn shares(text: &mut String, texts: &[Text]) {
    text.push_str("## Where the time goes\n\n");
    text.push_str(
        "Shares of the stages' sum. What a tree costs is parsing less pest alone: the scan for nesting, the tree, and freeing it.\n\n",
    );
    head(text, "", texts);
    for backend in Backend::ALL {
        let generate = Stage::Generate(backend);
        let sum = |it: &Text| -> Option<f64> {
            let parts = [Stage::Parse, Stage::Check, generate];
            parts
                .into_iter()
                .map(|stage| Some(it.quantity(stage)?.median))
                .sum()
        };
        let share = |it: &Text, part: f64| Some(format!("{:.1} %", part / sum(it)? * 100.0));
        let median = |it: &Text, stage| Some(it.quantity(stage)?.median);
        row(text, &format!("{backend}: pest"), texts, |it| {
            share(it, median(it, Stage::Pest)?)
        });
        row(text, &format!("{backend}: tree"), texts, |it| {
            share(it, median(it, Stage::Parse)? - median(it, Stage::Pest)?)
        });
        row(text, &format!("{backend}: check"), texts, |it| {
            share(it, median(it, Stage::Check)?)
        });
        row(text, &format!("{backend}: generate"), texts, |it| {
            share(it, median(it, generate)?)
        });
        row(text, &format!("{backend}: sum"), texts, |it| {
            sum(it).map(seconds)
        });
    }
    text.push('\n');
}

/// What remains above a bare pest parse, round by round.
fn above_pest(text: &mut String, texts: &[Text]) {
    text.push_str("## In multiples of pest's parse alone\n\n");
    head(text, "", texts);
    for stage in &Stage::ALL[1..] {
        row(text, &stage.to_string(), texts, |it| {
            let ratio = it.relative(*stage, Stage::Pest)?;
            Some(format!(
                "{:.2} ({:.2} to {:.2})",
                ratio.median, ratio.lower_quartile, ratio.upper_quartile
            ))
        });
    }
}

/// The Python package beside this compiler.
fn package(text: &mut String, beside: &Beside) {
    let ratios = ratios(beside);
    text.push_str("\n## Beside the Python package\n\n");
    let named = |side: Side| {
        let answered = beside.attempts.iter().filter(|it| it.side == side);
        let mut answered = answered.filter_map(|it| it.figures.as_ref());
        answered.next().map_or("nothing", |it| it.compiler.as_str())
    };
    let _ = writeln!(
        text,
        "How many times as long {} takes as {}, with the 95 % interval over {} rounds of a fresh process of each side in \
         alternation; in brackets the medians, the package's first. Above 1 this compiler is ahead. Bold where the whole interval \
         is at or above {AIM}.\n\n\
         {}. The package is in its fair form: the parser that it builds when it is imported, its tracing and its logging off, what \
         it prints thrown away; starting and importing are not timed. Both sides get the models without their `metrics:` line, \
         which its grammar does not take.\n",
        named(Side::Package),
        named(Side::Ours),
        beside.attempts.iter().map(|it| it.round).max().unwrap_or(0),
        beside.python,
    );
    let names: Vec<&str> = (beside.request.texts.iter())
        .map(|text| text.name.as_str())
        .collect();
    let _ = writeln!(text, "| | {} |", names.join(" | "));
    let _ = writeln!(text, "|---|{}", "---:|".repeat(names.len()));
    let find = |name: &str, output| {
        let mut all = ratios.iter();
        all.find(|it| it.text == name && it.output == output)
    };
    for output in Output::ALL {
        let cells = names.iter().map(|name| find(name, output).and_then(ratio));
        let cells: Vec<String> = cells.map(|it| it.unwrap_or_else(missing)).collect();
        let _ = writeln!(text, "| {output} | {} |", cells.join(" | "));
    }
    for output in [Output::Torch, Output::Tensorflow] {
        let cells = names.iter().map(|name| {
            let [ours, package] = find(name, output)?.characters;
            let (ours, package) = (count(ours? as u64), count(package? as u64));
            Some(format!("{package}, {ours}"))
        });
        let cells: Vec<String> = cells.map(|it| it.unwrap_or_else(missing)).collect();
        let _ = writeln!(
            text,
            "| characters of the program: {output} | {} |",
            cells.join(" | ")
        );
    }
    text.push_str(
        "\nThe package does less. Its model is a dictionary of what the file says; shapes it follows while it generates, and asks the \
         machine for its load at every layer. Its script for PyTorch has no convolutions, poolings and activations inside, and \
         none trains as `train` says. This compiler checks names, values, shapes and whether loss and output fit, fills in every default, \
         and its program has initialisers, training, evaluation and prediction.\n",
    );
    let failed = beside.attempts.iter();
    let failed = failed.filter_map(|it| Some((it, it.failed.as_ref()?)));
    for (attempt, error) in failed {
        let _ = writeln!(
            text,
            "\nFAILED in round {}, {:?}: {error}",
            attempt.round, attempt.side
        );
    }
}

/// A ratio with its interval and both medians.
fn ratio(ratio: &Ratio) -> Option<String> {
    let estimate = ratio.estimate.as_ref()?;
    let interval = estimate.interval_95;
    let [mean, low, high] = [estimate.mean, interval.low, interval.high].map(libm::exp);
    let bold = if low >= AIM { "**" } else { "" };
    Some(format!(
        "{bold}{mean:.0}{bold} [{low:.0}, {high:.0}] ({}, {})",
        seconds(ratio.package?),
        seconds(ratio.ours?)
    ))
}
