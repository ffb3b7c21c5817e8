//! The gate on real programs: it lets the right network through and refuses wrong ones, however alike
//! generated program and twin are.

#[allow(dead_code)]
#[path = "../language/mod.rs"]
mod language;

use language::language;
use neural_bench::backend::{Framework, Variant};
use neural_bench::plan::Plan;
use neural_bench::sameness::{self, Run, Trace, gate};
use neural_bench::session::{PREDICTIONS, Session};
use neural_bench::subject::{Side, Subject};
use neural_bench::{Profile, registry};
use neural_dsl::network::{Activation, Operation};

/// The run that is the reference.
const REFERENCE: Run = Run::Given(Side::Dsl, Variant::Float64Sgd);

/// The references of a backend: the right ones are let through, wrong ones are refused.
pub fn references<B: Framework>() {
    let session = Session::<B>::open(Plan {
        profile: Profile::Quick,
        ..Plan::default()
    })
    .unwrap();
    let model = registry::select(&["simple_mlp".to_owned()]).unwrap()[0];
    let subject = session.subject(model).unwrap();
    let reference = subject.run(REFERENCE).unwrap();

    // The reference computes what the language says, to the last bit but one of a float32.
    let said = Trace {
        outputs: outputs(&subject, Activation::Relu),
        ..reference.clone()
    };
    sameness::close_outputs(&reference, &said, 1e-7).unwrap();
    gated(&subject, &said).unwrap();

    // With another activation it is another network.
    let other = Trace {
        outputs: outputs(&subject, Activation::Tanh),
        ..reference.clone()
    };
    let refused = gated(&subject, &other).unwrap_err();
    assert!(
        refused.starts_with("generated against its float64 reference: output "),
        "{refused}"
    );
    assert!(refused.contains("more than 1e-5"), "{refused}");

    // So it is with another weight, which the weights say before the outputs do.
    let perturbed = perturbed(&subject);
    let refused = gated(&subject, &perturbed).unwrap_err();
    assert!(
        refused.contains("before training, `dense_1/kernel` has other values"),
        "{refused}"
    );
    let unnoticed = Trace {
        initial: reference.initial.clone(),
        ..perturbed
    };
    let refused = gated(&subject, &unnoticed).unwrap_err();
    assert!(refused.contains("reference: output "), "{refused}");

    // And with other gradients, that the losses show.
    let idle = Trace {
        losses: vec![reference.losses[0]; reference.losses.len()],
        ..reference
    };
    let refused = gated(&subject, &idle).unwrap_err();
    assert!(refused.contains("reference: loss of step "), "{refused}");
}

/// What the gate says where this is the reference.
fn gated<B: Framework>(subject: &Subject<B>, reference: &Trace) -> Result<String, String> {
    gate(true, subject.has(Side::Usual), |run| match run {
        REFERENCE => Ok(reference.clone()),
        _ => subject.run(run),
    })
    .map_err(|error| format!("{error:#}"))
}

/// What the language says of the prediction images, with this activation in the hidden layer.
fn outputs<B: Framework>(subject: &Subject<B>, hidden: Activation) -> Vec<f32> {
    let mut network = subject.network.clone();
    let Operation::Dense(dense) = &mut network.nodes[1].operation else {
        panic!("the second layer is dense");
    };
    dense.activation = hidden;
    let weights = sameness::initial_weights(&network, subject.settings.seed);
    let wide = |values: &[f32]| -> Vec<f64> { values.iter().map(|&it| it.into()).collect() };
    let weights: Vec<Vec<f64>> = weights.iter().map(|it| wide(&it.values)).collect();
    let images = subject.dataset.test.images.chunks(28 * 28);
    images
        .take(PREDICTIONS)
        .flat_map(|image| language(&network, &weights, &wide(image)))
        .map(|output| output as f32)
        .collect()
}

/// The reference with one weight of the output layer a hundredth off.
fn perturbed<B: Framework>(subject: &Subject<B>) -> Trace {
    let factory = subject.factory(Side::Dsl, Variant::Float64Sgd).unwrap();
    let mut program = factory.unwrap()(&subject.settings, &subject.data).unwrap();
    let mut weights = subject.initial_weights(Side::Dsl);
    weights[2].values[0] += 0.01;
    subject.trace_of(program.as_mut(), Some(&weights)).unwrap()
}
