//! What goes wrong is told in words that help, and leaves nothing behind.

use std::fs;

use super::{Machine, refused};
#[test]
fn a_wheel_of_another_hash_is_not_used() {
    let machine = Machine::new();
    let clone = machine.clone("clone");
    clone.pin("libtorch", "/wheels/1/sha256", "0".repeat(64).into());
    refused(
        &clone.bring("libtorch"),
        &["is not the file that is pinned", "set LIBTORCH"],
    );
    let mut command = clone.provision("libtorch");
    let output = command
        .env("PIP_FIND_LINKS", machine.path("wheels"))
        .output()
        .unwrap();
    refused(&output, &["another file than the one that is pinned"]);
    assert_eq!(machine.cached(), [""; 0]);
}

#[test]
fn a_missing_wheel_is_named() {
    let machine = Machine::new();
    let clone = machine.clone("clone");
    fs::remove_file(machine.path("wheels/neuralbenchcuda-13.0-py3-none-manylinux_2_28_x86_64.whl"))
        .unwrap();
    refused(
        &clone.bring("libtorch"),
        &["holds no neuralbenchcuda-13.0", "neuralbenchtorch-2.13.0"],
    );
    assert_eq!(machine.cached(), [""; 0]);
}

#[test]
fn without_a_network_the_ways_out_are_told() {
    let machine = Machine::new();
    let clone = machine.clone("clone");
    let words = [
        "pip could not download PyTorch",
        "No matching distribution",
        "NEURAL_BENCH_WHEELS",
        "set LIBTORCH to a copy of PyTorch 2.13.0",
        "cargo bench -p neural-bench-tensorflow",
    ];
    refused(&clone.provision("libtorch").output().unwrap(), &words);
    assert_eq!(machine.cached(), [""; 0]);
}

#[test]
fn without_pip_it_is_asked_for() {
    let machine = Machine::new();
    let clone = machine.clone("clone");
    let pip = machine.failing_pip("");
    fs::write(pip.join("pip.py"), "raise ImportError('no pip')").unwrap();
    let bin = machine.lonely_python();
    let mut command = clone.provision("libtensorflow");
    let output = command
        .env("PYTHONPATH", pip)
        .env("PATH", bin)
        .output()
        .unwrap();
    refused(
        &output,
        &[
            "python3 has none",
            "apt install python3-pip",
            "cargo bench -p neural-bench-torch",
        ],
    );
}

#[test]
fn a_full_disk_is_told_before_and_during_the_download() {
    let machine = Machine::new();
    let clone = machine.clone("clone");
    let pip = machine.failing_pip("OSError: [Errno 28] No space left on device");
    let output = clone
        .provision("libtorch")
        .env("PYTHONPATH", pip)
        .output()
        .unwrap();
    refused(&output, &["is full", "XDG_CACHE_HOME"]);
    clone.pin("libtorch", "/unpacked_bytes", 1_u64.rotate_right(4).into());
    refused(
        &clone.bring("libtorch"),
        &["MB left, and", "XDG_CACHE_HOME"],
    );
    assert_eq!(machine.cached(), [""; 0]);
}

#[test]
fn a_cache_that_cannot_be_written_is_told() {
    let machine = Machine::new();
    let clone = machine.clone("clone");
    let mut command = clone.provision("libtorch");
    let output = command
        .env("XDG_CACHE_HOME", machine.path("pins.json"))
        .output()
        .unwrap();
    refused(&output, &["cannot be written", "XDG_CACHE_HOME"]);
}
