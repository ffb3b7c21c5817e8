//! What attention and transformers learn.

use super::weights::{Weights, channels};
use super::{Layer, LayerType};
use crate::network::{Initializer, Shape};

impl Layer {
    pub(super) fn attention(&self, weights: &mut Weights, inputs: &[&Shape]) {
        let (query, value) = (
            channels(inputs[0]),
            channels(inputs.get(1).unwrap_or(&inputs[0])),
        );
        let key = channels(inputs.get(2).or(inputs.get(1)).unwrap_or(&inputs[0]));
        let heads = self.count("num_heads").unwrap_or(1);
        // Left out, the heads share the width of the query.
        let key_dim = self
            .count("key_dim")
            .unwrap_or((query / heads.max(1)).max(1));
        let value_dim = self.count("value_dim").unwrap_or(key_dim);
        let out = match self.integers("output_shape").as_deref() {
            Some([size]) => u64::try_from(*size).unwrap_or(query),
            _ => query,
        };
        let kernel = self.initializer("kernel_initializer");
        for (part, size, dim) in [
            ("query", query, key_dim),
            ("key", key, key_dim),
            ("gate", query, value_dim),
            ("value", value, value_dim),
        ] {
            if part == "gate" && !self.flag("use_gate") {
                continue;
            }
            weights.add(&[part, "/kernel"].concat(), vec![size, heads, dim], kernel);
            self.bias(weights, &[part, "/bias"].concat(), vec![heads, dim]);
        }
        weights.add(
            "attention_output/kernel",
            vec![heads, value_dim, out],
            kernel,
        );
        self.bias(weights, "attention_output/bias", vec![out]);
    }

    pub(super) fn grouped_attention(&self, weights: &mut Weights, inputs: &[&Shape]) {
        let last = channels(inputs[0]);
        let dim = self.count("head_dim").unwrap_or(1);
        let heads = self.count("num_query_heads").unwrap_or(1);
        let shared = self.count("num_key_value_heads").unwrap_or(1);
        let kernel = self.initializer("kernel_initializer");
        for (part, heads) in [("query", heads), ("key", shared), ("value", shared)] {
            weights.add(&[part, "/kernel"].concat(), vec![last, heads, dim], kernel);
            self.bias(weights, &[part, "/bias"].concat(), vec![heads, dim]);
        }
        weights.add("attention_output/kernel", vec![heads, dim, last], kernel);
        self.bias(weights, "attention_output/bias", vec![last]);
    }

    pub(super) fn transformer(&self, weights: &mut Weights, inputs: &[&Shape]) {
        let model = channels(inputs[0]);
        let hidden = self.count("ff_dim").unwrap_or(1);
        let mut attentions = vec![("attention", model)];
        if let (LayerType::TransformerDecoder, Some(second)) = (self.kind, inputs.get(1)) {
            attentions.push(("cross_attention", channels(second)));
        }
        let heads = self.count("num_heads").unwrap_or(1);
        let dim = (model / heads.max(1)).max(1);
        for (part, memory) in attentions {
            for (role, size) in [("query", model), ("key", memory), ("value", memory)] {
                let part = [part, "/", role].concat();
                weights.add(
                    &[&part, "/kernel"].concat(),
                    vec![size, heads, dim],
                    Initializer::GlorotUniform,
                );
                weights.add(
                    &[&part, "/bias"].concat(),
                    vec![heads, dim],
                    Initializer::Zeros,
                );
            }
            let out = [part, "/attention_output"].concat();
            weights.add(
                &[&out, "/kernel"].concat(),
                vec![heads, dim, model],
                Initializer::GlorotUniform,
            );
            weights.add(&[&out, "/bias"].concat(), vec![model], Initializer::Zeros);
            weights.add(
                &[part, "_norm/gamma"].concat(),
                vec![model],
                Initializer::Ones,
            );
            weights.add(
                &[part, "_norm/beta"].concat(),
                vec![model],
                Initializer::Zeros,
            );
        }
        weights.kernel("intermediate/kernel", vec![model, hidden], true);
        weights.kernel("output/kernel", vec![hidden, model], true);
        weights.add("feedforward_norm/gamma", vec![model], Initializer::Ones);
        weights.add("feedforward_norm/beta", vec![model], Initializer::Zeros);
    }
}
