//! Initial weights that every program can be given.

use neural_dsl::network::{Initializer, Network};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::program::Weights;

/// Weights drawn by the network's initialisers, in the language's layout and in the order of
/// [`Network::parameters`]. The same network and seed give the same weights on every machine.
pub fn initial_weights(network: &Network, seed: i64) -> Vec<Weights> {
    let mut random = ChaCha8Rng::seed_from_u64(seed.cast_unsigned());
    network
        .parameters()
        .into_iter()
        .map(|parameter| {
            let count = parameter.count() as usize;
            let values = match parameter.initializer {
                Initializer::Zeros => vec![0.0; count],
                Initializer::Ones => vec![1.0; count],
                Initializer::GlorotUniform => {
                    let (fan_in, fan_out) = parameter.fans();
                    let limit = (6.0 / (fan_in + fan_out) as f32).sqrt();
                    (0..count)
                        .map(|_| random.random_range(-limit..limit))
                        .collect()
                }
                other => unreachable!("code generation refuses {other:?}"),
            };
            Weights {
                name: parameter.name,
                shape: parameter.shape.iter().map(|&n| n as usize).collect(),
                values,
            }
        })
        .collect()
}
