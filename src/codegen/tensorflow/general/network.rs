//! The type of the network: its graph and its session, and what one can ask of it.

use super::marks::Marks;
use super::model::Model;
use super::{losses, optimizers};
use crate::codegen::general::{Body, Plan, metrics};
use crate::codegen::text::{Text, quoted};

/// Writes the type and its methods.
pub(super) fn write(text: &mut Text, plan: &Plan, model: &Model, body: &Body) {
    let network = plan.network;
    let trains = network.loss.is_some();
    if trains {
        text.doc("What targets are: classes, or numbers in the shape of the outputs.");
        let target = if losses::takes_classes(plan) {
            "i32"
        } else {
            "Float"
        };
        text.pieces(&["pub type Target = ", target, ";"]);
        text.blank();
    }
    let name = &plan.type_name;
    let marks = Marks::of(plan, model, body);
    text.doc(&format!(
        "The network {}: its graph, and a session that holds the values of its variables.",
        quoted(&network.name)
    ));
    text.open(&["pub struct ", name, " {"]);
    text.block(
        "session: Session,
variables: Vec<Variable>,
inputs: Vec<Operation>,
initialize: Operation,
/// The training step, from which masks are drawn.
step: Operation,
steps: Cell<i64>,
/// Calls of training without a step, counted downwards.
calls: Cell<i64>,
outputs: Output,
training_outputs: Output,
/// What a training call changes beside the weights.
updates: Operation,",
    );
    if !marks.states.is_empty() {
        text.block(
            "/// What keeps the states of recurrent layers after a call that is not one of training.
kept: Operation,
forget: Operation,",
        );
    }
    if trains {
        text.block(
            "targets: Operation,
numbers: Operation,
train: Operation,
reset: Operation,
train_loss: Output,
test_loss: Output,
hits: Output,
/// The gradients of the loss by the trained weights, then by the inputs.
slopes: Vec<Output>,",
        );
        if !marks.states.is_empty() {
            text.line("kept_in_test: Operation,");
        }
        if !marks.given.is_empty() {
            text.line("given: Output,");
        }
        if marks.masked {
            text.block("/// How many outputs count.\ncounted: Output,");
        }
        if optimizers::has_product(plan) {
            text.line("product: Cell<f64>,");
        }
    }
    text.close("}");
    text.blank();
    text.open(&["impl ", name, " {"]);
    constructor(text, &marks, trains);
    let (measures, _) = metrics::of(network);
    let given = |text: &'static str| if measures.is_empty() { "" } else { text };
    let stateful = !marks.states.is_empty();
    let when_stateful = |text: &'static str| if stateful { text } else { "" };
    text.block(&COMMON.replace("$kept", when_stateful("    args.add_target(&self.kept);\n")));
    text.block(when_stateful(RESET_STATES));
    if trains {
        text.block(
            &TRAINING
                .replace("$output", &marks.output)
                .replace("$step_numbers", &marks.step_numbers)
                .replace("$forget", &marks.forget)
                .replace("$request", if marks.masked { REQUEST_COUNTED } else { "" })
                .replace("$counts", &marks.outputs)
                .replace("$title", metrics::title(&measures))
                .replace(
                    "$begin",
                    &indented(4, |text| metrics::begin(text, &measures)),
                )
                .replace("$given_request", given(GIVEN_REQUEST))
                .replace("$add", &indented(8, |text| add(text, plan, &measures)))
                .replace("$end", &indented(8, |text| metrics::end(text, &measures)))
                .replace(
                    "$kept",
                    when_stateful("        args.add_target(&self.kept_in_test);\n"),
                ),
        );
    }
    text.close("}");
    text.blank();
    if trains {
        let fields = indented(0, |text| metrics::fields(text, &measures));
        text.block(&EVALUATION.replace("$fields", &fields));
        text.blank();
    }
}

fn constructor(text: &mut Text, marks: &Marks, trains: bool) {
    text.block(
        "/// Builds the graph and starts a session with newly drawn weights. They and what training draws
/// depend on `seed` alone.
///
/// # Errors
/// Where TensorFlow refuses the options or lacks memory.
pub fn new(seed: i64, options: &SessionOptions) -> Result<Self, Status> {
    let scope = Scope::new_root_scope();
    let part = |waits: &[Operation]| scope.with_control_dependencies(waits);
    let graph = &Graph::new(part(&[]))?;
    let place = |dtype: DataType, sizes: Vec<Option<i64>>| {
        let shape = Shape::from(Some(sizes));
        graph.add(|scope| {
            ops::Placeholder::new()
                .dtype(dtype)
                .shape(shape)
                .build(scope)
        })
    };
    // An input that is given back as it is could not be fetched where it is fed.
    let fetched = |value: Value| graph.add(|scope| ops::identity(value.output, scope)).output;",
    );
    for (index, shape) in marks.inputs.iter().enumerate() {
        let before = format!("    let input_{index} = place");
        text.call(&before, &["FLOAT".to_owned(), shape.clone()], ";");
    }
    let inputs: Vec<String> = (0..marks.inputs.len())
        .map(|index| format!("input_{index}"))
        .collect();
    text.pieces(&["    let values = [", &inputs.join(", "), "];"]);
    text.block(
        "    let (variables, weights) = weights(seed, graph);
    let weights = &weights;
    let step = place(DataType::Int64, vec![]).output.operation;",
    );
    if !marks.states.is_empty() {
        let fields = marks.states.iter().map(|it| format!("&weights.{it}"));
        let fields: Vec<String> = fields.collect();
        text.pieces(&["    let states = [", &fields.join(", "), "];"]);
        text.block(
            "    let states = states.into_iter().flatten();
    let forget: Vec<Operation> = states.map(Value::forgotten).collect();
    let forget = graph.group(&forget)?;",
        );
    }
    text.block(
        "
    // As in training, then as it is.
    let masks = Some(&Masks {
        seed,
        step: step.clone(),
        draws: Cell::new(0),
    });
    let training_outputs = fetched(outputs(weights, &values, masks));
    let updates = graph.group(&graph.updates.take())?;
    graph.steps.take();
    let masks = None;
    let outputs = fetched(outputs(weights, &values, masks));",
    );
    if !marks.states.is_empty() {
        text.line("    let kept = graph.group(&graph.updates.take())?;");
    }
    if trains {
        text.block(
            &TRAINING_GRAPH
                .replace("$targets", &marks.targets)
                .replace("$numbers", &marks.numbers.to_string())
                .replace("$pattern", &marks.pattern)
                .replace("$given", &marks.given)
                .replace("$test_loss", &marks.test_loss)
                .replace("$hits", marks.hits)
                .replace(
                    "$kept",
                    if marks.states.is_empty() {
                        ""
                    } else {
                        KEPT_IN_TEST
                    },
                )
                .replace("$counted", if marks.masked { COUNTED } else { "" })
                .replace("DataType::TARGET", marks.target_type),
        );
    }
    text.block(
        "    graph.check()?;
    let initializers: Vec<Operation> =
        variables.iter().map(|it| it.initializer.clone()).collect();",
    );
    text.line(match (trains, marks.states.is_empty()) {
        (true, true) => "    let all = [initializers, vec![reset.clone()]].concat();",
        (true, false) => {
            "    let all = [initializers, vec![reset.clone(), forget.clone()]].concat();"
        }
        (false, true) => "    let all = initializers;",
        (false, false) => "    let all = [initializers, vec![forget.clone()]].concat();",
    });
    text.block(
        "    let initialize = graph.group(&all)?;
    let session = Session::new(options, &scope.graph())?;
    let network = Self {
        session,
        variables,
        inputs: values
            .into_iter()
            .map(|value| value.output.operation)
            .collect(),
        initialize,
        step,
        steps: Cell::new(0),
        calls: Cell::new(0),
        outputs,
        training_outputs,
        updates,",
    );
    if !marks.states.is_empty() {
        text.block("        kept,\n        forget,");
    }
    if trains {
        text.block(
            "        targets: targets.output.operation,
        numbers: numbers.output.operation,
        train,
        reset,
        train_loss,
        test_loss,
        hits,
        slopes: slopes.into_iter().map(|slope| slope.output).collect(),",
        );
        if !marks.states.is_empty() {
            text.line("        kept_in_test,");
        }
        if !marks.given.is_empty() {
            text.line("        given,");
        }
        if marks.masked {
            text.line("        counted,");
        }
        if marks.product {
            text.line("        product: Cell::new(1.0),");
        }
    }
    text.block(
        "    };
    network.initialize()?;
    Ok(network)
}
",
    );
}

const TRAINING_GRAPH: &str = include_str!("program/training_graph.txt");

/// The methods of every network.
const COMMON: &str = include_str!("program/methods.txt");

/// The methods of a network with a loss.
const TRAINING: &str = include_str!("program/training.txt");

/// What a function writes, with so many blanks before each line.
fn indented(blanks: usize, write: impl FnOnce(&mut Text)) -> String {
    let mut text = Text::with_capacity(256);
    write(&mut text);
    let text = text.finish();
    let lines = text.lines();
    lines
        .map(|line| format!("{:blanks$}{line}\n", ""))
        .collect()
}

/// Writes the statements that add a batch to the metrics.
fn add(text: &mut Text, plan: &Plan, measures: &[metrics::Measure]) {
    if measures.is_empty() {
        return;
    }
    text.block(
        "let given = args.fetch::<Float>(batch_given)?;
let given: Vec<f64> = given.iter().map(|&it| f64::from(it)).collect();
let wanted: Vec<f64> = targets.iter().map(|&it| f64::from(it)).collect();",
    );
    if metrics::takes_classes(plan.network) {
        let width = metrics::width(plan).to_string();
        text.pieces(&["let wanted = class_rows(&wanted, ", &width, ");"]);
    }
    metrics::add(text, measures, plan);
}

const GIVEN_REQUEST: &str =
    "        let batch_given = args.request_fetch(&self.given.operation, self.given.index);\n";

const KEPT_IN_TEST: &str = "    let kept_in_test = graph.group(&graph.updates.take())?;\n";

const RESET_STATES: &str = "
/// Forgets the states that recurrent layers keep from call to call.
///
/// # Errors
/// Where TensorFlow lacks memory.
pub fn reset_states(&self) -> Result<(), Status> {
    let mut args = SessionRunArgs::new();
    args.add_target(&self.forget);
    self.session.run(&mut args)
}
";

/// What is right only counts where the mask does.
const COUNTED: &str = "    let wide: i64 = hits.shape[2..].iter().product();
    let hits = hits.reshape(&[-1, wide]) * mask.reshape(&[-1, 1]);
    let counted = (mask.sum_all() * wide as f64).output;
";

const REQUEST_COUNTED: &str =
    "        let batch_counted = args.request_fetch(&self.counted.operation, self.counted.index);
";

const EVALUATION: &str = include_str!("program/evaluation.txt");
