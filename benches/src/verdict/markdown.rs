//! Verdicts as Markdown: the whole report, and a short summary for a pull request.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::change::Changes;
use super::document::{Cell, Group, Ledger, Verdicts};
use super::figures::Figures;
use crate::evidence::Contrast;
use crate::report::seconds;

/// The whole report.
pub fn report(verdicts: &Verdicts) -> String {
    let mut text = match &verdicts.revision {
        None => "# Generated against hand-written\n\n".to_owned(),
        Some(revision) => format!("# This build against {}\n\n", escaped(&revision.name)),
    };
    head(&mut text, verdicts);
    put(
        &mut text,
        "## Verdicts\n\nIntervals are not adjusted; p-values are, over all cells (Holm).\n\n",
    );
    for group in &verdicts.groups {
        put(
            &mut text,
            &format!("### {}/{}\n\n", group.model, group.backend),
        );
        self::group(&mut text, group);
    }
    put(&mut text, "## Controls\n\n");
    put(
        &mut text,
        &format!(
            "{} against itself has to be found equal; against itself with a known handicap, the \
             handicap has to be found again.\n\n",
            match verdicts.revision {
                None => "The twin",
                Some(_) => "This build's program",
            }
        ),
    );
    put(
        &mut text,
        "| model | backend | control | quantity | processes | verdict |\n|---|---|---|---|---:|---|\n",
    );
    for group in &verdicts.groups {
        for cell in &group.controls {
            let control = match cell.contrast {
                Contrast::Same => "itself",
                _ => "itself, handicapped",
            };
            let row = format!(
                "| {} | {} | {control} | {} | {} | {} |\n",
                group.model,
                group.backend,
                cell.quantity,
                cell.processes,
                escaped(&cell.text)
            );
            put(&mut text, &row);
        }
    }
    ledgers(&mut text, verdicts);
    text
}

/// A few lines for a pull request or a log.
pub fn summary(verdicts: &Verdicts, changes: Option<&Changes>) -> String {
    let mut text = String::new();
    if verdicts.margins != verdicts.fixed_margins {
        put(
            &mut text,
            &format!("**{}**\n\n", capital(&margins(verdicts))),
        );
    }
    match changes {
        Some(changes) => {
            let then = changes
                .then
                .as_deref()
                .map_or("unsealed", |hash| &hash[..12]);
            put(
                &mut text,
                &format!("**Since {then}: {}**\n\n", changes.text),
            );
            put(
                &mut text,
                "| model | backend | quantity | generated ÷ hand-written then | now | change |\n\
                 |---|---|---|---:|---:|---|\n",
            );
            for change in changes.cells.iter().filter(|it| it.primary) {
                let ratio = |mean: Option<f64>| {
                    mean.map_or("–".to_owned(), |mean| format!("{:.3}", libm::exp(mean)))
                };
                let row = format!(
                    "| {} | {} | {} | {} | {} | {} |\n",
                    change.model,
                    change.backend,
                    change.quantity,
                    ratio(change.then),
                    ratio(change.now),
                    escaped(&change.text)
                );
                put(&mut text, &row);
            }
            for note in &changes.notes {
                put(&mut text, &format!("\n- {note}"));
            }
            put(&mut text, "\n");
        }
        None => {
            put(&mut text, &format!("**{}**\n\n", verdicts.answer.text));
            put(
                &mut text,
                "| model | backend | quantity | verdict |\n|---|---|---|---|\n",
            );
            for group in &verdicts.groups {
                for cell in group.cells.iter().filter(|cell| cell.primary) {
                    let void = if group.void.is_empty() {
                        ""
                    } else {
                        "**VOID** "
                    };
                    let row = format!(
                        "| {} | {} | {} | {void}{} |\n",
                        group.model,
                        group.backend,
                        cell.quantity,
                        escaped(&cell.text)
                    );
                    put(&mut text, &row);
                }
            }
        }
    }
    text
}

fn head(text: &mut String, verdicts: &Verdicts) {
    put(text, &format!("**{}**\n\n", verdicts.answer.text));
    for group in verdicts
        .groups
        .iter()
        .filter(|group| !group.void.is_empty())
    {
        put(
            text,
            &format!(
                "# VOID: {}/{}\n\nA control failed, so none of its verdicts holds.\n\n",
                group.model, group.backend
            ),
        );
        for reason in &group.void {
            put(text, &format!("- {}\n", escaped(reason)));
        }
        put(text, "\n");
    }
    let (environment, measured) = (&verdicts.environment, &verdicts.measured);
    let against = match &verdicts.revision {
        Some(revision) => format!(
            "This build's generated programs against those of {} ({})",
            revision.name, revision.commit
        ),
        None => "Generated programs against hand-written twins".to_owned(),
    };
    let evidence = verdicts
        .evidence
        .as_deref()
        .unwrap_or("not sealed: the run has not ended");
    let libraries: Vec<String> = (verdicts.libraries.iter())
        .map(|(name, version)| format!("{name} {version}"))
        .collect();
    let lines = [
        against,
        margins(verdicts),
        format!(
            "{} places of the schedule, {} of them failed, {} rounds after the base, {} sitting(s), {} in all",
            measured.processes,
            measured.failed,
            measured.rounds,
            measured.sittings,
            seconds(measured.seconds)
        ),
        match measured.extended {
            true => {
                "the run had ended and was given more time, when its verdicts may have been known"
                    .to_owned()
            }
            false => "the run stopped on time alone".to_owned(),
        },
        format!("evidence: {evidence}"),
        format!(
            "{}, {} cores, {}; {}; {} build of commit {}",
            environment.cpu,
            environment.cores,
            environment.system,
            environment.rustc,
            environment.build,
            environment.commit.as_deref().unwrap_or("unknown")
        ),
        format!("{}; {}", libraries.join(", "), verdicts.dataset),
        format!(
            "profile {}, {} thread(s), seed {}; begun {}",
            verdicts.plan.profile, verdicts.plan.threads, verdicts.plan.seed, environment.started
        ),
    ];
    for line in lines {
        put(text, &format!("- {}\n", escaped(&line)));
    }
    put(text, "\n");
}

/// The margins, and when they were chosen.
fn margins(verdicts: &Verdicts) -> String {
    let fixed = match verdicts.margins == verdicts.fixed_margins {
        true => "fixed before the run",
        false => "chosen when the samples were known; the run was made for others",
    };
    format!(
        "margins: {} % for times, {} % for memory, {fixed}",
        verdicts.margins.time_percent, verdicts.margins.memory_percent
    )
}

/// With its first letter in upper case.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

fn group(text: &mut String, group: &Group) {
    if let Some(failure) = group.gate.first_failure() {
        let line = format!(
            "FAILED at the gate, so nothing was timed. {}: {}\n\n",
            failure.subject,
            escaped(&failure.detail)
        );
        put(text, &line);
        return;
    }
    if !group.void.is_empty() {
        put(text, "**VOID: a control failed.**\n\n");
    }
    put(
        text,
        "| quantity | A | B | A ÷ B | median | 90 % interval | 95 % interval | bootstrap | p (Holm) | processes | verdict |\n\
         |---|---:|---:|---:|---:|---|---|---|---:|---:|---|\n",
    );
    for cell in &group.cells {
        put(text, &row(cell));
    }
    put(text, "\n");
    if let Some(work) = &group.work {
        let kernels = match work.same_kernels {
            true => format!(
                "execute the same {} kernels of oneDNN and MKL",
                work.kernels
            ),
            false => "do NOT execute the same kernels of oneDNN and MKL".to_owned(),
        };
        let line = match (&work.failed, work.differences.as_slice()) {
            (Some(reason), _) => format!("The operations could not be recorded: {reason}\n\n"),
            (None, []) => format!(
                "Both sides execute the same {} operations, {} kernels of oneDNN and MKL among them.\n\n",
                work.operations, work.kernels
            ),
            (None, differences) => format!(
                "Both sides {kernels}. Around them they do not execute the same operations:\n\n\
                 <details><summary>the difference (- hand-written, + generated)</summary>\n\n\
                 ```diff\n{}\n```\n\n</details>\n\n",
                differences.join("\n")
            ),
        };
        put(text, &line);
    }
}

fn row(cell: &Cell) -> String {
    let name = match cell.primary {
        true => format!("**{}**", cell.quantity),
        false => cell.quantity.to_string(),
    };
    let Figures {
        a,
        b,
        ratio,
        interval_90,
        interval_95,
        bootstrap,
        median,
        p,
    } = Figures::of(cell);
    format!(
        "| {name} | {a} | {b} | {ratio} | {median} | {interval_90} | {interval_95} | {bootstrap} | {p} | {} | {} |\n",
        cell.processes,
        escaped(&cell.text)
    )
}

fn ledgers(text: &mut String, verdicts: &Verdicts) {
    put(text, "\n## What compiling costs, and when it is paid\n\n");
    put(
        text,
        "| model | backend | parse | check | generate | rustc | build | a step gains | paid after | with rustc |\n\
         |---|---|---:|---:|---:|---:|---:|---:|---:|---:|\n",
    );
    let mut notes = BTreeSet::new();
    for group in &verdicts.groups {
        let Some(ledger) = &group.ledger else {
            continue;
        };
        let Ledger {
            parse,
            check,
            generate,
            rustc,
            rustc_note,
            build,
            gained_per_step,
            paid_after_steps,
            paid_with_rustc_after_steps,
        } = ledger;
        notes.extend(rustc_note.as_deref());
        let time = |value: &Option<f64>| value.map_or("–".to_owned(), seconds);
        let steps =
            |value: &Option<u64>| value.map_or("–".to_owned(), |it| format!("{it} steps"));
        let row = format!(
            "| {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |\n",
            group.model,
            group.backend,
            time(parse),
            time(check),
            time(generate),
            time(rustc),
            time(build),
            time(gained_per_step),
            steps(paid_after_steps),
            steps(paid_with_rustc_after_steps)
        );
        put(text, &row);
    }
    put(
        text,
        "\nA dash under what a step gains: generated steps are not shown to be faster, so compiling is a cost \
         that is never paid back. Hand-written code needs `rustc` as well; the last column counts it all the same.\n",
    );
    for note in notes {
        put(
            text,
            &format!("\n`rustc` was not timed: {}\n", escaped(note)),
        );
    }
}

/// What stands in a table must not end its cell, nor be taken for markup.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('|', "\\|")
        .replace('\n', " ")
}

fn put(text: &mut String, part: &str) {
    text.write_str(part).expect("a String takes every text");
}
