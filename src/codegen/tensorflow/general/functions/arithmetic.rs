/// An operator on two values, whose shapes are made equal by repetition; a number may stand for one.
macro_rules! operator {
    ($trait:ident $method:ident $operation:ident |$a:ident, $b:ident, $slope:ident| $by_a:expr, $by_b:expr) => {
        impl $trait<&Value> for &Value {
            type Output = Value;

            fn $method(self, other: &Value) -> Value {
                let (left, right) = (self.output.clone(), other.output.clone());
                let result = self.graph.add(|scope| ops::$operation(left, right, scope));
                let result = result.with_shape(&common_shape(&self.shape, &other.shape));
                let ($a, $b) = (self.clone(), other.clone());
                result.with_rule(&[self, other], move |$slope| {
                    vec![$by_a.summed_to(&$a.shape), $by_b.summed_to(&$b.shape)]
                })
            }
        }

        impl $trait<Value> for Value {
            type Output = Value;

            fn $method(self, other: Value) -> Value {
                (&self).$method(&other)
            }
        }

        impl $trait<&Value> for Value {
            type Output = Value;

            fn $method(self, other: &Value) -> Value {
                (&self).$method(other)
            }
        }

        impl $trait<Value> for &Value {
            type Output = Value;

            fn $method(self, other: Value) -> Value {
                self.$method(&other)
            }
        }

        impl $trait<f64> for &Value {
            type Output = Value;

            fn $method(self, other: f64) -> Value {
                self.$method(&self.graph.number(other))
            }
        }

        impl $trait<f64> for Value {
            type Output = Value;

            fn $method(self, other: f64) -> Value {
                (&self).$method(&self.graph.number(other))
            }
        }

        impl $trait<&Value> for f64 {
            type Output = Value;

            fn $method(self, other: &Value) -> Value {
                (&other.graph.number(self)).$method(other)
            }
        }
    };
}

operator!(Add add add |_a, _b, slope| slope, slope);
operator!(Sub sub sub |_a, _b, slope| slope, (0.0 - slope));
operator!(Mul mul mul |a, b, slope| (slope * &b), (slope * &a));
operator!(Div div div |a, b, slope| (slope / &b), (0.0 - &(slope * &a / (&b * &b))));

/// The shape of what an operator makes of two values.
fn common_shape(a: &[i64], b: &[i64]) -> Vec<i64> {
    let rank = a.len().max(b.len());
    let size = |shape: &[i64], axis: usize| match (axis + shape.len()).checked_sub(rank) {
        Some(axis) => shape[axis],
        None => 1,
    };
    let sizes = (0..rank).map(|axis| match (size(a, axis), size(b, axis)) {
        (1, size) | (size, _) => size,
    });
    sizes.collect()
}

impl Value {
    /// A gradient summed over what was repeated to get from a shape to its own.
    fn summed_to(&self, shape: &[i64]) -> Value {
        if self.shape == shape {
            return self.clone();
        }
        let more = self.shape.len().saturating_sub(shape.len());
        let repeated =
            |&axis: &usize| axis < more || shape[axis - more] == 1 && self.shape[axis] != 1;
        let axes: Vec<i64> = (0..self.shape.len())
            .filter(repeated)
            .map(|axis| axis as i64)
            .collect();
        if self.shape.len() < shape.len() {
            // A number, by which everything was meant.
            return self.clone();
        }
        self.sum(&axes, false).reshape(shape)
    }
}
