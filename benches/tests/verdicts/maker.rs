//! Made-up evidence: two models on two backends, so that every verdict occurs.

use std::collections::BTreeMap;
use std::path::Path;

use neural_bench::Backend;
use neural_bench::evidence::{
    Bundle, Check, Contrast, Gate, Instrument, Ledger, LedgerEntry, Library, Manifest, Margins,
    Measured, Outcome, Process, Quantity, SCHEMA, Sitting, Unit,
};
use neural_bench::measure::{Effort, Half, Pair, Series};
use neural_bench::plan::Plan;
use neural_bench::record::{Compile, Dataset, Environment, Samples};
use neural_bench::work::{Comparison, Layer, Phase, PhaseName, Sides, Source, Work};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// What is made up of one quantity.
#[derive(Clone, Copy)]
struct Effect {
    quantity: Quantity,
    /// The true ratio of A to B.
    ratio: f64,
    /// How far a process's ratio is off, at most, as a share.
    spread: f64,
}

/// What is made up of the processes of one kind.
struct Kind {
    unit: Unit,
    processes: usize,
    effects: Vec<Effect>,
    handicap: f64,
    /// One of them fails.
    fails: bool,
}

/// The operations of one phase, of which one is this.
fn work_of(operation: &str) -> Work {
    let layer = |source, operations: &[(&str, u64)]| Layer {
        source,
        operations: (operations.iter())
            .map(|&(name, count)| (name.to_owned(), count))
            .collect(),
    };
    Work {
        phases: vec![Phase {
            name: PhaseName::Predict,
            layers: vec![
                layer(Source::Torch, &[("addmm", 2), (operation, 1)]),
                layer(Source::Mkl, &[("SGEMM(128,128,784)", 2)]),
            ],
        }],
    }
}

/// Writes the evidence into a folder, sealed.
pub fn bundle(folder: &Path) -> Bundle {
    let mut bundle = Bundle::create(folder, manifest()).expect("a new folder");
    let sitting = Sitting {
        environment: environment(),
        budget_seconds: 3600.0,
        first_process: 1,
        extends: false,
    };
    bundle.add_sitting(sitting).expect("a sitting");
    bundle.set_gates(gates()).expect("gates");
    bundle.set_ledger(ledger()).expect("a ledger");
    let work = Comparison {
        model: "deep".to_owned(),
        backend: Backend::Torch,
        sides: Err("the observer <torch> did not start".to_owned()),
    };
    bundle.add_work(work).expect("work");
    let work = Comparison {
        model: "simple".to_owned(),
        backend: Backend::Torch,
        sides: Ok(Sides {
            generated: work_of("flatten<int>"),
            handwritten: work_of("view"),
        }),
    };
    bundle.add_work(work).expect("work");
    let text = "network Simple { /* made up */ }\n";
    bundle.add_text("dsl/simple.neural", text).expect("a text");

    let kinds = kinds();
    let mut order: Vec<usize> = (kinds.iter().enumerate())
        .flat_map(|(index, kind)| vec![index; kind.processes])
        .collect();
    neural_statistics::shuffle(7, &mut order);
    let mut random = ChaCha8Rng::seed_from_u64(7);
    let mut failed = false;
    for (index, kind) in order.into_iter().map(|index| &kinds[index]).enumerate() {
        let fails = kind.fails && !failed;
        failed |= fails;
        let process = process(kind, index + 1, fails, &mut random);
        bundle.add_process(process).expect("a process");
    }
    bundle.seal().expect("hashes");
    bundle
}

/// A process with one pair of a quantity, to change a bundle with.
pub fn single(unit: Unit, number: usize, quantity: Quantity, a: f64, b: f64) -> Process {
    let series = Series {
        calls: 1,
        settled: true,
        warm_up: Vec::new(),
        pairs: vec![Pair {
            first: Half::A,
            at: 0.5,
            a,
            b,
        }],
    };
    let measured = Measured {
        first_built: Half::A,
        handicap: 0.0,
        series: BTreeMap::from([(quantity, series)]),
        order: vec![quantity],
        memory: None,
    };
    whole(unit, number, Outcome::Measured(measured))
}

fn process(kind: &Kind, number: usize, fails: bool, random: &mut ChaCha8Rng) -> Process {
    if fails {
        let reason = "the worker ended with signal 9\nits last words: out of <memory> & time";
        return whole(
            kind.unit.clone(),
            number,
            Outcome::Failed(reason.to_owned()),
        );
    }
    let series = kind.effects.iter().map(|effect| {
        let off = 1.0 + effect.spread * random.random_range(-1.0..1.0);
        let memory = effect.quantity == Quantity::Peak;
        let mut pair = |first: Half, wild: f64| {
            let noise = if memory { 0.0 } else { 0.004 * wild };
            let b = base(effect.quantity) * (1.0 + noise * random.random_range(-1.0..1.0));
            let a = b * effect.ratio * off * (1.0 + noise * random.random_range(-1.0..1.0));
            let at = random.random_range(0.0..9.0);
            Pair {
                first,
                at: rounded(at, 1e3),
                a: figure(a, memory),
                b: figure(b, memory),
            }
        };
        let warm_up = if memory {
            vec![]
        } else {
            vec![pair(Half::B, 20.0)]
        };
        let mut pairs = vec![pair(Half::A, 1.0)];
        if !memory {
            // Now and then a pair is far out, as on a machine that others use.
            let wild = if number.is_multiple_of(9) { 15.0 } else { 1.0 };
            pairs.push(pair(Half::B, wild));
        }
        let series = Series {
            calls: 1,
            settled: memory || !number.is_multiple_of(8),
            warm_up,
            pairs,
        };
        (effect.quantity, series)
    });
    let series: BTreeMap<Quantity, Series> = series.collect();
    let measured = Measured {
        first_built: Half::A,
        handicap: kind.handicap,
        order: series.keys().copied().collect(),
        series,
        memory: None,
    };
    whole(kind.unit.clone(), number, Outcome::Measured(measured))
}

fn whole(unit: Unit, number: usize, outcome: Outcome) -> Process {
    Process {
        number,
        round: number / 80,
        unit,
        seed: number as u64,
        sitting: 1,
        started_seconds: 12.0 * number as f64,
        seconds: 11.5,
        outcome,
    }
}

/// What the twin takes, seconds or bytes.
fn base(quantity: Quantity) -> f64 {
    match quantity {
        Quantity::Build => 0.003,
        Quantity::Step => 0.002,
        Quantity::Epoch => 0.09,
        Quantity::Predict => 0.0005,
        Quantity::Peak => 4_000_000.0,
    }
}

fn figure(value: f64, memory: bool) -> f64 {
    match memory {
        true => value.round(),
        false => rounded(value, 1e8),
    }
}

fn rounded(value: f64, parts: f64) -> f64 {
    (value * parts).round() / parts
}

fn kinds() -> Vec<Kind> {
    const QUIET: f64 = 0.003;
    const LOUD: f64 = 0.06;
    let (torch, tensorflow) = (Backend::Torch, Backend::Tensorflow);
    let (time, memory) = (margins(Instrument::Time), margins(Instrument::Memory));
    let of = |ratios: [(f64, f64); 5]| ratios;
    let equal = of([(1.0, QUIET); 5]);
    // Build, step, epoch, predict, peak.
    let fine = of([
        (1.06, QUIET),
        (0.95, QUIET),
        (0.955, QUIET),
        (1.0, QUIET),
        (1.0, 0.0),
    ]);
    let mixed = of([
        (1.0, LOUD),
        (1.05, QUIET),
        (1.005, 0.001),
        (1.01, LOUD),
        (1.0, 0.0),
    ]);
    let worse = of([
        (1.0, QUIET),
        (1.0, QUIET),
        (1.08, QUIET),
        (1.0, QUIET),
        (1.05, QUIET),
    ]);
    let drifting = of([
        (1.0, QUIET),
        (1.0, QUIET),
        (1.05, QUIET),
        (1.0, QUIET),
        (1.0, QUIET),
    ]);
    let delayed = of([(1.0 + time, QUIET); 5]);
    let larger = |mut ratios: [(f64, f64); 5]| {
        ratios[4] = (1.0 + memory, 0.0005);
        ratios
    };
    let mut kinds = Vec::new();
    let mut add =
        |model: &str, backend, contrast, ratios: [(f64, f64); 5], processes: [usize; 2]| {
            let instruments = [Instrument::Time, Instrument::Memory];
            for (instrument, processes) in instruments.into_iter().zip(processes) {
                let quantities = instrument.quantities().iter();
                let effects = quantities.map(|&quantity| {
                    let (ratio, spread) = ratios[quantity as usize];
                    Effect {
                        quantity,
                        ratio,
                        spread,
                    }
                });
                let share = match instrument {
                    Instrument::Time => time,
                    Instrument::Memory => memory,
                };
                kinds.push(Kind {
                    unit: Unit {
                        model: model.to_owned(),
                        backend,
                        contrast,
                        instrument,
                    },
                    processes,
                    effects: effects.collect(),
                    handicap: match contrast {
                        Contrast::Handicapped => libm::log1p(share),
                        _ => 0.0,
                    },
                    fails: contrast == Contrast::Generated
                        && backend == tensorflow
                        && instrument == Instrument::Memory,
                });
            }
        };
    add("simple", torch, Contrast::Generated, fine, [11, 11]);
    add("simple", torch, Contrast::Same, equal, [11, 3]);
    add(
        "simple",
        torch,
        Contrast::Handicapped,
        larger(delayed),
        [11, 11],
    );
    add("simple", tensorflow, Contrast::Generated, mixed, [11, 3]);
    add("simple", tensorflow, Contrast::Same, equal, [2, 2]);
    add(
        "simple",
        tensorflow,
        Contrast::Handicapped,
        larger(delayed),
        [2, 2],
    );
    add("deep", torch, Contrast::Generated, worse, [11, 11]);
    add("deep", torch, Contrast::Same, drifting, [11, 2]);
    // The handicap was not there.
    add("deep", torch, Contrast::Handicapped, equal, [11, 2]);
    kinds
}

fn margins(instrument: Instrument) -> f64 {
    Margins::default().handicap(instrument)
}

fn gates() -> Vec<Gate> {
    let check = |subject: &str, passed, detail: &str| Check {
        subject: subject.to_owned(),
        passed,
        detail: detail.to_owned(),
    };
    let mut gates = Vec::new();
    for model in ["simple", "deep"] {
        for backend in [Backend::Torch, Backend::Tensorflow] {
            let mut checks = vec![check(
                &format!("{model}/{backend}, names and shapes of parameters"),
                true,
                "4 are equal, 101770 numbers",
            )];
            let steps = format!("{model}/{backend}, ten steps");
            checks.push(match (model, backend) {
                ("deep", Backend::Tensorflow) => check(
                    &steps,
                    false,
                    "loss of step 3: 2.3025851 generated, 2.3025849 hand-written\nweights `dense_1/kernel` <first> 0.01 & 0.02",
                ),
                _ => check(&steps, true, "equal to the last bit"),
            });
            gates.push(Gate {
                model: model.to_owned(),
                backend,
                checks,
            });
        }
    }
    gates
}

fn ledger() -> Ledger {
    let entry = |model: &str, backend, rustc: &[f64]| LedgerEntry {
        model: model.to_owned(),
        backend,
        compile: Compile {
            source_bytes: 406,
            generated_bytes: 5311,
            parse: Samples(vec![0.00004, 0.00005, 0.00006]),
            check: Samples(vec![0.00001, 0.00002, 0.00003]),
            codegen: Samples(vec![0.0002, 0.0003, 0.0004]),
        },
        rustc: Samples(rustc.to_vec()),
        rustc_note: rustc
            .is_empty()
            .then(|| "there is no rustc here".to_owned()),
    };
    Ledger {
        entries: vec![
            entry("simple", Backend::Torch, &[4.1, 4.2, 4.0]),
            entry("simple", Backend::Tensorflow, &[]),
            entry("deep", Backend::Torch, &[5.0]),
        ],
    }
}

fn manifest() -> Manifest {
    let library = |version: &str| Library {
        version: version.to_owned(),
        threads: 1,
        dataset: Dataset {
            name: "synthetic".to_owned(),
            sha256: "0".repeat(64),
            note: Some("made up".to_owned()),
            train_images: 1000,
            test_images: 100,
        },
    };
    let backends = vec![Backend::Torch, Backend::Tensorflow];
    Manifest {
        schema: SCHEMA.to_owned(),
        environment: environment(),
        plan: Plan::default(),
        seed: 1,
        margins: Margins::default(),
        effort: Effort::default(),
        base: 11,
        revision: None,
        models: vec!["simple".to_owned(), "deep".to_owned()],
        libraries: BTreeMap::from([
            (Backend::Torch, library("2.0.0")),
            (Backend::Tensorflow, library("2.1.0")),
        ]),
        backends,
        executables: BTreeMap::new(),
    }
}

fn environment() -> Environment {
    Environment {
        started: "2025-03-01T10:00:00Z".to_owned(),
        suite_version: "0.1.0".to_owned(),
        commit: Some("1234567".to_owned()),
        rustc: "rustc 1.90.0".to_owned(),
        build: "release".to_owned(),
        system: "Linux 6".to_owned(),
        cpu: "A processor".to_owned(),
        cores: 2,
        memory_bytes: 8 << 30,
    }
}
