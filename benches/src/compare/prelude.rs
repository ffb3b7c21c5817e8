//! What is done once before anything is timed: libraries, hashes, the gate, the operations of both sides,
//! and what compiling costs.

use std::collections::BTreeMap;

use super::gate;
use super::run::{Other, Progress};
use super::rustc;
use crate::backend::Backend;
use crate::evidence::{Bundle, Check, Gate, Ledger, LedgerEntry, Library, Manifest, digest_of};
use crate::plan::Plan;
use crate::record::Samples;
use crate::registry::{self, Model};
use crate::worker::{Event, Program, Worker};
use crate::{Result, compile, work};

/// Starts each library once: what it and the data set say of themselves, and why it does not start.
pub(super) fn libraries(
    plan: &Plan,
    backends: &[Backend],
    on_progress: &mut dyn FnMut(&Progress),
) -> (BTreeMap<Backend, Library>, BTreeMap<Backend, String>) {
    let (mut libraries, mut broken) = (BTreeMap::new(), BTreeMap::new());
    for &backend in backends {
        on_progress(&Progress::Before(format!("starting {backend}")));
        let worker = Worker {
            backend,
            memory: false,
        };
        let mut library = None;
        let outcome = worker.run_all(plan, Vec::new(), |event| {
            if let Event::Started { runtime, dataset } = event {
                library = Some(Library {
                    version: runtime.version.clone(),
                    threads: runtime.threads,
                    dataset: dataset.clone(),
                });
            }
        });
        match (outcome, library) {
            (Ok(_), Some(library)) => {
                libraries.insert(backend, library);
            }
            (Err(error), _) => {
                broken.insert(backend, format!("{error:#}"));
            }
            (Ok(_), None) => {
                broken.insert(backend, "the worker said nothing".to_owned());
            }
        }
    }
    (libraries, broken)
}

/// The hashes of the worker executables, those of the other build with its revision's name.
///
/// # Errors
/// Where one cannot be read.
pub(super) fn executables(
    backends: &[Backend],
    other: Option<&Other>,
) -> Result<BTreeMap<String, String>> {
    let mut hashes = BTreeMap::new();
    for &backend in backends {
        for memory in [false, true] {
            let worker = Worker { backend, memory };
            let name = worker.executable();
            // A backend that this build lacks is a failure of its cells, not of the run.
            if let Ok(program) = Program::of(worker) {
                hashes.insert(name.clone(), digest_of(program.path())?);
            }
            if let Some(other) = other {
                let program = Program::of_other_build(worker, &other.folder);
                let name = format!("{name} at {}", other.revision.name);
                hashes.insert(name, digest_of(program.path())?);
            }
        }
    }
    Ok(hashes)
}

/// Keeps the models' files and the programs that were generated from them.
///
/// # Errors
/// Where they cannot be written.
pub(super) fn texts(bundle: &Bundle) -> Result<()> {
    for model in models(&bundle.manifest) {
        bundle.add_text(&format!("dsl/{}", model.file), model.source)?;
        // One that does not check has no program, which the gate says.
        let Ok(network) = model.network() else {
            continue;
        };
        for &backend in &bundle.manifest.backends {
            let target = backend.target();
            if let Ok(program) = neural_dsl::generate(&network, model.file, target) {
                bundle.add_text(&format!("programs/{target}/{}.rs", model.name), &program)?;
            }
        }
    }
    Ok(())
}

/// Shows for each model and backend that both sides are the same network.
pub(super) fn gates(
    manifest: &Manifest,
    other: Option<&Other>,
    broken: &BTreeMap<Backend, String>,
    on_progress: &mut dyn FnMut(&Progress),
) -> Vec<Gate> {
    let mut gates = Vec::new();
    let sound: Vec<Backend> = (manifest.backends.iter().copied())
        .filter(|backend| !broken.contains_key(backend))
        .collect();
    for model in models(manifest) {
        on_progress(&Progress::Before(format!(
            "the same network? {}",
            model.name
        )));
        let mut checked = gate::gates(&manifest.plan, model, &sound);
        if let Some(other) = other {
            for gate in &mut checked {
                gate.checks.push(gate::builds(
                    &manifest.plan,
                    model,
                    gate.backend,
                    &other.folder,
                    &other.revision.name,
                ));
            }
        }
        for &backend in &manifest.backends {
            if let Some(reason) = broken.get(&backend) {
                checked.push(Gate {
                    model: model.name.to_owned(),
                    backend,
                    checks: vec![Check {
                        subject: "the library starts".to_owned(),
                        passed: false,
                        detail: reason.clone(),
                    }],
                });
            }
        }
        gates.extend(checked);
    }
    gates
}

/// Records the operations that both sides of each model execute.
///
/// # Errors
/// Where they cannot be kept.
pub(super) fn work(
    bundle: &mut Bundle,
    gates: &[Gate],
    on_progress: &mut dyn FnMut(&Progress),
) -> Result<()> {
    for gate in gates {
        if gate.passed() {
            let name = format!("the same work? {}/{}", gate.model, gate.backend);
            on_progress(&Progress::Before(name));
            let comparison = work::compare(&bundle.manifest.plan, gate.backend, &gate.model);
            bundle.add_work(comparison)?;
        }
    }
    Ok(())
}

/// Measures what compiling costs.
pub(super) fn ledger(manifest: &Manifest, on_progress: &mut dyn FnMut(&Progress)) -> Ledger {
    let mut ledger = Ledger::default();
    for model in models(manifest) {
        for &backend in &manifest.backends {
            on_progress(&Progress::Before(format!(
                "compiling {} for {backend}",
                model.name
            )));
            // What cannot be compiled has failed at the gate already.
            let Ok(compile) = compile::measure(model, backend) else {
                continue;
            };
            let (rustc, rustc_note) = match rustc::measure(model, backend) {
                Ok(samples) => (samples, None),
                Err(error) => (Samples::default(), Some(format!("{error:#}"))),
            };
            ledger.entries.push(LedgerEntry {
                model: model.name.to_owned(),
                backend,
                compile,
                rustc,
                rustc_note,
            });
        }
    }
    ledger
}

fn models(manifest: &Manifest) -> Vec<&'static Model> {
    registry::select(&manifest.models).unwrap_or_default()
}
