//! The types that programs compute in.

use std::rc::Rc;

use tensorflow::TensorType;

use super::Data;

/// A floating-point type that a generated program computes in.
pub(super) trait Real: TensorType + Copy {
    /// The data set with images of this type.
    fn data(data: &Rc<Data>) -> Rc<Data<Self>>;

    /// The same number.
    fn widened(value: f32) -> Self;

    /// The nearest number.
    fn rounded(self) -> f32;
}

impl Real for f32 {
    fn data(data: &Rc<Data>) -> Rc<Data> {
        Rc::clone(data)
    }

    fn widened(value: f32) -> Self {
        value
    }

    fn rounded(self) -> f32 {
        self
    }
}

impl Real for f64 {
    fn data(data: &Rc<Data>) -> Rc<Data<f64>> {
        Rc::new(data.map(f64::from))
    }

    fn widened(value: f32) -> Self {
        value.into()
    }

    fn rounded(self) -> f32 {
        self as f32
    }
}
