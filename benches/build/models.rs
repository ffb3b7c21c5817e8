//! From `dsl/*.neural` to Rust modules and the registry.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use neural_dsl::codegen::{Dtype, Optimization, Optimizations, Options, Target, type_name};
use neural_dsl::network::{Network, Optimizer, Sgd};

/// A form of a network that the suite runs.
struct Variant {
    /// The name that it has in `backend::Variant`.
    name: &'static str,
    /// Whether dropout is left in.
    dropout: bool,
    /// Whether SGD takes the place of the network's optimiser.
    sgd: bool,
    /// What the program computes in.
    dtype: Dtype,
    /// What is done for its speed.
    optimizations: Optimizations,
}

impl Variant {
    /// In float32 with everything for speed.
    const fn new(name: &'static str, dropout: bool, sgd: bool) -> Self {
        Self {
            name,
            dropout,
            sgd,
            dtype: Dtype::Float32,
            optimizations: Optimizations::ALL,
        }
    }

    /// With nothing for speed.
    const fn plain(self) -> Self {
        Self {
            optimizations: Optimizations::NONE,
            ..self
        }
    }

    /// In float64 with nothing for speed, but with weights in the layout of the programs in float32.
    const fn float64(self) -> Self {
        Self {
            dtype: Dtype::Float64,
            optimizations: Optimizations::NONE.with(Optimization::ChannelsLast),
            ..self
        }
    }

    /// Without one of the optimizations.
    fn without(&self, optimization: Optimization) -> Self {
        Self {
            optimizations: self.optimizations.without(optimization),
            ..*self
        }
    }

    fn options(&self) -> Options {
        Options {
            dtype: self.dtype,
            optimizations: self.optimizations,
        }
    }

    /// The network in this form.
    fn of(&self, network: &Network) -> Network {
        let mut network = network.clone();
        if !self.dropout {
            network = network.without_dropout();
        }
        if self.sgd {
            network = network.with_optimizer(Optimizer::Sgd(Sgd::default()));
        }
        network
    }
}

/// What the file says, two forms in which sameness across backends is proven, what both are with nothing
/// done for speed, and the references for their rounding.
const VARIANTS: [Variant; 7] = [
    Variant::new("AsWritten", true, false),
    Variant::new("WithoutDropout", false, false),
    Variant::new("WithoutDropoutSgd", false, true),
    Variant::new("Plain", true, false).plain(),
    Variant::new("PlainWithoutDropout", false, false).plain(),
    Variant::new("Float64", false, false).float64(),
    Variant::new("Float64Sgd", false, true).float64(),
];

/// Writes `models.rs` and a file for each target, with the generated modules in folders beside it. The networks
/// of `growth` come in a table of their own, as they are written and in no other form.
///
/// A file that does not check becomes a model without a network: the suite shows it as FAILED, and
/// the build goes on.
pub fn write(dsl: &Path, growth: Option<&Path>, out: &Path) -> Result<(), String> {
    let mut models = String::from(
        "/// The models, in the order of their files' names.\npub static MODELS: &[Model] = &[\n",
    );
    let mut registries = Target::ALL.map(Registry::new);
    add_folder(dsl, &VARIANTS, out, &mut models, &mut registries)?;
    models.push_str(
        "];\n\n/// Networks of growing sizes, in the order of their files' names and places.\n\
         pub static GROWTH: &[Model] = &[\n",
    );
    if let Some(growth) = growth {
        add_folder(growth, &VARIANTS[..1], out, &mut models, &mut registries)?;
    }
    models.push_str("];\n");
    save(&out.join("models.rs"), &models)?;
    for registry in registries {
        save(
            &out.join(format!("{}.rs", registry.target)),
            &registry.text(),
        )?;
    }
    Ok(())
}

/// Adds the networks of a folder to the models and to the registries, each in some variants.
fn add_folder(
    folder: &Path,
    variants: &[Variant],
    out: &Path,
    models: &mut String,
    registries: &mut [Registry],
) -> Result<(), String> {
    println!("cargo::rerun-if-changed={}", folder.display());
    for path in
        sources(folder).map_err(|error| format!("cannot read {}: {error}", folder.display()))?
    {
        println!("cargo::rerun-if-changed={}", path.display());
        let file = path
            .file_name()
            .and_then(|name| name.to_str())
            .ok_or_else(|| format!("{} has no name in UTF-8", path.display()))?;
        let stem = file.trim_end_matches(".neural");
        let Ok(source) = fs::read_to_string(&path) else {
            println!("cargo::warning={file} is not a text in UTF-8; it is left out");
            continue;
        };
        let networks = match neural_dsl::check(&source) {
            Ok(checked) => checked.networks,
            Err(diagnostics) => {
                let text = neural_dsl::render(file, &source, &diagnostics);
                for line in text.lines() {
                    println!("cargo::warning={line}");
                }
                Vec::new()
            }
        };
        let names: Vec<String> = match networks.as_slice() {
            [] | [_] => vec![stem.to_owned()],
            several => several
                .iter()
                .map(|network| format!("{stem}.{}", network.name))
                .collect(),
        };
        for (index, name) in names.iter().enumerate() {
            let network = networks.get(index);
            writeln!(
                models,
                "    Model {{ name: {name:?}, file: {file:?}, network: {:?}, \
                 source: include_str!({path:?}) }},",
                network.map(|network| &network.name),
            )
            .expect("a String takes every text");
            if let Some(network) = network {
                for registry in &mut *registries {
                    registry.add(name, network, file, variants, out)?;
                }
            }
        }
    }
    Ok(())
}

/// The `.neural` files of a folder, sorted.
fn sources(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<Vec<_>>>()?;
    paths.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "neural")
    });
    paths.sort();
    Ok(paths)
}

/// The generated modules of a target and the tables that name them.
struct Registry {
    target: Target,
    modules: String,
    entries: String,
    /// Of the programs that lack an optimization.
    ablations: String,
    count: usize,
}

impl Registry {
    fn new(target: Target) -> Self {
        Self {
            target,
            modules: String::new(),
            entries: String::new(),
            ablations: String::new(),
            count: 0,
        }
    }

    /// Generates a network in some variants. One that this target cannot express gets no entry,
    /// and where it is the network as written, the suite generates it again to say why.
    fn add(
        &mut self,
        model: &str,
        network: &Network,
        file: &str,
        variants: &[Variant],
        out: &Path,
    ) -> Result<(), String> {
        // Without a loss there is nothing to train, which the suite says.
        if network.loss.is_none() {
            return Ok(());
        }
        let folder = out.join(self.target.name());
        fs::create_dir_all(&folder)
            .map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
        let mut whole = None;
        for variant in variants {
            let network = variant.of(network);
            let program =
                neural_dsl::generate_with(&network, file, self.target, &variant.options());
            let Ok(program) = program else {
                continue;
            };
            let build = self.module(&program, &network, variant, &folder)?;
            writeln!(
                self.entries,
                "    Generated {{ model: {model:?}, variant: Variant::{}, build: {build} }},",
                variant.name,
            )
            .expect("a String takes every text");
            whole.get_or_insert(program);
        }
        // Networks that come in one form have no others, either.
        if variants.len() < VARIANTS.len() || env::var_os("CARGO_FEATURE_ABLATION").is_none() {
            return Ok(());
        }
        for optimization in Optimization::ALL {
            let variant = VARIANTS[0].without(optimization);
            let program = neural_dsl::generate_with(network, file, self.target, &variant.options());
            let Ok(program) = program else { continue };
            // Not every optimization has something to do in every network.
            if whole.as_ref() == Some(&program) {
                continue;
            }
            let build = self.module(&program, network, &variant, &folder)?;
            writeln!(
                self.ablations,
                "    Ablation {{ model: {model:?}, without: Optimization::{optimization:?}, \
                 build: {build} }},",
            )
            .expect("a String takes every text");
        }
        Ok(())
    }

    /// Adds a module with this text; the expression of what builds its program.
    fn module(
        &mut self,
        program: &str,
        network: &Network,
        variant: &Variant,
        folder: &Path,
    ) -> Result<String, String> {
        // A model's name may hold what an identifier may not.
        let module = format!("program_{}", self.count);
        self.count += 1;
        let path = folder.join(format!("{module}.rs"));
        let float = match variant.dtype {
            Dtype::Float32 => "f32",
            Dtype::Float64 => "f64",
        };
        let name = type_name(network);
        let behind = match self.target {
            Target::Torch => String::new(),
            Target::Tensorflow => format!("\ntraced_step!({name}, {float});\n"),
        };
        save(&path, &format!("{program}{behind}"))?;
        writeln!(self.modules, "#[path = {path:?}]\npub mod {module};")
            .expect("a String takes every text");
        let images = match variant.optimizations.has(Optimization::ChannelsLast) {
            true => "channels_last",
            false => "images",
        };
        Ok(format!(
            "{}_program!({module}, {}, {float}, {images})",
            self.target, name
        ))
    }

    fn text(&self) -> String {
        format!(
            "{}\n/// The generated programs.\npub static PROGRAMS: &[Generated<Data>] = &[\n{}];\n\
             \n/// The programs that lack an optimization.\n\
             pub static ABLATIONS: &[Ablation<Data>] = &[\n{}];\n",
            self.modules, self.entries, self.ablations
        )
    }
}

/// Writes a file, unless it has that text already: an unchanged module is not compiled again.
fn save(path: &Path, text: &str) -> Result<(), String> {
    if fs::read_to_string(path).is_ok_and(|present| present == text) {
        return Ok(());
    }
    fs::write(path, text).map_err(|error| format!("cannot write {}: {error}", path.display()))
}
