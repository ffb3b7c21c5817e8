/// `xs · kernel + bias` on the last axis.
fn dot(xs: &Tensor, kernel: &Tensor, bias: Option<&Tensor>) -> Tensor {
    add_bias(xs.matmul(kernel), bias)
}
