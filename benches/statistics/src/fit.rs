//! Lines and powers through points: how a cost grows with the work.

use serde::{Deserialize, Serialize};

use crate::interval::Interval;
use crate::moments::Moments;
use crate::student;

/// `y = intercept + slope · x`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// What is there without any work.
    pub intercept: f64,
    /// What each unit of work adds.
    pub slope: f64,
}

/// `y = factor · x^exponent`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Power {
    /// The value at one unit of work.
    pub factor: f64,
    /// Twice the work costs 2 to this power as much; 1 is proportional.
    pub exponent: f64,
}

/// A mean of independent values.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mean {
    /// The mean.
    pub value: f64,
    /// Its 95 % interval by Student's t; none of fewer than two values.
    pub interval_95: Option<Interval>,
}

impl Line {
    /// The line with the least sum of squares of *relative* errors: each point counts with 1/y², so that
    /// the smallest says as much as the largest. None where a value is not positive and finite, or
    /// all points have one x.
    pub fn through(points: &[(f64, f64)]) -> Option<Self> {
        if !all_positive(points) {
            return None;
        }
        let weighted = points.iter().map(|&(x, y)| (x, y, 1.0 / (y * y)));
        least_squares(weighted)
    }

    /// The value at `x`.
    pub fn at(&self, x: f64) -> f64 {
        self.intercept + self.slope * x
    }

    /// How far the farthest of some points lies from the line, as a share of the point's own value; zero for no points.
    pub fn largest_residual(&self, points: &[(f64, f64)]) -> f64 {
        largest_residual(points, |x| self.at(x))
    }
}

impl Power {
    /// The line of least squares through the logarithms. None where a value is not positive and finite, or
    /// all points have one x.
    pub fn through(points: &[(f64, f64)]) -> Option<Self> {
        if !all_positive(points) {
            return None;
        }
        let logs = points
            .iter()
            .map(|&(x, y)| (libm::log(x), libm::log(y), 1.0));
        let line = least_squares(logs)?;
        Some(Self {
            factor: libm::exp(line.intercept),
            exponent: line.slope,
        })
    }

    /// The value at `x`.
    pub fn at(&self, x: f64) -> f64 {
        self.factor * libm::pow(x, self.exponent)
    }

    /// As [`Line::largest_residual`].
    pub fn largest_residual(&self, points: &[(f64, f64)]) -> f64 {
        largest_residual(points, |x| self.at(x))
    }
}

impl Mean {
    /// The mean of some values; none of none.
    pub fn of(values: &[f64]) -> Option<Self> {
        let moments = Moments::of(values);
        let interval_95 = (moments.count > 1).then(|| {
            let freedom = moments.count as f64 - 1.0;
            let half_width = student::critical(0.05, freedom) * moments.variance_of_mean().sqrt();
            Interval::around(moments.mean, half_width)
        });
        (moments.count > 0).then_some(Self {
            value: moments.mean,
            interval_95,
        })
    }
}

fn largest_residual(points: &[(f64, f64)], at: impl Fn(f64) -> f64) -> f64 {
    let shares = points.iter().map(|&(x, y)| ((at(x) - y) / y).abs());
    shares.fold(0.0, f64::max)
}

fn all_positive(points: &[(f64, f64)]) -> bool {
    let mut values = points.iter().flat_map(|&(x, y)| [x, y]);
    values.all(|value| value.is_finite() && value > 0.0)
}

/// The line of least squares through points with weights, about their means, where rounding does least.
fn least_squares(points: impl Iterator<Item = (f64, f64, f64)> + Clone) -> Option<Line> {
    let sum = |of: fn(f64, f64) -> f64| -> f64 {
        let terms = points.clone().map(|(x, y, weight)| weight * of(x, y));
        terms.sum()
    };
    let total = sum(|_, _| 1.0);
    let (x_mean, y_mean) = (sum(|x, _| x) / total, sum(|_, y| y) / total);
    let (mut squares, mut products) = (0.0, 0.0);
    for (x, y, weight) in points {
        squares += weight * (x - x_mean) * (x - x_mean);
        products += weight * (x - x_mean) * (y - y_mean);
    }
    let slope = products / squares;
    let line = Line {
        intercept: y_mean - slope * x_mean,
        slope,
    };
    (line.slope.is_finite() && line.intercept.is_finite()).then_some(line)
}
