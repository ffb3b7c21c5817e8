//! What the suite and the build scripts of the backends make of a folder of `.neural` files.

use std::fs;
use std::path::Path;

use neural_bench::backend::Variant;
use neural_bench::registry::{self, Model};
use neural_dsl::Target;
use neural_dsl::codegen::{Dtype, Optimization, Options};
use neural_dsl::network::{Optimizer, Sgd};

#[path = "../build/programs.rs"]
mod programs;
#[path = "../build/sources.rs"]
mod sources;

const SOUND: &str = "network Sound {
  input: (28, 28, 1)
  layers: Flatten Dropout(0.5) Output(10)
  loss: sparse_categorical_crossentropy
}
";

/// Runs the build scripts' parts on some folders, each backend in a folder of its own.
fn build(dsl: &Path, growth: Option<&Path>, out: &Path) {
    for target in Target::ALL {
        let out = out.join(target.name());
        fs::create_dir(&out).unwrap();
        let wanted = programs::Wanted {
            target,
            dsl,
            growth,
            ablation: false,
        };
        programs::write(&wanted, &out).unwrap();
    }
}

/// Some files in a folder: the models, and the tables of programs that the build scripts write.
fn write(files: &[(&str, &str)]) -> (tempfile::TempDir, Vec<Model>, [String; 2]) {
    let folder = tempfile::tempdir().unwrap();
    let (dsl, out) = (folder.path().join("dsl"), folder.path().join("out"));
    fs::create_dir(&dsl).unwrap();
    fs::create_dir(&out).unwrap();
    for (name, text) in files {
        fs::write(dsl.join(name), text).unwrap();
    }
    build(&dsl, None, &out);
    let read = |name: &str| fs::read_to_string(out.join(name)).unwrap();
    let registries = Target::ALL.map(|target| read(&format!("{target}/programs.rs")));
    let models = registry::read(&dsl).unwrap();
    (folder, models, registries)
}

#[test]
fn a_file_becomes_a_model_on_every_backend() {
    let (folder, models, registries) = write(&[("sound.neural", SOUND)]);
    let path = folder.path().join("dsl/sound.neural");
    assert_eq!(
        models,
        [Model {
            name: "sound",
            file: "sound.neural",
            network: Some("Sound"),
            source: SOUND,
        }]
    );
    assert_eq!(models[0].network().unwrap().name, "Sound");
    for (target, registry) in Target::ALL.into_iter().zip(registries) {
        for (number, variant) in Variant::ALL.into_iter().enumerate() {
            let float = match variant.dtype() {
                Dtype::Float32 => "f32",
                Dtype::Float64 => "f64",
            };
            let images = match variant.optimizations().has(Optimization::ChannelsLast) {
                true => "channels_last",
                false => "images",
            };
            let entry = format!(
                r#"model: "sound", source: include_str!({path:?}), variant: Variant::{variant:?}, build: {target}_program!(program_{number}, Sound, {float}, {images})"#
            );
            assert!(registry.contains(&entry), "{registry}");
        }
    }
}

#[test]
fn the_suite_compiles_what_the_compiler_prints() {
    let (folder, ..) = write(&[("sound.neural", SOUND)]);
    let network = &neural_dsl::check(SOUND).unwrap().networks[0];
    for target in Target::ALL {
        for (number, variant) in Variant::ALL.into_iter().enumerate() {
            let path = folder
                .path()
                .join("out")
                .join(target.name())
                .join("programs")
                .join(format!("program_{number}.rs"));
            let mut network = network.clone();
            if !variant.dropout() {
                network = network.without_dropout();
            }
            if variant.sgd() {
                network = network.with_optimizer(Optimizer::Sgd(Sgd::default()));
            }
            let options = Options {
                dtype: variant.dtype(),
                optimizations: variant.optimizations(),
            };
            let printed =
                neural_dsl::generate_with(&network, "sound.neural", target, &options).unwrap();
            // On TensorFlow a line stands behind it through which the suite traces a step.
            let behind = match (target, variant.dtype()) {
                (Target::Torch, _) => "",
                (Target::Tensorflow, Dtype::Float32) => "\ntraced_step!(Sound, f32);\n",
                (Target::Tensorflow, Dtype::Float64) => "\ntraced_step!(Sound, f64);\n",
            };
            assert_eq!(fs::read_to_string(path).unwrap(), printed + behind);
        }
    }
}

#[test]
fn a_file_that_does_not_check_is_a_model_without_a_network_and_breaks_nothing() {
    let broken = SOUND.replace("Flatten", "Flaten");
    let (_folder, models, registries) =
        write(&[("broken.neural", &broken), ("sound.neural", SOUND)]);
    let [broken, sound] = models.as_slice() else {
        panic!("{models:?}");
    };
    assert_eq!((broken.name, broken.network), ("broken", None));
    let fault = broken.network().unwrap_err().to_string();
    assert!(fault.contains("did you mean `Flatten`?"), "{fault}");
    assert_eq!(sound.name, "sound");
    for registry in registries {
        assert!(!registry.contains("broken"));
        assert!(registry.contains("sound"));
    }
}

#[test]
fn several_networks_of_a_file_are_several_models() {
    let two = format!("{SOUND}{}", SOUND.replace("Sound", "Other"));
    let (_folder, models, _) = write(&[("pair.neural", &two)]);
    let names: Vec<&str> = models.iter().map(|model| model.name).collect();
    assert_eq!(names, ["pair.Sound", "pair.Other"]);
}

#[test]
fn networks_of_growing_size_stand_apart_and_are_as_they_are_written() {
    let folder = tempfile::tempdir().unwrap();
    let [dsl, growth, out] = ["dsl", "growth", "out"].map(|name| folder.path().join(name));
    for folder in [&dsl, &growth, &out] {
        fs::create_dir(folder).unwrap();
    }
    fs::write(dsl.join("sound.neural"), SOUND).unwrap();
    let wide = SOUND.replace("Sound", "Wide8");
    fs::write(growth.join("width.neural"), wide).unwrap();
    build(&dsl, Some(&growth), &out);

    for target in Target::ALL {
        let registry = fs::read_to_string(out.join(target.name()).join("programs.rs")).unwrap();
        let of_width: Vec<&str> = registry
            .lines()
            .filter(|it| it.contains(r#""width""#))
            .collect();
        assert_eq!(of_width.len(), 1, "{registry}");
        assert!(of_width[0].contains("Variant::AsWritten"), "{registry}");
    }
}

#[test]
fn a_network_without_a_loss_is_a_model_without_a_program() {
    let unlearned = SOUND.replace("  loss: sparse_categorical_crossentropy\n", "");
    let (_folder, models, registries) = write(&[("unlearned.neural", &unlearned)]);
    assert_eq!(models[0].network, Some("Sound"));
    assert!(
        registries
            .iter()
            .all(|registry| !registry.contains("unlearned"))
    );
}

#[test]
fn the_models_of_this_build_are_the_files_of_dsl() {
    let dsl = Path::new(env!("CARGO_MANIFEST_DIR")).join("../dsl");
    let mut files: Vec<String> = fs::read_dir(dsl)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".neural"))
        .collect();
    files.sort();
    let mut known: Vec<&str> = registry::models()
        .unwrap()
        .iter()
        .map(|it| it.file)
        .collect();
    known.dedup();
    assert_eq!(known, files);
}
