//! Generated programs for PyTorch compute what Keras computes.

use std::path::Path;

use neural_keras::proof::{Formula, prove_all};
use neural_keras_torch::subject;

/// Makes the subjects of a table of programs.
macro_rules! programs {
    ($($name:literal => $module:ident $model:ident $kind:ident $inputs:ident $layouts:expr,)*) => {
        /// The cases with a program, and what makes it.
        pub const PROGRAMS: &neural_keras::proof::Programs =
            &[$(($name, |seed| subject!(seed $module $model $kind $inputs $layouts))),*];
    };
}

/// The inputs as a program takes them.
macro_rules! inputs {
    (single $inputs:expr) => {
        &$inputs[0]
    };
    (several $inputs:expr) => {
        $inputs
    };
}

/// A program as a subject.
macro_rules! subject {
    ($seed:ident $module:ident $model:ident $kind:ident $inputs:ident $layouts:expr) => {{
        use tch::nn;
        #[allow(unused_imports)]
        use tch::nn::ModuleT as _;
        const LAYOUTS: &[subject::Stored] = &$layouts;
        tch::manual_seed($seed);
        let vs = nn::VarStore::new(tch::Device::Cpu);
        let model = std::rc::Rc::new($module::$model::new(&vs.root()));
        let (of_forward, of_run) = (model.clone(), model.clone());
        let parts = training!($module $kind $inputs model vs);
        Box::new(subject::Subject {
            forward: Box::new(move |inputs: &[tch::Tensor], train: bool| {
                if train {
                    of_run.forward_t(inputs!($inputs inputs), true)
                } else {
                    $module::predict(&of_forward, inputs!($inputs inputs))
                }
            }),
            loss: parts.0,
            step: parts.1,
            rate: parts.2,
            evaluate: parts.3,
            layouts: LAYOUTS.iter().map(subject::Layout::new).collect(),
            vs,
        }) as Box<dyn neural_keras::Program>
    }};
}

/// Loss, step and learning rate of a program.
macro_rules! training {
    ($module:ident plain $inputs:ident $model:ident $vs:ident) => {{
        let mut optimizer = $module::optimizer(&$vs).expect("parameters in memory");
        let (of_loss, of_evaluation) = ($model.clone(), $model.clone());
        (
            Box::new(move |inputs: &[tch::Tensor], targets: &tch::Tensor| {
                let targets = targets.to_kind(tch::Kind::Int64);
                $module::loss(&of_loss.forward_t(inputs!($inputs inputs), true), &targets)
            }) as subject::Loss,
            Box::new(move |inputs: &[tch::Tensor], targets: &tch::Tensor| {
                let targets = targets.to_kind(tch::Kind::Int64);
                $module::train_step(&$model, &mut optimizer, inputs!($inputs inputs), &targets);
            }) as subject::Step,
            None as Option<fn(i64) -> f64>,
            evaluation!($module $inputs of_evaluation, targets => targets.to_kind(tch::Kind::Int64)),
        )
    }};
    ($module:ident scheduled $inputs:ident $model:ident $vs:ident) => {{
        let (loss, step, _, evaluate) = training!($module trained $inputs $model $vs);
        (loss, step, Some($module::learning_rate as fn(i64) -> f64), evaluate)
    }};
    ($module:ident trained $inputs:ident $model:ident $vs:ident) => {{
        let mut optimizer = $module::optimizer(&$vs);
        let (of_loss, of_evaluation) = ($model.clone(), $model.clone());
        (
            Box::new(move |inputs: &[tch::Tensor], targets: &tch::Tensor| {
                $module::training_loss(&of_loss, inputs!($inputs inputs), targets)
            }) as subject::Loss,
            Box::new(move |inputs: &[tch::Tensor], targets: &tch::Tensor| {
                $module::train_step(&$model, &mut optimizer, inputs!($inputs inputs), targets);
            }) as subject::Step,
            None as Option<fn(i64) -> f64>,
            evaluation!($module $inputs of_evaluation, targets => targets.shallow_clone()),
        )
    }};
}

/// What a program's `evaluate` finds.
macro_rules! evaluation {
    ($module:ident $inputs:ident $model:ident, $targets:ident => $kind:expr) => {
        Box::new(move |inputs: &[tch::Tensor], $targets: &tch::Tensor| {
            let found = $module::evaluate(&$model, inputs!($inputs inputs), &$kind);
            neural_keras::case::evaluation(&found)
        }) as subject::Evaluate
    };
}

include!(concat!(env!("OUT_DIR"), "/programs.rs"));

#[test]
fn programs_compute_what_keras_computes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let matching = prove_all(folder, PROGRAMS, REFUSED, Formula::Torch);
    println!("{matching} cases match, {} are refused", REFUSED.len());
}
