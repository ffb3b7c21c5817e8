//! Lines, powers and means against what they are known to be.

use neural_statistics::{Line, Mean, Power};
use proptest::prelude::*;

const SIZES: [f64; 6] = [1.0, 4.0, 16.0, 64.0, 256.0, 1024.0];

fn points(of: impl Fn(f64) -> f64) -> Vec<(f64, f64)> {
    SIZES.iter().map(|&x| (x, of(x))).collect()
}

fn close(a: f64, b: f64, share: f64) -> bool {
    (a - b).abs() <= share * a.abs().max(b.abs())
}

proptest! {
    #[test]
    fn an_exact_line_is_recovered(intercept in 1e-6..1.0_f64, slope in 1e-6..1.0_f64) {
        let points = points(|x| intercept + slope * x);
        let line = Line::through(&points).unwrap();
        prop_assert!(close(line.slope, slope, 1e-6), "{line:?}");
        prop_assert!((line.intercept - intercept).abs() < 1e-9 * (intercept + slope), "{line:?}");
        prop_assert!(line.largest_residual(&points) < 1e-9);
    }

    #[test]
    fn an_exact_power_is_recovered(factor in 1e-6..1e3_f64, exponent in 0.2..3.0_f64) {
        let power = Power::through(&points(|x| factor * libm::pow(x, exponent))).unwrap();
        prop_assert!(close(power.factor, factor, 1e-9), "{power:?}");
        prop_assert!(close(power.exponent, exponent, 1e-9), "{power:?}");
    }

    /// Another unit of either axis is another unit of the result and nothing else.
    #[test]
    fn units_do_not_matter(noise in prop::array::uniform6(0.8..1.25), unit in 1e-6..1e6) {
        let noisy: Vec<_> = points(|x| 3.0 + 0.5 * x)
            .into_iter()
            .zip(noise)
            .map(|((x, y), noise)| (x, y * noise))
            .collect();
        let scaled: Vec<_> = noisy.iter().map(|&(x, y)| (x, y * unit)).collect();
        let (line, other) = (Line::through(&noisy).unwrap(), Line::through(&scaled).unwrap());
        prop_assert!(close(line.slope * unit, other.slope, 1e-9));
        prop_assert!(close(line.largest_residual(&noisy), other.largest_residual(&scaled), 1e-6));
    }
}

#[test]
fn the_smallest_point_says_as_much_as_the_largest() {
    // Errors of the same share at both ends; by absolute errors the large one alone would decide.
    let line = Line::through(&[(1.0, 1.0), (10.0, 10.0), (1000.0, 2000.0)]).unwrap();
    assert!((line.at(1.0) - 1.0).abs() < 0.4, "{line:?}");
    assert!((line.at(1000.0) - 2000.0).abs() > 200.0, "{line:?}");
}

#[test]
fn a_parabola_is_far_from_its_line_and_has_the_exponent_two() {
    let points = points(|x| x * x);
    let line = Line::through(&points).unwrap();
    assert!(line.largest_residual(&points) > 0.5, "{line:?}");
    let power = Power::through(&points).unwrap();
    assert!((power.exponent - 2.0).abs() < 1e-9, "{power:?}");
    assert!(power.largest_residual(&points) < 1e-9, "{power:?}");
}

#[test]
fn what_cannot_be_fitted_is_not() {
    for points in [
        &[][..],
        &[(1.0, 1.0)],
        &[(2.0, 1.0), (2.0, 3.0)],
        &[(1.0, 0.0), (2.0, 1.0)],
        &[(0.0, 1.0), (2.0, 1.0)],
        &[(1.0, f64::NAN), (2.0, 1.0)],
        &[(1.0, f64::INFINITY), (2.0, 1.0)],
    ] {
        assert_eq!(Line::through(points), None, "{points:?}");
        assert_eq!(Power::through(points), None, "{points:?}");
    }
}

#[test]
fn a_mean_has_students_interval() {
    assert_eq!(Mean::of(&[]), None);
    let one = Mean::of(&[2.0]).unwrap();
    assert_eq!((one.value, one.interval_95), (2.0, None));
    // t of 0.05 with four degrees of freedom is 2.776; the standard error is the root of a half.
    let five = Mean::of(&[1.0, 2.0, 3.0, 4.0, 5.0]).unwrap();
    let interval = five.interval_95.unwrap();
    assert!((five.value - 3.0).abs() < 1e-12);
    assert!((interval.half_width() - 2.776_445 * 0.5_f64.sqrt()).abs() < 1e-5);
}

/// Of many series with noise that is known the interval of the slopes' mean holds the true slope about
/// as often as it says.
#[test]
fn the_interval_holds_the_slope_as_often_as_it_says() {
    let mut state = 1_u64;
    let mut uniform = || {
        // Knuth's linear congruential generator; its upper bits.
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    let (trials, rounds) = (2_000, 5);
    let mut held = 0;
    for _ in 0..trials {
        let slopes: Vec<f64> = (0..rounds)
            .map(|_| {
                // A process that is slow as a whole, and points that differ by themselves.
                let process = 0.95 + 0.1 * uniform();
                let points = points(|x| 0.01 + 0.002 * x);
                let points: Vec<_> = points
                    .into_iter()
                    .map(|(x, y)| (x, y * process * (0.97 + 0.06 * uniform())))
                    .collect();
                Line::through(&points).unwrap().slope
            })
            .collect();
        let interval = Mean::of(&slopes).unwrap().interval_95.unwrap();
        held += usize::from(interval.contains(0.002));
    }
    let share = f64::from(held as u32) / f64::from(trials);
    assert!((0.92..0.98).contains(&share), "{share}");
}
