//! Where and with what the runs took place.

use crate::record::Origin;
use crate::report::document::{Report, Run};
use crate::report::table::{Table, escaped};
use crate::report::unit::{self, Kind};

pub(super) fn write(report: &Report, text: &mut String) {
    for run in &report.runs {
        warnings(run, text);
    }
    let mut head = vec![String::new()];
    head.extend(report.runs.iter().map(|run| format!("`{}`", run.name)));
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    let mut table = Table::new(head.len(), &head);
    type Line = (&'static str, fn(&Report, &Run) -> String);
    let lines: [Line; 15] = [
        ("made by", |_, run| origin(run)),
        ("started", |_, run| escaped(&run.environment.started)),
        ("commit", |_, run| match &run.environment.commit {
            Some(commit) => format!("`{commit}`"),
            None => "none".to_owned(),
        }),
        ("suite", |_, run| {
            let environment = &run.environment;
            format!("{}, {} build", environment.suite_version, environment.build)
        }),
        ("profile", |_, run| {
            let profile = &run.plan.profile;
            match run.plan.images {
                None => format!("{profile}: the whole training split"),
                Some(images) => {
                    let images = unit::count(images as u64);
                    format!("{profile}: at most {images} images to an epoch")
                }
            }
        }),
        ("epochs", |_, run| match run.plan.epochs {
            Some(epochs) => epochs.to_string(),
            None => "each network's own".to_owned(),
        }),
        ("seed", |_, run| run.plan.seed.to_string()),
        ("threads", threads),
        ("libraries", libraries),
        ("data", |_, run| data(run)),
        ("SHA-256 of the data", |_, run| {
            format!("`{}`", run.dataset.sha256)
        }),
        ("processor", |_, run| {
            let environment = &run.environment;
            format!("{}, {} cores", escaped(&environment.cpu), environment.cores)
        }),
        ("memory", |_, run| {
            unit::figure(Kind::Bytes, run.environment.memory_bytes as f64)
        }),
        ("system", |_, run| escaped(&run.environment.system)),
        ("compiler", |_, run| escaped(&run.environment.rustc)),
    ];
    for (name, cell) in lines {
        let mut row = vec![name.to_owned()];
        row.extend(report.runs.iter().map(|run| cell(report, run)));
        table.row(row);
    }
    text.push('\n');
    text.push_str(&table.markdown());
}

/// What must not be overlooked.
fn warnings(run: &Run, text: &mut String) {
    if run.is_synthetic() {
        let why = run
            .dataset
            .note
            .as_deref()
            .unwrap_or("no reason was recorded");
        text.push_str(&format!(
            "\n> **SYNTHETIC DATA in `{}`:** the images are made up, and accuracy and loss say nothing \
             about real ones. {}\n",
            run.name,
            escaped(why)
        ));
    }
    if run.environment.build == "debug" {
        text.push_str(&format!(
            "\n> **DEBUG BUILD in `{}`:** its times say nothing.\n",
            run.name
        ));
    }
}

fn origin(run: &Run) -> String {
    match run.origin {
        Origin::Run => "`neural-bench run`".to_owned(),
        Origin::Criterion => "`cargo bench`, timed by Criterion".to_owned(),
    }
}

fn data(run: &Run) -> String {
    let dataset = &run.dataset;
    let name = match run.is_synthetic() {
        true => "**synthetic**".to_owned(),
        false => escaped(&dataset.name),
    };
    format!(
        "{name}: {} training and {} test images",
        unit::count(dataset.train_images as u64),
        unit::count(dataset.test_images as u64)
    )
}

fn threads(report: &Report, run: &Run) -> String {
    let effective = backends(report, run, |cell| {
        let threads = cell.effective_threads?;
        Some(format!("{} uses {threads}", escaped(&cell.backend)))
    });
    match effective.as_str() {
        "" => format!("{} asked for", run.plan.threads),
        effective => format!("{} asked for; {effective}", run.plan.threads),
    }
}

fn libraries(report: &Report, run: &Run) -> String {
    backends(report, run, |cell| {
        let version = cell.library_version.as_deref()?;
        Some(format!("{} {}", escaped(&cell.backend), escaped(version)))
    })
}

/// What the cells of a run say, each thing once.
fn backends(
    report: &Report,
    run: &Run,
    say: impl Fn(&crate::report::document::Cell) -> Option<String>,
) -> String {
    let cells = report.cells.iter().filter(|cell| cell.run == run.name);
    let mut said: Vec<String> = Vec::new();
    for text in cells.filter_map(say) {
        if !said.contains(&text) {
            said.push(text);
        }
    }
    said.join(", ")
}
