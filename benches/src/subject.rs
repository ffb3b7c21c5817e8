//! A model on a backend: what is measured.

use std::fmt;
use std::rc::Rc;

use anyhow::{anyhow, ensure};
use neural_dsl::codegen::{Dtype, Optimization, Optimizations};
use neural_dsl::network::Network;
use serde::{Deserialize, Serialize};

use crate::Result;
use crate::backend::{Factory, Framework, Generated, Variant};
use crate::dataset::Dataset;
use crate::measure::{order, samples, timed};
use crate::program::{Optimizer, Program, Settings, Weights};
use crate::record::{Epoch, Sameness, Side as SideRecord};
use crate::registry::Model;
use crate::sameness::{self, Run, STEPS, Trace};
use crate::session::{PREDICTIONS, Session};

/// The step size of the SGD under which sameness across backends is proven.
const SGD: Optimizer = Optimizer::Sgd {
    learning_rate: 0.01,
    momentum: 0.0,
    nesterov: false,
};

/// Times that a program is built for the record, after one that does not count.
const BUILDS: usize = 5;

/// Calls of prediction for the record, after [`PREDICT_WARM_UP`] that do not count.
const PREDICT_CALLS: usize = 30;

/// Calls of prediction that do not count.
const PREDICT_WARM_UP: usize = 5;

/// Which of the programs of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The generated program.
    Dsl,
    /// The hand-written twin: the best program that we know.
    Handwritten,
    /// What the framework's own documentation would have one write, where the best program is another.
    Usual,
}

impl Side {
    /// Every side.
    pub const ALL: [Side; 3] = [Side::Dsl, Side::Handwritten, Side::Usual];

    /// The two that are equal to the last bit, whose difference is what the language costs.
    pub const PAIR: [Side; 2] = [Side::Dsl, Side::Handwritten];

    /// `dsl`, `handwritten` or `usual`.
    pub fn as_str(self) -> &'static str {
        match self {
            Side::Dsl => "dsl",
            Side::Handwritten => "handwritten",
            Side::Usual => "usual",
        }
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A model on a backend, with its data and constants.
pub struct Subject<B: Framework> {
    /// The model.
    pub model: &'static Model,
    /// Its checked network.
    pub network: Network,
    /// What its programs are built with.
    pub settings: Settings,
    /// Epochs to train.
    pub epochs: usize,
    /// Training images to an epoch: the first ones of the training split.
    pub rows: usize,
    /// The data that it trains on.
    pub dataset: Rc<Dataset>,
    /// The same in the library's form.
    pub data: Rc<B::Data>,
}

impl<B: Framework> Subject<B> {
    /// Why the data is synthetic though the session's is not.
    pub fn synthetic(&self, session: &Session<B>) -> Option<String> {
        let (own, whole) = (self.dataset.record(), session.dataset().record());
        (own.sha256 != whole.sha256).then_some(own.note).flatten()
    }

    /// Whether there is a hand-written twin.
    pub fn has_twin(&self) -> bool {
        self.has(Side::Handwritten)
    }

    /// Whether there is a program of this side.
    pub fn has(&self, side: Side) -> bool {
        match side {
            Side::Dsl => true,
            Side::Handwritten => B::handwritten(self.model.name).is_some(),
            Side::Usual => B::usual(self.model.name).is_some(),
        }
    }

    /// Whether there is a float64 reference; a few layers cannot be trained in float64 on every
    /// backend.
    pub fn has_reference(&self) -> bool {
        self.generated(Variant::Float64Sgd).is_some()
    }

    fn generated(&self, variant: Variant) -> Option<&'static Generated<B::Data>> {
        B::generated()
            .iter()
            .find(|program| program.model == self.model.name && program.variant == variant)
    }

    /// What builds the program of a side; none where there is no twin.
    ///
    /// # Errors
    /// Where the network was not generated for this backend.
    pub fn factory(&self, side: Side, variant: Variant) -> Result<Option<Factory<B::Data>>> {
        match side {
            // Twins are written in float32.
            Side::Handwritten | Side::Usual if variant.dtype() == Dtype::Float64 => Ok(None),
            Side::Handwritten => Ok(B::handwritten(self.model.name)),
            Side::Usual => Ok(B::usual(self.model.name)),
            Side::Dsl => {
                let program = self
                    .generated(variant)
                    .ok_or_else(|| match self.generate() {
                        Err(error) => error,
                        Ok(_) => anyhow!("{} was not compiled into this build", self.model.name),
                    })?;
                ensure!(
                    program.source == self.model.source,
                    "{} was changed after this program was built; build it again",
                    self.model.file
                );
                Ok(Some(program.build))
            }
        }
    }

    /// The text of the generated program.
    ///
    /// # Errors
    /// The rendered diagnostics, where the target cannot express a layer.
    pub fn generate(&self) -> Result<String> {
        let target = B::NAME.target();
        neural_dsl::generate(&self.network, self.model.file, target).map_err(|diagnostics| {
            anyhow!(
                "{} cannot be generated for {target}:\n{}",
                self.model.file,
                neural_dsl::render(self.model.file, self.model.source, &diagnostics).trim_end()
            )
        })
    }

    /// Builds the program of a side as the file says it.
    ///
    /// # Errors
    /// Where there is none, or the library refuses it.
    pub fn build(&self, side: Side) -> Result<Box<dyn Program>> {
        self.build_variant(side, Variant::AsWritten)
    }

    fn build_variant(&self, side: Side, variant: Variant) -> Result<Box<dyn Program>> {
        let factory = self.factory(side, variant)?.ok_or_else(|| {
            let dtype = variant.dtype();
            anyhow!("{} has no program `{side}` in {dtype}", self.model.name)
        })?;
        factory(&self.settings_of(variant), &self.data)
    }

    /// Builds the generated program without one of the optimizations, and gives it the initial weights;
    /// none where the network gives it nothing to do, or this build has no feature `ablation`.
    ///
    /// # Errors
    /// Where the library refuses it.
    pub fn build_without(&self, optimization: Optimization) -> Result<Option<Box<dyn Program>>> {
        let mut ablations = B::ablations().iter();
        let ablation =
            ablations.find(|it| it.model == self.model.name && it.without == optimization);
        let Some(ablation) = ablation else {
            return Ok(None);
        };
        let mut program = (ablation.build)(&self.settings, &self.data)?;
        let weights = sameness::initial_weights(&self.network, self.settings.seed);
        let optimizations = Optimizations::ALL.without(optimization);
        program.set_weights(&B::from_language(&self.network, weights, optimizations))?;
        Ok(Some(program))
    }

    fn settings_of(&self, variant: Variant) -> Settings {
        let mut settings = self.settings.clone();
        settings.dropout = variant.dropout();
        if variant.sgd() {
            settings.optimizer = SGD;
        }
        settings
    }

    /// The weights that every side is given before they are compared, in the layout of this one.
    pub fn initial_weights(&self, side: Side) -> Vec<Weights> {
        self.initial_weights_of(side, Variant::AsWritten)
    }

    fn initial_weights_of(&self, side: Side, variant: Variant) -> Vec<Weights> {
        let optimizations = match side {
            Side::Dsl => variant.optimizations(),
            Side::Handwritten => Optimizations::ALL,
            Side::Usual => Optimizations::NONE,
        };
        let weights = sameness::initial_weights(&self.network, self.settings.seed);
        B::from_language(&self.network, weights, optimizations)
    }

    /// The order of the images in an epoch.
    pub fn order(&self, epoch: usize) -> Vec<i64> {
        order(
            self.rows,
            self.settings.seed,
            epoch,
            self.network.training.shuffle,
        )
    }

    /// What a side does in its first steps from [`Self::initial_weights`].
    ///
    /// # Errors
    /// Where the program cannot be built or fails.
    pub fn trace(&self, side: Side, variant: Variant) -> Result<Trace> {
        let mut program = self.build_variant(side, variant)?;
        let initial = self.initial_weights_of(side, variant);
        self.trace_of(program.as_mut(), Some(&initial))
    }

    /// What a side does in its first steps from the initial weights that it draws itself.
    ///
    /// # Errors
    /// Where the program cannot be built or fails.
    pub fn trace_from_seed(&self, side: Side, variant: Variant) -> Result<Trace> {
        let mut program = self.build_variant(side, variant)?;
        self.trace_of(program.as_mut(), None)
    }

    /// What any program of this model does in its first steps.
    ///
    /// # Errors
    /// Where it fails.
    pub fn trace_of(
        &self,
        program: &mut dyn Program,
        initial: Option<&[Weights]>,
    ) -> Result<Trace> {
        let order = self.order(0);
        let batches: Vec<&[i64]> = order
            .chunks(self.settings.batch_size)
            .cycle()
            .take(STEPS)
            .collect();
        // A whole batch and a part of one, as an epoch ends with.
        let short = order.len().min(self.settings.batch_size * 3 / 2);
        sameness::trace(program, initial, &batches, &order[..short], PREDICTIONS)
    }

    /// A run that the gate asks for.
    ///
    /// # Errors
    /// Where the program cannot be built or fails.
    pub fn run(&self, run: Run) -> Result<Trace> {
        match run {
            Run::Drawn(side, variant) => self.trace_from_seed(side, variant),
            Run::Given(side, variant) => self.trace(side, variant),
        }
    }

    /// Shows that the twin is the same network as the generated program, and both the right one; none
    /// without a twin.
    pub fn sameness(&self) -> Option<Sameness> {
        self.has_twin().then(|| {
            match sameness::gate(self.has_reference(), self.has(Side::Usual), |run| {
                self.run(run)
            }) {
                Ok(detail) => Sameness { same: true, detail },
                Err(error) => Sameness {
                    same: false,
                    detail: format!("{error:#}"),
                },
            }
        })
    }

    /// Builds a side, trains it from its own initial weights, evaluates it after every epoch and
    /// measures prediction.
    ///
    /// # Errors
    /// Where the program cannot be built or fails.
    pub fn train(&self, side: Side, on_epoch: impl FnMut(&Epoch)) -> Result<SideRecord> {
        let build = samples(1, BUILDS, || self.build(side))?;
        let mut program = self.build(side)?;
        let epochs = self.epochs_of(program.as_mut(), on_epoch)?;
        let predict = samples(PREDICT_WARM_UP, PREDICT_CALLS, || {
            program.predict(PREDICTIONS)
        })?;
        let predict_one = samples(PREDICT_WARM_UP, PREDICT_CALLS, || program.predict(1))?;
        Ok(SideRecord {
            failed: None,
            build,
            epochs,
            predict,
            predict_one,
            memory: Vec::new(),
        })
    }

    /// Trains any program of this model, evaluated after every epoch.
    ///
    /// # Errors
    /// Where it fails.
    pub fn epochs_of(
        &self,
        program: &mut dyn Program,
        mut on_epoch: impl FnMut(&Epoch),
    ) -> Result<Vec<Epoch>> {
        program.restart()?;
        (0..self.epochs)
            .map(|number| {
                let order = self.order(number);
                let (train_loss, seconds) = timed(|| program.epoch(&order));
                let train_loss = train_loss?;
                ensure!(
                    train_loss.is_finite(),
                    "the loss of epoch {} is {train_loss}: training diverged",
                    number + 1
                );
                let evaluation = program.evaluate()?;
                let epoch = Epoch {
                    seconds,
                    images: order.len(),
                    train_loss,
                    test_loss: evaluation.loss,
                    test_accuracy: evaluation.accuracy,
                };
                on_epoch(&epoch);
                Ok(epoch)
            })
            .collect()
    }
}
