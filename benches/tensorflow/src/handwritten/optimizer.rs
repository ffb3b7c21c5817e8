//! The step of an optimiser.
//!
//! The crate's variables are updated in place. An update must therefore wait until every gradient is
//! computed, or a layer's new weights would leak into the gradient of the layer below.

use tensorflow::train::{ApplyGradientsOptions, GradientDescentOptimizer, Optimizer as _};
use tensorflow::{DataType, Operation, Output, Scope, Status, Variable, ops};

use neural_bench::program::Optimizer;

/// Adds the operations that move `variables` against the gradient of `loss`; the variables that they
/// need beside, and the operation that takes the step.
pub(super) fn minimize(
    optimizer: Optimizer,
    loss: Output,
    variables: &[Variable],
    scope: &mut Scope,
) -> Result<(Vec<Variable>, Operation), Status> {
    let outputs: Vec<Output> = variables.iter().map(|v| v.output().clone()).collect();
    let gradients = scope
        .graph_mut()
        .add_gradients(None, &[loss], &outputs, None)?;
    let grads_and_vars: Vec<_> = gradients
        .into_iter()
        .zip(variables.iter().cloned())
        .collect();
    match optimizer {
        Optimizer::Adam {
            learning_rate,
            beta_1,
            beta_2,
            epsilon,
        } => adam(
            [learning_rate, beta_1, beta_2, epsilon],
            &grads_and_vars,
            scope,
        ),
        Optimizer::Sgd {
            learning_rate,
            momentum: 0.0,
            ..
        } => {
            let learning_rate = ops::constant(learning_rate as f32, scope)?;
            let options = ApplyGradientsOptions::default().with_grads_and_vars(&grads_and_vars);
            let scope = &mut after_gradients(&grads_and_vars, scope);
            GradientDescentOptimizer::new(learning_rate).apply_gradients(scope, options)
        }
        Optimizer::Sgd {
            learning_rate,
            momentum: decay,
            nesterov,
        } => momentum(learning_rate, decay, nesterov, &grads_and_vars, scope),
    }
}

/// A scope whose operations wait until every gradient is computed.
fn after_gradients(grads_and_vars: &[(Option<Output>, Variable)], scope: &Scope) -> Scope {
    let computed: Vec<Operation> = grads_and_vars
        .iter()
        .filter_map(|(grad, _)| Some(grad.as_ref()?.operation.clone()))
        .collect();
    scope.with_control_dependencies(&computed)
}

/// Adam, which `tensorflow::train` does not have.
fn adam(
    constants: [f64; 4],
    grads_and_vars: &[(Option<Output>, Variable)],
    scope: &mut Scope,
) -> Result<(Vec<Variable>, Operation), Status> {
    let [learning_rate, beta1, beta2, epsilon] = constants.map(|value| value as f32);
    let beta1_power = Variable::builder()
        .const_initial_value(beta1)
        .build(&mut scope.with_op_name("beta1_power"))?;
    let beta2_power = Variable::builder()
        .const_initial_value(beta2)
        .build(&mut scope.with_op_name("beta2_power"))?;
    let learning_rate = ops::constant(learning_rate, scope)?;
    let beta1 = ops::constant(beta1, scope)?;
    let beta2 = ops::constant(beta2, scope)?;
    let epsilon = ops::constant(epsilon, scope)?;

    let gated = &mut after_gradients(grads_and_vars, scope);
    let mut variables = vec![beta1_power.clone(), beta2_power.clone()];
    let mut apply_ops = Vec::new();
    for (grad, var) in grads_and_vars {
        if let Some(grad) = grad {
            let m = zeros_slot("m", var, scope)?;
            let v = zeros_slot("v", var, scope)?;
            apply_ops.push(ops::apply_adam(
                var.output().clone(),
                m.output().clone(),
                v.output().clone(),
                beta1_power.output().clone(),
                beta2_power.output().clone(),
                learning_rate.clone(),
                beta1.clone(),
                beta2.clone(),
                epsilon.clone(),
                grad.clone(),
                gated,
            )?);
            variables.extend([m, v]);
        }
    }

    let scope = &mut scope.with_control_dependencies(&apply_ops);
    let power = ops::mul(beta1_power.output().clone(), beta1, scope)?;
    let update1 = ops::assign(beta1_power.output().clone(), power, scope)?;
    let power = ops::mul(beta2_power.output().clone(), beta2, scope)?;
    let update2 = ops::assign(beta2_power.output().clone(), power, scope)?;
    let step = ops::no_op(&mut scope.with_control_dependencies(&[update1, update2]))?;
    Ok((variables, step))
}

/// Momentum as Keras has it, where the velocity holds the learning rate.
fn momentum(
    learning_rate: f64,
    momentum: f64,
    nesterov: bool,
    grads_and_vars: &[(Option<Output>, Variable)],
    scope: &mut Scope,
) -> Result<(Vec<Variable>, Operation), Status> {
    let learning_rate = ops::constant(learning_rate as f32, scope)?;
    let momentum = ops::constant(momentum as f32, scope)?;
    let gated = &mut after_gradients(grads_and_vars, scope);
    let mut variables = Vec::new();
    let mut apply_ops = Vec::new();
    for (grad, var) in grads_and_vars {
        if let Some(grad) = grad {
            let velocity = zeros_slot("velocity", var, scope)?;
            let step = ops::mul(grad.clone(), learning_rate.clone(), gated)?;
            let kept = ops::mul(velocity.output().clone(), momentum.clone(), gated)?;
            let next = ops::sub(kept, step.clone(), gated)?;
            let next = ops::assign(velocity.output().clone(), next, gated)?;
            let mut change = next;
            if nesterov {
                let ahead = ops::mul(change, momentum.clone(), gated)?;
                change = ops::sub(ahead, step, gated)?;
            }
            apply_ops.push(ops::assign_add(var.output().clone(), change, gated)?);
            variables.push(velocity);
        }
    }
    let step = ops::no_op(&mut scope.with_control_dependencies(&apply_ops))?;
    Ok((variables, step))
}

/// A variable of a variable's shape that begins at zero.
fn zeros_slot(name: &str, var: &Variable, scope: &mut Scope) -> Result<Variable, Status> {
    let scope = &mut scope.new_sub_scope(var.name());
    let zeros = ops::zeros_like(var.output().clone(), scope)?;
    Variable::builder()
        .initial_value(zeros)
        .shape(var.shape().clone())
        .data_type(DataType::Float)
        .build(&mut scope.with_op_name(name))
}
