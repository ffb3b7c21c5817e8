//! Holds `native/provision.py` and `native/cxx` to what they promise, on small wheels and data files
//! of its own: no network is needed. pip is the machine's, or a stand-in where it has to fail.

#![cfg(target_os = "linux")]

mod data;
mod faults;
mod libraries;
mod own;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// A folder with wheels, their pins and an empty cache.
struct Machine(TempDir);

/// A clone of the repository on the machine, as far as provisioning goes.
struct Clone<'a> {
    machine: &'a Machine,
    root: PathBuf,
}

impl Machine {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/provisioning/make.py");
        let made = Command::new("python3")
            .arg("-B")
            .arg(script)
            .arg(folder.path())
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", stderr(&made));
        Self(folder)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn clone(&self, name: &str) -> Clone<'_> {
        let native = Path::new(env!("CARGO_MANIFEST_DIR")).join("../native");
        let root = self.path(name);
        fs::create_dir_all(root.join("native/provisioning")).unwrap();
        for file in ["cxx", "provision.py"] {
            fs::copy(native.join(file), root.join("native").join(file)).unwrap();
        }
        for entry in fs::read_dir(native.join("provisioning")).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let to = root
                    .join("native/provisioning")
                    .join(path.file_name().unwrap());
                fs::copy(&path, to).unwrap();
            }
        }
        fs::copy(self.path("pins.json"), root.join("native/pins.json")).unwrap();
        Clone {
            machine: self,
            root,
        }
    }

    /// The names in the cache, without its locks.
    fn cached(&self) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.path("cache/neural-bench")) else {
            return Vec::new();
        };
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.filter(|name| !name.ends_with(".lock")).collect()
    }

    /// A module that stands in for pip, with what it does when it is to download.
    fn pip(&self, action: &str) -> PathBuf {
        let folder = self.path("fake");
        fs::create_dir_all(&folder).unwrap();
        let text = format!("import sys\nif '--version' in sys.argv: sys.exit(0)\n{action}\n");
        fs::write(folder.join("pip.py"), text).unwrap();
        folder
    }

    /// A pip that says this and fails.
    fn failing_pip(&self, words: &str) -> PathBuf {
        self.pip(&format!("sys.exit({words:?})"))
    }

    /// A search path of one folder, which holds nothing but python3.
    fn lonely_python(&self) -> PathBuf {
        let mut command = Command::new("python3");
        let found = command
            .args(["-c", "import sys; print(sys.executable)"])
            .output()
            .unwrap();
        let bin = self.path("bin");
        fs::create_dir(&bin).unwrap();
        std::os::unix::fs::symlink(stdout(&found), bin.join("python3")).unwrap();
        bin
    }
}

impl Clone<'_> {
    /// A command in a clean environment, so that a developer's own settings do not matter.
    fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        for name in [
            "LIBTORCH",
            "LIBTORCH_LIB",
            "LIBTORCH_USE_PYTORCH",
            "TENSORFLOW_DIR",
            "CXX",
        ] {
            command.env_remove(name);
        }
        command
            .env("XDG_CACHE_HOME", self.machine.path("cache"))
            .env("PIP_NO_INDEX", "1")
            .env_remove("PIP_FIND_LINKS")
            .env_remove("NEURAL_BENCH_WHEELS");
        command
    }

    fn provision(&self, what: &str) -> Command {
        let mut command = self.command("python3");
        command
            .arg("-B")
            .arg(self.root.join("native/provision.py"))
            .arg(what);
        command
    }

    /// Brings it from the folder of wheels.
    fn bring(&self, what: &str) -> Output {
        let mut command = self.provision(what);
        command.env("NEURAL_BENCH_WHEELS", self.machine.path("wheels"));
        command.output().unwrap()
    }

    fn lib(&self, name: &str) -> PathBuf {
        self.root.join("native/lib").join(name)
    }

    /// Changes a value of a library's pins.
    fn pin(&self, name: &str, key: &str, value: serde_json::Value) {
        let path = self.root.join("native/pins.json");
        let mut pins: serde_json::Value =
            serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        *pins[name].pointer_mut(key).unwrap() = value;
        fs::write(path, pins.to_string()).unwrap();
    }
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout)
        .trim_end()
        .to_owned()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Asserts success, and gives what was printed.
fn done(output: &Output) -> String {
    assert!(output.status.success(), "{}", stderr(output));
    stdout(output)
}

/// Asserts failure with these words and no Python traceback, and that nothing is printed.
fn refused(output: &Output, words: &[&str]) {
    let text = stderr(output);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert_eq!(stdout(output), "");
    assert!(!text.contains("Traceback"), "{text}");
    for words in words {
        assert!(text.contains(words), "`{words}` is not in:\n{text}");
    }
}

/// Waits until there is a value.
fn wait_for<T>(value: impl Fn() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(value) = value() {
            return value;
        }
        assert!(start.elapsed() < Duration::from_secs(60), "it never came");
        std::thread::sleep(Duration::from_millis(20));
    }
}
