/// 1 where a key is at most so many steps behind a query, and so many ahead; -1 is any number.
fn band_mask(graph: &Rc<Graph>, size: [i64; 2], behind: i64, ahead: i64) -> Value {
    let places = (0..size[0]).flat_map(|query| (0..size[1]).map(move |key| key - query));
    let allowed = |step: i64| (behind < 0 || -step <= behind) && (ahead < 0 || step <= ahead);
    let mask: Vec<f64> = places
        .map(|step| if allowed(step) { 1.0 } else { 0.0 })
        .collect();
    graph.numbers(&mask).reshape(&size)
}
