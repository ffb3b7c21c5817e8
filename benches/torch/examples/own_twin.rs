//! A hand-written program of your own: shows that it is the same network as the one that is generated with
//! nothing done for speed, then trains it beside the one that is generated with everything.
//!
//! `cargo run --release --example own_twin`
//!
//! A program that should take part in `cargo bench` goes into `benches/torch/src/handwritten/`, with a
//! line in the `mod.rs` there.

use std::rc::Rc;

use neural_bench::backend::Variant;
use neural_bench::plan::Plan;
use neural_bench::program::{Evaluation, Optimizer, Program, Settings, Weights};
use neural_bench::session::Session;
use neural_bench::subject::Side;
use neural_bench::{Profile, Result, registry, sameness};
use neural_bench_torch::{self as torch, Data, Torch};
use tch::nn::{self, OptimizerConfig};
use tch::{Device, Kind, Tensor};

/// The network of `dsl/simple_mlp.neural`, without `nn::Linear`: plain tensors and matrix products.
struct Mine {
    vs: nn::VarStore,
    /// Weight and bias of the hidden layer and of the output.
    layers: [(Tensor, Tensor); 2],
    optimizer: nn::Optimizer,
    settings: Settings,
    data: Rc<Data>,
}

impl Mine {
    fn new(settings: &Settings, data: &Rc<Data>) -> Result<Self> {
        tch::manual_seed(settings.seed);
        let vs = nn::VarStore::new(Device::Cpu);
        // The language's names are `dense/kernel`, `dense/bias`, …; PyTorch's are those below.
        let layer = |name: &str, inputs: i64, units: i64| {
            let path = vs.root() / name;
            let limit = (6.0 / (inputs + units) as f64).sqrt();
            let init = nn::Init::Uniform {
                lo: -limit,
                up: limit,
            };
            let bias = path.var("bias", &[units], nn::Init::Const(0.0));
            (path.var("weight", &[units, inputs], init), bias)
        };
        let layers = [layer("dense", 784, 128), layer("dense_1", 128, 10)];
        let optimizer = Self::optimizer(&vs, settings)?;
        Ok(Self {
            vs,
            layers,
            optimizer,
            settings: settings.clone(),
            data: Rc::clone(data),
        })
    }

    fn optimizer(vs: &nn::VarStore, settings: &Settings) -> Result<nn::Optimizer> {
        let Optimizer::Adam {
            learning_rate,
            beta_1,
            beta_2,
            epsilon,
        } = settings.optimizer
        else {
            anyhow::bail!("this twin was written for Adam");
        };
        let adam = nn::adam(beta_1, beta_2, 0.0).eps(epsilon);
        Ok(adam.build(vs, learning_rate)?)
    }

    /// Logits of `(n, 1, 28, 28)` images.
    fn logits(&self, images: &Tensor, training: bool) -> Tensor {
        let [(hidden, hidden_bias), (output, output_bias)] = &self.layers;
        images
            .flatten(1, -1)
            .linear(hidden, Some(hidden_bias))
            .relu()
            .dropout(0.2, training)
            .linear(output, Some(output_bias))
    }
}

impl Program for Mine {
    fn weights(&self) -> Result<Vec<Weights>> {
        torch::weights(&self.vs)
    }

    fn set_weights(&mut self, weights: &[Weights]) -> Result<()> {
        torch::set_weights(&self.vs, weights)
    }

    fn restart(&mut self) -> Result<()> {
        self.optimizer = Self::optimizer(&self.vs, &self.settings)?;
        tch::manual_seed(self.settings.seed);
        Ok(())
    }

    fn step(&mut self, rows: &[i64]) -> Result<f32> {
        let rows = Tensor::from_slice(rows);
        let images = self.data.train.images.index_select(0, &rows);
        let labels = self.data.train.labels.index_select(0, &rows);
        let loss = self.logits(&images, true).cross_entropy_for_logits(&labels);
        self.optimizer.backward_step(&loss);
        Ok(loss.double_value(&[]) as f32)
    }

    fn epoch(&mut self, order: &[i64]) -> Result<f64> {
        let mut sum = 0.0;
        for rows in order.chunks(self.settings.batch_size) {
            sum += f64::from(self.step(rows)?) * rows.len() as f64;
        }
        Ok(sum / order.len() as f64)
    }

    fn evaluate(&mut self) -> Result<Evaluation> {
        let _no_grad = tch::no_grad_guard();
        let test = &self.data.test;
        let logits = self.logits(&test.images, false);
        Ok(Evaluation {
            loss: logits
                .cross_entropy_for_logits(&test.labels)
                .double_value(&[]),
            accuracy: logits.accuracy_for_logits(&test.labels).double_value(&[]),
        })
    }

    fn predict(&mut self, count: usize) -> Result<Vec<f32>> {
        let _no_grad = tch::no_grad_guard();
        let images = self.data.test.images.narrow(0, 0, count as i64);
        let probabilities = self.logits(&images, false).softmax(-1, Kind::Float);
        Ok(Vec::try_from(probabilities.flatten(0, -1))?)
    }
}

fn main() -> Result<()> {
    let session = Session::<Torch>::open(Plan {
        profile: Profile::Quick,
        epochs: Some(2),
        ..Plan::default()
    })?;
    let model = registry::select(&["simple_mlp".to_owned()])?[0];
    let subject = session.subject(model)?;

    // The gate: the same weights, the same batches, ten steps, equal to the last bit.
    let generated = subject.trace(Side::Dsl, Variant::Plain)?;
    let mut mine = Mine::new(&subject.settings, &subject.data)?;
    let traced = subject.trace_of(&mut mine, Some(&subject.initial_weights(Side::Usual)))?;
    match sameness::equal(&generated, &traced) {
        Ok(()) => println!("the same network: ten steps are equal to the last bit"),
        Err(difference) => anyhow::bail!("not the same: {difference}"),
    }

    let theirs = subject.epochs_of(subject.build(Side::Dsl)?.as_mut(), |_| ())?;
    let mut mine = Mine::new(&subject.settings, &subject.data)?;
    let mine = subject.epochs_of(&mut mine, |_| ())?;
    for (number, (generated, mine)) in theirs.iter().zip(&mine).enumerate() {
        println!(
            "epoch {}: generated {:.3} s, {:.2} %; mine {:.3} s, {:.2} %",
            number + 1,
            generated.seconds,
            generated.test_accuracy * 100.0,
            mine.seconds,
            mine.test_accuracy * 100.0,
        );
    }
    Ok(())
}
