//! Nothing is dropped silently outside of layers either: each argument of optimisers, losses, schedules, initialisers,
//! regularisers and constraints, and each setting of `train` and `execute`, given another value than its default,
//! changes the program of each target or is refused by it. What is refused is a table of the manual.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use neural_dsl::{Target, check, generate, render};

use crate::manual;

/// A network with some text in the place of its kernel's arguments, its loss, its optimiser and what follows.
#[derive(Clone, Copy)]
struct Frame<'a> {
    input: &'a str,
    dense: &'a str,
    loss: &'a str,
    optimizer: &'a str,
    rest: &'a str,
}

const FRAME: Frame = Frame {
    input: "6",
    dense: "",
    loss: "mse",
    optimizer: "SGD",
    rest: "",
};

impl Frame<'_> {
    fn text(self) -> String {
        let Self {
            input,
            dense,
            loss,
            optimizer,
            rest,
        } = self;
        format!(
            "network Walk {{\n  input: ({input})\n  layers: Dense(4{dense}), Output(4)\n  loss: {loss}\n  \
             optimizer: {optimizer}\n  {rest}\n}}\n"
        )
    }
}

/// The program without its comments, which repeat what the file says; none where the target refuses it.
fn program(text: &str, target: Target) -> Option<String> {
    let checked = check(text)
        .unwrap_or_else(|faults| panic!("{text}{}", render("walk.neural", text, &faults)));
    let program = generate(&checked.networks[0], "walk.neural", target).ok()?;
    let lines = program
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    Some(lines.collect::<Vec<_>>().join("\n"))
}

/// What is refused: where, what, by which targets; of these names.
#[derive(Default)]
struct Refusals(BTreeMap<(&'static str, String, String), BTreeSet<&'static str>>);

impl Refusals {
    /// Asserts that every program of the first text exists, and is another one with the second, if there is one.
    fn hear(&mut self, [section, name]: [&'static str; 2], what: &str, [plain, given]: [Frame; 2]) {
        let (plain, given) = (plain.text(), given.text());
        let mut targets = Vec::new();
        for target in Target::ALL {
            let before = program(&plain, target);
            assert!(before.is_some(), "{target} refuses {plain}");
            let after = program(&given, target);
            assert!(before != after, "{target} does not hear {given}");
            if after.is_none() {
                targets.push(target.name());
            }
        }
        if !targets.is_empty() {
            targets.sort_unstable();
            let row = (section, what.to_owned(), targets.join(", "));
            self.0.entry(row).or_default().insert(name);
        }
    }

    fn table(&self) -> String {
        let mut text = "| in | is refused | of | by |\n|---|---|---|---|\n".to_owned();
        for ((section, what, targets), names) in &self.0 {
            let names: Vec<&str> = names.iter().copied().filter(|it| !it.is_empty()).collect();
            let _ = writeln!(
                text,
                "| {section} | `{what}` | {} | {targets} |",
                names.join(", ")
            );
        }
        text
    }
}

#[test]
fn what_sections_say_changes_the_program_or_is_refused() {
    let mut refusals = Refusals::default();
    optimizers(&mut refusals);
    schedules(&mut refusals);
    losses(&mut refusals);
    metrics(&mut refusals);
    of_weights(&mut refusals);
    settings(&mut refusals);
    manual::hold("refusals of sections", &refusals.table());
}

/// A call with and without an argument behind what it needs in any case.
fn calls(name: &str, needed: &str, argument: &str) -> [String; 2] {
    let comma = if needed.is_empty() { "" } else { ", " };
    [
        format!("{name}({needed})"),
        format!("{name}({needed}{comma}{argument})"),
    ]
}

fn optimizers(refusals: &mut Refusals) {
    let moments = ["beta_1=0.8", "beta_2=0.99", "epsilon=1e-5"];
    let own: [(&str, &str, &[&str]); 9] = [
        (
            "Adam",
            "",
            &["amsgrad=true", moments[0], moments[1], moments[2]],
        ),
        (
            "AdamW",
            "",
            &[
                "weight_decay=0.1",
                "amsgrad=true",
                moments[0],
                moments[1],
                moments[2],
            ],
        ),
        ("Adamax", "", &moments),
        ("Nadam", "", &moments),
        ("SGD", "", &["momentum=0.5"]),
        ("SGD", "momentum=0.5", &["nesterov=true"]),
        (
            "RMSprop",
            "",
            &["rho=0.8", "momentum=0.5", "epsilon=1e-5", "centered=true"],
        ),
        (
            "Adagrad",
            "",
            &["initial_accumulator_value=0.5", "epsilon=1e-5"],
        ),
        ("Adadelta", "", &["rho=0.8", "epsilon=1e-5"]),
    ];
    let family = [
        "learning_rate=0.5",
        "clipnorm=1.5",
        "clipvalue=1.5",
        "global_clipnorm=1.5",
        "use_ema=true",
        "ema_momentum=0.5",
        "ema_overwrite_frequency=3",
        "loss_scale_factor=2.0",
        "gradient_accumulation_steps=2",
    ];
    for (name, needed, arguments) in own {
        let decay = ["weight_decay=0.1"];
        let decay = if name == "AdamW" { &[][..] } else { &decay };
        for argument in arguments.iter().chain(&family).chain(decay) {
            let [plain, given] = calls(name, needed, argument);
            let with = |optimizer| Frame { optimizer, ..FRAME };
            let frames = [with(&plain), with(&given)];
            refusals.hear(["`optimizer`", name], argument, frames);
        }
    }
}

fn schedules(refusals: &mut Refusals) {
    let decay = "initial_learning_rate=0.1, decay_steps=10, decay_rate=0.5";
    let pairs = [
        ("ExponentialDecay", decay, "staircase=true"),
        ("InverseTimeDecay", decay, "staircase=true"),
        ("PolynomialDecay", "0.1, 10", "end_learning_rate=0.01"),
        ("PolynomialDecay", "0.1, 10", "power=2.0"),
        ("PolynomialDecay", "0.1, 10", "cycle=true"),
        ("CosineDecay", "0.1, 10", "alpha=0.5"),
        (
            "CosineDecay",
            "0.1, 10, warmup_steps=5",
            "warmup_target=0.2",
        ),
        (
            "CosineDecay",
            "0.1, 10, warmup_target=0.2",
            "warmup_steps=5",
        ),
    ];
    let mut schedules: Vec<[String; 2]> = pairs
        .iter()
        .map(|(name, needed, argument)| calls(name, needed, argument))
        .collect();
    // What has to be given, with other values.
    for name in ["ExponentialDecay", "InverseTimeDecay"] {
        for other in ["0.2, 10, 0.5", "0.1, 20, 0.5", "0.1, 10, 0.25"] {
            schedules.push([format!("{name}(0.1, 10, 0.5)"), format!("{name}({other})")]);
        }
    }
    for name in ["PolynomialDecay", "CosineDecay"] {
        for other in ["0.2, 10", "0.1, 20"] {
            schedules.push([format!("{name}(0.1, 10)"), format!("{name}({other})")]);
        }
    }
    for other in ["[7], [0.1, 0.01]", "[5], [0.2, 0.01]", "[5], [0.1, 0.02]"] {
        let call = |arguments| format!("PiecewiseConstantDecay({arguments})");
        schedules.push([call("[5], [0.1, 0.01]"), call(other)]);
    }
    for pair in schedules {
        let what = pair[1].clone();
        let [plain, given] = pair.map(|schedule| format!("SGD(learning_rate={schedule})"));
        let with = |optimizer| Frame { optimizer, ..FRAME };
        let frames = [with(&plain), with(&given)];
        refusals.hear(["`learning_rate`", ""], &what, frames);
    }
}

fn losses(refusals: &mut Refusals) {
    let entropy = ["from_logits=true", "label_smoothing=0.1", "axis=0"];
    let sparse = ["from_logits=true", "ignore_class=1", "axis=0"];
    let losses: [(&str, &[&str]); 7] = [
        ("categorical_crossentropy", &entropy),
        ("binary_crossentropy", &entropy),
        ("sparse_categorical_crossentropy", &sparse),
        ("huber", &["delta=2.0"]),
        ("mse", &[]),
        ("mae", &[]),
        ("kl_divergence", &[]),
    ];
    for (name, arguments) in losses {
        for argument in arguments
            .iter()
            .chain(&[r#"reduction="sum""#, r#"reduction="none""#])
        {
            let [plain, given] = calls(name, "", argument);
            let with = |loss| Frame { loss, ..FRAME };
            let frames = [with(&plain), with(&given)];
            refusals.hear(["`loss`", name], argument, frames);
        }
    }
}

fn metrics(refusals: &mut Refusals) {
    for name in [
        "categorical_accuracy",
        "binary_accuracy",
        "top_k_categorical_accuracy",
        "precision",
        "recall",
        "f1_score",
        "auc",
        "mse",
        "rmse",
        "mae",
        "huber",
        "kl_divergence",
        "binary_crossentropy",
        "categorical_crossentropy",
        "cosine_similarity",
        "perplexity",
        "bleu",
        "iou",
        "mean_iou",
    ] {
        let rest = format!("metrics: [\"{name}\"]");
        let rest = &*rest;
        refusals.hear(["`metrics`", ""], name, [FRAME, Frame { rest, ..FRAME }]);
    }
}

fn of_weights(refusals: &mut Refusals) {
    let rows: &[(&str, &str, &[&str])] = &[
        (
            "kernel_initializer",
            "random_normal()",
            &["random_normal(mean=1.0)", "random_normal(stddev=0.2)"],
        ),
        (
            "kernel_initializer",
            "truncated_normal()",
            &["truncated_normal(mean=1.0)", "truncated_normal(stddev=0.2)"],
        ),
        (
            "kernel_initializer",
            "random_uniform()",
            &["random_uniform(minval=-1.0)", "random_uniform(maxval=1.0)"],
        ),
        (
            "kernel_initializer",
            "variance_scaling()",
            &[
                "variance_scaling(scale=2.0)",
                r#"variance_scaling(mode="fan_out")"#,
                r#"variance_scaling(distribution="uniform")"#,
                r#"variance_scaling(distribution="untruncated_normal")"#,
            ],
        ),
        (
            "kernel_initializer",
            "orthogonal()",
            &["orthogonal(gain=2.0)"],
        ),
        ("kernel_initializer", "identity()", &["identity(gain=2.0)"]),
        ("kernel_initializer", "constant()", &["constant(value=2.0)"]),
        ("kernel_regularizer", "l1(0.1)", &["l1(l1=0.2)"]),
        ("kernel_regularizer", "l2(0.1)", &["l2(l2=0.2)"]),
        (
            "kernel_regularizer",
            "l1_l2(l1=0.1, l2=0.1)",
            &["l1_l2(l1=0.2, l2=0.1)", "l1_l2(l1=0.1, l2=0.2)"],
        ),
        (
            "kernel_regularizer",
            "orthogonal_regularizer()",
            &[
                "orthogonal_regularizer(factor=0.5)",
                r#"orthogonal_regularizer(mode="columns")"#,
            ],
        ),
        (
            "kernel_constraint",
            "max_norm()",
            &["max_norm(max_value=3)", "max_norm(axis=1)"],
        ),
        ("kernel_constraint", "unit_norm()", &["unit_norm(axis=1)"]),
        (
            "kernel_constraint",
            "min_max_norm()",
            &[
                "min_max_norm(min_value=0.5)",
                "min_max_norm(max_value=2.0)",
                "min_max_norm(rate=0.5)",
                "min_max_norm(axis=1)",
            ],
        ),
    ];
    for (argument, plain, others) in rows {
        let write = |value: &str| format!(", {argument}={value}");
        let plain = write(plain);
        let dense = &*plain;
        refusals.hear(["layers", ""], dense, [FRAME, Frame { dense, ..FRAME }]);
        for other in *others {
            let given = write(other);
            let frame = |dense| Frame { dense, ..FRAME };
            refusals.hear(["layers", ""], other, [frame(&plain), frame(&given)]);
        }
    }
}

fn settings(refusals: &mut Refusals) {
    for rest in [
        "train { epochs: 7 }",
        "train { batch_size: 7 }",
        "train { validation_split: 0.25 }",
        "train { shuffle: false }",
        "train { seed: 7 }",
        "train { learning_rate: 0.5 }",
        r#"train { save_path: "there" }"#,
        "train { mixed_precision: true }",
        "train { gradient_accumulation_steps: 2 }",
        r#"train { callbacks: ["early_stopping"] }"#,
        "train { early_stopping_patience: 3 }",
        "train { reduce_lr_patience: 3 }",
        r#"train { @ "gpu" }"#,
        r#"execute { device: "gpu" }"#,
        r#"execute { strategy: "data_parallel" }"#,
        "execute { mixed_precision: true }",
        "execute { gradient_checkpointing: true }",
    ] {
        refusals.hear(["settings", ""], rest, [FRAME, Frame { rest, ..FRAME }]);
    }
    // The first `None` is the batch.
    let sized = |input| Frame { input, ..FRAME };
    let frames = [sized("7, 6"), sized("None, None, 6")];
    refusals.hear(["settings", ""], "input: (None, None, 6)", frames);
}
