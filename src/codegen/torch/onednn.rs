//! Dense layers by oneDNN.

use super::plan::{Axes, Layer, Plan};
use crate::codegen::Optimization;
use crate::codegen::text::Text;
use crate::network::Operation;

/// Multiplications of a batch from which on oneDNN makes up for what its layouts cost
/// (`docs/optimizations.md` has the figures); the program has the same number.
const ENOUGH: u64 = 1 << 23;

/// Whether a layer goes through the program's own function.
pub(super) fn takes(plan: &Plan, layer: &Layer) -> bool {
    let Operation::Dense(dense) = &layer.node.operation else {
        return false;
    };
    let input = plan.network.shape(layer.input);
    let work = (input.last())
        .saturating_mul(dense.units)
        .saturating_mul(plan.network.training.batch_size);
    plan.has(Optimization::OnednnDense)
        && plan.float.default
        && layer.axes == Axes::Same
        && input.rank() == 1
        && work >= ENOUGH
}

/// The function, where a layer takes it.
pub(super) fn write(text: &mut Text, plan: &Plan) {
    if plan.layers.iter().any(|layer| takes(plan, layer)) {
        text.block(DENSE);
        text.blank();
    }
}

const DENSE: &str = "\
/// A dense layer whose products oneDNN makes, where that is faster: for large products on processors
/// for which MKL has no kernels of its own.
fn with_onednn(xs: &Tensor, layer: &nn::Linear) -> Tensor {
    const ENOUGH: i64 = 1 << 23;
    let multiplications = xs.size()[0] * layer.ws.numel() as i64;
    if multiplications < ENOUGH || xs.device() != tch::Device::Cpu || !*PREFERS_ONEDNN {
        return xs.apply(layer);
    }
    let xs = xs.to_mkldnn();
    let ys = xs.mkldnn_linear(&layer.ws, layer.bs.as_ref());
    ys.to_dense(tch::Kind::Float, false)
}

/// MKL has its best kernels for Intel's processors.
static PREFERS_ONEDNN: std::sync::LazyLock<bool> = std::sync::LazyLock::new(|| {
    #[cfg(target_arch = \"x86_64\")]
    {
        // The maker's name begins in this register; the function is safe in newer versions of Rust.
        #[allow(unused_unsafe)]
        let maker = unsafe { std::arch::x86_64::__cpuid(0) }.ebx;
        let both = tch::utils::has_mkl() && tch::utils::has_mkldnn();
        both && maker != u32::from_le_bytes(*b\"Genu\")
    }
    #[cfg(not(target_arch = \"x86_64\"))]
    false
});";
