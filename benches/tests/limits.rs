//! How near to the limit: what is made of figures, and a real measurement of the smallest model.

use neural_bench::Backend;
use neural_bench::environment;
use neural_bench::limits::{
    Evidence, Form, Limits, Overhead, Pass, Phases, Process, Product, SCHEMA, Timed, Traffic,
    markdown,
};
use neural_bench::plan::{Plan, Profile};
use neural_bench::worker::{Reply, Task, Worker};

/// A step of 10 ms, of which 4 ms are a product and 1 ms is memory.
fn limits() -> Limits {
    Limits {
        batch: 100,
        images: 1_000,
        epoch: 0.1,
        step: 0.01,
        phases: Some(Phases {
            data: 0.001,
            forward: 0.003,
            backward: 0.004,
            optimizer: 0.001,
            rest: 0.001,
            operations: 50.0,
        }),
        products: vec![Timed {
            product: Product {
                layer: "dense".to_owned(),
                pass: Pass::Forward,
                form: Form::Dense {
                    rows: 100,
                    inputs: 1_000,
                    units: 1_000,
                },
                operations: 200_000_000,
            },
            seconds: 0.004,
        }],
        traffic: Traffic {
            data: 500_000,
            optimizer: 2_000_000,
            activations: 4_000_000,
        },
        memory_bandwidth: 1e9,
        parameter_bandwidth: 4e9,
        peak: 1e11,
        overhead: Overhead {
            operation: 1e-6,
            run: 5e-6,
        },
    }
}

#[test]
fn the_share_is_of_products_and_memory() {
    let limits = limits();
    let near = |a: f64, b: f64| assert!((a - b).abs() <= 1e-12 * b, "{a} and {b}");
    near(limits.attainable(), 0.004 + 0.0005 + 0.0005);
    near(limits.share(), 0.5);
    near(limits.rate(), 2e10);
    near(limits.dispatch().unwrap(), 55e-6);
}

#[test]
fn the_report_says_medians_and_failures() {
    let process = |epoch: Option<f64>| Process {
        model: "cnn".to_owned(),
        backend: Backend::Torch,
        limits: epoch.map(|epoch| Limits { epoch, ..limits() }),
        failed: epoch
            .is_none()
            .then(|| "line one\nit was killed".to_owned()),
    };
    let evidence = Evidence {
        schema: SCHEMA.to_owned(),
        environment: environment::read(),
        plan: (&Plan::default()).into(),
        processes: [Some(0.1), None, Some(0.2), Some(5.0)]
            .map(process)
            .to_vec(),
    };
    let text = markdown(&evidence);
    for line in [
        "| cnn | torch | 200.0 ms | 10.00 ms | 5.000 ms | **25 %** | 200.00 MFLOP | 10.00 GFLOP/s | 10 % | 488.3 KiB, 1.907 MiB, 3.815 MiB |",
        "| cnn | torch | 1.000 ms | 3.000 ms | 4.000 ms | 1.000 ms | 1.000 ms | 50 | 55.00 µs |",
        "| cnn | torch | dense | forward | 100 x 1000 by 1000 x 1000 | 200.00 MFLOP | 4.000 ms | 50.00 GFLOP/s |",
        "FAILED cnn/torch: it was killed",
    ] {
        assert!(text.contains(line), "{line}\nis not in\n{text}");
    }
}

#[test]
fn figures_are_kept_and_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let evidence = Evidence {
        schema: SCHEMA.to_owned(),
        environment: environment::read(),
        plan: (&Plan::default()).into(),
        processes: Vec::new(),
    };
    evidence.write(folder.path()).unwrap();
    assert_eq!(Evidence::read(folder.path()).unwrap(), evidence);
    let other = Evidence {
        schema: "neural-bench/limits/0".to_owned(),
        ..evidence
    };
    other.write(folder.path()).unwrap();
    let error = Evidence::read(folder.path()).unwrap_err().to_string();
    assert!(
        error.contains("neural-bench/limits/1 was expected"),
        "{error}"
    );
}

#[test]
fn each_library_measures_its_own_products() {
    let plan = Plan {
        profile: Profile::Quick,
        ..Plan::default()
    };
    for backend in Backend::ALL {
        for (model, products) in [("simple_mlp", 5), ("cnn", 11)] {
            let worker = Worker {
                backend,
                memory: false,
            };
            let task = Task::Limits {
                model: model.to_owned(),
            };
            let Reply::Limits(limits) = worker.run(&plan, task, |_| ()).unwrap() else {
                panic!("another reply");
            };
            assert_eq!(limits.products.len(), products, "{backend}");
            let seconds = limits.products.iter().map(|it| it.seconds);
            let measured = [
                limits.epoch,
                limits.step,
                limits.memory_bandwidth,
                limits.parameter_bandwidth,
                limits.peak,
            ];
            for figure in seconds.chain(measured) {
                assert!(figure.is_finite() && figure > 0.0, "{backend}: {limits:?}");
            }
            let phases = limits.phases.unwrap();
            // A step has its products, and the optimiser and the loss beside them.
            assert!(phases.operations > products as f64, "{backend}: {phases:?}");
            for part in [phases.data, phases.forward, phases.backward] {
                assert!(part > 0.0, "{backend}: {phases:?}");
            }
            // TensorFlow's optimiser is operations of its own, which have to be found by their names.
            assert!(
                backend == Backend::Torch || phases.optimizer > 0.0,
                "{phases:?}"
            );
        }
    }
}
