/// `xs · kernel + bias` on the last axis.
fn dot(xs: &Value, kernel: &Value, bias: Option<&Value>) -> Value {
    add_bias(xs.matmul(kernel), bias)
}
