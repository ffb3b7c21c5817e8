//! First values of weights.

use crate::codegen::general::draw::Draw;
use crate::codegen::text::{array, float};
use crate::network::Parameter;

/// The expression that draws a weight.
pub(super) fn expression(parameter: &Parameter) -> String {
    let shape = array(&parameter.shape);
    let drawn = |function: &str, numbers: &[f64]| {
        let numbers: Vec<String> = numbers.iter().map(|&number| float(number)).collect();
        format!("{function}(&{shape}, {})", numbers.join(", "))
    };
    let expression = match Draw::of(parameter) {
        Draw::Constant(0.0) => {
            format!("Tensor::zeros({shape}, (KIND, Device::Cpu))")
        }
        Draw::Constant(1.0) => {
            format!("Tensor::ones({shape}, (KIND, Device::Cpu))")
        }
        Draw::Constant(value) => {
            format!(
                "Tensor::full({shape}, {}, (KIND, Device::Cpu))",
                float(value)
            )
        }
        Draw::Uniform(low, high) => drawn("draw_uniform", &[low, high]),
        Draw::Normal(mean, deviation) => drawn("draw_normal", &[mean, deviation]),
        Draw::Truncated(mean, deviation) => drawn("draw_truncated", &[mean, deviation]),
        Draw::Orthogonal(gain) => drawn("draw_orthogonal", &[gain]),
        Draw::Identity(gain) => match parameter.shape.as_slice() {
            [rows, columns] => {
                let eye = format!("Tensor::eye_m({rows}, {columns}, (KIND, Device::Cpu))");
                format!("{eye} * {}", float(gain))
            }
            _ => unreachable!("the network has an identity for a matrix alone"),
        },
    };
    if parameter.unit_forget_bias {
        return format!("with_forget_bias({expression})");
    }
    expression
}
