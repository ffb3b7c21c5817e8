/// Images `(batch, height, width, channels)` so many times as high and wide, interpolated.
fn resize(xs: &Tensor, times: [i64; 2], cubic: bool) -> Tensor {
    let xs = channels_first(xs);
    let (height, width) = (xs.size()[2] * times[0], xs.size()[3] * times[1]);
    let ys = if cubic {
        xs.upsample_bicubic2d([height, width], false, None, None)
    } else {
        xs.upsample_bilinear2d([height, width], false, None, None)
    };
    channels_last(&ys)
}
