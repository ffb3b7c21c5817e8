//! Libraries in the cache: laid out, shared, repaired.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::Stdio;

use super::{Machine, done, stderr, wait_for};
#[test]
fn libraries_are_laid_out_for_those_who_need_them() {
    let machine = Machine::new();
    let clone = machine.clone("clone");
    let folder = done(&clone.bring("libtorch"));
    assert_eq!(Path::new(&folder), clone.lib("libtorch/lib"));
    let read = |file| fs::read_to_string(clone.lib(file)).unwrap();
    assert_eq!(read("libtorch/lib/libtorch_cpu.so"), "torch_cpu");
    assert_eq!(read("libtorch/lib/libcudart.so.13"), "cudart");
    assert_eq!(read("libtorch/lib/libtorch.so"), "INPUT(-ltorch_cpu)\n");
    assert_eq!(read("libtorch/build-version"), "2.13.0\n");
    assert!(!clone.lib("libtorch/lib/unused.so").exists());
    assert!(
        machine
            .cached()
            .iter()
            .all(|name| name.starts_with("libtorch-2.13.0-"))
    );

    let folder = done(&clone.bring("libtensorflow"));
    assert_eq!(Path::new(&folder), clone.lib("libtensorflow/lib"));
    assert_eq!(read("libtensorflow/lib/libtensorflow.so"), "tensorflow");
}

#[test]
fn files_are_older_than_any_build() {
    let machine = Machine::new();
    let clone = machine.clone("clone");
    done(&clone.bring("libtorch"));
    for file in [
        "lib",
        "lib/libtorch.so",
        "lib/libtorch_cpu.so",
        "include/answer.h",
    ] {
        let date = fs::metadata(clone.lib("libtorch").join(file))
            .unwrap()
            .mtime();
        assert_eq!(date, 1_577_836_800, "{file}");
    }
}

#[test]
fn pip_downloads_what_no_folder_holds() {
    let machine = Machine::new();
    let clone = machine.clone("clone");
    let mut command = clone.provision("libtorch");
    let output = command
        .env("PIP_FIND_LINKS", machine.path("wheels"))
        .output()
        .unwrap();
    done(&output);
    assert!(stderr(&output).is_empty() || stderr(&output).contains("downloading PyTorch 2.13.0"));
    assert_eq!(machine.cached().len(), 1);
}

#[test]
fn a_second_clone_fetches_nothing() {
    let machine = Machine::new();
    done(&machine.clone("first").bring("libtorch"));
    let second = machine.clone("second");
    let pip = machine.failing_pip("pip was called");
    done(
        &second
            .provision("libtorch")
            .env("PYTHONPATH", pip)
            .output()
            .unwrap(),
    );
    assert!(second.lib("libtorch/lib/libtorch_cpu.so").is_file());
}

#[test]
fn other_pins_are_another_folder() {
    let machine = Machine::new();
    let clone = machine.clone("clone");
    done(&clone.bring("libtorch"));
    clone.pin("libtorch", "/write/build-version", "2.13.0+cpu\n".into());
    done(&clone.bring("libtorch"));
    assert_eq!(machine.cached().len(), 2);
    assert_eq!(
        fs::read_to_string(clone.lib("libtorch/build-version")).unwrap(),
        "2.13.0+cpu\n"
    );
}

#[test]
fn damage_is_repaired() {
    let machine = Machine::new();
    let clone = machine.clone("clone");
    done(&clone.bring("libtorch"));
    let damages: [fn(&Path); 4] = [
        |folder| fs::remove_file(folder.join("include/answer.h")).unwrap(),
        |folder| fs::write(folder.join("lib/libtorch_cpu.so"), "torch").unwrap(),
        |folder| fs::remove_file(folder.join("manifest.json")).unwrap(),
        |folder| fs::remove_dir_all(fs::canonicalize(folder).unwrap()).unwrap(),
    ];
    for damage in damages {
        damage(&clone.lib("libtorch"));
        done(&clone.bring("libtorch"));
        assert_eq!(
            fs::read_to_string(clone.lib("libtorch/lib/libtorch_cpu.so")).unwrap(),
            "torch_cpu"
        );
        assert!(clone.lib("libtorch/include/answer.h").exists());
        assert_eq!(machine.cached().len(), 1);
    }
}

#[test]
fn a_kill_in_mid_download_ends_pip_and_leaves_no_trace() {
    let machine = Machine::new();
    let clone = machine.clone("clone");
    let started = machine.path("started");
    let slow = machine.pip(&format!(
        "import os, time\nopen({started:?}, 'w').write(str(os.getpid()))\ntime.sleep(60)"
    ));
    let mut command = clone.provision("libtorch");
    command.env("PYTHONPATH", slow).stderr(Stdio::null());
    let mut run = command.spawn().unwrap();
    let pip = wait_for(|| {
        fs::read_to_string(&started)
            .ok()
            .filter(|pid| !pid.is_empty())
    });
    run.kill().unwrap();
    run.wait().unwrap();
    // It is gone, or waits for whoever inherits it to take note.
    wait_for(|| {
        let state = fs::read_to_string(format!("/proc/{pip}/stat")).unwrap_or_default();
        (state.is_empty() || state.contains(") Z ")).then_some(())
    });
    assert!(machine.cached()[0].ends_with(".partial"));
    done(&clone.bring("libtorch"));
    assert_eq!(machine.cached().len(), 1);
    assert!(!machine.cached()[0].ends_with(".partial"));
}

#[test]
fn what_a_killed_run_left_is_cleared() {
    let machine = Machine::new();
    let clone = machine.clone("clone");
    let leftover =
        machine.path("cache/neural-bench/libtorch-2.13.0-0123456789ab-x1.partial/wheels");
    fs::create_dir_all(&leftover).unwrap();
    fs::write(leftover.join("half.whl"), "half").unwrap();
    done(&clone.bring("libtorch"));
    assert_eq!(machine.cached().len(), 1);
    assert!(!leftover.exists());
}

#[test]
fn builds_at_once_wait_for_one_download() {
    let machine = Machine::new();
    let clones: Vec<_> = (0..4)
        .map(|number| machine.clone(&format!("clone{number}")))
        .collect();
    std::thread::scope(|scope| {
        for clone in &clones {
            scope.spawn(|| done(&clone.bring("libtorch")));
        }
    });
    assert_eq!(machine.cached().len(), 1);
    assert!(
        clones
            .iter()
            .all(|clone| clone.lib("libtorch/lib/libtorch_cpu.so").is_file())
    );
}

#[test]
fn the_cache_is_shown_and_cleaned() {
    let machine = Machine::new();
    let clone = machine.clone("clone");
    done(&clone.bring("libtorch"));
    fs::create_dir(machine.path("cache/neural-bench/libtorch-2.4.0-0123456789ab")).unwrap();
    let shown = done(&clone.provision("status").output().unwrap());
    assert!(
        shown.contains("whole, used by this clone") && shown.contains("of other pins"),
        "{shown}"
    );
    done(&clone.provision("clean").output().unwrap());
    assert_eq!(machine.cached(), [""; 0]);
    assert!(!clone.lib("libtorch").is_symlink());
}
