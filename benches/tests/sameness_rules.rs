//! The gate must be able to fail: each kind of difference is found and named.

use anyhow::anyhow;
use neural_bench::backend::Variant;
use neural_bench::sameness::{
    Run, Trace, close, close_forms, close_outputs, equal, equal_start, gate,
};
use neural_bench::subject::Side;

fn trace() -> Trace {
    serde_json::from_value(serde_json::json!({
        "parameters": [
            { "name": "dense/kernel", "shape": [2, 3] },
            { "name": "dense/bias", "shape": [3] },
        ],
        "initial": [{ "sha256": "aa", "norm": 1.5 }, { "sha256": "ab", "norm": 0.0 }],
        "outputs": [0.25, 0.75, 0.5, 0.5],
        "losses": [2.5, 2.25, 2.0],
        "epoch": 1.75,
        "trained": [{ "sha256": "ba", "norm": 1.25 }, { "sha256": "bb", "norm": 0.5 }],
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
    let initial = differs(|it| it.initial[1].sha256 = "cc".to_owned());
    assert!(
        initial.starts_with("before training, `dense/bias`"),
        "{initial}"
    );
    // One unit in the last place is a difference, which has a place and a size.
    assert_eq!(
        differs(|it| it.outputs[2] = 0.5f32.next_up()),
        "output 3: 5e-1 against 5.0000006e-1, 6.0e-8 apart"
    );
    assert!(differs(|it| it.outputs.clear()).contains("4 against 0"));
    let loss = differs(|it| it.losses[1] = 2.25f32.next_up());
    assert!(loss.starts_with("loss of step 2: 2.25e0 against"), "{loss}");
    assert!(differs(|it| it.losses.truncate(2)).contains("3 against 2"));
    // An epoch that leaves out the last short batch has the same steps.
    let epoch = differs(|it| it.epoch = Some(1.5));
    assert_eq!(epoch, "loss of a short epoch: 1.75e0 against 1.5e0");
    assert!(differs(|it| it.epoch = None).contains("against none"));
    assert_eq!(
        differs(|it| {
            it.trained[0].sha256 = "bc".to_owned();
            it.trained[0].norm = 1.5;
        }),
        "after 3 steps and a short epoch, `dense/kernel` has other values: their norms are 1.25e0 and 1.5e0"
    );
    assert!(differs(|it| it.trained.truncate(1)).contains("2 parameters and of 1"));
}

/// What comes first is told first: who has other weights has other outputs, too.
#[test]
fn causes_are_told_before_their_effects() {
    let mut other = trace();
    other.losses[0] = 1.0;
    other.outputs[0] = 0.0;
    assert!(equal_start(&trace(), &other).is_ok());
    assert!(equal(&trace(), &other).unwrap_err().contains("output 1"));
    other.initial[0].norm = 2.0;
    let difference = equal(&trace(), &other).unwrap_err();
    assert_eq!(equal_start(&trace(), &other), Err(difference.clone()));
    assert!(difference.contains("`dense/kernel`"));
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

#[test]
fn outputs_are_close_by_their_difference() {
    let near = |value: f32| {
        let mut other = trace();
        other.outputs[1] = value;
        close_outputs(&trace(), &other, 1e-5)
    };
    let found = near(0.75 + 4e-6).unwrap();
    assert!((found - 4e-6).abs() < 1e-7, "{found}");
    let refused = near(0.75 + 4e-5).unwrap_err();
    assert!(
        refused.starts_with("output 2: 7.5e-1 against 7.5004e-1, 4.0e-5 apart"),
        "{refused}"
    );
    assert!(near(f32::NAN).is_err());
    let mut none = trace();
    none.outputs.clear();
    assert!(close_outputs(&trace(), &none, 1.0).is_err());
    assert!(close_outputs(&none, &none, 1.0).is_err());
}

const TWIN: Run = Run::Given(Side::Handwritten, Variant::AsWritten);
const REFERENCE: Run = Run::Given(Side::Dsl, Variant::Float64Sgd);
const SINGLE: Run = Run::Given(Side::Dsl, Variant::WithoutDropoutSgd);
const PLAIN: Run = Run::Given(Side::Dsl, Variant::PlainWithoutDropout);
const USUAL: Run = Run::Given(Side::Usual, Variant::AsWritten);

/// What the gate says where one of the runs gives another trace.
fn gated(changed: Run, change: fn(&mut Trace)) -> Result<String, String> {
    let run = |run| {
        let mut trace = trace();
        if run == changed {
            change(&mut trace);
        }
        Ok(trace)
    };
    gate(true, true, run).map_err(|error| format!("{error:#}"))
}

#[test]
fn a_difference_of_any_run_closes_the_gate() {
    assert!(gated(TWIN, |_| ()).is_ok());
    let refused = |run, change| gated(run, change).unwrap_err();

    let drawn = refused(Run::Drawn(Side::Handwritten, Variant::AsWritten), |it| {
        it.initial[0].sha256.clear();
    });
    assert!(
        drawn.starts_with("generated against hand-written: before training, `dense/kernel`"),
        "{drawn}"
    );
    assert!(refused(TWIN, |it| it.outputs[0] += 1e-7).contains("output 1"));
    assert!(refused(TWIN, |it| it.losses[2] = 1.75).contains("loss of step 3"));
    assert!(
        refused(Run::Drawn(Side::Dsl, Variant::AsWritten), |it| it.trained
            [1]
        .sha256
        .clear())
        .contains("after 3 steps and a short epoch, `dense/bias`")
    );

    let title = "generated against its float64 reference: ";
    let reference = refused(REFERENCE, |it| it.outputs[3] = 0.4999);
    assert!(
        reference.starts_with(&format!("{title}output 4")),
        "{reference}"
    );
    assert!(refused(REFERENCE, |it| it.initial[0].norm = 9.0).contains("`dense/kernel`"));
    assert!(refused(SINGLE, |it| it.losses[1] *= 1.0001).starts_with(title));
    // Rounding is no difference from the reference.
    assert!(gated(REFERENCE, |it| it.outputs[0] = 0.25f32.next_up()).is_ok());
    assert!(gated(SINGLE, |it| it.losses[0] = 2.5f32.next_up()).is_ok());
}

#[test]
fn nothing_runs_behind_a_difference() {
    let mut runs = Vec::new();
    let outcome = gate(true, true, |run| {
        runs.push(run);
        let mut trace = trace();
        trace.parameters.truncate(runs.len());
        Ok(trace)
    });
    assert!(outcome.is_err());
    assert_eq!(runs.len(), 2);
    let failed = gate(true, true, |_| Err(anyhow!("the library is gone"))).unwrap_err();
    assert_eq!(failed.to_string(), "the library is gone");
}

#[test]
fn a_missing_reference_is_told() {
    let mut runs = Vec::new();
    let found = gate(false, false, |run| {
        runs.push(run);
        Ok(trace())
    });
    assert!(found.unwrap().contains("; there is no float64 reference;"));
    assert!(!runs.contains(&REFERENCE) && !runs.contains(&SINGLE) && !runs.contains(&USUAL));
    assert!(!gated(TWIN, |_| ()).unwrap().contains("no float64"));
}

/// What is done for speed may change the last bits, and what it changed is told.
#[test]
fn forms_are_close_and_the_usual_program_is_equal() {
    let found = gated(TWIN, |_| ()).unwrap();
    let unchanged = "optimizations change no bit of outputs and losses";
    assert!(found.contains(unchanged), "{found}");
    assert!(found.ends_with("equal to the last bit to the usual program"));

    let found = gated(PLAIN, |it| it.losses[2] = 2.001).unwrap();
    let changed = "change outputs by 0.0e0 and 10 losses by 5.0e-4";
    assert!(found.contains(changed), "{found}");
    let title = "optimized against plain: ";
    let refused = gated(PLAIN, |it| it.losses[2] = 2.01).unwrap_err();
    assert!(refused.starts_with(&format!("{title}loss of step 3")));
    let refused = gated(PLAIN, |it| it.outputs[1] = 0.7501).unwrap_err();
    assert!(refused.starts_with(&format!("{title}output 2")));
    // Weights may be in another order of axes.
    assert!(gated(PLAIN, |it| it.initial[0].sha256.clear()).is_ok());

    let refused = gated(USUAL, |it| it.losses[0] = 2.5f32.next_up()).unwrap_err();
    let title = "plain against the usual program: loss of step 1";
    assert!(refused.starts_with(title), "{refused}");
    let drawn = Run::Drawn(Side::Usual, Variant::AsWritten);
    assert!(gated(drawn, |it| it.trained[1].sha256.clear()).is_err());
}

/// Another build may write a network in another form, which draws other masks, but not another network.
#[test]
fn builds_are_compared_whatever_their_forms() {
    let [plain, mut dropped] = [trace(), trace()];
    dropped.losses[1] = 2.375;
    let found = close_forms([&dropped, &plain], [&dropped, &plain]).unwrap();
    assert!(found.contains("with dropout and without, differ by 0.0e0"));

    let mut otherwise = dropped.clone();
    otherwise.losses[1] = 2.125;
    let found = close_forms([&dropped, &plain], [&otherwise, &plain]).unwrap();
    assert!(found.contains("other masks are drawn"), "{found}");
    // One that leaves dropout out.
    let refused = close_forms([&dropped, &plain], [&plain, &plain]).unwrap_err();
    assert!(refused.contains("in one of both alone"), "{refused}");

    let changed = |change: fn(&mut Trace)| {
        let mut other = trace();
        change(&mut other);
        close_forms([&dropped, &plain], [&dropped, &other]).unwrap_err()
    };
    assert!(changed(|it| it.losses[2] = 2.01).contains("loss of step 3"));
    assert!(changed(|it| it.parameters[0].shape = vec![3, 2]).contains("names or shapes"));
    assert!(changed(|it| it.initial[0].norm = 1.6).contains("`dense/kernel` begins with other"));
}
