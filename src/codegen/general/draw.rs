//! First values of weights: what is drawn, with the numbers that Keras' initialisers come to.

use crate::network::{Distribution, FanMode, Initializer, Parameter};

/// The deviation of a standard normal that is cut at two deviations.
const CUT: f64 = 0.879_625_661_034_239_8;

/// What the first values of a weight are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::codegen) enum Draw {
    /// All this.
    Constant(f64),
    /// Uniform between two bounds.
    Uniform(f64, f64),
    /// Normal, of mean and deviation.
    Normal(f64, f64),
    /// The same, drawn again where it lies beyond two deviations.
    Truncated(f64, f64),
    /// An orthogonal matrix times this.
    Orthogonal(f64),
    /// The identity matrix times this.
    Identity(f64),
}

impl Draw {
    /// That of a weight; fans as Keras counts them.
    pub(in crate::codegen) fn of(parameter: &Parameter) -> Self {
        use Initializer as I;
        let (fan_in, fan_out) = parameter.fans();
        let (fan_in, fan_out) = (fan_in.max(1) as f64, fan_out.max(1) as f64);
        let mean = (fan_in + fan_out) / 2.0;
        let uniform = |scale: f64, fan: f64| {
            let limit = (3.0 * scale / fan).sqrt();
            Self::Uniform(-limit, limit)
        };
        let truncated = |scale: f64, fan: f64| Self::Truncated(0.0, (scale / fan).sqrt() / CUT);
        match parameter.initializer {
            I::Zeros => Self::Constant(0.0),
            I::Ones => Self::Constant(1.0),
            I::Constant(value) => Self::Constant(value),
            I::GlorotUniform => uniform(1.0, mean),
            I::HeUniform => uniform(2.0, fan_in),
            I::LecunUniform => uniform(1.0, fan_in),
            I::GlorotNormal => truncated(1.0, mean),
            I::HeNormal => truncated(2.0, fan_in),
            I::LecunNormal => truncated(1.0, fan_in),
            I::RandomNormal { mean, stddev } => Self::Normal(mean, stddev),
            I::TruncatedNormal { mean, stddev } => Self::Truncated(mean, stddev),
            I::RandomUniform { minval, maxval } => Self::Uniform(minval, maxval),
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
                    Distribution::Uniform => uniform(scale, fan),
                    Distribution::TruncatedNormal => truncated(scale, fan),
                    Distribution::UntruncatedNormal => Self::Normal(0.0, (scale / fan).sqrt()),
                }
            }
            I::Orthogonal(gain) => Self::Orthogonal(gain),
            I::Identity(gain) => Self::Identity(gain),
        }
    }
}
