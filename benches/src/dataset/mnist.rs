//! The files of MNIST: where they are, whether they are whole, and what is in them.

use std::collections::BTreeMap;
use std::env;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, anyhow, ensure};
use mnist::MnistBuilder;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::{Dataset, Source, Split, TEST, TRAIN, scale};
use crate::{Result, hex};

/// The files, in the order in which they are hashed together, with the first bytes of each: the magic
/// number, then the sizes.
const FILES: [(&str, &[u32]); 4] = [
    ("train-images-idx3-ubyte", &[0x803, 60_000, 28, 28]),
    ("train-labels-idx1-ubyte", &[0x801, 60_000]),
    ("t10k-images-idx3-ubyte", &[0x803, 10_000, 28, 28]),
    ("t10k-labels-idx1-ubyte", &[0x801, 10_000]),
];

/// What the files have to be; `native/provision.py` reads the same text.
const PINS: &str = include_str!("../../../native/pins.json");

#[derive(Deserialize)]
struct Pins {
    mnist: Mnist,
}

#[derive(Deserialize)]
struct Mnist {
    files: BTreeMap<String, Pin>,
}

#[derive(Deserialize)]
struct Pin {
    bytes: u64,
    sha256: String,
}

/// A folder whose four files were checked.
#[derive(Debug)]
pub struct Files {
    folder: PathBuf,
    sha256: String,
}

/// Looks for the files, and has them fetched if they are not there. The inner error is the reason why
/// they cannot be had; one of the last minutes is taken for granted, unless `patient`, for a run has
/// many processes that want the data.
///
/// # Errors
/// Where the user names a folder that does not hold them.
pub fn find(patient: bool) -> Result<Result<Files, String>> {
    if let Some(folder) = env::var_os("NEURAL_BENCH_DATA").filter(|folder| !folder.is_empty()) {
        return Files::check(Path::new(&folder)).map(Ok).context(
            "NEURAL_BENCH_DATA has to name a folder of the four raw MNIST files as they were published; \
             unset it to have them fetched",
        );
    }
    let native = Path::new(env!("CARGO_MANIFEST_DIR")).join("../native");
    if let Ok(files) = Files::check(&native.join("lib/mnist")) {
        return Ok(Ok(files));
    }
    let files = fetch(&native.join("provision.py"), patient)
        .and_then(|folder| Files::check(&folder).map_err(|error| format!("{error:#}")));
    Ok(files)
}

/// Runs the script, which prints the folder.
fn fetch(script: &Path, patient: bool) -> Result<PathBuf, String> {
    let output = Command::new("python3")
        .arg("-B")
        .arg(script)
        .arg("mnist")
        .args((!patient).then_some("--remember"))
        .output()
        .map_err(|error| format!("MNIST could not be fetched: python3 does not start ({error})"))?;
    if output.status.success() {
        let path = String::from_utf8_lossy(&output.stdout);
        return Ok(PathBuf::from(path.trim_end_matches('\n')));
    }
    // Where there is no terminal, lines of progress stand before the fault.
    let words = String::from_utf8_lossy(&output.stderr);
    let fault = words.rsplit("neural-bench: ").next().unwrap_or_default();
    Err(fault.trim().to_owned())
}

impl Files {
    /// Checks the four files of a folder.
    ///
    /// # Errors
    /// Where one is missing, cut short, of another form or of other content.
    fn check(folder: &Path) -> Result<Self> {
        let pins: Pins = serde_json::from_str(PINS).expect("native/pins.json holds these");
        let mut list = Sha256::new();
        for (name, header) in FILES {
            let pin = &pins.mnist.files[name];
            check(&folder.join(name), header, pin)?;
            // As `sha256sum` prints it.
            list.update(format!("{}  {name}\n", pin.sha256));
        }
        Ok(Self {
            folder: folder.to_owned(),
            sha256: hex(&list.finalize()),
        })
    }

    /// Reads the first `train_rows` images for training and all for testing.
    pub fn load(&self, train_rows: usize) -> Result<Dataset> {
        let folder = self.folder.to_str().ok_or_else(|| {
            anyhow!(
                "{} is not UTF-8, which the crate that reads MNIST needs",
                self.folder.display()
            )
        })?;
        // The crate's test set begins where its training and validation sets end.
        let data = MnistBuilder::new()
            .base_path(folder)
            .label_format_digit()
            .training_set_length(train_rows as u32)
            .validation_set_length((TRAIN - train_rows) as u32)
            .test_set_length(TEST as u32)
            .finalize();
        let split = |pixels: &[u8], labels| Split {
            images: scale(pixels).collect(),
            labels,
            shape: vec![28, 28, 1],
        };
        Ok(Dataset {
            train: split(&data.trn_img, data.trn_lbl),
            test: split(&data.tst_img, data.tst_lbl),
            source: Source::Mnist {
                sha256: self.sha256.clone(),
            },
            available: TRAIN,
        })
    }
}

/// Checks one file: its length and form first, for words that help, then its content.
fn check(path: &Path, header: &[u32], pin: &Pin) -> Result<()> {
    let mut file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    let name = path.display();
    let length = file.metadata()?.len();
    ensure!(
        length >= pin.bytes,
        "{name} is cut short: it has {length} bytes of {}",
        pin.bytes
    );
    ensure!(
        length == pin.bytes,
        "{name} has {length} bytes, which is more than the {} of the published file",
        pin.bytes
    );
    let expected: Vec<u8> = header.iter().flat_map(|n| n.to_be_bytes()).collect();
    let mut begin = vec![0; expected.len()];
    file.read_exact(&mut begin)?;
    ensure!(
        begin == expected,
        "{name} is not the MNIST file of that name: it begins with {} where {} was expected",
        hex(&begin),
        hex(&expected)
    );
    let mut hasher = Sha256::new();
    hasher.update(&begin);
    let mut block = vec![0; 1 << 16];
    loop {
        match file.read(&mut block)? {
            0 => break,
            count => hasher.update(&block[..count]),
        }
    }
    let sha256 = hex(&hasher.finalize());
    ensure!(
        sha256 == pin.sha256,
        "{name} is not the published file: its SHA-256 is {sha256}, and {} was expected",
        pin.sha256
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const HEADER: &[u32] = &[0x801, 2];

    /// A file of two labels and its pin.
    fn sample(folder: &Path) -> (PathBuf, Pin) {
        let path = folder.join("labels");
        let bytes = [0, 0, 8, 1, 0, 0, 0, 2, 7, 9];
        fs::write(&path, bytes).unwrap();
        let pin = Pin {
            bytes: bytes.len() as u64,
            sha256: hex(&Sha256::digest(bytes)),
        };
        (path, pin)
    }

    fn fault(path: &Path, pin: &Pin) -> String {
        format!("{:#}", check(path, HEADER, pin).unwrap_err())
    }

    #[test]
    fn a_whole_file_passes() {
        let folder = tempfile::tempdir().unwrap();
        let (path, pin) = sample(folder.path());
        check(&path, HEADER, &pin).unwrap();
    }

    #[test]
    fn what_is_wrong_with_a_file_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let (path, pin) = sample(folder.path());

        fs::write(&path, [0, 0, 8, 1, 0, 0, 0, 2, 7, 8]).unwrap();
        assert!(fault(&path, &pin).contains("is not the published file"));
        fs::write(&path, [0, 0, 8, 3, 0, 0, 0, 2, 7, 9]).unwrap();
        assert!(fault(&path, &pin).contains("begins with 0000080300000002"));
        fs::write(&path, [0, 0, 8]).unwrap();
        assert!(fault(&path, &pin).contains("cut short: it has 3 bytes of 10"));
        fs::write(&path, [0; 11]).unwrap();
        assert!(fault(&path, &pin).contains("has 11 bytes, which is more than the 10"));
        fs::remove_file(&path).unwrap();
        assert!(fault(&path, &pin).contains("cannot read"));
    }

    #[test]
    fn every_file_is_pinned() {
        let pins: Pins = serde_json::from_str(PINS).unwrap();
        for (name, header) in FILES {
            let size: u64 = header[1..].iter().map(|&n| u64::from(n)).product();
            assert_eq!(pins.mnist.files[name].bytes, size + 4 * header.len() as u64);
        }
    }
}
