//! Layers that begin as Keras' do, laid out for speed.

use std::sync::LazyLock;

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

/// What a linear layer makes of some rows, by oneDNN: MKL has kernels for Intel's processors, and is half as fast
/// on others. Putting operands into oneDNN's layout takes time, too, which small products do not make up for.
pub(super) fn linear_forward(xs: &Tensor, layer: &nn::Linear) -> Tensor {
    const WORTH_IT: usize = 1 << 23;
    let rows = xs.size()[0] as usize;
    if rows * layer.ws.numel() < WORTH_IT || made_by_intel() {
        return xs.apply(layer);
    }
    xs.to_mkldnn()
        .mkldnn_linear(&layer.ws, layer.bs.as_ref())
        .to_dense(Kind::Float, false)
}

/// Whether the processor says `GenuineIntel`.
fn made_by_intel() -> bool {
    static INTEL: LazyLock<bool> = LazyLock::new(|| {
        let vendor = std::fs::read_to_string("/proc/cpuinfo");
        // What cannot be read is left to the library.
        vendor.map_or(true, |text| {
            text.contains("GenuineIntel") || !text.contains("vendor_id")
        })
    });
    *INTEL
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
