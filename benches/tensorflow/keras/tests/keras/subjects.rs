//! What makes a subject of a program, and what proves them.

use std::path::Path;

use neural_keras::proof::{Formula, Programs, prove_all};
use neural_keras_tensorflow::load;

/// Holds the programs against their cases.
pub fn prove(programs: &Programs, refused: &[(&str, &str)]) {
    load();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let matching = prove_all(folder, programs, refused, Formula::Tensorflow);
    println!("{matching} cases match, {} are refused", refused.len());
}

/// Makes the subjects of a table of programs.
macro_rules! programs {
    ($($name:literal => $module:ident $model:ident $kind:ident $target:ident $trained:expr,)*) => {
        /// The cases with a program, and what makes it.
        pub const PROGRAMS: &neural_keras::proof::Programs =
            &[$(($name, |seed| subject!(seed $module $model $kind $target $trained))),*];
    };
}

/// Targets as a program takes them.
macro_rules! targets {
    (classes $values:expr) => {
        subject::classes($values)
    };
    (numbers $values:expr) => {
        subject::tensor($values)
    };
}

/// What a program's `evaluate` finds.
macro_rules! evaluation {
    ($module:ident $model:ident, $inputs:ident => $taken:expr, $target:ident) => {
        Box::new(|model: &$module::$model, $inputs: &[subject::Floats], targets: &neural_keras::case::Values| {
            let found = model.evaluate($taken, &targets!($target targets))?;
            Ok(neural_keras::case::evaluation(&found))
        })
    };
}

/// A program as a subject.
macro_rules! subject {
    ($seed:ident $module:ident $model:ident plain_bare $target:ident $trained:expr) => {{
        let _ = ($seed, $trained as [bool; _]);
        unreachable!("no case is of this kind")
    }};
    ($seed:ident $module:ident $model:ident plain $target:ident $trained:expr) => {{
        let model = subject::made($module::$model::new($seed, &subject::options()));
        Box::new(subject::Subject {
            trained: $trained.to_vec(),
            outputs: Box::new(|model: &$module::$model, inputs: &[subject::Floats], _| {
                model.predict(&inputs[0])
            }),
            gradients: None,
            evaluate: evaluation!($module $model, inputs => &inputs[0], $target),
            step: Box::new(|model: &$module::$model, inputs: &[subject::Floats], targets| {
                model.train_step(&inputs[0], &targets!($target targets)).map(drop)
            }),
            weights: |model: &$module::$model| model.weights(),
            set_weights: |model: &$module::$model, values| model.set_weights(values),
            rate: None,
            model,
        }) as Box<dyn neural_keras::Program>
    }};
    ($seed:ident $module:ident $model:ident bare $target:ident $trained:expr) => {{
        let model = subject::made($module::$model::new($seed, &subject::options()));
        Box::new(subject::Subject {
            trained: $trained.to_vec(),
            outputs: Box::new(|model: &$module::$model, inputs: &[subject::Floats], training| {
                let inputs: Vec<&subject::Floats> = inputs.iter().collect();
                match training {
                    true => model.training_call(&inputs),
                    false => model.predict(&inputs),
                }
            }),
            gradients: None,
            evaluate: Box::new(|_: &$module::$model, _, _| panic!("the program has no loss")),
            step: Box::new(|_: &$module::$model, _, _| panic!("the program has no optimiser")),
            weights: |model: &$module::$model| model.weights(),
            set_weights: |model: &$module::$model, values| model.set_weights(values),
            rate: None,
            model,
        }) as Box<dyn neural_keras::Program>
    }};
    ($seed:ident $module:ident $model:ident scheduled $target:ident $trained:expr) => {
        subject!(@ $seed $module $model $target $trained, Some($module::learning_rate as fn(i64) -> f64))
    };
    ($seed:ident $module:ident $model:ident trained $target:ident $trained:expr) => {
        subject!(@ $seed $module $model $target $trained, None)
    };
    (@ $seed:ident $module:ident $model:ident $target:ident $trained:expr, $rate:expr) => {{
        let model = subject::made($module::$model::new($seed, &subject::options()));
        Box::new(subject::Subject {
            trained: $trained.to_vec(),
            outputs: Box::new(|model: &$module::$model, inputs: &[subject::Floats], training| {
                let inputs: Vec<&subject::Floats> = inputs.iter().collect();
                match training {
                    true => model.training_call(&inputs),
                    false => model.predict(&inputs),
                }
            }),
            gradients: Some(Box::new(
                |model: &$module::$model, inputs: &[subject::Floats], targets| {
                    let inputs: Vec<&subject::Floats> = inputs.iter().collect();
                    model.gradients(&inputs, &targets!($target targets))
                },
            )),
            evaluate: evaluation!($module $model, inputs => &inputs.iter().collect::<Vec<_>>(), $target),
            step: Box::new(|model: &$module::$model, inputs: &[subject::Floats], targets| {
                let inputs: Vec<&subject::Floats> = inputs.iter().collect();
                model.train_step(&inputs, &targets!($target targets)).map(drop)
            }),
            weights: |model: &$module::$model| model.weights(),
            set_weights: |model: &$module::$model, values| model.set_weights(values),
            rate: $rate,
            model,
        }) as Box<dyn neural_keras::Program>
    }};
}
