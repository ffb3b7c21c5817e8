//! Rows and columns that no window reads.

use super::is_a_row;
use crate::network::{Cropping2D, Network, Node, Operation, Padding, Shape, Value};
use crate::span::Span;

/// Cuts off the rows and columns that a pooling or a convolution further down leaves out, ahead of the
/// convolutions that would compute them.
///
/// A window of 2 by steps of 2 over 11 rows ends at the tenth. That the convolution before it computes
/// an eleventh is in vain, forward and backward, and so is what the layers before that did for it. Cut
/// is the value that goes into a run of layers which work place by place or by windows without padding.
///
/// Values: what is cut off is read by nothing, so all that remains is computed from the same numbers.
/// Gradients: those of what is cut off are zero, and zeros fall out of sums. A library may add the
/// rest in another order, so the last bits of a kernel's gradient may differ.
pub(crate) fn crop_unused(mut network: Network) -> Network {
    if !is_a_row(&network) {
        return network;
    }
    let needs = needs(&network);
    let begins = |index: usize| index == 0 || !is_local(&network.nodes[index - 1].operation);
    let crops: Vec<(usize, Cropping2D, String)> = (0..network.nodes.len())
        .filter(|&index| begins(index) && saves(&network.nodes[index..], &needs[index + 1..]))
        .filter_map(|index| {
            let input = network.shape(network.nodes[index].inputs[0]);
            let name = free_name(&network.nodes, index);
            Some((index, to(input, needs[index]?), name))
        })
        .collect();
    if crops.is_empty() {
        return network;
    }
    let mut crops = crops.into_iter().peekable();
    let nodes = std::mem::take(&mut network.nodes);
    network.output = Value::Input(0);
    for (index, node) in nodes.into_iter().enumerate() {
        if let Some((_, cropping, name)) = crops.next_if(|(at, ..)| *at == index) {
            let operation = Operation::Cropping2D(cropping);
            append(&mut network, name, operation, node.span);
        }
        append(&mut network, node.name, node.operation, node.span);
    }
    network
}

/// Adds a node that takes the result of the last one.
fn append(network: &mut Network, name: String, operation: Operation, span: Span) {
    let shape = operation.output_shape(network.shape(network.output));
    network.nodes.push(Node {
        name,
        shape: shape.expect("a window that fits an image fits the part of it that it reads"),
        inputs: vec![network.output],
        operation,
        span,
        requests: Vec::new(),
    });
    network.output = Value::Node(network.nodes.len() - 1);
}

/// For the network's input and each node's result, the rows and columns that are read of it, counted
/// from the first; none where all are.
fn needs(network: &Network) -> Vec<Option<[u64; 2]>> {
    let mut needs = vec![None; network.nodes.len() + 1];
    for (index, node) in network.nodes.iter().enumerate().rev() {
        let (Some(input), true) = (
            places(network.shape(node.inputs[0])),
            is_local(&node.operation),
        ) else {
            continue;
        };
        let Some(output) = needs[index + 1].or(places(&node.shape)) else {
            continue;
        };
        let need = match &node.operation {
            Operation::Conv2D(conv) => {
                let reach = |axis: usize| (conv.kernel_size[axis] - 1) * conv.dilation_rate[axis];
                [0, 1].map(|axis| (output[axis] - 1) * conv.strides[axis] + reach(axis) + 1)
            }
            Operation::MaxPooling2D(pool) => {
                [0, 1].map(|axis| (output[axis] - 1) * pool.strides[axis] + pool.pool_size[axis])
            }
            _ => output,
        };
        needs[index] = (need != input).then_some(need);
    }
    needs
}

/// Height and width of an image whose sizes are known.
fn places(shape: &Shape) -> Option<[u64; 2]> {
    match *shape.0.as_slice() {
        [Some(height), Some(width), Some(_)] => Some([height, width]),
        _ => None,
    }
}

/// Whether a layer's result at a place depends on its input near that place alone, and in the same way
/// whatever the size of the image. (Dropout does not: its masks are drawn in the shape of its input.)
fn is_local(operation: &Operation) -> bool {
    match operation {
        Operation::Conv2D(conv) => conv.padding == Padding::Valid,
        Operation::MaxPooling2D(pool) => pool.padding == Padding::Valid,
        Operation::Dense(_) | Operation::Activation(_) => true,
        Operation::Cropping2D(_) | Operation::Flatten | Operation::Dropout(_) => false,
        Operation::Layer(_) => false,
    }
}

/// Whether a convolution gets less work where the input of these nodes is cut; `needs` are those of
/// their results.
fn saves(nodes: &[Node], needs: &[Option<[u64; 2]>]) -> bool {
    nodes
        .iter()
        .zip(needs)
        .take_while(|(node, need)| need.is_some() && is_local(&node.operation))
        .any(|(node, _)| matches!(node.operation, Operation::Conv2D(_)))
}

/// What leaves the first rows and columns of an image.
fn to(shape: &Shape, need: [u64; 2]) -> Cropping2D {
    let [height, width] = places(shape).expect("what is needed of an image is known by its size");
    Cropping2D {
        rows: [0, height - need[0]],
        columns: [0, width - need[1]],
    }
}

/// A name as Keras gives them that no layer has.
fn free_name(nodes: &[Node], index: usize) -> String {
    let taken = |name: &String| nodes.iter().any(|node| node.name == *name);
    let mut names = std::iter::once("cropping2d".to_owned())
        .chain((1..).map(|number| format!("cropping2d_{number}")))
        .filter(|name| !taken(name));
    // One for each place, so that no two are the same.
    names.nth(index).expect("there is always a further number")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(layers: &str) -> Network {
        let text = format!("network N {{ input: (28, 28, 1) layers: {layers} Flatten Dense(3) }}");
        let checked = crate::check(&text).unwrap();
        checked.networks.into_iter().next().unwrap()
    }

    /// The shapes of the results, and that parameters and output are what they were.
    fn shapes(layers: &str) -> Vec<String> {
        let before = network(layers);
        let after = crop_unused(before.clone());
        assert_eq!(before.parameters(), after.parameters());
        assert_eq!(before.shape(before.output), after.shape(after.output));
        let nodes = after.nodes.iter();
        nodes
            .map(|node| node.shape.to_string())
            .take_while(|shape| shape.matches(',').count() == 2)
            .collect()
    }

    #[test]
    fn what_no_window_reads_is_cut_where_it_begins() {
        let pair = "Conv2D(2, (3, 3)) MaxPooling2D(2)";
        let of_pairs = shapes(&format!("{pair} {pair}"));
        let expected = [
            "26, 26, 1",
            "24, 24, 2",
            "12, 12, 2",
            "10, 10, 2",
            "5, 5, 2",
        ];
        assert_eq!(of_pairs, expected.map(|shape| format!("({shape})")));
    }

    #[test]
    fn nothing_is_cut_that_saves_no_convolution() {
        for layers in [
            "Conv2D(2, (3, 3)) MaxPooling2D(2)",
            "MaxPooling2D(3) Conv2D(2, (3, 3))",
            "Conv2D(2, (3, 3), padding=same) MaxPooling2D(3)",
            "Conv2D(2, (4, 4), strides=3)",
        ] {
            let before = network(layers);
            assert_eq!(crop_unused(before.clone()), before, "{layers}");
        }
    }

    #[test]
    fn a_run_begins_behind_dropout_and_padding() {
        let layers = "Conv2D(2, (3, 3), padding=same) Dropout(0.5) ReLU \
                      Conv2D(4, (4, 6), dilation_rate=(2, 1)) MaxPooling2D((4, 3))";
        // Of 22 and 23 places the pooling reads 20 and 21: 26 rows of 28, and 26 columns.
        let expected = [
            "28, 28, 2",
            "28, 28, 2",
            "26, 26, 2",
            "26, 26, 2",
            "20, 21, 4",
            "5, 7, 4",
        ];
        assert_eq!(shapes(layers), expected.map(|shape| format!("({shape})")));
    }
}
