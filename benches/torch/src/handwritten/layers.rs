//! Layers that begin as Keras' do, laid out for speed.

use tch::nn::{self, Init};
use tch::{Kind, Tensor};

/// Keras' `glorot_uniform`.
fn glorot_uniform(fan_in: i64, fan_out: i64) -> Init {
    let bound = (6. / (fan_in + fan_out) as f64).sqrt();
    Init::Uniform {
        lo: -bound,
        up: bound,
    }
}

/// A linear layer.
pub(super) fn linear(vs: nn::Path, in_dim: i64, out_dim: i64) -> nn::Linear {
    let config = nn::LinearConfig {
        ws_init: glorot_uniform(in_dim, out_dim),
        bs_init: Some(Init::Const(0.)),
        bias: true,
    };
    nn::linear(vs, in_dim, out_dim, config)
}

/// A convolution by kernels of 3 by 3, whose memory is channels last.
pub(super) fn conv3x3(vs: nn::Path, in_dim: i64, out_dim: i64) -> nn::Conv2D {
    let config = nn::ConvConfig {
        ws_init: glorot_uniform(in_dim * 9, out_dim * 9),
        ..Default::default()
    };
    let mut conv = nn::conv2d(vs, in_dim, out_dim, 3, config);
    let nhwc = tch::no_grad(|| conv.ws.permute([0, 2, 3, 1]).contiguous());
    conv.ws.set_data(&nhwc.permute([0, 3, 1, 2]));
    conv
}

/// Dropout by 16 random bits for each value, four values to a draw of the generator.
pub(super) fn dropout(xs: Tensor, rate: f64, train: bool) -> Tensor {
    const CHANCES: f64 = (1 << 16) as f64;
    if !train || rate == 0. {
        return xs;
    }
    let no_grad = tch::no_grad_guard();
    let values = xs.numel() as i64;
    let dropped = (rate * CHANCES).round();
    let scale = CHANCES / (CHANCES - dropped);
    let draws = Tensor::empty([(values + 3) / 4], (Kind::Int64, xs.device()))
        .random_from_(i64::MIN, None)
        .view_dtype(Kind::Int16);
    let mask = draws
        .slice(0, 0, values, 1)
        .to_kind(Kind::Float)
        .ge_(dropped + f64::from(i16::MIN))
        .g_mul_scalar_(scale)
        .view_as(&xs);
    drop(no_grad);
    xs * mask
}
