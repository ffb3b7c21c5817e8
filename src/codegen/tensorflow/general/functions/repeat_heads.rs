/// Each head so many times: `(batch, heads, …)`.
fn repeat_heads(xs: &Value, times: i64) -> Value {
    let heads = (0..xs.size(1)).flat_map(|head| (0..times).map(move |_| head));
    let heads: Vec<Value> = heads.map(|head| xs.narrow(1, head, 1)).collect();
    concat(&heads.iter().collect::<Vec<_>>(), 1)
}
