//! Why no program has what a file asks for.

/// Why a program does not have what is asked for by this name, and what to do about it; `None` where the message
/// says it all.
pub(super) fn reason(name: &str) -> Option<String> {
    let reason = match name {
        "use_ema" | "ema_momentum" | "ema_overwrite_frequency" => {
            "a program holds one set of weights, those of the last step"
        }
        "loss_scale_factor" => "only the gradients of 16 bits need it, and a program has none",
        "mixed_precision" | "dtype" => {
            "a program computes in one precision throughout: `neural compile --dtype`"
        }
        "gradient_accumulation_steps" => {
            "a step of a program is one batch: a larger `batch_size` has the same gradients"
        }
        "save_path" => "a program writes no files: what calls it has its weights",
        "callbacks" | "early_stopping_patience" => {
            "what calls a program calls each epoch, and stops when it likes"
        }
        "reduce_lr_patience" => {
            "a rate follows steps, not losses: give a schedule, `learning_rate: ExponentialDecay(…)`"
        }
        "strategy" | "device" | "@" => "what calls a program says where it runs",
        "gradient_checkpointing" => "a program keeps all that its backward pass needs",
        "search_method" | "num_trials" => "a program is one point of a search, not the search",
        "reduction" => {
            "a step takes the gradient of one number: `\"sum_over_batch_size\"` or `\"sum\"`"
        }
        "time_major" => "steps stand behind the batch: `(batch, steps, features)`",
        "lora_rank" => "a kernel is trained as a whole, or with `trainable=false` not at all",
        "weights" => {
            "weights come from training, or from what calls the program, not from the file"
        }
        "d_model" | "max_len" | "input_length" => "what the layer takes has another size",
        "axis" => "classes and features are the last axis",
        "dropout" => "give it to the layer inside, or to a `Dropout`",
        "unit_forget_bias" => "it has no gate that forgets",
        "bleu" | "iou" | "mean_iou" => {
            "it needs numbers that the language has no word for: compute it from what `predict` gives"
        }
        _ => return None,
    };
    Some(reason.to_owned())
}
