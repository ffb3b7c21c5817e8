//! What the programs of the suite execute, written down by the real libraries in fresh processes.

use neural_bench::Profile;
use neural_bench::backend::Backend;
use neural_bench::plan::Plan;
use neural_bench::subject::Side;
use neural_bench::work::{PhaseName, Source, Work, diff, difference, record};

fn recorded(backend: Backend, model: &str, side: Side) -> Work {
    let plan = Plan {
        profile: Profile::Quick,
        ..Plan::default()
    };
    record(&plan, backend, model, side)
        .unwrap_or_else(|error| panic!("{model}/{backend}, {side}: {error:#}"))
}

/// How often operations were executed in a phase whose text holds all of `words`.
fn count(work: &Work, phase: PhaseName, source: Source, words: &[&str]) -> u64 {
    work.phases
        .iter()
        .filter(|it| it.name == phase)
        .flat_map(|phase| &phase.layers)
        .filter(|layer| layer.source == source)
        .flat_map(|layer| &layer.operations)
        .filter(|(operation, _)| words.iter().all(|word| operation.contains(word)))
        .map(|(_, count)| count)
        .sum()
}

/// Products of dense layers on torch, forward and backward: those of MKL, and those of oneDNN, which takes the large ones
/// where the processor is not Intel's.
const FORWARD: [&str; 2] = ["aten::addmm(", "aten::mkldnn_linear("];
const BACKWARD: [&str; 3] = [
    "aten::mm(",
    "aten::mkldnn_linear_backward_input(",
    "aten::mkldnn_linear_backward_weights(",
];

/// How often PyTorch executed one of some operations in a phase.
fn sum(work: &Work, phase: PhaseName, operations: &[&str]) -> u64 {
    let of = |operation: &&str| count(work, phase, Source::Torch, &[*operation]);
    operations.iter().map(of).sum()
}

/// A dense layer is one product forward and two backward; the first layer of a network, which needs no
/// gradient of the images, has one less. So it is with convolutions.
#[test]
fn the_products_and_convolutions_of_known_models_are_there() {
    use PhaseName::{Build, Epoch, Predict, Step};
    for side in Side::ALL {
        let torch = |work: &Work, phase, name| count(work, phase, Source::Torch, &[name]);
        let mlp = recorded(Backend::Torch, "simple_mlp", side);
        assert_eq!(sum(&mlp, Predict, &FORWARD), 2, "{side}");
        assert_eq!(torch(&mlp, Predict, "Backward"), 0, "{side}");
        assert_eq!(sum(&mlp, Step, &FORWARD), 2, "{side}");
        assert_eq!(sum(&mlp, Step, &BACKWARD), 3, "{side}");
        assert_eq!(torch(&mlp, Build, "aten::uniform_("), 2, "{side}");
        assert_eq!(torch(&mlp, Build, "mm("), 0, "{side}");
        // A whole batch, and half of one.
        assert_eq!(sum(&mlp, Epoch, &FORWARD), 2 + 2, "{side}");
        for rows in ["Float[128, 784]", "Float[64, 784]"] {
            let of = |name| count(&mlp, Epoch, Source::Torch, &[name, rows]);
            let first: u64 = FORWARD.into_iter().map(of).sum();
            assert_eq!(first, 1, "{side}, {rows}");
        }
        let cnn = recorded(Backend::Torch, "cnn", side);
        assert_eq!(torch(&cnn, Predict, "aten::conv2d("), 2, "{side}");
        assert_eq!(torch(&cnn, Step, "aten::conv2d("), 2, "{side}");
        let backward = "aten::convolution_backward(";
        assert_eq!(torch(&cnn, Step, backward), 2, "{side}");
        let nodes =
            |work: &Work, phase, words: &[&str]| count(work, phase, Source::Tensorflow, words);
        // Of TensorFlow's perceptrons the usual program is the twin itself.
        let of_mlp = if side == Side::Usual {
            Side::Handwritten
        } else {
            side
        };
        let mlp = recorded(Backend::Tensorflow, "simple_mlp", of_mlp);
        assert_eq!(nodes(&mlp, Predict, &["MatMul["]), 2, "{side}");
        assert_eq!(nodes(&mlp, Step, &["MatMul["]), 2 + 3, "{side}");
        assert_eq!(nodes(&mlp, Step, &["MatMul[", "transpose_a=true"]), 2);
        assert_eq!(nodes(&mlp, Epoch, &["MatMul["]), 2 * (2 + 3), "{side}");
        assert_eq!(nodes(&mlp, Build, &["MatMul["]), 0, "{side}");
        let cnn = recorded(Backend::Tensorflow, "cnn", side);
        let strides = "strides=[1, 1, 1, 1]";
        assert_eq!(nodes(&cnn, Predict, &["Conv2D", strides]), 2, "{side}");
        assert_eq!(nodes(&cnn, Step, &["Conv2DBackpropFilter"]), 2, "{side}");
        assert_eq!(nodes(&cnn, Step, &["Conv2DBackpropInput"]), 1, "{side}");
        assert_eq!(nodes(&cnn, Step, &["Conv2D"]), 2 + 2 + 1, "{side}");
    }
}

/// Around the kernels the programs are free; what they have computed is the same, to the shapes, the
/// memory formats and the implementations.
#[test]
fn generated_and_handwritten_call_the_same_kernels_equally_often() {
    for backend in Backend::ALL {
        for model in ["simple_mlp", "cnn", "deep_mlp"] {
            let dsl = recorded(backend, model, Side::Dsl);
            let twin = recorded(backend, model, Side::Handwritten);
            let mut kernels = difference(&dsl, &twin);
            kernels.retain(|it| matches!(it.source, Source::Onednn | Source::Mkl));
            assert_eq!(diff(&kernels), "", "{model}/{backend}");
        }
    }
}

/// libtorch convolves with oneDNN and multiplies with MKL or oneDNN; TensorFlow does neither on every processor.
#[test]
fn the_kernels_of_torch_are_recorded() {
    let work = recorded(Backend::Torch, "cnn", Side::Dsl);
    let convolutions = |direction| {
        count(
            &work,
            PhaseName::Step,
            Source::Onednn,
            &["convolution,", direction],
        )
    };
    assert_eq!(convolutions(",forward"), 2);
    assert_eq!(convolutions(",backward_data"), 1);
    assert_eq!(convolutions(",backward_weights"), 2);
    // Two dense layers, after layers that need a gradient.
    let products = count(&work, PhaseName::Step, Source::Mkl, &["SGEMM("])
        + count(&work, PhaseName::Step, Source::Onednn, &["inner_product,"]);
    assert_eq!(products, 2 + 4);
}

#[test]
fn a_record_can_be_made_again_and_tells_another_model() {
    for backend in Backend::ALL {
        let work = recorded(backend, "cnn", Side::Dsl);
        let again = recorded(backend, "cnn", Side::Dsl);
        assert_eq!(diff(&difference(&work, &again)), "", "{backend}");

        let other = difference(&work, &recorded(backend, "simple_mlp", Side::Dsl));
        for phase in PhaseName::ALL {
            assert!(
                other.iter().any(|it| it.phase == phase),
                "{backend} {phase}"
            );
        }

        let kept = serde_json::to_string(&work).unwrap();
        assert_eq!(serde_json::from_str::<Work>(&kept).unwrap(), work);
    }
}

#[test]
fn what_cannot_be_recorded_says_why() {
    for backend in Backend::ALL {
        let error = record(&Plan::default(), backend, "nothing", Side::Dsl).unwrap_err();
        assert!(error.to_string().contains("nothing"), "{error:#}");
    }
}
