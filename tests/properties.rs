//! Shapes, against counting by hand.

use neural_dsl::network::{
    Activation, Conv2D, Dense, Initializer, MaxPooling2D, Operation, Padding, Shape,
};
use proptest::prelude::*;

/// In how many places a window fits along an axis: counted, not computed.
fn places(length: u64, size: u64, stride: u64, dilation: u64, padding: Padding) -> u64 {
    let starts = (0..length).step_by(usize::try_from(stride).unwrap());
    match padding {
        // Every start has a window; what reaches beyond the end is padded.
        Padding::Same => starts.count() as u64,
        Padding::Valid => {
            let last_tap = |start: u64| start + (size - 1) * dilation;
            starts.filter(|&start| last_tap(start) < length).count() as u64
        }
    }
}

fn padding() -> impl Strategy<Value = Padding> {
    prop_oneof![Just(Padding::Valid), Just(Padding::Same)]
}

fn pair(most: u64) -> impl Strategy<Value = [u64; 2]> {
    [1..=most, 1..=most]
}

/// Sizes of every magnitude up to the largest that the language has.
fn any_size() -> impl Strategy<Value = u64> {
    (0u32..63, any::<u64>()).prop_map(|(bits, low)| (1 << bits) | (low % (1 << bits)))
}

fn conv2d(filters: u64, kernel_size: [u64; 2]) -> Conv2D {
    Conv2D {
        filters,
        kernel_size,
        strides: [1, 1],
        padding: Padding::Valid,
        dilation_rate: [1, 1],
        groups: 1,
        activation: Activation::Linear,
        use_bias: true,
        kernel_initializer: Initializer::GlorotUniform,
        bias_initializer: Initializer::Zeros,
    }
}

fn dense(units: u64) -> Operation {
    Operation::Dense(Dense {
        units,
        activation: Activation::Linear,
        use_bias: true,
        kernel_initializer: Initializer::GlorotUniform,
        bias_initializer: Initializer::Zeros,
    })
}

proptest! {
    #[test]
    fn a_convolution_has_a_value_for_every_place_of_its_window(
        lengths in pair(40),
        channels in 1u64..6,
        size in pair(7),
        strides in pair(5),
        dilation in pair(3),
        filters in 1u64..9,
        padding in padding(),
    ) {
        let conv = Conv2D { strides, dilation_rate: dilation, padding, ..conv2d(filters, size) };
        let input = Shape::known(&[lengths[0], lengths[1], channels]);
        let [height, width] = [0, 1].map(|axis| {
            places(lengths[axis], size[axis], strides[axis], dilation[axis], padding)
        });
        let result = Operation::Conv2D(conv).output_shape(&input);
        if height == 0 || width == 0 {
            let message = result.unwrap_err().message;
            prop_assert!(message.contains(&input.to_string()), "{message}");
        } else {
            prop_assert_eq!(result.unwrap(), Shape::known(&[height, width, filters]));
        }
    }

    #[test]
    fn a_pool_has_a_value_for_every_place_of_its_window(
        lengths in pair(40),
        channels in 1u64..6,
        pool_size in pair(7),
        strides in pair(9),
        padding in padding(),
    ) {
        let activation = Activation::Linear;
        let pooling = MaxPooling2D { pool_size, strides, padding, activation };
        let input = Shape::known(&[lengths[0], lengths[1], channels]);
        let [height, width] = [0, 1].map(|axis| {
            places(lengths[axis], pool_size[axis], strides[axis], 1, padding)
        });
        let result = Operation::MaxPooling2D(pooling).output_shape(&input);
        if height == 0 || width == 0 {
            prop_assert!(result.is_err());
        } else {
            prop_assert_eq!(result.unwrap(), Shape::known(&[height, width, channels]));
        }
    }

    #[test]
    fn an_open_length_stays_open_and_changes_no_other(
        width in 1u64..40,
        size in pair(3),
        padding in padding(),
    ) {
        let conv = Operation::Conv2D(Conv2D { padding, ..conv2d(4, size) });
        let known = conv.output_shape(&Shape::known(&[40, width, 2]));
        let open = conv.output_shape(&Shape(vec![None, Some(width), Some(2)]));
        match (known, open) {
            (Ok(known), Ok(open)) => {
                prop_assert_eq!(open.0[0], None);
                prop_assert_eq!(&open.0[1..], &known.0[1..]);
            }
            (known, open) => prop_assert!(known.is_err() && open.is_err()),
        }
    }

    #[test]
    fn flatten_keeps_every_value(dimensions in prop::collection::vec(1u64..50, 1..6)) {
        let flat = Operation::Flatten.output_shape(&Shape::known(&dimensions)).unwrap();
        prop_assert_eq!(flat, Shape::known(&[dimensions.iter().product()]));
    }

    #[test]
    fn dense_changes_the_last_axis_only(
        dimensions in prop::collection::vec(1u64..50, 1..6),
        units in 1u64..50,
    ) {
        let mut expected = dimensions.clone();
        *expected.last_mut().unwrap() = units;
        let shape = dense(units).output_shape(&Shape::known(&dimensions)).unwrap();
        prop_assert_eq!(shape, Shape::known(&expected));
    }

    /// Sizes near the limit are right or an error, and never wrap around.
    #[test]
    fn what_64_bits_cannot_count_is_an_error(
        dimensions in [any_size(), any_size(), any_size()],
        units in any_size(),
        size in [any_size(), any_size()],
        strides in [any_size(), any_size()],
        dilation_rate in [any_size(), any_size()],
        padding in padding(),
    ) {
        let input = Shape::known(&dimensions);
        let conv = Conv2D { strides, dilation_rate, padding, ..conv2d(units, size) };
        for operation in [Operation::Flatten, dense(units), Operation::Conv2D(conv)] {
            if let Ok(shape) = operation.output_shape(&input) {
                let exact: u128 = shape.0.iter().map(|length| u128::from(length.unwrap())).product();
                prop_assert!(exact <= i64::MAX as u128);
                let parameters = operation.parameters("layer", &input);
                for parameter in parameters {
                    let exact: u128 = parameter.shape.iter().map(|&length| u128::from(length)).product();
                    prop_assert_eq!(exact, u128::from(parameter.count()));
                }
            }
        }
    }
}

#[test]
fn rank_and_channels_are_checked() {
    let conv = Operation::Conv2D(conv2d(4, [3, 3]));
    for input in [vec![28], vec![28, 28], vec![28, 28, 1, 1]] {
        assert!(conv.output_shape(&Shape::known(&input)).is_err());
    }
    let grouped = Operation::Conv2D(Conv2D {
        groups: 2,
        ..conv2d(4, [3, 3])
    });
    assert!(grouped.output_shape(&Shape::known(&[8, 8, 3])).is_err());
    assert!(grouped.output_shape(&Shape::known(&[8, 8, 4])).is_ok());
    assert_eq!(
        grouped.parameters("conv2d", &Shape::known(&[8, 8, 4]))[0].shape,
        [3, 3, 2, 4]
    );
}
