//! The generated programs: their texts, and that rustfmt would write them so.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use neural_dsl::codegen::{Dtype, Optimization, Optimizations, Options};
use neural_dsl::{Network, Target};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

/// The networks of a file.
fn networks(path: &Path) -> Vec<Network> {
    let text = fs::read_to_string(path).unwrap();
    checked(path.to_str().unwrap(), &text)
}

fn checked(file: &str, text: &str) -> Vec<Network> {
    neural_dsl::check(text)
        .unwrap_or_else(|faults| panic!("{}", neural_dsl::render(file, text, &faults)))
        .networks
}

/// Without optimizations.
fn plain(dtype: Dtype) -> Options {
    Options {
        dtype,
        optimizations: Optimizations::NONE,
    }
}

/// Every optimization, none, and each one left out.
fn selections() -> Vec<Optimizations> {
    let without = Optimization::ALL.map(|one| Optimizations::ALL.without(one));
    let mut all = vec![Optimizations::ALL, Optimizations::NONE];
    all.extend(without);
    all
}

fn generated(network: &Network, file: &str, target: Target, dtype: Dtype) -> String {
    neural_dsl::generate_with(network, file, target, &plain(dtype))
        .unwrap_or_else(|faults| panic!("{file} for {target}: {faults:#?}"))
}

/// The `.neural` files of a folder, sorted.
fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "neural")
        })
        .collect();
    files.sort();
    files
}

/// The programs of the reference models are those of `fixtures/generated`; those in float64 have it in
/// their names. Set `UPDATE_FIXTURES` to
/// write them anew, and read the difference.
#[test]
fn programs_are_those_of_the_fixtures() {
    for path in files("dsl") {
        for network in networks(&path) {
            for target in Target::ALL {
                assert_fixture(&network, &path, target, &path);
            }
        }
    }
}

/// So are the variants', which the suite's tests of values compile.
#[test]
fn variants_are_those_of_the_fixtures() {
    for path in files("fixtures/generated/variants") {
        for network in networks(&path) {
            let name = path.with_extension(format!("{}.rs", network.name));
            assert_fixture(&network, &path, Target::Torch, &name);
            // TensorFlow refuses a network without weights.
            if network.parameter_count() > 0 {
                assert_fixture(&network, &path, Target::Tensorflow, &name);
            }
        }
    }
}

fn assert_fixture(network: &Network, path: &Path, target: Target, name: &Path) {
    let file = path.file_name().unwrap().to_str().unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/generated");
    for (options, extension) in [
        (Options::default(), "rs"),
        (plain(Dtype::Float32), "plain.rs"),
        (plain(Dtype::Float64), "plain.float64.rs"),
    ] {
        let dtype = options.dtype;
        let text = match neural_dsl::generate_with(network, file, target, &options) {
            Ok(text) => text,
            Err(faults) => {
                assert_eq!((target, dtype), (Target::Tensorflow, Dtype::Float64));
                assert!(faults[0].message.contains("groups"), "{file}: {faults:#?}");
                continue;
            }
        };
        let name = name.with_extension(extension);
        let expected = folder.join(target.name()).join(name.file_name().unwrap());
        if std::env::var_os("UPDATE_FIXTURES").is_some() {
            fs::create_dir_all(expected.parent().unwrap()).unwrap();
            fs::write(&expected, &text).unwrap();
        }
        let expected = fs::read_to_string(&expected)
            .unwrap_or_else(|error| panic!("{}: {error}", expected.display()));
        assert!(
            text == expected,
            "{file} for {target} is another program than {extension} of its fixture; \
             UPDATE_FIXTURES=1 writes it anew"
        );
    }
}

/// Without a word of options a program is in float32; with them, nothing of it is but what says so in
/// words.
#[test]
fn a_program_is_of_one_type() {
    for path in files("dsl") {
        for network in networks(&path) {
            for target in Target::ALL {
                let [single, double] =
                    Dtype::ALL.map(|dtype| generated(&network, "a.neural", target, dtype));
                let foreign =
                    |text: &str, words: &[&str]| words.iter().any(|word| text.contains(word));
                let of_single = ["f32", "Float,", "Float)", "for_logits"];
                let of_double = ["Double", "float64"];
                assert!(!foreign(&double, &of_single[..3]), "{double}");
                assert!(foreign(&double, &of_double));
                assert!(foreign(&single, &of_single));
                assert!(!foreign(&single, &of_double), "{single}");
            }
        }
    }
}

#[test]
fn rustfmt_leaves_programs_for_torch_as_they_are() {
    programs_are_formatted(Target::Torch);
}

#[test]
fn rustfmt_leaves_programs_for_tensorflow_as_they_are() {
    programs_are_formatted(Target::Tensorflow);
}

fn programs_are_formatted(target: Target) {
    let variants = files("fixtures/generated/variants");
    for path in files("dsl").into_iter().chain(variants) {
        let file = path.file_name().unwrap().to_str().unwrap();
        for network in networks(&path) {
            for network in [network.clone(), network.without_dropout()] {
                let all = selections().into_iter();
                let all = all.flat_map(|set| Dtype::ALL.map(|dtype| (dtype, set)));
                for (dtype, optimizations) in all {
                    let options = Options {
                        dtype,
                        optimizations,
                    };
                    match neural_dsl::generate_with(&network, file, target, &options) {
                        Ok(text) => assert_formatted(&text, file, target),
                        // TensorFlow refuses a network without weights; torch takes every variant.
                        Err(faults) => {
                            assert_eq!(target, Target::Tensorflow, "{file}: {faults:#?}")
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn rustfmt_leaves_any_program_for_torch_as_it_is() {
    any_program_is_formatted(Target::Torch);
}

#[test]
fn rustfmt_leaves_any_program_for_tensorflow_as_it_is() {
    any_program_is_formatted(Target::Tensorflow);
}

fn any_program_is_formatted(target: Target) {
    let mut runner = TestRunner::new(ProptestConfig {
        cases: 64,
        failure_persistence: None,
        ..Default::default()
    });
    let dtype = prop::sample::select(&Dtype::ALL[..]);
    let optimizations = prop::sample::select(selections());
    let result = runner.run(
        &(network(), dtype, optimizations),
        |(text, dtype, optimizations)| {
            let options = Options {
                dtype,
                optimizations,
            };
            for network in checked("any.neural", &text) {
                let program = neural_dsl::generate_with(&network, "any.neural", target, &options)
                    .unwrap_or_else(|faults| panic!("for {target}: {faults:#?}"));
                assert_formatted(&program, &text, target);
            }
            Ok(())
        },
    );
    if let Err(error) = result {
        panic!("{error}");
    }
}

/// A network of a few layers with names and sizes of many widths.
fn network() -> impl Strategy<Value = String> {
    let name = || {
        prop_oneof![
            "[a-z]{1,6}",
            "[a-z][a-z_]{6,29}[a-z]",
            "[A-Z][a-zA-Z]{10,70}"
        ]
    };
    let same = prop_oneof![Just("valid"), Just("same")];
    let image = prop_oneof![
        (
            1..2000u32,
            1..4u32,
            1..4u32,
            1..3u32,
            same.clone(),
            any::<bool>()
        )
            .prop_map(|(filters, height, width, stride, padding, bias)| format!(
                "Conv2D({filters}, ({height}, {width}), strides={stride}, padding={padding}, \
                 use_bias={bias}, activation=relu"
            )),
        (1..3u32, 1..3u32, same).prop_map(|(size, stride, padding)| format!(
            "MaxPooling2D({size}, strides={stride}, padding={padding}"
        )),
        Just("Dropout(0.25".to_owned()),
    ];
    let vector = prop_oneof![
        (1..100_000u32, any::<bool>())
            .prop_map(|(units, bias)| format!("Dense({units}, use_bias={bias}, activation=tanh")),
        Just("Activation(\"softmax\"".to_owned()),
        Just("Dropout(0.125".to_owned()),
    ];
    let named = |layers: Vec<(String, String)>, first: usize| {
        let mut text = String::new();
        for (index, (layer, name)) in layers.into_iter().enumerate() {
            let index = first + index;
            text.push_str(&format!("    {layer}, name=\"{name}{index}\")\n"));
        }
        text
    };
    (
        name(),
        prop::collection::vec((image, name()), 0..5),
        prop::collection::vec((vector, name()), 0..4),
        any::<bool>(),
    )
        .prop_map(move |(title, images, vectors, loss)| {
            let loss = if loss {
                "loss: sparse_categorical_crossentropy optimizer: SGD(0.1, momentum=0.9)"
            } else {
                ""
            };
            format!(
                "network {title} {{\n  input: (32, 32, 3)\n  layers:\n{}    Flatten\n{}    \
                 Output(10)\n  {loss}\n}}\n",
                named(images, 0),
                named(vectors, 100),
            )
        })
}

/// Asserts that rustfmt changes nothing, where there is a rustfmt.
fn assert_formatted(text: &str, source: &str, target: Target) {
    let Ok(mut rustfmt) = Command::new("rustfmt")
        .args(["--edition", "2024", "--emit", "stdout"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
    else {
        return;
    };
    rustfmt
        .stdin
        .take()
        .unwrap()
        .write_all(text.as_bytes())
        .unwrap();
    let output = rustfmt.wait_with_output().unwrap();
    assert!(
        output.status.success(),
        "{source} for {target}: {}\n{text}",
        String::from_utf8_lossy(&output.stderr)
    );
    let formatted = String::from_utf8_lossy(&output.stdout);
    let difference = text
        .lines()
        .zip(formatted.lines())
        .find(|(left, right)| left != right);
    assert!(
        text == formatted,
        "{source} for {target} is not as rustfmt has it: {difference:#?}"
    );
}
