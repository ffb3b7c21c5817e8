//! A backend that was started, with its data.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use anyhow::{Context, anyhow, ensure};
use neural_dsl::network;

use crate::Result;
use crate::backend::{Framework, Runtime};
use crate::dataset::Dataset;
use crate::plan::Plan;
use crate::program::{Optimizer, Settings};
use crate::registry::Model;
use crate::subject::Subject;

/// Images of a seeded synthetic set that stands in where the network does not fit the data set.
const SYNTHETIC_TRAIN: usize = 60_000;

/// Images that prediction is measured on.
pub const PREDICTIONS: usize = 128;

/// A data set and its form for a library.
type Shared<B> = (Rc<Dataset>, Rc<<B as Framework>::Data>);

/// A backend that was started, with its data.
pub struct Session<B: Framework> {
    plan: Plan,
    runtime: Runtime,
    dataset: Rc<Dataset>,
    data: RefCell<HashMap<Vec<usize>, Shared<B>>>,
}

impl<B: Framework> Session<B> {
    /// Starts the library and loads the data set. A process can do that once for each backend, for
    /// the libraries keep their number of threads.
    ///
    /// # Errors
    /// Where the library does not load, or the data set that was forced is not there.
    pub fn open(plan: Plan) -> Result<Self> {
        let runtime = B::start(plan.threads)?;
        let dataset = Dataset::load(plan.profile.images(usize::MAX))?;
        Ok(Self::with(plan, runtime, dataset))
    }

    /// The same of a library that was started and data that is there.
    pub fn with(plan: Plan, runtime: Runtime, dataset: Dataset) -> Self {
        Self {
            plan,
            runtime,
            dataset: Rc::new(dataset),
            data: RefCell::default(),
        }
    }

    /// What was asked for.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// What the library says of itself.
    pub fn runtime(&self) -> &Runtime {
        &self.runtime
    }

    /// The data set.
    pub fn dataset(&self) -> &Dataset {
        &self.dataset
    }

    /// A model on this backend, with data of its shapes.
    ///
    /// # Errors
    /// Where the file does not check, or the network cannot be trained.
    pub fn subject(&self, model: &'static Model) -> Result<Subject<B>> {
        let network = model.network()?;
        ensure!(
            network.loss.is_some(),
            "network `{}` has no loss, so it cannot be trained",
            network.name
        );
        let (dataset, data) = self.data_for(&network)?;
        let seed = network.training.seed.unwrap_or(self.plan.seed);
        let settings = Settings {
            seed,
            optimizer: optimizer(&network)?,
            dropout: true,
            batch_size: network.training.batch_size as usize,
        };
        let split = dataset.training_split(network.training.validation_split);
        Ok(Subject {
            model,
            epochs: self.plan.epochs.unwrap_or(network.training.epochs as usize),
            network,
            settings,
            rows: self.plan.profile.images(split).min(dataset.train.len()),
            dataset,
            data,
        })
    }

    /// The data set in the library's form: the loaded one where the network fits it, otherwise a
    /// seeded one of its shapes.
    fn data_for(&self, network: &network::Network) -> Result<(Rc<Dataset>, Rc<B::Data>)> {
        let (shape, classes) = shapes(network)?;
        let mut key = shape.clone();
        key.push(classes);
        if let Some((dataset, data)) = self.data.borrow().get(&key) {
            return Ok((Rc::clone(dataset), Rc::clone(data)));
        }
        let dataset = if shape == self.dataset.train.shape && classes == 10 {
            Rc::clone(&self.dataset)
        } else {
            let rows = self.plan.profile.images(SYNTHETIC_TRAIN);
            Rc::new(Dataset::synthetic_for(
                &shape,
                classes,
                self.plan.seed,
                rows,
            ))
        };
        let data = Rc::new(B::data(&dataset).context("the library does not take the data")?);
        self.data
            .borrow_mut()
            .insert(key, (Rc::clone(&dataset), Rc::clone(&data)));
        Ok((dataset, data))
    }
}

/// The shape of one input and the number of classes.
fn shapes(network: &network::Network) -> Result<(Vec<usize>, usize)> {
    ensure!(
        network.inputs.len() == 1,
        "the suite has data for networks of one input only"
    );
    let known = |shape: &network::Shape| -> Result<Vec<usize>> {
        let dimensions = shape
            .dimensions()
            .ok_or_else(|| anyhow!("the suite has no data for shape {shape}"))?;
        Ok(dimensions.iter().map(|&n| n as usize).collect())
    };
    let input = known(&network.inputs[0].shape)?;
    let output = known(network.shape(network.output))?;
    ensure!(
        output.len() == 1 && output[0] <= 256,
        "the suite has labels of one class in 256 an image, not for outputs {output:?}"
    );
    Ok((input, output[0]))
}

/// The optimiser's constants as a twin is told them.
fn optimizer(network: &network::Network) -> Result<Optimizer> {
    match network.optimizer {
        network::Optimizer::Adam(adam) => Ok(Optimizer::Adam {
            learning_rate: adam.learning_rate,
            beta_1: adam.beta_1,
            beta_2: adam.beta_2,
            epsilon: adam.epsilon,
        }),
        network::Optimizer::Sgd(sgd) => Ok(Optimizer::Sgd {
            learning_rate: sgd.learning_rate,
            momentum: sgd.momentum,
            nesterov: sgd.nesterov,
        }),
        _ => anyhow::bail!("the twins have Adam and SGD"),
    }
}
