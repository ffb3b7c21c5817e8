//! A library and a compiler of the user's own.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::{Machine, done, refused, stderr};
#[test]
fn a_copy_of_the_users_own_is_used_if_it_will_do() {
    let machine = Machine::new();
    let clone = machine.clone("clone");
    let own = machine.path("own");
    let given = |path: &Path| {
        clone
            .provision("libtorch")
            .env("LIBTORCH", path)
            .output()
            .unwrap()
    };
    refused(
        &given(&own),
        &["there is no", "libtorch.so", "unset LIBTORCH"],
    );
    fs::create_dir_all(own.join("lib")).unwrap();
    for file in ["libtorch.so", "libtorch_cpu.so", "libc10.so"] {
        fs::write(own.join("lib").join(file), "").unwrap();
    }
    assert_eq!(Path::new(&done(&given(&own))), own.join("lib"));
    fs::write(own.join("build-version"), "2.4.0+cpu\n").unwrap();
    refused(&given(&own), &["names PyTorch 2.4.0, and 2.13.0 is needed"]);

    let given = |path: PathBuf| {
        clone
            .provision("libtensorflow")
            .env("TENSORFLOW_DIR", path)
            .output()
            .unwrap()
    };
    refused(
        &given(own.clone()),
        &["libtensorflow.so", "unset TENSORFLOW_DIR"],
    );
    fs::write(own.join("lib/libtensorflow.so"), "").unwrap();
    assert_eq!(Path::new(&done(&given(own.join("lib")))), own.join("lib"));
    assert_eq!(machine.cached(), [""; 0]);

    // What .cargo/config.toml sets is not the user's own.
    let output = given(clone.lib("libtensorflow/lib"));
    refused(&output, &["pip could not download TensorFlow"]);
}

#[test]
fn the_compiler_gets_libtorch_only_where_it_is_wanted() {
    let machine = Machine::new();
    let clone = machine.clone("clone");
    let source = machine.path("answer.cpp");
    fs::write(
        &source,
        "#include <answer.h>\nint main() { return ANSWER; }\n",
    )
    .unwrap();
    let compiler = || {
        let mut command = clone.command(clone.root.join("native/cxx"));
        command
            .env("LIBTORCH", clone.lib("libtorch"))
            .env("NEURAL_BENCH_WHEELS", machine.path("wheels"));
        command
    };
    done(&compiler().arg("--version").output().unwrap());
    assert_eq!(machine.cached(), [""; 0]);
    let mut compile = compiler();
    compile
        .arg("-I")
        .arg(clone.lib("libtorch/include"))
        .arg("-fsyntax-only")
        .arg(&source);
    done(&compile.output().unwrap());
    assert_eq!(machine.cached().len(), 1);
}

#[test]
fn the_compiler_is_the_users_own() {
    let machine = Machine::new();
    let clone = machine.clone("clone");
    let folder = machine.path("a folder");
    fs::create_dir(&folder).unwrap();
    let own = folder.join("cxx");
    fs::write(&own, "#!/bin/sh\necho own \"$@\"\n").unwrap();
    fs::set_permissions(&own, fs::Permissions::from_mode(0o755)).unwrap();
    let run = |cxx: &str| {
        clone
            .command(clone.root.join("native/cxx"))
            .env("CXX", cxx)
            .arg("a b")
            .output()
            .unwrap()
    };
    assert_eq!(done(&run(own.to_str().unwrap())), "own a b");
    assert_eq!(done(&run("echo -flag")), "-flag a b");
    let missing = run("no-such-compiler");
    assert_eq!(missing.status.code(), Some(127));
    assert!(stderr(&missing).contains("CXX names was not found: no-such-compiler"));
}
