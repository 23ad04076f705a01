// See binding.h.
#include "internal.h"

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <c10/core/impl/VirtualGuardImpl.h>
#include <c10/util/ThreadLocalDebugInfo.h>
#include <torch/csrc/api/include/torch/version.h>

#include <mutex>
#include <unordered_map>

using at::Tensor;
using namespace cogspace;
using c10::IValue;
using c10::TensorImpl;
using c10::TypeKind;

namespace {

cs_tensor give(Tensor&& t) { return t.defined() ? t.unsafeReleaseTensorImpl() : nullptr; }
const TensorImpl* impl(cs_tensor t) { return static_cast<TensorImpl*>(t); }

at::Generator borrow_generator(const void* g) {
  return at::Generator(c10::intrusive_ptr<c10::GeneratorImpl>::reclaim_copy(
      static_cast<c10::GeneratorImpl*>(const_cast<void*>(g))));
}

c10::Device device(int type, int index) {
  return c10::Device(static_cast<c10::DeviceType>(type), static_cast<c10::DeviceIndex>(index));
}

// ---- operators: what each argument of a schema takes, worked out once

enum class Kind : uint8_t { Any, Tensor, Float, Ints, Floats, Tensors, OptionalTensors };

struct Argument {
  Kind kind;
  bool optional, has_default;
  int32_t fixed_size;  // 3 for int[3]: one number then stands for three
  IValue default_value;
};

struct Operator {
  c10::OperatorHandle handle;
  std::string name;
  std::vector<Argument> arguments;
};

Kind kind_of_list(TypeKind element) {
  switch (element) {
    case TypeKind::TensorType: return Kind::Tensors;
    case TypeKind::OptionalType: return Kind::OptionalTensors;
    case TypeKind::FloatType: return Kind::Floats;
    case TypeKind::IntType: case TypeKind::SymIntType: return Kind::Ints;
    default: return Kind::Any;
  }
}

Argument describe(const c10::Argument& a) {
  c10::TypePtr type = a.type();
  bool optional = type->kind() == TypeKind::OptionalType;
  if (optional) type = type->expectRef<c10::OptionalType>().getElementType();
  Kind kind = Kind::Any;
  if (type->kind() == TypeKind::TensorType) kind = Kind::Tensor;
  else if (type->kind() == TypeKind::FloatType) kind = Kind::Float;
  else if (type->kind() == TypeKind::ListType)
    kind = kind_of_list(type->expectRef<c10::ListType>().getElementType()->kind());
  bool has_default = a.default_value().has_value();
  return Argument{kind, optional, has_default, a.N() ? *a.N() : 0, has_default ? *a.default_value() : IValue()};
}

std::mutex operators_mutex;
std::unordered_map<std::string, std::unique_ptr<Operator>> operators;
thread_local c10::Stack stack_memory;  // kept from call to call, so that a call allocates nothing

[[noreturn]] void reject(const Operator& op, size_t i, const char* why) {
  std::string name = i < op.arguments.size() ? " '" + op.handle.schema().arguments()[i].name() + "'" : "";
  throw std::invalid_argument(op.name + ": argument " + std::to_string(i) + name + " " + why);
}

template <class T, class P>
IValue list_of(const P* p, int n, int step = 1) {
  c10::List<T> list;
  list.reserve(n);
  for (int i = 0; i < n; i++) list.push_back(static_cast<T>(p[i * step]));
  return IValue(std::move(list));
}

template <class T>
void push_number(c10::Stack& stack, const Operator& op, size_t i, T v) {
  const Argument& a = op.arguments[i];
  int n = a.fixed_size ? a.fixed_size : 1;
  switch (a.kind) {
    case Kind::Any: stack.emplace_back(v); return;
    case Kind::Float: stack.emplace_back(static_cast<double>(v)); return;
    case Kind::Ints: stack.emplace_back(list_of<int64_t>(&v, n, 0)); return;
    case Kind::Floats: stack.emplace_back(list_of<double>(&v, n, 0)); return;
    case Kind::Tensor: {
      // As python does it: a 0-dim tensor that does not decide the dtype of the result as a real tensor would.
      Tensor t = at::scalar_to_tensor(at::Scalar(v));
      t.unsafeGetTensorImpl()->set_wrapped_number(true);
      stack.emplace_back(std::move(t));
      return;
    }
    default: reject(op, i, "does not take a number");
  }
}

void push_tensors(c10::Stack& stack, const Operator& op, size_t i, const cs_value& v) {
  auto handles = static_cast<const cs_tensor*>(v.p);
  if (op.arguments[i].kind == Kind::Tensors) {
    c10::List<Tensor> list;
    list.reserve(v.count);
    for (int k = 0; k < v.count; k++) list.push_back(borrow(handles[k]));
    stack.emplace_back(std::move(list));
  } else if (op.arguments[i].kind == Kind::OptionalTensors) {
    c10::List<c10::optional<Tensor>> list;
    list.reserve(v.count);
    for (int k = 0; k < v.count; k++)
      list.push_back(handles[k] ? c10::optional<Tensor>(borrow(handles[k])) : c10::nullopt);
    stack.emplace_back(std::move(list));
  } else {
    reject(op, i, "does not take a list of tensors");
  }
}

void push(c10::Stack& stack, const Operator& op, size_t i, const cs_value& v) {
  const Argument& a = op.arguments[i];
  switch (v.tag) {
    case CS_TENSOR:
      if (a.kind != Kind::Tensor) reject(op, i, "does not take a tensor");
      if (!v.p && a.optional) stack.emplace_back();
      else stack.emplace_back(borrow(v.p));
      return;
    case CS_DEFAULT:
      if (a.has_default) stack.push_back(a.default_value);
      else if (a.optional) stack.emplace_back();
      else reject(op, i, "has no default");
      return;
    case CS_NONE:
      if (!a.optional) reject(op, i, "cannot be None");
      stack.emplace_back();
      return;
    case CS_INT: push_number<int64_t>(stack, op, i, v.i); return;
    case CS_DOUBLE: push_number<double>(stack, op, i, v.d); return;
    case CS_BOOL: push_number<bool>(stack, op, i, v.i != 0); return;
    case CS_STRING: stack.emplace_back(std::string(static_cast<const char*>(v.p), v.count)); return;
    case CS_INTS:
      if (a.kind == Kind::Ints) stack.emplace_back(list_of<int64_t>(static_cast<const int64_t*>(v.p), v.count));
      else if (a.kind == Kind::Floats) stack.emplace_back(list_of<double>(static_cast<const int64_t*>(v.p), v.count));
      else reject(op, i, "does not take a list of integers");
      return;
    case CS_DOUBLES:
      if (a.kind != Kind::Floats) reject(op, i, "does not take a list of numbers");
      stack.emplace_back(list_of<double>(static_cast<const double*>(v.p), v.count));
      return;
    case CS_TENSORS: push_tensors(stack, op, i, v); return;
    case CS_DEVICE: stack.emplace_back(device(static_cast<int>(v.i), v.count)); return;
    case CS_GENERATOR:
      if (v.p) stack.emplace_back(borrow_generator(v.p));
      else stack.emplace_back();
      return;
    default: reject(op, i, "has an unknown tag");
  }
}

void* allocate(size_t bytes) {
  if (void* p = malloc(std::max<size_t>(bytes, 1))) return p;
  throw std::bad_alloc();
}

void give_value(IValue&& v, cs_value& out) {
  out = cs_value{};
  if (v.isTensor()) {
    out.tag = CS_TENSOR;
    out.p = give(std::move(v).toTensor());
  } else if (v.isNone()) {
    out.tag = CS_NONE;
  } else if (v.isInt()) {
    out.tag = CS_INT;
    out.i = v.toInt();
  } else if (v.isDouble()) {
    out.tag = CS_DOUBLE;
    out.d = v.toDouble();
  } else if (v.isBool()) {
    out.tag = CS_BOOL;
    out.i = v.toBool();
  } else if (v.isTensorList()) {
    auto list = v.toTensorList();
    auto handles = static_cast<cs_tensor*>(allocate(list.size() * sizeof(cs_tensor)));
    for (size_t i = 0; i < list.size(); i++) handles[i] = give(Tensor(list[i]));
    out.tag = CS_TENSORS;
    out.count = static_cast<int32_t>(list.size());
    out.p = handles;
  } else {
    throw std::invalid_argument("a result of type " + v.tagKind() + " cannot be handed out");
  }
}

// ---- memory

// CUDA's allocator reports totals that hold for the whole process; the CPU's knows only the blocks made while it was
// watched, so those are summed here. Blocks freed by a thread that does not watch stay counted.
struct Tracker : c10::MemoryReportingInfoBase {
  std::mutex mutex;
  cs_memory counts[64] = {};

  void note(int64_t size, int64_t total, c10::Device d) {
    std::lock_guard<std::mutex> lock(mutex);
    cs_memory& c = counts[static_cast<int>(d.type()) & 63];
    c.allocated = d.is_cpu() ? c.allocated + size : total;
    c.peak = std::max(c.peak, c.allocated);
  }
  // The totals are signed in 1.13 and unsigned in 2.x: one of the two overrides, the other is never called.
  void reportMemoryUsage(void*, int64_t size, int64_t total, int64_t, c10::Device d) { note(size, total, d); }
  void reportMemoryUsage(void*, int64_t size, size_t total, size_t, c10::Device d) {
    note(size, static_cast<int64_t>(total), d);
  }
  bool memoryProfilingEnabled() const override { return true; }
};
const std::shared_ptr<Tracker>& tracker() {
  static auto t = std::make_shared<Tracker>();
  return t;
}

const c10::impl::DeviceGuardImplInterface* device_functions(int type) {
  return c10::impl::getDeviceGuardImpl(static_cast<c10::DeviceType>(type));
}

int copy_list(at::IntArrayRef list, int64_t* out, int capacity) {
  std::copy_n(list.begin(), std::min<size_t>(list.size(), capacity), out);
  return static_cast<int>(list.size());
}

}  // namespace

thread_local std::string cogspace::last_error;

const char* cs_version() { return TORCH_VERSION; }
const char* cs_error() { return last_error.c_str(); }
void cs_free_buffer(const void* p) { free(const_cast<void*>(p)); }

cs_operator cs_find_operator(const char* name, const char* overload) {
  return guard<cs_operator>(nullptr, [&]() -> cs_operator {
    std::string key = std::string(name) + "." + overload;
    std::lock_guard<std::mutex> lock(operators_mutex);
    auto known = operators.find(key);
    if (known != operators.end()) return known->second.get();
    auto found = c10::Dispatcher::singleton().findSchema({name, overload});  // not findSchemaOrThrow: throwing costs 4 ms
    if (!found) {
      fail(("this libtorch has no operator " + key).c_str());
      return nullptr;
    }
    std::unique_ptr<Operator> op(new Operator{*found, key, {}});
    for (const auto& a : found->schema().arguments()) op->arguments.push_back(describe(a));
    return operators.emplace(key, std::move(op)).first->second.get();
  });
}

int cs_call(cs_operator handle, const cs_value* arguments, int count, cs_value* results, int max_results) {
  const Operator& op = *static_cast<Operator*>(handle);
  c10::Stack stack;
  stack.swap(stack_memory);
  int got = guard(-1, [&] {
    size_t n = op.arguments.size();
    if (static_cast<size_t>(count) > n) reject(op, n, "is one too many");
    static const cs_value omitted{};
    stack.reserve(n);
    for (size_t i = 0; i < n; i++) push(stack, op, i, i < static_cast<size_t>(count) ? arguments[i] : omitted);
    op.handle.callBoxed(&stack);
    int made = static_cast<int>(stack.size());
    for (int i = 0; i < made && i < max_results; i++) give_value(std::move(stack[i]), results[i]);
    return made;
  });
  stack.clear();
  stack.swap(stack_memory);
  return got;
}

cs_tensor cs_tensor_retain(cs_tensor t) {
  c10::raw::intrusive_ptr::incref(static_cast<TensorImpl*>(t));
  return t;
}
void cs_tensor_free(cs_tensor t) {
  if (t) c10::raw::intrusive_ptr::decref(static_cast<TensorImpl*>(t));
}
int cs_tensor_dtype(cs_tensor t) { return static_cast<int>(c10::typeMetaToScalarType(impl(t)->dtype())); }
int64_t cs_tensor_numel(cs_tensor t) { return guard<int64_t>(-1, [&]() -> int64_t { return impl(t)->numel(); }); }
int64_t cs_tensor_item_size(cs_tensor t) { return static_cast<int64_t>(impl(t)->itemsize()); }
int cs_tensor_device(cs_tensor t, int* index) {
  return guard(-1, [&] {
    c10::Device d = impl(t)->device();
    *index = d.index();
    return static_cast<int>(d.type());
  });
}
int cs_tensor_sizes(cs_tensor t, int64_t* out, int capacity) {
  return guard(-1, [&] { return copy_list(impl(t)->sizes(), out, capacity); });
}
int cs_tensor_strides(cs_tensor t, int64_t* out, int capacity) {
  return guard(-1, [&] { return copy_list(impl(t)->strides(), out, capacity); });
}
int cs_tensor_is_contiguous(cs_tensor t) {
  return guard(-1, [&] { return borrow(t).is_contiguous() ? 1 : 0; });
}
void* cs_tensor_data(cs_tensor t) {
  return guard<void*>(nullptr, [&] { return borrow(t).data_ptr(); });
}

cs_generator cs_generator_new(int type, int index, uint64_t seed) {
  return guard<cs_generator>(nullptr, [&] {
    // On other devices a clone of the default generator, which needs none of the device's own headers.
    auto g = type == 0 ? at::detail::createCPUGenerator(seed)
                       : at::globalContext().defaultGenerator(device(type, index)).clone();
    g.set_current_seed(seed);
    return g.unsafeReleaseGeneratorImpl();
  });
}
cs_generator cs_generator_default(int type, int index) {
  return guard<cs_generator>(nullptr, [&] {
    return at::Generator(at::globalContext().defaultGenerator(device(type, index))).unsafeReleaseGeneratorImpl();
  });
}
int cs_generator_seed(cs_generator g, uint64_t seed) {
  return run([&] {
    auto x = borrow_generator(g);
    std::lock_guard<std::mutex> lock(x.mutex());
    x.set_current_seed(seed);
  });
}
int64_t cs_generator_initial_seed(cs_generator g) {
  return guard<int64_t>(-1, [&] {
    auto x = borrow_generator(g);
    std::lock_guard<std::mutex> lock(x.mutex());
    return static_cast<int64_t>(x.current_seed());
  });
}
cs_tensor cs_generator_state(cs_generator g) {
  return guard<cs_tensor>(nullptr, [&] {
    auto x = borrow_generator(g);
    std::lock_guard<std::mutex> lock(x.mutex());
    return give(x.get_state());
  });
}
int cs_generator_set_state(cs_generator g, cs_tensor state) {
  return run([&] {
    auto x = borrow_generator(g);
    std::lock_guard<std::mutex> lock(x.mutex());
    x.set_state(borrow(state));
  });
}
void cs_generator_free(cs_generator g) {
  if (g) c10::raw::intrusive_ptr::decref(static_cast<c10::GeneratorImpl*>(g));
}

int cs_get_num_threads() { return at::get_num_threads(); }
int cs_set_num_threads(int n) { return run([&] { at::set_num_threads(n); }); }
int cs_device_count(int type) {
  return guard(0, [&]() -> int {
    if (type == 1 && !at::globalContext().hasCUDA()) return 0;
    return device_functions(type)->deviceCount();
  });
}

int cs_get_tf32(int what) {
  return guard(-1, [&]() -> int {
    return what == CS_PRODUCTS ? at::globalContext().allowTF32CuBLAS() : at::globalContext().allowTF32CuDNN();
  });
}
int cs_set_tf32(int what, int allowed) {
  return run([&] {
    if (what == CS_PRODUCTS) at::globalContext().setAllowTF32CuBLAS(allowed != 0);
    else at::globalContext().setAllowTF32CuDNN(allowed != 0);
  });
}

int cs_memory_track(int on) {
  return run([&] {
    if (on) c10::ThreadLocalDebugInfo::_push(c10::DebugInfoKind::PROFILER_STATE, tracker());
    else c10::ThreadLocalDebugInfo::_pop(c10::DebugInfoKind::PROFILER_STATE);
  });
}
int cs_memory_tracked(int type, int reset_peak, cs_memory* out) {
  return run([&] {
    std::lock_guard<std::mutex> lock(tracker()->mutex);
    cs_memory& c = tracker()->counts[type & 63];
    *out = c;
    if (reset_peak) c.peak = c.allocated;
  });
}
