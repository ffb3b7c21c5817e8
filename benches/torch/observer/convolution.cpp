// The gradients of a convolution, which tch does not offer on their own.

#include <array>
#include <cstdint>

#include <ATen/ATen.h>

// The gradient by the input, or by the kernel, of a convolution without padding. The caller owns the
// result; none where libtorch refuses.
extern "C" at::Tensor* neural_bench_convolution_backward(
    const at::Tensor* gradient, const at::Tensor* input, const at::Tensor* kernel, const int64_t* strides,
    const int64_t* dilation, int64_t groups, bool by_input) {
    try {
        const std::array<int64_t, 2> none = {0, 0};
        auto gradients = at::convolution_backward(
            *gradient, *input, *kernel, at::OptionalIntArrayRef(), at::IntArrayRef(strides, 2), none,
            at::IntArrayRef(dilation, 2), /*transposed=*/false, none, groups, {by_input, !by_input, false});
        return new at::Tensor(by_input ? std::get<0>(gradients) : std::get<1>(gradients));
    } catch (...) {
        return nullptr;
    }
}
