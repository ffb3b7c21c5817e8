//! An optimiser of the program's own, each parameter in one pass over its memory.
//!
//! Those of libtorch's C++ library go over a parameter's memory once for each of their operations, and
//! fetch more memory for what is between.

use super::plan::Plan;
use crate::codegen::text::{Text, float};
use crate::network::{Adam, Optimizer, Sgd};

/// The name of the optimiser's type.
pub(super) fn type_name(optimizer: &Optimizer) -> &'static str {
    match optimizer {
        Optimizer::Adam(_) => "Adam",
        _ => "Sgd",
    }
}

/// The optimiser, how it is made, and what reaches a tensor's memory.
pub(super) fn write(text: &mut Text, plan: &Plan) {
    match &plan.network.optimizer {
        Optimizer::Adam(constants) => adam(text, plan, constants),
        Optimizer::Sgd(constants) => sgd(text, plan, constants),
        // `support` has refused the others.
        _ => {}
    }
    text.template(MEMORY, &plan.float.marks);
    text.blank();
}

fn adam(text: &mut Text, plan: &Plan, adam: &Adam) {
    text.template(ADAM, &plan.float.marks);
    text.blank();
    text.open(&["impl Adam {"]);
    for (name, value) in [
        ("LEARNING_RATE", adam.learning_rate),
        ("BETA_1", adam.beta_1),
        ("BETA_2", adam.beta_2),
        ("EPSILON", adam.epsilon),
    ] {
        constant(text, name, value);
    }
    text.blank();
    text.template(ADAM_STEP, &plan.float.marks);
    text.close("}");
    text.blank();
    text.template(ADAM_UPDATE, &plan.float.marks);
    text.blank();
    text.template(ADAM_OPTIMIZER, &plan.float.marks);
    text.blank();
}

fn sgd(text: &mut Text, plan: &Plan, sgd: &Sgd) {
    let momentum = sgd.momentum != 0.0;
    let optimizer = if momentum { MOMENTUM } else { DESCENT };
    text.template(optimizer, &plan.float.marks);
    text.blank();
    text.open(&["impl Sgd {"]);
    constant(text, "LEARNING_RATE", sgd.learning_rate);
    if momentum {
        constant(text, "MOMENTUM", sgd.momentum);
    }
    text.blank();
    let step = match (momentum, sgd.nesterov) {
        (false, _) => DESCENT_STEP,
        (true, false) => MOMENTUM_STEP,
        (true, true) => NESTEROV_STEP,
    };
    text.template(step, &plan.float.marks);
    text.close("}");
    text.blank();
    let making = if momentum {
        MOMENTUM_OPTIMIZER
    } else {
        DESCENT_OPTIMIZER
    };
    text.template(making, &plan.float.marks);
    text.blank();
}

fn constant(text: &mut Text, name: &str, value: f64) {
    text.pieces(&["const ", name, ": f64 = ", &float(value), ";"]);
}

const ADAM: &str = "\
/// Adam (Kingma and Ba 2015) that moves each parameter in one pass over its memory.
#[derive(Debug)]
pub struct Adam {
    parameters: Vec<Tensor>,
    /// The running means of the gradients.
    means: Vec<Vec<$float>>,
    /// The running means of their squares.
    variances: Vec<Vec<$float>>,
    steps: i32,
}";

const ADAM_STEP: &str = "\
/// Moves the parameters against the gradient of `loss`.
pub fn backward_step(&mut self, loss: &Tensor) {
    let gradients = Tensor::run_backward(&[loss], &self.parameters, false, false);
    self.steps += 1;
    let moments = self.means.iter_mut().zip(&mut self.variances);
    let parameters = self.parameters.iter_mut().zip(gradients);
    for ((parameter, gradient), (means, variances)) in parameters.zip(moments) {
        let gradient = in_order_of(parameter, gradient);
        let (values, gradient) = (values_mut(parameter), values(&gradient));
        adam(values, gradient, means, variances, self.steps);
    }
}";

const ADAM_UPDATE: &str = "\
/// Moves the values of a parameter by Adam; `steps` counts the present one.
fn adam(
    values: &mut [$float],
    gradient: &[$float],
    means: &mut [$float],
    variances: &mut [$float],
    steps: i32,
) {
    const MEAN_WEIGHT: $float = $(1.0 - Adam::BETA_1$);
    const VARIANCE_WEIGHT: $float = $(1.0 - Adam::BETA_2$);
    const EPSILON: $float = Adam::EPSILON$as;
    // Both make up for means that began at zero.
    let rate = $(Adam::LEARNING_RATE / (1.0 - Adam::BETA_1.powi(steps))$);
    let scale = $(1.0 / (1.0 - Adam::BETA_2.powi(steps)).sqrt()$);
    let moments = means.iter_mut().zip(variances);
    for ((value, &slope), (mean, variance)) in values.iter_mut().zip(gradient).zip(moments) {
        *mean += MEAN_WEIGHT * (slope - *mean);
        *variance += VARIANCE_WEIGHT * (slope * slope - *variance);
        *value -= rate * *mean / (variance.sqrt() * scale + EPSILON);
    }
}";

const ADAM_OPTIMIZER: &str = "\
/// Adam for the parameters in `vs`.
///
/// # Errors
/// Where a parameter is not in the processor's memory.
pub fn optimizer(vs: &nn::VarStore) -> Result<Adam, TchError> {
    let parameters = in_memory(vs)?;
    let zeros = |parameter: &Tensor| vec![0.0; parameter.numel()];
    Ok(Adam {
        means: parameters.iter().map(zeros).collect(),
        variances: parameters.iter().map(zeros).collect(),
        parameters,
        steps: 0,
    })
}";

const DESCENT: &str = "\
/// Gradient descent that moves each parameter in one pass over its memory.
#[derive(Debug)]
pub struct Sgd {
    parameters: Vec<Tensor>,
}";

const DESCENT_STEP: &str = "\
/// Moves the parameters against the gradient of `loss`.
pub fn backward_step(&mut self, loss: &Tensor) {
    const RATE: $float = Sgd::LEARNING_RATE$as;
    let gradients = Tensor::run_backward(&[loss], &self.parameters, false, false);
    for (parameter, gradient) in self.parameters.iter_mut().zip(gradients) {
        let gradient = in_order_of(parameter, gradient);
        for (value, slope) in values_mut(parameter).iter_mut().zip(values(&gradient)) {
            *value -= RATE * slope;
        }
    }
}";

const DESCENT_OPTIMIZER: &str = "\
/// Gradient descent for the parameters in `vs`.
///
/// # Errors
/// Where a parameter is not in the processor's memory.
pub fn optimizer(vs: &nn::VarStore) -> Result<Sgd, TchError> {
    let parameters = in_memory(vs)?;
    Ok(Sgd { parameters })
}";

const MOMENTUM: &str = "\
/// Gradient descent with momentum that moves each parameter in one pass over its memory.
#[derive(Debug)]
pub struct Sgd {
    parameters: Vec<Tensor>,
    velocities: Vec<Vec<$float>>,
}";

const MOMENTUM_STEP: &str = "\
/// Moves the parameters against the gradient of `loss`.
pub fn backward_step(&mut self, loss: &Tensor) {
    const RATE: $float = Sgd::LEARNING_RATE$as;
    const MOMENTUM: $float = Sgd::MOMENTUM$as;
    let gradients = Tensor::run_backward(&[loss], &self.parameters, false, false);
    let parameters = self.parameters.iter_mut().zip(gradients);
    for ((parameter, gradient), velocities) in parameters.zip(&mut self.velocities) {
        let gradient = in_order_of(parameter, gradient);
        let values = values_mut(parameter).iter_mut().zip(values(&gradient));
        for ((value, slope), velocity) in values.zip(velocities) {
            *velocity = MOMENTUM * *velocity + slope;
            *value -= RATE * *velocity;
        }
    }
}";

const NESTEROV_STEP: &str = "\
/// Moves the parameters against the gradient of `loss`, ahead by Nesterov's momentum.
pub fn backward_step(&mut self, loss: &Tensor) {
    const RATE: $float = Sgd::LEARNING_RATE$as;
    const MOMENTUM: $float = Sgd::MOMENTUM$as;
    let gradients = Tensor::run_backward(&[loss], &self.parameters, false, false);
    let parameters = self.parameters.iter_mut().zip(gradients);
    for ((parameter, gradient), velocities) in parameters.zip(&mut self.velocities) {
        let gradient = in_order_of(parameter, gradient);
        let values = values_mut(parameter).iter_mut().zip(values(&gradient));
        for ((value, slope), velocity) in values.zip(velocities) {
            *velocity = MOMENTUM * *velocity + slope;
            *value -= RATE * (slope + MOMENTUM * *velocity);
        }
    }
}";

const MOMENTUM_OPTIMIZER: &str = "\
/// Gradient descent for the parameters in `vs`.
///
/// # Errors
/// Where a parameter is not in the processor's memory.
pub fn optimizer(vs: &nn::VarStore) -> Result<Sgd, TchError> {
    let parameters = in_memory(vs)?;
    let zeros = |parameter: &Tensor| vec![0.0; parameter.numel()];
    Ok(Sgd {
        velocities: parameters.iter().map(zeros).collect(),
        parameters,
    })
}";

const MEMORY: &str = "\
/// The parameters in `vs`, where each is in the processor's memory without gaps.
fn in_memory(vs: &nn::VarStore) -> Result<Vec<Tensor>, TchError> {
    let dense = |tensor: &Tensor| {
        let last = || tensor.dim() == 4 && tensor.permute([0, 2, 3, 1]).is_contiguous();
        let dense = tensor.is_contiguous() || last();
        dense && tensor.device() == Device::Cpu && tensor.kind() == Kind::$kind
    };
    let parameters = vs.trainable_variables();
    if parameters.iter().all(dense) {
        Ok(parameters)
    } else {
        let message = \"this optimiser takes dense parameters of `Kind::$kind` on `Device::Cpu`\";
        Err(TchError::Torch(message.to_owned()))
    }
}

/// The gradient with its values in the order in which the parameter has its own in memory.
fn in_order_of(parameter: &Tensor, gradient: Tensor) -> Tensor {
    if gradient.stride() == parameter.stride() {
        return gradient;
    }
    let mut ordered = parameter.empty_like();
    ordered.copy_(&gradient);
    ordered
}

/// The values of a dense tensor as they stand in memory.
fn values(tensor: &Tensor) -> &[$float] {
    // SAFETY: parameters are dense, on the processor and of this type, which `in_memory` has seen to,
    // and so are gradients with the same strides. Nothing writes to them while they are borrowed.
    unsafe { std::slice::from_raw_parts(tensor.data_ptr().cast(), tensor.numel()) }
}

/// The same, to be changed.
fn values_mut(tensor: &mut Tensor) -> &mut [$float] {
    // SAFETY: as above; nothing reads them meanwhile.
    unsafe { std::slice::from_raw_parts_mut(tensor.data_ptr().cast(), tensor.numel()) }
}";
