//! The layers that the twins are made of.

use tensorflow::{DataType, Output, Scope, Status, Tensor, Variable, ops};

/// A fully connected layer.
pub(super) struct Dense {
    w: Variable,
    b: Variable,
}

impl Dense {
    pub(super) fn new(
        input_size: u64,
        output_size: u64,
        seed: [i64; 2],
        scope: &mut Scope,
    ) -> Result<Self, Status> {
        let fans = input_size + output_size;
        Ok(Self {
            w: kernel(&[input_size, output_size], fans, seed, scope)?,
            b: bias(output_size, scope)?,
        })
    }

    pub(super) fn variables(&self) -> Vec<Variable> {
        vec![self.w.clone(), self.b.clone()]
    }

    pub(super) fn apply(&self, x: Output, scope: &mut Scope) -> Result<Output, Status> {
        let x = ops::mat_mul(x, self.w.output().clone(), scope)?;
        Ok(ops::bias_add(x, self.b.output().clone(), scope)?.into())
    }
}

/// A convolution by one step, without padding.
pub(super) struct Conv2d {
    w: Variable,
    b: Variable,
}

impl Conv2d {
    /// `dims` are height, width, channels in and channels out.
    pub(super) fn new(dims: [u64; 4], seed: [i64; 2], scope: &mut Scope) -> Result<Self, Status> {
        let [height, width, input_size, output_size] = dims;
        let fans = height * width * (input_size + output_size);
        Ok(Self {
            w: kernel(&dims, fans, seed, scope)?,
            b: bias(output_size, scope)?,
        })
    }

    pub(super) fn variables(&self) -> Vec<Variable> {
        vec![self.w.clone(), self.b.clone()]
    }

    pub(super) fn apply(&self, x: Output, scope: &mut Scope) -> Result<Output, Status> {
        let x = self.convolve(x, scope)?;
        self.add_bias(x, scope)
    }

    /// Without the bias.
    pub(super) fn convolve(&self, x: Output, scope: &mut Scope) -> Result<Output, Status> {
        let x = ops::Conv2D::new()
            .strides(vec![1, 1, 1, 1])
            .padding("VALID")
            .build(x, self.w.output().clone(), scope)?;
        Ok(x.into())
    }

    pub(super) fn add_bias(&self, x: Output, scope: &mut Scope) -> Result<Output, Status> {
        Ok(ops::bias_add(x, self.b.output().clone(), scope)?.into())
    }
}

/// The maximum of each square of four.
pub(super) fn max_pool_2x2(x: impl Into<Output>, scope: &mut Scope) -> Result<Output, Status> {
    let x = ops::MaxPool::new()
        .ksize(vec![1, 2, 2, 1])
        .strides(vec![1, 2, 2, 1])
        .padding("VALID")
        .build(x, scope)?;
    Ok(x.into())
}

/// The upper left corner of an image: this many rows, columns and channels.
pub(super) fn corner(x: Output, size: [i64; 3], scope: &mut Scope) -> Result<Output, Status> {
    let begin = ops::constant(&[0i64; 4][..], scope)?;
    let [height, width, channels] = size;
    let size = ops::constant(&[-1, height, width, channels][..], scope)?;
    Ok(ops::slice(x, begin, size, scope)?.into())
}

/// All values of an image in one axis.
pub(super) fn flatten(
    x: impl Into<Output>,
    size: u64,
    scope: &mut Scope,
) -> Result<Output, Status> {
    let shape = ops::constant(&[-1, size as i64][..], scope)?;
    Ok(ops::reshape(x, shape, scope)?.into())
}

/// Dropout with the masks of the language: drawn from the seed, the number of the layer and the step.
pub(super) struct Dropout {
    pub(super) seed: i64,
    pub(super) step: Output,
}

impl Dropout {
    pub(super) fn apply(
        &self,
        x: Output,
        rate: f64,
        number: i64,
        scope: &mut Scope,
    ) -> Result<Output, Status> {
        let seed = ops::constant(self.seed.wrapping_add(number), scope)?;
        let seed = ops::Pack::new().build_instance(vec![seed.into(), self.step.clone()], scope)?;
        let shape = ops::shape(x.clone(), scope)?;
        let random = ops::StatelessRandomUniform::new()
            .dtype(DataType::Float)
            .build(shape, seed.output(), scope)?;
        let rate_const = ops::constant(rate as f32, scope)?;
        let keep = ops::greater_equal(random, rate_const, scope)?;
        let keep = ops::Cast::new()
            .SrcT(DataType::Bool)
            .DstT(DataType::Float)
            .build(keep, scope)?;
        let scale = ops::constant((1.0 / (1.0 - rate)) as f32, scope)?;
        let mask = ops::mul(keep, scale, scope)?;
        let mask = ops::stop_gradient(mask, scope)?;
        Ok(ops::mul(x, mask, scope)?.into())
    }
}

/// A kernel that begins as Keras' `glorot_uniform` has it.
fn kernel(dims: &[u64], fans: u64, seed: [i64; 2], scope: &mut Scope) -> Result<Variable, Status> {
    let limit = (6.0 / fans as f64).sqrt();
    let shape: Vec<i64> = dims.iter().map(|&dim| dim as i64).collect();
    let shape = ops::constant(&shape[..], scope)?;
    let seed = ops::constant(&seed[..], scope)?;
    let random = ops::StatelessRandomUniform::new()
        .dtype(DataType::Float)
        .build(shape, seed, scope)?;
    let width = ops::constant((2.0 * limit) as f32, scope)?;
    let random = ops::mul(random, width, scope)?;
    let limit = ops::constant(limit as f32, scope)?;
    let random = ops::sub(random, limit, scope)?;
    Variable::builder()
        .initial_value(random)
        .data_type(DataType::Float)
        .shape(dims)
        .build(&mut scope.with_op_name("kernel"))
}

fn bias(size: u64, scope: &mut Scope) -> Result<Variable, Status> {
    Variable::builder()
        .const_initial_value(Tensor::<f32>::new(&[size]))
        .build(&mut scope.with_op_name("bias"))
}
