//! First values of weights.

use crate::codegen::general::Body;
use crate::codegen::text::{array, float};
use crate::network::{Distribution, FanMode, Initializer, Parameter};

/// The deviation of a standard normal that is cut at two deviations.
const CUT: f64 = 0.879_625_661_034_239_8;

/// The expression that draws a weight; fans as Keras counts them.
pub(super) fn expression(body: &mut Body, parameter: &Parameter) -> String {
    let shape = format!("&{}", array(&parameter.shape));
    let fill = |value: f64| match value {
        0.0 => format!("Tensor::zeros({}, (KIND, Device::Cpu))", &shape[1..]),
        1.0 => format!("Tensor::ones({}, (KIND, Device::Cpu))", &shape[1..]),
        value => format!(
            "Tensor::full({}, {}, (KIND, Device::Cpu))",
            &shape[1..],
            float(value)
        ),
    };
    let forget = parameter.unit_forget_bias;
    let (fan_in, fan_out) = parameter.fans();
    let (fan_in, fan_out) = (fan_in.max(1) as f64, fan_out.max(1) as f64);
    let mean = (fan_in + fan_out) / 2.0;
    use Initializer as I;
    let scaling = |scale: f64, fan: f64| (scale / fan).sqrt();
    let expression = match parameter.initializer {
        I::Zeros => fill(0.0),
        I::Ones => fill(1.0),
        I::Constant(value) => fill(value),
        I::GlorotUniform => uniform(body, &shape, scaling(3.0, mean)),
        I::HeUniform => uniform(body, &shape, scaling(6.0, fan_in)),
        I::LecunUniform => uniform(body, &shape, scaling(3.0, fan_in)),
        I::GlorotNormal => truncated(body, &shape, 0.0, scaling(1.0, mean) / CUT),
        I::HeNormal => truncated(body, &shape, 0.0, scaling(2.0, fan_in) / CUT),
        I::LecunNormal => truncated(body, &shape, 0.0, scaling(1.0, fan_in) / CUT),
        I::RandomNormal { mean, stddev } => normal(body, &shape, mean, stddev),
        I::TruncatedNormal { mean, stddev } => truncated(body, &shape, mean, stddev),
        I::RandomUniform { minval, maxval } => {
            body.used.insert("draw_uniform");
            format!(
                "draw_uniform({shape}, {}, {})",
                float(minval),
                float(maxval)
            )
        }
        I::VarianceScaling {
            scale,
            mode,
            distribution,
        } => {
            let fan = match mode {
                FanMode::FanIn => fan_in,
                FanMode::FanOut => fan_out,
                FanMode::FanAvg => mean,
            };
            match distribution {
                Distribution::Uniform => uniform(body, &shape, scaling(3.0 * scale, fan)),
                Distribution::TruncatedNormal => {
                    truncated(body, &shape, 0.0, scaling(scale, fan) / CUT)
                }
                Distribution::UntruncatedNormal => normal(body, &shape, 0.0, scaling(scale, fan)),
            }
        }
        I::Orthogonal(gain) => {
            body.used.insert("draw_orthogonal");
            format!("draw_orthogonal({shape}, {})", float(gain))
        }
        I::Identity(gain) => {
            let [rows, columns] = parameter.shape.as_slice() else {
                return fill(0.0);
            };
            let eye = format!("Tensor::eye_m({rows}, {columns}, (KIND, Device::Cpu))");
            if gain == 1.0 {
                eye
            } else {
                format!("{eye} * {}", float(gain))
            }
        }
    };
    if !forget {
        return expression;
    }
    body.used.insert("with_forget_bias");
    format!("with_forget_bias({expression})")
}

fn uniform(body: &mut Body, shape: &str, limit: f64) -> String {
    body.used.insert("draw_uniform");
    format!("draw_uniform({shape}, {}, {})", float(-limit), float(limit))
}

fn normal(body: &mut Body, shape: &str, mean: f64, deviation: f64) -> String {
    body.used.insert("draw_normal");
    format!(
        "draw_normal({shape}, {}, {})",
        float(mean),
        float(deviation)
    )
}

fn truncated(body: &mut Body, shape: &str, mean: f64, deviation: f64) -> String {
    body.used.insert("draw_truncated");
    format!(
        "draw_truncated({shape}, {}, {})",
        float(mean),
        float(deviation)
    )
}
