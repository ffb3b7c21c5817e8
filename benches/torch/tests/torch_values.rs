//! Generated programs for torch compute what the language says, where the models do not reach:
//! borders, strides, dilation, groups, orders of axes. What the language says stands in [`language`].

#[path = "../../tests/language/mod.rs"]
mod language;

use language::{language, network, sizes};
use neural_dsl::Network;
use neural_dsl::codegen::torch::layout;
use neural_dsl::codegen::{Optimization, Optimizations, Options};
use tch::{Device, Kind, Tensor, nn};

#[allow(dead_code)]
#[path = "../../../fixtures/generated/torch/convolutions.Convolutions.rs"]
mod convolutions;
#[allow(dead_code)]
#[path = "../../../fixtures/generated/torch/convolutions.Convolutions.plain.float64.rs"]
mod convolutions_float64;
#[allow(dead_code)]
#[path = "../../../fixtures/generated/torch/convolutions.Convolutions.plain.rs"]
mod convolutions_plain;
#[allow(dead_code)]
#[path = "../../../fixtures/generated/torch/forms.Rows.rs"]
mod rows;
#[allow(dead_code)]
#[path = "../../../fixtures/generated/torch/forms.Rows.plain.float64.rs"]
mod rows_float64;
#[allow(dead_code)]
#[path = "../../../fixtures/generated/torch/forms.Rows.plain.rs"]
mod rows_plain;
#[allow(dead_code)]
#[path = "../../../fixtures/generated/torch/forms.SoftmaxLayer.rs"]
mod softmax_layer;
#[allow(dead_code)]
#[path = "../../../fixtures/generated/torch/forms.SoftmaxLayer.plain.float64.rs"]
mod softmax_layer_float64;
#[allow(dead_code)]
#[path = "../../../fixtures/generated/torch/forms.SoftmaxLayer.plain.rs"]
mod softmax_layer_plain;
#[path = "../../../fixtures/generated/torch/forms.tensor.rs"]
mod tensor;
#[path = "../../../fixtures/generated/torch/forms.tensor.plain.float64.rs"]
mod tensor_float64;
#[allow(dead_code)]
#[path = "../../../fixtures/generated/torch/forms.tensor.plain.rs"]
mod tensor_plain;
#[allow(dead_code)]
#[path = "../../../fixtures/generated/torch/windows.Windows.rs"]
mod windows;
#[allow(dead_code)]
#[path = "../../../fixtures/generated/torch/windows.Windows.plain.float64.rs"]
mod windows_float64;
#[allow(dead_code)]
#[path = "../../../fixtures/generated/torch/windows.Windows.plain.rs"]
mod windows_plain;
#[path = "../../../fixtures/generated/torch/forms.WithoutParameters.rs"]
mod without_parameters;
#[path = "../../../fixtures/generated/torch/forms.WithoutParameters.plain.float64.rs"]
mod without_parameters_float64;
#[allow(dead_code)]
#[path = "../../../fixtures/generated/torch/forms.WithoutParameters.plain.rs"]
mod without_parameters_plain;

/// What a program computes in, what was done for its speed, and how far its outputs may be from the
/// language's.
struct Form {
    kind: Kind,
    optimizations: Optimizations,
    tolerance: f64,
}

const OPTIMIZED: Form = Form {
    kind: Kind::Float,
    optimizations: Optimizations::ALL,
    tolerance: 1e-5,
};
const PLAIN: Form = Form {
    kind: Kind::Float,
    optimizations: Optimizations::NONE,
    tolerance: 1e-5,
};
const DOUBLE: Form = Form {
    kind: Kind::Double,
    optimizations: Optimizations::NONE,
    tolerance: 1e-13,
};

/// Samples that are predicted at once.
const BATCH: usize = 2;

#[test]
fn windows_and_orders_of_axes() {
    use convolutions::{Convolutions, predict};
    use {convolutions_float64 as float64, convolutions_plain as plain};
    check(
        "convolutions",
        "Convolutions",
        Convolutions::new,
        predict,
        OPTIMIZED,
    );
    check(
        "convolutions",
        "Convolutions",
        plain::Convolutions::new,
        plain::predict,
        PLAIN,
    );
    check(
        "convolutions",
        "Convolutions",
        float64::Convolutions::new,
        float64::predict,
        DOUBLE,
    );
}

#[test]
fn windows_without_groups() {
    use windows::{Windows, predict};
    use {windows_float64 as float64, windows_plain as plain};
    check("windows", "Windows", Windows::new, predict, OPTIMIZED);
    check(
        "windows",
        "Windows",
        plain::Windows::new,
        plain::predict,
        PLAIN,
    );
    check(
        "windows",
        "Windows",
        float64::Windows::new,
        float64::predict,
        DOUBLE,
    );
}

#[test]
fn a_dense_layer_on_rows() {
    use rows::{Rows, predict};
    use {rows_float64 as float64, rows_plain as plain};
    check("forms", "Rows", Rows::new, predict, OPTIMIZED);
    check("forms", "Rows", plain::Rows::new, plain::predict, PLAIN);
    check(
        "forms",
        "Rows",
        float64::Rows::new,
        float64::predict,
        DOUBLE,
    );
}

#[test]
fn a_softmax_of_its_own() {
    use softmax_layer::{SoftmaxLayer, predict};
    use {softmax_layer_float64 as float64, softmax_layer_plain as plain};
    check(
        "forms",
        "SoftmaxLayer",
        SoftmaxLayer::new,
        predict,
        OPTIMIZED,
    );
    check(
        "forms",
        "SoftmaxLayer",
        plain::SoftmaxLayer::new,
        plain::predict,
        PLAIN,
    );
    check(
        "forms",
        "SoftmaxLayer",
        float64::SoftmaxLayer::new,
        float64::predict,
        DOUBLE,
    );
}

#[test]
fn a_network_without_a_loss() {
    use tensor::{TensorNetwork, predict};
    use {tensor_float64 as float64, tensor_plain as plain};
    check("forms", "tensor", TensorNetwork::new, predict, OPTIMIZED);
    check(
        "forms",
        "tensor",
        plain::TensorNetwork::new,
        plain::predict,
        PLAIN,
    );
    check(
        "forms",
        "tensor",
        float64::TensorNetwork::new,
        float64::predict,
        DOUBLE,
    );
}

#[test]
fn a_flattened_result() {
    use without_parameters::{WithoutParameters, predict};
    use {without_parameters_float64 as float64, without_parameters_plain as plain};
    check(
        "forms",
        "WithoutParameters",
        WithoutParameters::new,
        predict,
        OPTIMIZED,
    );
    check(
        "forms",
        "WithoutParameters",
        plain::WithoutParameters::new,
        plain::predict,
        PLAIN,
    );
    check(
        "forms",
        "WithoutParameters",
        float64::WithoutParameters::new,
        float64::predict,
        DOUBLE,
    );
}

/// Variables in float32 would make a program in float64 one of both.
#[test]
fn a_program_in_float64_takes_no_other_variables() {
    let made = |kind| {
        let mut vs = nn::VarStore::new(Device::Cpu);
        vs.set_kind(kind);
        std::panic::catch_unwind(move || rows_float64::Rows::new(&vs.root())).is_ok()
    };
    assert!(made(Kind::Double));
    assert!(!made(Kind::Float));
}

/// Compares a program with random weights on random inputs to the language.
fn check<M>(
    file: &str,
    name: &str,
    new: fn(&nn::Path) -> M,
    predict: fn(&M, &Tensor) -> Tensor,
    form: Form,
) {
    let Form {
        kind,
        optimizations,
        tolerance,
    } = form;
    let network = network(file, name);
    let mut vs = nn::VarStore::new(Device::Cpu);
    vs.set_kind(kind);
    let model = new(&vs.root());
    let weights = set_random_weights(&network, optimizations, &vs);

    let mut shape = vec![BATCH as u64];
    shape.extend(sizes(&network.inputs[0].shape));
    let inputs = random(&shape).to_kind(kind);
    let outputs = match optimizations.has(Optimization::ChannelsLast) {
        true => predict(&model, &inputs),
        false => predict(&model, &channels_first(&inputs)),
    };
    assert_eq!(outputs.kind(), kind);
    let outputs = values(&outputs);

    let inputs = values(&inputs);
    let expected: Vec<f64> = inputs
        .chunks(inputs.len() / BATCH)
        .flat_map(|sample| language(&network, &weights, sample))
        .collect();
    assert_eq!(outputs.len(), expected.len());
    for (index, (output, expected)) in outputs.iter().zip(&expected).enumerate() {
        let difference = (output - expected).abs();
        assert!(
            difference < tolerance,
            "{kind:?} value {index}: {output} for {expected}"
        );
    }
}

/// Draws weights in the language's layout, gives them to the program in its own, and returns them.
fn set_random_weights(
    network: &Network,
    optimizations: Optimizations,
    vs: &nn::VarStore,
) -> Vec<Vec<f64>> {
    let options = Options {
        optimizations,
        ..Options::default()
    };
    let mut variables = vs.variables();
    let parameters = network.parameters();
    let weights = parameters
        .iter()
        .zip(layout(network, &options))
        .map(|(parameter, layout)| {
            let weights = random(&parameter.shape) * 0.3;
            let axes: Vec<i64> = layout.permute.iter().map(|&axis| axis as i64).collect();
            let moved = weights.reshape(signed(&layout.view)).permute(axes);
            let variable = variables.get_mut(&layout.variable).unwrap();
            tch::no_grad(|| variable.copy_(&moved.reshape(signed(&layout.shape))));
            values(&weights)
        });
    weights.collect()
}

fn random(shape: &[u64]) -> Tensor {
    Tensor::randn(signed(shape), (Kind::Float, Device::Cpu))
}

fn signed(shape: &[u64]) -> Vec<i64> {
    shape.iter().map(|&n| n as i64).collect()
}

fn channels_first(inputs: &Tensor) -> Tensor {
    if inputs.dim() == 4 {
        inputs.permute([0, 3, 1, 2]).contiguous()
    } else {
        inputs.shallow_clone()
    }
}

fn values(tensor: &Tensor) -> Vec<f64> {
    Vec::try_from(tensor.to_kind(Kind::Double).reshape([-1])).unwrap()
}
