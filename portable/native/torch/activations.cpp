// SiLU and GELU on the CPU, in float and bfloat16: libtorch 1.x computes them number by number in bfloat16, and half as fast in float.
#include "internal.h"
#include "vectors.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

using at::Tensor;
using namespace cogspace;

#if defined(__x86_64__)

namespace {

constexpr float kLog2e = 1.44269504f;

// x / (1 + 2^-t); beyond the limits nothing changes any more, and what is no number stays none.
CS_AVX512 inline __m512 gated(__m512 x, __m512 t) {
  t = _mm512_min_ps(_mm512_set1_ps(200), _mm512_max_ps(_mm512_set1_ps(-200), t));
  return _mm512_div_ps(x, _mm512_add_ps(_mm512_set1_ps(1), exp2(_mm512_sub_ps(_mm512_setzero_ps(), t))));
}

template <class T>
CS_AVX512 void silu(const T* x, T* y, int64_t n) {
  for (int64_t i = 0; i < n; i += 16) {
    __m512 v = load(x + i, first(n - i));
    store(y + i, first(n - i), gated(v, _mm512_mul_ps(v, _mm512_set1_ps(kLog2e))));
  }
}

// x (1 + tanh u) / 2 = x / (1 + exp(-2u)) with u = sqrt(2 / pi) (x + 0.044715 x^3)
template <class T>
CS_AVX512 void gelu(const T* x, T* y, int64_t n) {
  const float slope = 2 * 0.797884561f * kLog2e;
  for (int64_t i = 0; i < n; i += 16) {
    __m512 v = load(x + i, first(n - i));
    __m512 bend = _mm512_fmadd_ps(_mm512_mul_ps(v, v), _mm512_set1_ps(0.044715f * slope), _mm512_set1_ps(slope));
    store(y + i, first(n - i), gated(v, _mm512_mul_ps(v, bend)));
  }
}

template <class T>
void activate(int kind, const Tensor& x, Tensor& y) {
  const T* from = static_cast<const T*>(x.data_ptr());
  T* to = static_cast<T*>(y.data_ptr());
  at::parallel_for(0, x.numel(), kGrain, [&](int64_t begin, int64_t end) {
    (kind == CS_GELU_TANH ? gelu<T> : silu<T>)(from + begin, to + begin, end - begin);
  });
}

}  // namespace

int cs_activation(int kind, cs_tensor x_, cs_tensor* out) {
  *out = nullptr;
  return run([&] {
    Tensor x = borrow(x_);
    bool narrow = x.scalar_type() == at::kBFloat16;
    if (!has_avx512() || !is_plain(x) || (!narrow && x.scalar_type() != at::kFloat) || !x.is_non_overlapping_and_dense()) return;
    Tensor y = at::empty_like(x);   // in the same order
    narrow ? activate<at::BFloat16>(kind, x, y) : activate<float>(kind, x, y);
    *out = y.unsafeReleaseTensorImpl();
  });
}

#else

int cs_activation(int, cs_tensor, cs_tensor* out) { *out = nullptr; return 0; }

#endif
