// A product of float matrices that is too small for the BLAS to share out well: every processor multiplies rows of its own.
#include "internal.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/LegacyTypeDispatch.h>

#include <algorithm>
#include <vector>

using at::Tensor;
using namespace cogspace;

int cs_linear(cs_tensor x_, cs_tensor weight_, cs_tensor bias_, cs_tensor* out) {
  *out = nullptr;
  return run([&] {
    Tensor x = borrow(x_), weight = borrow(weight_), bias = borrow(bias_);
    if (!is_plain(x) || !is_plain(weight) || x.scalar_type() != at::kFloat || weight.scalar_type() != at::kFloat || weight.dim() != 2 ||
        !x.is_contiguous() || x.dim() < 1 || x.size(-1) != weight.size(1) ||
        (bias.defined() && (!is_plain(bias) || bias.scalar_type() != at::kFloat || bias.dim() != 1 || bias.size(0) != weight.size(0))))
      return;
    int64_t inputs = weight.size(1), outputs = weight.size(0);
    std::vector<int64_t> size = x.sizes().vec();
    size.back() = outputs;
    Tensor y = at::empty(size, x.options()), rows = x.view({-1, inputs}), results = y.view({-1, outputs});
    constexpr int64_t kMultiplications = 1 << 21;   // multiplications from which on a second thread pays
    at::parallel_for(0, rows.size(0), std::max<int64_t>(kMultiplications / (inputs * outputs), 16), [&](int64_t begin, int64_t end) {
      at::AutoDispatchBelowADInplaceOrView no_gradients;   // and no notice of the caller's inference mode
      Tensor from = rows.narrow(0, begin, end - begin), to = results.narrow(0, begin, end - begin);
      if (bias.defined()) at::addmm_out(to, bias, from, weight.t());
      else at::mm_out(to, from, weight.t());
    });
    *out = y.unsafeReleaseTensorImpl();
  });
}
