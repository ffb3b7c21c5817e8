/// The product of two values summed over an axis of each; vectors along these axes may have norm 1.
fn contract(a: &Tensor, b: &Tensor, axes: [i64; 2], normalize: bool) -> Tensor {
    let unit = |xs: &Tensor, axis: i64| {
        let squares = xs.square().sum_dim_intlist(axis, true, None::<Kind>);
        xs * squares.clamp_min(1e-12).rsqrt()
    };
    let [a, b] = if normalize {
        [unit(a, axes[0]), unit(b, axes[1])]
    } else {
        [a.shallow_clone(), b.shallow_clone()]
    };
    let letters = |count: usize, from: u8, axis: i64| -> String {
        let letter = |it: usize| match it as i64 {
            0 => 'a',
            it if it == axis => 'z',
            it => char::from(from + it as u8),
        };
        (0..count).map(letter).collect()
    };
    let (left, right) = (
        letters(a.dim(), b'a', axes[0]),
        letters(b.dim(), b'k', axes[1]),
    );
    let kept = left.replace('z', "") + &right[1..].replace('z', "");
    let product = Tensor::einsum(&format!("{left},{right}->{kept}"), &[&a, &b], None::<i64>);
    if product.dim() == 1 {
        product.unsqueeze(1)
    } else {
        product
    }
}
