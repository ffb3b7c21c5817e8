//! The gate must be able to fail: each kind of difference is found and named.

use neural_bench::sameness::{Trace, close, equal};

fn trace() -> Trace {
    serde_json::from_value(serde_json::json!({
        "parameters": [
            { "name": "dense/kernel", "shape": [2, 3] },
            { "name": "dense/bias", "shape": [3] },
        ],
        "outputs_sha256": "aa",
        "losses": [2.5, 2.25, 2.0],
        "weights_sha256": "bb",
    }))
    .unwrap()
}

#[test]
fn equal_traces_are_equal() {
    assert_eq!(equal(&trace(), &trace()), Ok(()));
    assert_eq!(trace().parameter_count(), 9);
}

#[test]
fn the_first_difference_is_named() {
    let differs = |change: fn(&mut Trace)| {
        let mut other = trace();
        change(&mut other);
        equal(&trace(), &other).unwrap_err()
    };
    assert_eq!(
        differs(|it| it.parameters.truncate(1)),
        "2 parameters against 1"
    );
    assert!(differs(|it| it.parameters[0].name = "other".to_owned()).contains("`other`"));
    assert!(differs(|it| it.parameters[1].shape = vec![4]).contains("[4]"));
    assert!(differs(|it| it.outputs_sha256 = "ab".to_owned()).contains("outputs"));
    // One unit in the last place is a difference.
    assert!(differs(|it| it.losses[1] = 2.25f32.next_up()).starts_with("loss of step 2"));
    assert!(differs(|it| it.losses.truncate(2)).contains("steps"));
    assert!(differs(|it| it.weights_sha256 = "bc".to_owned()).contains("weights after 3 steps"));
}

#[test]
fn tolerances_are_relative_and_nan_is_never_close() {
    let near = |factor: f32| {
        let mut other = trace();
        other.losses[2] *= factor;
        close(&trace(), &other, 1e-3)
    };
    assert!(near(1.0005).is_ok());
    assert!(near(1.002).unwrap_err().starts_with("loss of step 3"));
    assert!(near(f32::NAN).is_err());
    let mut shorter = trace();
    shorter.losses.clear();
    assert!(close(&trace(), &shorter, 1.0).is_err());
}
