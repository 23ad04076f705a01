// What the source files of this library share: handles and errors.
#pragma once
#include "binding.h"

#include <ATen/core/Tensor.h>
#include <ATen/core/grad_mode.h>
#include <c10/util/Exception.h>

#include <string>

namespace cogspace {

extern thread_local std::string last_error;

inline void fail(const char* what) noexcept {
  try { last_error.assign(what); } catch (...) {}
}

// Runs f and answers with its result; on any exception remembers the text and answers with `bad`.
template <class R, class F>
R guard(R bad, F&& f) noexcept {
  try { return f(); }
  catch (const c10::Error& e) { fail(e.what_without_backtrace()); }
  catch (const std::exception& e) { fail(e.what()); }
  catch (...) { fail("unknown C++ exception"); }
  return bad;
}

template <class F>
int run(F&& f) noexcept { return guard(-1, [&] { f(); return 0; }); }

// A handle is libtorch's own tensor object, holding one reference: no wrapper is allocated for a tensor.
inline at::Tensor borrow(const void* handle) {
  if (!handle) return at::Tensor();
  return at::Tensor(c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim_copy(
      static_cast<c10::TensorImpl*>(const_cast<void*>(handle))));
}

constexpr int64_t kGrain = 1 << 14;   // numbers from which on a second thread pays

// On the CPU, not empty, and nobody asks for gradients.
inline bool is_plain(const at::Tensor& t) {
  return t.device().is_cpu() && t.numel() > 0 && !(t.requires_grad() && at::GradMode::is_enabled());
}

}  // namespace cogspace
