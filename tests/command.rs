//! The program `neural`, from outside.
#![cfg(feature = "cli")]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// What a run of the program did.
struct Run {
    status: i32,
    output: String,
    errors: String,
}

fn neural(arguments: &[&str]) -> Run {
    neural_reading(arguments, b"")
}

/// Runs the program in the folder of the package, with a standard input.
fn neural_reading(arguments: &[&str], input: &[u8]) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_neural"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that refuses its arguments does not read; the broken pipe is no fault.
    let _ = child.stdin.take().unwrap().write_all(input);
    let done = child.wait_with_output().unwrap();
    Run {
        status: done.status.code().unwrap(),
        output: String::from_utf8(done.stdout).unwrap(),
        errors: String::from_utf8(done.stderr).unwrap(),
    }
}

const SOUND: &[u8] = b"network A { input: (4) layers: Dense(3) }\n";

#[test]
fn check_counts_layers_and_parameters() {
    let run = neural(&["check", "dsl/cnn.neural", "dsl/deep_mlp.neural"]);
    assert_eq!(run.status, 0);
    assert_eq!(
        run.output,
        "dsl/cnn.neural: CNN: ok, 8 layers, 225034 parameters\n\
         dsl/deep_mlp.neural: DeepMLP: ok, 8 layers, 567434 parameters\n"
    );
    assert_eq!(run.errors, "");
}

#[test]
fn check_goes_on_after_a_file_with_errors() {
    let run = neural(&[
        "check",
        "fixtures/invalid/empty.neural",
        "missing.neural",
        "dsl/cnn.neural",
    ]);
    assert_eq!(run.status, 1);
    assert!(run.output.contains("225034"));
    assert!(run.errors.contains("the file has no network"));
    assert!(run.errors.contains("cannot read missing.neural"));
}

#[test]
fn check_shows_the_place_the_line_and_a_hint() {
    let text = "network A {\n  input: (4)\n  layers:\n    Dnse(3)\n}\n";
    let run = neural_reading(&["check", "-"], text.as_bytes());
    assert_eq!(run.status, 1);
    assert_eq!(run.output, "");
    for part in [
        "<stdin>:4:5",
        "    Dnse(3)",
        "^^^^",
        "did you mean `Dense`?",
    ] {
        assert!(run.errors.contains(part), "{part}: {}", run.errors);
    }
}

#[test]
fn warnings_are_errors_only_when_they_are_denied() {
    let file = "fixtures/valid/warnings.neural";
    let run = neural(&["check", file]);
    assert_eq!(run.status, 0);
    assert!(run.errors.contains("warning"));
    let run = neural(&["check", "--deny-warnings", file]);
    assert_eq!(run.status, 1);
    assert_eq!(run.output, "");
}

#[test]
fn parse_prints_a_line_of_json_for_each_file() {
    let run = neural(&["parse", "dsl/cnn.neural", "dsl/simple_mlp.neural"]);
    assert_eq!(run.status, 0);
    let trees: Vec<serde_json::Value> = run
        .output
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(trees.len(), 2);
    assert_eq!(trees[0]["items"][0]["name"]["text"], "CNN");
}

#[test]
fn parse_looks_names_up_and_follows_no_shapes() {
    let run = neural_reading(&["parse", "-"], b"network A { input: (4) layers: Nothing }");
    assert_eq!(run.status, 1);
    let deep = b"network A { input: (4) layers: Conv2D(units_to_be, 3) Dense(many) }";
    let run = neural_reading(&["parse", "-"], deep);
    assert_eq!(run.status, 0, "{}", run.errors);
    let run = neural_reading(&["parse", "-"], b"network A { input: (4 }");
    assert_eq!(run.status, 1);
}

#[test]
fn names_and_choices_can_be_set() {
    let text = b"network A { input: (4) layers: Dense(many) Dense(HPO(choice(2, 3))) }";
    let run = neural_reading(&["check", "-"], text);
    assert_eq!(run.status, 1);
    assert!(run.errors.contains("nothing sets `many`"), "{}", run.errors);
    let run = neural_reading(&["check", "--set", "many=5", "--set", "units=3", "-"], text);
    assert!(run.output.contains("43 parameters"), "{}", run.errors);
    let run = neural_reading(&["check", "--set", "many=5", "--set", "unit=3", "-"], text);
    assert!(
        run.errors
            .contains("nothing in the file takes the value of `unit`")
    );
}

#[test]
fn a_program_says_which_point_it_was_generated_for() {
    let text = b"network A { input: (4) layers: Output(HPO(choice(2, 3))) loss: sparse_categorical_crossentropy }";
    for target in ["torch", "tensorflow"] {
        let run = neural_reading(&["compile", "--target", target, "-"], text);
        assert_eq!(run.status, 0, "{}", run.errors);
        assert!(run.output.contains("search space"), "{}", run.output);
        assert!(
            run.output.contains("`units` of `Output`: 2"),
            "{}",
            run.output
        );
    }
}

#[test]
fn editors_get_a_line_of_json_for_each_fault() {
    let text = b"network A {\n  input: (4)\n  layers: Dnse(1)\n    Dense(0)\n}";
    for command in ["parse", "check"] {
        let run = neural_reading(&[command, "--format", "json", "-"], text);
        assert_eq!(run.status, 1);
        let lines: Vec<serde_json::Value> = run
            .errors
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(lines.len(), 2, "{}", run.errors);
        assert_eq!(
            (&lines[0]["line"], &lines[0]["column"]),
            (&3.into(), &11.into())
        );
        assert_eq!(lines[0]["severity"], "error");
        assert_eq!(lines[0]["hints"][0], "did you mean `Dense`?");
    }
}

#[test]
fn compile_prints_the_program_or_writes_it() {
    for target in ["torch", "tensorflow"] {
        let printed = neural(&["compile", "dsl/cnn.neural", "--target", target]);
        assert_eq!(printed.status, 0, "{}", printed.errors);
        assert!(!printed.output.contains("dsl/cnn.neural"));

        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cnn.rs");
        fs::write(&path, "old").unwrap();
        let path = path.to_str().unwrap();
        let written = neural(&["compile", "dsl/cnn.neural", "--target", target, "-o", path]);
        assert_eq!((written.status, written.output.as_str()), (0, ""));
        assert_eq!(fs::read_to_string(path).unwrap(), printed.output);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}

#[test]
fn compile_takes_a_floating_point_type() {
    for target in ["torch", "tensorflow"] {
        let compile = |rest: &[&str]| {
            let run = neural(&[&["compile", "dsl/cnn.neural", "--target", target], rest].concat());
            assert_eq!(run.status, 0, "{}", run.errors);
            run.output
        };
        assert_eq!(compile(&["--dtype", "float32"]), compile(&[]));
        let program = compile(&["--dtype", "float64", "--plain"]);
        assert_eq!(program, generated(target, "cnn.plain.float64.rs"));
    }
}

/// A program of `fixtures/generated`.
fn generated(target: &str, name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/generated");
    fs::read_to_string(folder.join(target).join(name)).unwrap()
}

#[test]
fn compile_leaves_out_optimizations() {
    for target in ["torch", "tensorflow"] {
        let compile = |rest: &[&str]| {
            neural(&[&["compile", "dsl/cnn.neural", "--target", target], rest].concat())
        };
        assert_eq!(compile(&[]).output, generated(target, "cnn.rs"));
        let plain = generated(target, "cnn.plain.rs");
        assert_eq!(compile(&["--plain"]).output, plain);
        let all = "pool-first,crop,channels-last,fused-optimizer,short-masks";
        let without = compile(&[
            "--without",
            all,
            "--without",
            "in-place,keep-memory,onednn-dense",
        ]);
        assert_eq!(without.output, plain);
        let some = compile(&["--without", "crop"]);
        assert!(!some.output.contains("crop") && some.output != plain);

        let unknown = compile(&["--without", "crops"]);
        assert_eq!(unknown.status, 2);
        assert!(unknown.errors.contains("there are pool-first, crop, "));
        assert_eq!(compile(&["--plain", "--without", "crop"]).status, 2);
    }
}

#[test]
fn compile_writes_nothing_when_the_file_has_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("program.rs");
    let file = "fixtures/invalid/unknown_layer.neural";
    let run = neural(&[
        "compile",
        file,
        "--target",
        "torch",
        "-o",
        path.to_str().unwrap(),
    ]);
    assert_eq!(run.status, 1);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn compile_says_where_it_cannot_write() {
    let run = neural(&[
        "compile",
        "dsl/cnn.neural",
        "--target",
        "torch",
        "-o",
        "no/such/folder/a.rs",
    ]);
    assert_eq!(run.status, 1);
    assert!(
        run.errors.contains("cannot write no/such/folder/a.rs"),
        "{}",
        run.errors
    );
    assert!(!Path::new(env!("CARGO_MANIFEST_DIR")).join("no").exists());
}

#[test]
fn compile_wants_one_network() {
    let file = "fixtures/valid/several_networks.neural";
    let run = neural(&["compile", file, "--target", "torch"]);
    assert_eq!(run.status, 2);
    assert!(run.errors.contains("A, B"), "{}", run.errors);
    let run = neural(&["compile", file, "--target", "torch", "--network", "C"]);
    assert_eq!(run.status, 2);
    let run = neural(&["compile", file, "--target", "torch", "--network", "B"]);
    assert_eq!(run.status, 0);
}

#[test]
fn wrong_usage_is_status_2() {
    for arguments in [
        &[][..],
        &["chek"],
        &["check"],
        &["parse"],
        &["compile", "dsl/cnn.neural"],
        &["compile", "dsl/cnn.neural", "--target", "keras"],
        &[
            "compile",
            "dsl/cnn.neural",
            "--target",
            "torch",
            "--dtype",
            "float16",
        ],
        &["check", "--no-such-option", "dsl/cnn.neural"],
    ] {
        let run = neural(arguments);
        assert_eq!(run.status, 2, "{arguments:?}");
        assert_eq!(run.output, "");
    }
}

#[test]
fn text_that_is_not_utf_8_is_refused_at_its_place() {
    let run = neural_reading(&["check", "-"], b"network A {\n  # caf\xE9\n}");
    assert_eq!(run.status, 1);
    assert!(run.errors.contains("<stdin>:2:8"), "{}", run.errors);
    assert!(run.errors.contains("0xE9"));
}

#[test]
fn large_files_are_read_when_asked_for() {
    let mut text = SOUND.to_vec();
    text.resize(1_000_001, b' ');
    let run = neural_reading(&["check", "-"], &text);
    assert_eq!(run.status, 1);
    assert!(run.errors.contains("--large"), "{}", run.errors);
    let run = neural_reading(&["check", "--large", "-"], &text);
    assert_eq!(run.status, 0);
}

#[test]
fn help_and_version_are_printed() {
    assert!(neural(&["--help"]).output.contains("compile"));
    assert!(neural(&["--version"]).output.starts_with("neural "));
}

#[test]
fn fmt_writes_files_anew_and_checks_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.neural");
    fs::write(
        &path,
        "network A{ input:(4)\nlayers :\nDense( 3 )  # three\n}\n",
    )
    .unwrap();
    let file = path.to_str().unwrap();
    let run = neural(&["fmt", "--check", file]);
    assert_eq!((run.status, &*run.output), (1, ""));
    assert!(run.errors.contains("is not in the canonical form"));
    assert_eq!(neural(&["fmt", file]).status, 0);
    let form = "network A { input: (4)\n  layers:\n    Dense(3)  # three\n}\n";
    assert_eq!(fs::read_to_string(&path).unwrap(), form);
    assert_eq!(neural(&["fmt", "--check", file]).status, 0);
    let run = neural_reading(&["fmt", "-"], b"network A{input:(4) layers:Dense(3)}");
    let form = "network A { input: (4) layers: Dense(3) }\n";
    assert_eq!((run.status, &*run.output), (0, form));
    assert_eq!(neural_reading(&["fmt", "-"], b"network {").status, 1);
}

#[test]
fn networks_are_shown_as_tables_and_graphs() {
    let run = neural(&["summary", "dsl/cnn.neural"]);
    assert_eq!(run.status, 0);
    assert!(run.output.contains("Total params: 225,034"));
    let run = neural(&["graph", "dsl/cnn.neural"]);
    assert!(run.output.starts_with("flowchart TD\n"));
    let run = neural(&["graph", "--language", "dot", "dsl/cnn.neural"]);
    assert!(run.output.starts_with("digraph \"CNN\" {\n"));
    let run = neural(&["graph", "fixtures/valid/several_networks.neural"]);
    assert_eq!(run.status, 2);
    assert!(run.errors.contains("--network"));
}

#[test]
fn shells_get_completions() {
    for shell in ["bash", "zsh", "fish"] {
        let run = neural(&["completions", shell]);
        assert_eq!(run.status, 0);
        assert!(run.output.contains("summary"), "{shell}");
    }
}

#[test]
fn parse_takes_warnings_for_errors_where_they_are_denied() {
    let text = b"network A { input: (4) layers: Dense(3.5) }\n";
    assert_eq!(neural_reading(&["parse", "-"], text).status, 0);
    assert_eq!(
        neural_reading(&["parse", "--deny-warnings", "-"], text).status,
        1
    );
}
