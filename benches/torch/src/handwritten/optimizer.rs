//! Optimisers that read and write each number once a step.

use tch::{Tensor, nn};

use super::training::Optimize;
use neural_bench::Result;
use neural_bench::program::Optimizer as Settings;

/// An optimiser of parameters in the processor's memory.
pub(super) struct Optimizer {
    settings: Settings,
    params: Vec<Param>,
    step: i32,
}

/// A parameter, and what the optimiser keeps of each of its numbers.
struct Param {
    tensor: Tensor,
    /// Adam's moments, or the velocity in the first of both.
    state: [Vec<f32>; 2],
}

impl Optimize for Optimizer {
    fn new(vs: &nn::VarStore, settings: Settings) -> Result<Self> {
        let params = vs.trainable_variables().into_iter().map(|tensor| Param {
            state: [vec![0.; tensor.numel()], vec![0.; tensor.numel()]],
            tensor,
        });
        Ok(Self {
            settings,
            params: params.collect(),
            step: 0,
        })
    }

    fn backward_step(&mut self, loss: &Tensor) {
        let tensors: Vec<&Tensor> = self.params.iter().map(|param| &param.tensor).collect();
        let grads = Tensor::run_backward(&[loss], &tensors, false, false);
        self.step += 1;
        for (param, grad) in self.params.iter_mut().zip(grads) {
            param.update(grad, self.settings, self.step);
        }
    }
}

impl Param {
    fn update(&mut self, mut grad: Tensor, settings: Settings, step: i32) {
        if grad.stride() != self.tensor.stride() {
            let mut laid_out = self.tensor.empty_like();
            laid_out.copy_(&grad);
            grad = laid_out;
        }
        let len = self.tensor.numel();
        // SAFETY: both are dense float tensors of this length on the CPU, in the same layout, and
        // nothing else touches them until the slices are gone.
        let (param, grad) = unsafe {
            (
                std::slice::from_raw_parts_mut(self.tensor.data_ptr() as *mut f32, len),
                std::slice::from_raw_parts(grad.data_ptr() as *const f32, len),
            )
        };
        let [first, second] = &mut self.state;
        match settings {
            Settings::Adam {
                learning_rate,
                beta_1,
                beta_2,
                epsilon,
            } => {
                let lr = (learning_rate / (1. - beta_1.powi(step))) as f32;
                let correction = (1. / (1. - beta_2.powi(step)).sqrt()) as f32;
                let constants = [1. - beta_1, 1. - beta_2, epsilon].map(|it| it as f32);
                adam(param, grad, first, second, lr, correction, constants);
            }
            Settings::Sgd {
                learning_rate,
                momentum: 0.,
                ..
            } => {
                let lr = learning_rate as f32;
                for (p, g) in param.iter_mut().zip(grad) {
                    *p -= lr * g;
                }
            }
            Settings::Sgd {
                learning_rate,
                momentum,
                nesterov,
            } => {
                let (lr, momentum) = (learning_rate as f32, momentum as f32);
                for ((p, g), velocity) in param.iter_mut().zip(grad).zip(first) {
                    *velocity = momentum * *velocity + g;
                    *p -= lr
                        * if nesterov {
                            g + momentum * *velocity
                        } else {
                            *velocity
                        };
                }
            }
        }
    }
}

fn adam(
    param: &mut [f32],
    grad: &[f32],
    exp_avg: &mut [f32],
    exp_avg_sq: &mut [f32],
    lr: f32,
    correction: f32,
    [one_less_beta1, one_less_beta2, eps]: [f32; 3],
) {
    for (((p, &g), m), v) in param.iter_mut().zip(grad).zip(exp_avg).zip(exp_avg_sq) {
        *m += one_less_beta1 * (g - *m);
        *v += one_less_beta2 * (g * g - *v);
        *p -= lr * *m / (v.sqrt() * correction + eps);
    }
}
