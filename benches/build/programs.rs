//! From the networks of `dsl/` to Rust modules for one backend, and the table that names them.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use neural_dsl::codegen::{
    Dtype, Optimization, Optimizations, Options, Target, has_faster, type_name,
};
use neural_dsl::network::{Network, Optimizer, Sgd};

use super::sources::{self, Source};

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

/// What is compiled into a backend.
pub struct Wanted<'a> {
    /// The backend.
    pub target: Target,
    /// The models.
    pub dsl: &'a Path,
    /// Networks of growing size, in the form in which they are written and in no other.
    pub growth: Option<&'a Path>,
    /// Whether programs without each of the optimizations are, too.
    pub ablation: bool,
}

/// Writes `programs.rs`, with the generated modules in a folder beside it.
///
/// A file that does not check has no program: the suite shows it as FAILED, and the build goes on.
pub fn write(wanted: &Wanted, out: &Path) -> Result<(), String> {
    let folder = out.join("programs");
    fs::create_dir_all(&folder)
        .map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
    let mut registry = Registry {
        target: wanted.target,
        folder,
        modules: String::new(),
        entries: String::new(),
        ablations: String::new(),
        count: 0,
    };
    for source in read(wanted.dsl)? {
        for line in source.diagnostics.lines() {
            println!("cargo::warning={line}");
        }
        registry.add(&source, &VARIANTS, wanted.ablation)?;
    }
    if let Some(growth) = wanted.growth {
        for source in read(growth)? {
            registry.add(&source, &VARIANTS[..1], false)?;
        }
    }
    save(&out.join("programs.rs"), &registry.text())
}

/// The files of a folder. Cargo runs the build script again when one of them changes.
fn read(folder: &Path) -> Result<Vec<Source>, String> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let sources = sources::read(folder, |file| {
        println!("cargo::warning={file} is not a text in UTF-8; it is left out");
    })?;
    for source in &sources {
        println!("cargo::rerun-if-changed={}", source.path.display());
    }
    Ok(sources)
}

/// Writes a file, unless it has that text already: an unchanged module is not compiled again.
fn save(path: &Path, text: &str) -> Result<(), String> {
    if fs::read_to_string(path).is_ok_and(|present| present == text) {
        return Ok(());
    }
    fs::write(path, text).map_err(|error| format!("cannot write {}: {error}", path.display()))
}

/// The generated modules of a target and the tables that name them.
struct Registry {
    target: Target,
    /// Where the modules lie.
    folder: PathBuf,
    modules: String,
    entries: String,
    /// Of the programs that lack an optimization.
    ablations: String,
    count: usize,
}

impl Registry {
    /// Generates a network in some variants. One that this target cannot express gets no entry,
    /// and where it is the network as written, the suite generates it again to say why.
    fn add(&mut self, source: &Source, variants: &[Variant], ablation: bool) -> Result<(), String> {
        // Without a loss there is nothing to train, which the suite says.
        let Some(network) = source.network.as_ref().filter(|it| it.loss.is_some()) else {
            return Ok(());
        };
        let (model, file) = (&source.name, &source.file);
        let mut whole = None;
        for variant in variants {
            let network = variant.of(network);
            // Those for any network are not measured, which the suite says.
            if has_faster(&network, self.target).is_err() {
                continue;
            }
            let program =
                neural_dsl::generate_with(&network, file, self.target, &variant.options());
            let Ok(program) = program else {
                continue;
            };
            let build = self.module(&program, &network, variant)?;
            writeln!(
                self.entries,
                "    Generated {{ model: {model:?}, source: include_str!({:?}), \
                 variant: Variant::{}, build: {build} }},",
                source.path, variant.name,
            )
            .expect("a String takes every text");
            whole.get_or_insert(program);
        }
        if !ablation || has_faster(network, self.target).is_err() {
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
            let build = self.module(&program, network, &variant)?;
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
    ) -> Result<String, String> {
        // A model's name may hold what an identifier may not.
        let module = format!("program_{}", self.count);
        self.count += 1;
        let path = self.folder.join(format!("{module}.rs"));
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
