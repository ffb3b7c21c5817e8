// Writes every operator that libtorch executes to standard output, one line each, in libtorch's own
// names: `torch_operator aten::mm(Float[128, 784], Float[784, 128]{1, 784})`.
//
// Nested operators are written, too: what `aten::linear` calls says more than `aten::linear`. Of the
// backward pass the nodes of the graph are written beside the operators that they call.

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>

#include <ATen/core/ivalue.h>
#include <ATen/record_function.h>

namespace {

std::string list(c10::ArrayRef<int64_t> numbers, char open, char close) {
    std::string text(1, open);
    for (size_t at = 0; at < numbers.size(); ++at) {
        text += (at ? ", " : "") + std::to_string(numbers[at]);
    }
    return text + close;
}

// Type and sizes; strides where the elements do not lie in the order of the sizes.
std::string describe(const at::Tensor& tensor) {
    if (!tensor.defined()) {
        return "none";
    }
    std::string text = c10::toString(tensor.scalar_type());
    text += list(tensor.sizes(), '[', ']');
    if (tensor.layout() == at::kStrided && !tensor.is_contiguous()) {
        text += list(tensor.strides(), '{', '}');
    }
    return text;
}

// Of a number that is not whole, its kind only: another step size is the same work.
std::string describe(const c10::IValue& value) {
    if (value.isTensor()) {
        return describe(value.toTensor());
    }
    if (value.isInt()) {
        return std::to_string(value.toInt());
    }
    if (value.isBool()) {
        return value.toBool() ? "true" : "false";
    }
    if (value.isIntList()) {
        return list(value.toIntVector(), '(', ')');
    }
    if (value.isTensorList()) {
        std::string text = "(";
        const char* comma = "";
        for (const at::Tensor& tensor : value.toTensorVector()) {
            text += comma + describe(tensor);
            comma = ", ";
        }
        return text + ")";
    }
    return value.isNone() ? "none" : value.tagKind();
}

std::unique_ptr<at::ObserverContext> write(const at::RecordFunction& function) {
    std::string line = std::string("torch_operator ") + function.name();
    const std::string overload = function.overload_name();
    if (!overload.empty()) {
        line += "." + overload;
    }
    line += "(";
    const char* comma = "";
    for (const c10::IValue& input : function.inputs()) {
        line += comma + describe(input);
        comma = ", ";
    }
    line += ")\n";
    std::fwrite(line.data(), 1, line.size(), stdout);
    return nullptr;
}

at::CallbackHandle handle;
bool observing = false;

}  // namespace

// Every operator from now on is written, whatever thread it runs on.
extern "C" void neural_bench_observer_start() {
    if (observing) {
        return;
    }
    handle = at::addGlobalCallback(
        at::RecordFunctionCallback(write).needsInputs(true).scopes(
            {at::RecordScope::FUNCTION, at::RecordScope::BACKWARD_FUNCTION}));
    observing = true;
}

// No operator is written any more.
extern "C" void neural_bench_observer_stop() {
    if (observing) {
        at::removeCallback(handle);
        observing = false;
    }
}
