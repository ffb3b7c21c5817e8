/// A graph in the making, and what was computed in it, from which gradients are made.
struct Graph {
    scope: RefCell<Scope>,
    /// What stands for a value that could not be made.
    nothing: Output,
    steps: RefCell<Vec<Step>>,
    /// What a training call changes beside the weights.
    updates: RefCell<Vec<Operation>>,
    /// The first thing that TensorFlow refused.
    refusal: RefCell<Option<Status>>,
}

/// What makes the gradients by what a step takes of the gradient by its result.
type Rule = Box<dyn Fn(&Value) -> Vec<Value>>;

/// A step of the computation.
struct Step {
    inputs: Vec<Value>,
    result: Output,
    rule: Rule,
}

/// A tensor of a graph; -1 in its shape is the size of the batch.
#[derive(Clone)]
struct Value {
    graph: Rc<Graph>,
    output: Output,
    shape: Vec<i64>,
}

impl Graph {
    fn new(mut scope: Scope) -> Result<Rc<Self>, Status> {
        let nothing = ops::constant(0 as Float, &mut scope)?.into();
        Ok(Rc::new(Self {
            scope: RefCell::new(scope),
            nothing,
            steps: RefCell::default(),
            updates: RefCell::default(),
            refusal: RefCell::default(),
        }))
    }

    /// What an operation makes; a refusal is kept for [`Graph::check`].
    fn add(self: &Rc<Self>, make: impl FnOnce(&mut Scope) -> Result<Operation, Status>) -> Value {
        let made = make(&mut self.scope.borrow_mut());
        self.made(made)
    }

    /// The first output of an operation, with its shape.
    fn made(self: &Rc<Self>, made: Result<Operation, Status>) -> Value {
        let made = made.and_then(|operation| {
            let output = Output::from(operation);
            let shape = self.scope.borrow().graph().tensor_shape(output.clone())?;
            Ok((output, shape))
        });
        let (output, shape) = made.unwrap_or_else(|refusal| {
            self.refusal.borrow_mut().get_or_insert(refusal);
            (self.nothing.clone(), Shape::from(Some(vec![])))
        });
        let shape: Option<Vec<Option<i64>>> = shape.into();
        let shape = shape
            .unwrap_or_default()
            .into_iter()
            .map(|size| size.unwrap_or(-1));
        Value {
            graph: self.clone(),
            output,
            shape: shape.collect(),
        }
    }

    /// Whether all operations could be made.
    fn check(&self) -> Result<(), Status> {
        self.refusal.take().map_or(Ok(()), Err)
    }

    /// A number.
    fn number(self: &Rc<Self>, number: f64) -> Value {
        self.add(|scope| ops::constant(number as Float, scope))
    }

    /// Whole numbers, for the arguments of operations.
    fn list(&self, numbers: &[i64]) -> Output {
        let made = ops::constant(numbers, &mut self.scope.borrow_mut());
        made.map_or_else(|_| self.nothing.clone(), Output::from)
    }
}

impl Value {
    /// Says how gradients go through the step that made it.
    fn with_rule(self, inputs: &[&Value], rule: impl Fn(&Value) -> Vec<Value> + 'static) -> Self {
        self.ruled(inputs, Box::new(rule))
    }

    fn ruled(self, inputs: &[&Value], rule: Rule) -> Self {
        self.graph.steps.borrow_mut().push(Step {
            inputs: inputs.iter().map(|&input| input.clone()).collect(),
            result: self.output.clone(),
            rule,
        });
        self
    }

    /// The same value with a shape that TensorFlow does not see.
    fn with_shape(self, shape: &[i64]) -> Self {
        let shape = shape.to_vec();
        Self { shape, ..self }
    }

    fn rank(&self) -> i64 {
        self.shape.len() as i64
    }

    /// The size of an axis; negative axes count from the end.
    fn size(&self, axis: i64) -> i64 {
        self.shape[self.axis(axis)]
    }

    fn axis(&self, axis: i64) -> usize {
        (if axis < 0 { axis + self.rank() } else { axis }) as usize
    }

    /// The gradients of a number by values; zero by what it does not depend on.
    fn gradients(&self, by: &[&Value]) -> Vec<Value> {
        let key = |output: &Output| (output.operation.name().unwrap_or_default(), output.index);
        let steps = self.graph.steps.take();
        let mut sums: HashMap<(String, i32), Value> = HashMap::new();
        sums.insert(key(&self.output), self.graph.number(1.0));
        for step in steps.iter().rev() {
            let Some(slope) = sums.get(&key(&step.result)).cloned() else {
                continue;
            };
            for (input, slope) in step.inputs.iter().zip((step.rule)(&slope)) {
                let sum = match sums.remove(&key(&input.output)) {
                    Some(sum) => sum + slope,
                    None => slope,
                };
                sums.insert(key(&input.output), sum);
            }
        }
        self.graph.steps.borrow_mut().clear();
        let zero = |value: &Value| {
            value
                .graph
                .add(|scope| ops::zeros_like(value.output.clone(), scope))
        };
        by.iter()
            .map(|value| {
                sums.get(&key(&value.output))
                    .cloned()
                    .unwrap_or_else(|| zero(value))
            })
            .collect()
    }
}
