//! Layers with `data_format="channels_first"`: the same layer with channels last, between permutations.

use crate::network::{Argument, Layer, LayerType, Operation, Request};

/// A layer that says so, in the form with channels last.
pub(super) struct ChannelsFirst {
    pub(super) operation: Operation,
    pub(super) asked: Vec<Request>,
    /// How many axes stand behind the channels.
    pub(super) axes: usize,
    /// Whether the result has channels first, too.
    pub(super) returns: bool,
}

impl ChannelsFirst {
    /// `None` where the layer has channels last.
    pub(super) fn of(operation: &Operation, asked: &[Request]) -> Option<Self> {
        let first = Argument::Text("channels_first".to_owned());
        let says = |request: &Request| request.name == "data_format" && request.value == first;
        let rest = || asked.iter().filter(|request| !says(request)).cloned();
        match operation {
            Operation::Layer(layer) if *layer.get("data_format") == first => {
                let mut layer: Layer = (**layer).clone();
                for (name, value) in &mut layer.arguments {
                    if *name == "data_format" {
                        *value = Argument::Text("channels_last".to_owned());
                    }
                }
                Some(Self {
                    axes: layer.kind.rank(),
                    returns: true,
                    operation: Operation::Layer(Box::new(layer)),
                    asked: asked.to_vec(),
                })
            }
            Operation::Conv2D(_) | Operation::MaxPooling2D(_) if asked.iter().any(says) => {
                Some(Self {
                    operation: operation.clone(),
                    asked: rest().collect(),
                    axes: 2,
                    returns: true,
                })
            }
            Operation::Flatten if asked.iter().any(says) => Some(Self {
                operation: Operation::Flatten,
                asked: rest().collect(),
                // The channels are the first axis, however many there are.
                axes: 0,
                returns: false,
            }),
            _ => None,
        }
    }

    /// The order of the axes that puts channels last.
    pub(super) fn to_last(&self, rank: usize) -> Vec<usize> {
        let channels = self.channels(rank);
        let others = (0..rank).filter(|&axis| axis != channels);
        others.chain([channels]).collect()
    }

    /// The order of the axes that puts them where they were.
    pub(super) fn to_first(&self, rank: usize) -> Vec<usize> {
        let channels = self.channels(rank);
        let mut order: Vec<usize> = (0..rank - 1).collect();
        order.insert(channels, rank - 1);
        order
    }

    fn channels(&self, rank: usize) -> usize {
        match self.operation {
            Operation::Flatten => 0,
            _ => rank - 1 - self.axes,
        }
    }
}

/// A permutation of axes; axis 0 is the first one behind the batch.
pub(super) fn permute(order: &[usize]) -> Operation {
    let dims = order.iter().map(|&axis| Argument::Integer(axis as i64 + 1));
    Operation::Layer(Box::new(Layer {
        kind: LayerType::Permute,
        arguments: vec![("dims", Argument::List(dims.collect()))],
    }))
}
