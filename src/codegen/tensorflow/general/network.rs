//! The type of the network: its graph and its session, and what one can ask of it.

use super::model::Model;
use super::{losses, optimizers};
use crate::codegen::general::body::batched;
use crate::codegen::general::{Body, Plan};
use crate::codegen::text::{Text, float, quoted};
use crate::network::Reduction;

/// What the section `train` says.
pub(super) fn constants(text: &mut Text, plan: &Plan) {
    if plan.network.loss.is_none() {
        return;
    }
    let training = &plan.network.training;
    let mut constant = |doc: &str, name: &str, value: &str| {
        text.doc(doc);
        text.pieces(&["pub const ", name, " = ", value, ";"]);
        text.blank();
    };
    constant(
        "Passes over the training data.",
        "EPOCHS: usize",
        &training.epochs.to_string(),
    );
    constant(
        "Samples to a training step.",
        "BATCH_SIZE: usize",
        &training.batch_size.to_string(),
    );
    constant(
        "The share of the training data, taken from its end, that is not trained on.",
        "VALIDATION_SPLIT: f64",
        &float(training.validation_split),
    );
    constant(
        "Whether each epoch has an order of its own.",
        "SHUFFLE: bool",
        &training.shuffle.to_string(),
    );
    if let Some(seed) = training.seed {
        let doc = "The seed of initial weights, order and dropout.";
        constant(doc, "SEED: i64", &seed.to_string());
    }
}

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
        if optimizers::has_product(plan) {
            text.line("product: Cell<f64>,");
        }
    }
    text.close("}");
    text.blank();
    text.open(&["impl ", name, " {"]);
    constructor(text, &marks, trains);
    text.block(COMMON);
    if trains {
        text.block(
            &TRAINING
                .replace("$output", &marks.output)
                .replace("$step_numbers", &marks.step_numbers)
                .replace("$forget", &marks.forget)
                .replace("$places", &marks.places)
                .replace("$samples", marks.samples),
        );
    }
    text.close("}");
    text.blank();
    if trains {
        text.block(EVALUATION);
        text.blank();
    }
}

/// What differs from program to program.
struct Marks {
    inputs: Vec<String>,
    targets: String,
    output: String,
    hits: &'static str,
    target_type: &'static str,
    numbers: usize,
    step_numbers: String,
    forget: String,
    /// Outputs of a sample that are right or wrong.
    places: String,
    /// What makes a batch's loss one of all its samples.
    samples: &'static str,
    product: bool,
    run: String,
}

impl Marks {
    fn of(plan: &Plan, model: &Model, body: &Body) -> Self {
        let network = plan.network;
        let sizes = |shape: &crate::network::Shape| {
            let sizes = shape.0.iter().map(|size| match size {
                Some(size) => format!("Some({size})"),
                None => "None".to_owned(),
            });
            let sizes: Vec<String> = ["None".to_owned()].into_iter().chain(sizes).collect();
            format!("vec![{}]", sizes.join(", "))
        };
        let output = network.shape(network.output);
        let mut targets = output.clone();
        if losses::takes_classes(plan) {
            targets.0.pop();
        }
        let product = optimizers::has_product(plan);
        let step_numbers = match product {
            true => "step_numbers(self.steps.get(), &self.product)",
            false => "step_numbers(self.steps.get())",
        };
        Self {
            inputs: network
                .inputs
                .iter()
                .map(|input| sizes(&input.shape))
                .collect(),
            targets: sizes(&targets),
            output: batched(output),
            hits: network.loss.map_or("", |loss| losses::hits(plan, loss)),
            target_type: match losses::takes_classes(plan) {
                true => "DataType::Int32",
                false => "FLOAT",
            },
            numbers: optimizers::count(plan),
            step_numbers: step_numbers.to_owned(),
            forget: if product {
                "self.product.set(1.0);\n"
            } else {
                ""
            }
            .to_owned(),
            places: losses::places(plan),
            samples: match network.loss_options.reduction {
                Reduction::Mean => " * rows.len() as f64",
                Reduction::Sum => "",
            },
            product,
            run: model.run(body, "&values"),
        }
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
        graph.add(|scope| ops::Placeholder::new().dtype(dtype).shape(shape).build(scope))
    };
    // An input that is given back as it is could not be fetched where it is fed.
    let fetched = |value: Value| graph.add(|scope| ops::identity(value.output, scope)).output;",
    );
    let inputs: Vec<String> = marks
        .inputs
        .iter()
        .map(|it| format!("place(FLOAT, {it})"))
        .collect();
    text.pieces(&["    let values = [", &inputs.join(", "), "];"]);
    text.block(
        "    let (variables, weights) = weights(seed, graph);
    let weights = &weights;
    let step = place(DataType::Int64, vec![]).output.operation;

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
    if trains {
        text.block(
            &TRAINING_GRAPH
                .replace("$targets", &marks.targets)
                .replace("$numbers", &marks.numbers.to_string())
                .replace("$run", &marks.run)
                .replace("$hits", marks.hits)
                .replace("DataType::TARGET", marks.target_type),
        );
    }
    text.block(
        "    graph.check()?;
    let initializers: Vec<Operation> = variables.iter().map(|it| it.initializer.clone()).collect();",
    );
    text.line(if trains {
        "    let all = [initializers, vec![reset.clone()]].concat();"
    } else {
        "    let all = initializers;"
    });
    text.block(
        "    let initialize = graph.group(&all)?;
    let session = Session::new(options, &scope.graph())?;
    let network = Self {
        session,
        variables,
        inputs: values.into_iter().map(|value| value.output.operation).collect(),
        initialize,
        step,
        steps: Cell::new(0),
        calls: Cell::new(0),
        outputs,
        training_outputs,
        updates,",
    );
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

const TRAINING_GRAPH: &str = "    graph.steps.take();
    let targets = place(DataType::TARGET, $targets);
    let ys = $run;
    let test_loss = loss(&ys, &targets).output;
    let hits = ($hits).sum_all().output;
    graph.steps.take();

    let masks = Some(&Masks {
        seed,
        step: step.clone(),
        draws: Cell::new(0),
    });
    let loss = training_loss(weights, &values, &targets, masks);
    let trained = variables.iter().filter(|variable| variable.trained);
    let by: Vec<&Value> = trained.map(|variable| &variable.value).chain(&values).collect();
    let slopes = loss.gradients(&by);
    let train_loss = loss.output;
    let numbers = place(FLOAT, vec![Some($numbers)]);
    // Weights are moved in place, and nothing may read another one's new weights.
    let mut waits: Vec<Operation> = slopes.iter().map(|it| it.output.operation.clone()).collect();
    waits.push(train_loss.operation.clone());
    let after = Graph::new(part(&waits))?;
    let (moves, resets) = moves(&variables, &slopes, &numbers, &after);
    after.check()?;
    let train = graph.group(&[moves, graph.updates.take()].concat())?;
    let reset = graph.group(&resets)?;";

/// The methods of every network.
const COMMON: &str = "/// Draws the weights anew, from the same seed, and forgets all training.
///
/// # Errors
/// Where TensorFlow lacks memory.
pub fn initialize(&self) -> Result<(), Status> {
    self.steps.set(0);
    let mut args = SessionRunArgs::new();
    args.add_target(&self.initialize);
    self.session.run(&mut args)
}

/// Arguments of a run with these inputs.
fn feed<'a>(
    &'a self,
    inputs: &[&'a Tensor<Float>],
    step: &'a Tensor<i64>,
) -> Result<SessionRunArgs<'a>, Status> {
    if inputs.len() != self.inputs.len() {
        let message = format!(\"{} tensors for {} inputs\", inputs.len(), self.inputs.len());
        return Err(Status::new_set_lossy(Code::InvalidArgument, &message));
    }
    let mut args = SessionRunArgs::new();
    for (place, &input) in self.inputs.iter().zip(inputs) {
        args.add_feed(place, 0, input);
    }
    args.add_feed(&self.step, 0, step);
    Ok(args)
}

/// The step as a tensor.
fn step(&self) -> Tensor<i64> {
    Tensor::from(self.steps.get())
}

/// What the network gives for inputs.
///
/// # Errors
/// Where the tensors have other shapes than the inputs.
pub fn predict(&self, inputs: &[&Tensor<Float>]) -> Result<Tensor<Float>, Status> {
    let step = self.step();
    let mut args = self.feed(inputs, &step)?;
    let outputs = args.request_fetch(&self.outputs.operation, self.outputs.index);
    self.session.run(&mut args)?;
    args.fetch(outputs)
}

/// What the network gives in a call of training: with dropout, and moving statistics that follow.
///
/// # Errors
/// As of [`Self::predict`].
pub fn training_call(&self, inputs: &[&Tensor<Float>]) -> Result<Tensor<Float>, Status> {
    // Other draws than those of training steps.
    self.calls.set(self.calls.get() - 1);
    let step = Tensor::from(self.calls.get());
    let mut args = self.feed(inputs, &step)?;
    args.add_target(&self.updates);
    let output = &self.training_outputs;
    let outputs = args.request_fetch(&output.operation, output.index);
    self.session.run(&mut args)?;
    args.fetch(outputs)
}

/// The weights with their names, in the order of the layers; what a layer does not train stands
/// behind what it does.
///
/// # Errors
/// Where TensorFlow lacks memory.
pub fn weights(&self) -> Result<Vec<(String, Tensor<Float>)>, Status> {
    if self.variables.is_empty() {
        return Ok(Vec::new());
    }
    let mut args = SessionRunArgs::new();
    let fetch = |it: &Variable| args.request_fetch(&it.value.output.operation, 0);
    let values: Vec<_> = self.variables.iter().map(fetch).collect();
    self.session.run(&mut args)?;
    // What is fetched is the variable's own memory, which is changed in place: it is copied.
    let values = self.variables.iter().zip(values);
    values
        .map(|(it, value)| Ok((it.name.clone(), args.fetch::<Float>(value)?.clone())))
        .collect()
}

/// Gives the weights these values, in the order of [`Self::weights`].
///
/// # Errors
/// Where there are more or fewer tensors than weights, or one has another shape.
pub fn set_weights(&self, values: &[Tensor<Float>]) -> Result<(), Status> {
    if values.len() != self.variables.len() {
        let message = format!(\"{} tensors for {} weights\", values.len(), self.variables.len());
        return Err(Status::new_set_lossy(Code::InvalidArgument, &message));
    }
    if values.is_empty() {
        // TensorFlow refuses a run of nothing.
        return Ok(());
    }
    let mut args = SessionRunArgs::new();
    for (variable, value) in self.variables.iter().zip(values) {
        args.add_feed(&variable.initial, 0, value);
        args.add_target(&variable.initializer);
    }
    self.session.run(&mut args)
}
";

/// The methods of a network with a loss.
const TRAINING: &str = "
/// Forgets the optimiser's state and begins what training draws again; the weights stay.
///
/// # Errors
/// Where TensorFlow lacks memory.
pub fn reset_optimizer(&self) -> Result<(), Status> {
    self.steps.set(0);
    $forgetlet mut args = SessionRunArgs::new();
    args.add_target(&self.reset);
    self.session.run(&mut args)
}

/// One training step on a batch; the batch's loss before the step.
///
/// # Errors
/// Where the tensors have other shapes than the network.
pub fn train_step(
    &self,
    inputs: &[&Tensor<Float>],
    targets: &Tensor<Target>,
) -> Result<Float, Status> {
    let step = self.step();
    let numbers = Tensor::from(&$step_numbers[..]);
    self.steps.set(self.steps.get() + 1);
    let mut args = self.feed(inputs, &step)?;
    args.add_feed(&self.targets, 0, targets);
    args.add_feed(&self.numbers, 0, &numbers);
    args.add_target(&self.train);
    let loss = args.request_fetch(&self.train_loss.operation, self.train_loss.index);
    self.session.run(&mut args)?;
    Ok(args.fetch::<Float>(loss)?[0])
}

/// The loss of a training call, and its gradients by the trained weights and by the inputs.
///
/// # Errors
/// As of [`Self::train_step`].
#[allow(clippy::type_complexity)]
pub fn gradients(
    &self,
    inputs: &[&Tensor<Float>],
    targets: &Tensor<Target>,
) -> Result<(Float, Vec<Tensor<Float>>), Status> {
    let step = self.step();
    let mut args = self.feed(inputs, &step)?;
    args.add_feed(&self.targets, 0, targets);
    let loss = args.request_fetch(&self.train_loss.operation, self.train_loss.index);
    let fetch = |slope: &Output| args.request_fetch(&slope.operation, slope.index);
    let slopes: Vec<_> = self.slopes.iter().map(fetch).collect();
    self.session.run(&mut args)?;
    let slopes = slopes.into_iter().map(|slope| args.fetch::<Float>(slope));
    let slopes: Vec<Tensor<Float>> = slopes.collect::<Result<_, Status>>()?;
    Ok((args.fetch::<Float>(loss)?[0], slopes))
}

/// One pass, in batches, over the rows of inputs and targets that `order` lists; the mean loss of a
/// sample.
///
/// # Errors
/// As of [`Self::train_step`].
pub fn train_epoch(
    &self,
    inputs: &[&Tensor<Float>],
    targets: &Tensor<Target>,
    order: &[i64],
) -> Result<f64, Status> {
    let mut total = 0.0;
    for rows in order.chunks(BATCH_SIZE) {
        let batch: Vec<Tensor<Float>> = inputs.iter().map(|all| rows_of(all, rows)).collect();
        let batch: Vec<&Tensor<Float>> = batch.iter().collect();
        let loss = self.train_step(&batch, &rows_of(targets, rows))?;
        total += loss as f64$samples;
    }
    Ok(total / order.len() as f64)
}

/// Loss and accuracy on inputs and their targets; outputs are `$output`.
///
/// # Errors
/// As of [`Self::train_step`].
pub fn evaluate(
    &self,
    inputs: &[&Tensor<Float>],
    targets: &Tensor<Target>,
) -> Result<Evaluation, Status> {
    let count = targets.dims()[0] as i64;
    let order: Vec<i64> = (0..count).collect();
    let (mut loss, mut hits, mut outputs) = (0.0, 0.0, 0);
    for rows in order.chunks(BATCH_SIZE) {
        let batch: Vec<Tensor<Float>> = inputs.iter().map(|all| rows_of(all, rows)).collect();
        let batch: Vec<&Tensor<Float>> = batch.iter().collect();
        let targets = rows_of(targets, rows);
        let step = self.step();
        let mut args = self.feed(&batch, &step)?;
        args.add_feed(&self.targets, 0, &targets);
        let batch_loss = args.request_fetch(&self.test_loss.operation, self.test_loss.index);
        let batch_hits = args.request_fetch(&self.hits.operation, self.hits.index);
        self.session.run(&mut args)?;
        loss += args.fetch::<Float>(batch_loss)?[0] as f64$samples;
        hits += args.fetch::<Float>(batch_hits)?[0] as f64;
        outputs += rows.len() as u64 * $places;
    }
    Ok(Evaluation {
        loss: loss / count as f64,
        accuracy: hits / outputs as f64,
    })
}
";

const EVALUATION: &str = "/// What evaluation finds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evaluation {
    /// The mean loss of a sample.
    pub loss: f64,
    /// The share of samples, or of outputs, that come out right.
    pub accuracy: f64,
}

/// These rows of a tensor.
fn rows_of<T: tensorflow::TensorType + Copy>(all: &Tensor<T>, rows: &[i64]) -> Tensor<T> {
    let mut dims = all.dims().to_vec();
    dims[0] = rows.len() as u64;
    let size = dims[1..].iter().product::<u64>() as usize;
    let mut batch = Tensor::new(&dims);
    for (&row, place) in rows.iter().zip(batch.chunks_exact_mut(size)) {
        place.copy_from_slice(&all[row as usize * size..][..size]);
    }
    batch
}";
