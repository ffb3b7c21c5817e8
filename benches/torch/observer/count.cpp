// Counts the operators that libtorch executes, those that other operators call included.

#include <atomic>
#include <cstdint>
#include <memory>

#include <ATen/record_function.h>

namespace {

std::atomic<int64_t> count = 0;

std::unique_ptr<at::ObserverContext> add(const at::RecordFunction&) {
    count += 1;
    return nullptr;
}

at::CallbackHandle handle;

}  // namespace

// Begins to count, from zero.
extern "C" void neural_bench_count_start() {
    count = 0;
    handle = at::addGlobalCallback(at::RecordFunctionCallback(add).scopes({at::RecordScope::FUNCTION}));
}

// Ends it; the number of operators since the start.
extern "C" int64_t neural_bench_count_stop() {
    at::removeCallback(handle);
    return count;
}
