//! `cargo bench --bench compiler`: the compiler alone, in bytes of source a second.

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use neural_dsl::codegen::Target;

/// Twenty networks in one file, pinned so that figures stay comparable.
const FIXTURE: &str = include_str!("../fixtures/bench/twenty_networks.neural");

fn compiler(criterion: &mut Criterion) {
    let networks = neural_dsl::check(FIXTURE)
        .unwrap_or_else(|errors| {
            panic!(
                "{}",
                neural_dsl::render("twenty_networks.neural", FIXTURE, &errors)
            )
        })
        .networks;
    let mut group = criterion.benchmark_group("compiler/twenty_networks");
    group.throughput(Throughput::Bytes(FIXTURE.len() as u64));
    group.bench_function("pest", |bencher| {
        bencher.iter(|| neural_dsl::syntax::recognize(black_box(FIXTURE)));
    });
    group.bench_function("parse", |bencher| {
        bencher.iter(|| neural_dsl::parse(black_box(FIXTURE)));
    });
    group.bench_function("check", |bencher| {
        let tree = neural_dsl::parse(FIXTURE).expect("the fixture parses");
        bencher.iter(|| neural_dsl::lower(black_box(&tree)));
    });
    for target in Target::ALL {
        group.bench_function(format!("codegen/{target}"), |bencher| {
            bencher.iter(|| {
                for network in black_box(&networks) {
                    black_box(neural_dsl::generate(network, "twenty_networks.neural", target).ok());
                }
            });
        });
    }
    group.finish();
}

/// Files of 1, 10, 100 and 1,000 networks, the model cnn under other names: whether the time for a byte stays.
fn sizes(criterion: &mut Criterion) {
    let model = include_str!("../dsl/cnn.neural");
    for count in [1usize, 10, 100, 1000] {
        let renamed = |index| model.replace("network CNN", &format!("network Cnn{index}"));
        let text: String = (0..count).map(renamed).collect();
        let networks = neural_dsl::check(&text)
            .expect("copies of a model check")
            .networks;
        let mut group = criterion.benchmark_group(format!("compiler/networks/{count}"));
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function("parse", |bencher| {
            bencher.iter(|| neural_dsl::parse(black_box(&text)));
        });
        group.bench_function("check", |bencher| {
            // One tree for all: of many large ones each would be read from memory that no cache holds.
            let tree = neural_dsl::parse(&text).expect("copies of a model parse");
            bencher.iter(|| neural_dsl::lower(black_box(&tree)));
        });
        for target in Target::ALL {
            group.bench_function(format!("codegen/{target}"), |bencher| {
                bencher.iter(|| {
                    for network in black_box(&networks) {
                        black_box(neural_dsl::generate(network, "cnn.neural", target).ok());
                    }
                });
            });
        }
        group.finish();
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(3))
        .noise_threshold(0.1);
    targets = compiler, sizes
}
criterion_main!(benches);
