// Norms in bfloat16 on the CPU, for libtorch 1.x, whose own go number by number. Sums and what is computed lie in float.
#include "internal.h"
#include "vectors.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>
#include <vector>

using at::BFloat16;
using at::Tensor;
using namespace cogspace;

#if defined(__x86_64__)

namespace {

const BFloat16* numbers(const Tensor& t) { return t.defined() ? static_cast<const BFloat16*>(t.data_ptr()) : nullptr; }

bool fits(const Tensor& t) { return t.scalar_type() == at::kBFloat16 && is_plain(t); }

bool fits_or_none(const Tensor& t, int64_t n) { return !t.defined() || (fits(t) && t.is_contiguous() && t.numel() == n); }

// Where rows of a tensor begin, in the order of a contiguous one.
class Rows {
 public:
  explicit Rows(const Tensor& t) : dims_(t.dim() - 1), sizes_(t.sizes().vec()), strides_(t.strides().vec()) {}

  int64_t begin(int64_t row) const {
    int64_t offset = 0;
    for (int64_t d = dims_ - 1; d >= 0; d--) {
      offset += row % sizes_[d] * strides_[d];
      row /= sizes_[d];
    }
    return offset;
  }

 private:
  int64_t dims_;
  std::vector<int64_t> sizes_, strides_;
};

CS_AVX512 void normalise(const BFloat16* x, BFloat16* y, int64_t n, const BFloat16* weight, const BFloat16* bias, float eps) {
  __m512 sum = _mm512_setzero_ps(), squares = sum;
  for (int64_t i = 0; i < n; i += 16) sum = _mm512_add_ps(sum, load(x + i, first(n - i)));
  __m512 mean = _mm512_set1_ps(_mm512_reduce_add_ps(sum) / n);
  for (int64_t i = 0; i < n; i += 16) {
    __m512 d = _mm512_maskz_sub_ps(first(n - i), load(x + i, first(n - i)), mean);
    squares = _mm512_fmadd_ps(d, d, squares);
  }
  __m512 scale = _mm512_set1_ps(1 / std::sqrt(_mm512_reduce_add_ps(squares) / n + eps));
  for (int64_t i = 0; i < n; i += 16) {
    __mmask16 mask = first(n - i);
    __m512 z = _mm512_mul_ps(_mm512_sub_ps(load(x + i, mask), mean), scale);
    if (weight) z = _mm512_mul_ps(z, load(weight + i, mask));
    if (bias) z = _mm512_add_ps(z, load(bias + i, mask));
    store(y + i, mask, z);
  }
}

struct Moments { double mean, variance; };

// Sums in float of some thousands, in double of all. What is summed is the difference to the first number, so that little is lost.
CS_AVX512 Moments moments(const BFloat16* x, int64_t n) {
  constexpr int64_t kBlock = 4096;
  float start = x[0];
  __m512 shift = _mm512_set1_ps(start);
  double sum = 0, squares = 0;
  for (int64_t from = 0; from < n; from += kBlock) {
    int64_t to = std::min(from + kBlock, n);
    __m512 s = _mm512_setzero_ps(), q = s, s2 = s, q2 = s;
    int64_t i = from;
    for (; i + 32 <= to; i += 32) {
      __m512 a = _mm512_sub_ps(load(x + i, 0xFFFF), shift), b = _mm512_sub_ps(load(x + i + 16, 0xFFFF), shift);
      s = _mm512_add_ps(s, a);
      s2 = _mm512_add_ps(s2, b);
      q = _mm512_fmadd_ps(a, a, q);
      q2 = _mm512_fmadd_ps(b, b, q2);
    }
    for (; i < to; i += 16) {
      __m512 a = _mm512_maskz_sub_ps(first(to - i), load(x + i, first(to - i)), shift);
      s = _mm512_add_ps(s, a);
      q = _mm512_fmadd_ps(a, a, q);
    }
    sum += _mm512_reduce_add_ps(_mm512_add_ps(s, s2));
    squares += _mm512_reduce_add_ps(_mm512_add_ps(q, q2));
  }
  double mean = sum / n;
  return {start + mean, std::max(squares / n - mean * mean, 0.0)};
}

CS_AVX512 void scale_and_shift(const BFloat16* x, BFloat16* y, int64_t n, float scale, float shift) {
  __m512 a = _mm512_set1_ps(scale), b = _mm512_set1_ps(shift);
  for (int64_t i = 0; i < n; i += 16) store(y + i, first(n - i), _mm512_fmadd_ps(load(x + i, first(n - i)), a, b));
}

}  // namespace

int cs_bfloat16_layer_norm(cs_tensor x_, cs_tensor weight_, cs_tensor bias_, double eps, cs_tensor* out) {
  *out = nullptr;
  return run([&] {
    Tensor x = borrow(x_), weight = borrow(weight_), bias = borrow(bias_);
    if (!has_avx512() || !fits(x) || x.dim() == 0 || !fits_or_none(weight, x.size(-1)) || !fits_or_none(bias, x.size(-1))) return;
    if (x.stride(-1) != 1) x = x.contiguous();
    int64_t n = x.size(-1);
    Rows rows(x);
    Tensor y = at::empty(x.sizes(), x.options().memory_format(at::MemoryFormat::Contiguous));
    const BFloat16 *from = numbers(x), *w = numbers(weight), *b = numbers(bias);
    BFloat16* to = static_cast<BFloat16*>(y.data_ptr());
    at::parallel_for(0, x.numel() / n, std::max<int64_t>(kGrain / n, 1), [&](int64_t begin, int64_t end) {
      for (int64_t r = begin; r < end; r++) normalise(from + rows.begin(r), to + r * n, n, w, b, static_cast<float>(eps));
    });
    *out = y.unsafeReleaseTensorImpl();
  });
}

int cs_bfloat16_group_norm(cs_tensor x_, int64_t groups, cs_tensor weight_, cs_tensor bias_, double eps, cs_tensor* out) {
  *out = nullptr;
  return run([&] {
    Tensor x = borrow(x_), weight = borrow(weight_), bias = borrow(bias_);
    if (!has_avx512() || !fits(x) || x.dim() < 2 || !x.is_contiguous() || groups < 1 || x.size(1) % groups != 0 ||
        !fits_or_none(weight, x.size(1)) || !fits_or_none(bias, x.size(1)))
      return;
    int64_t channels = x.size(1) / groups, places = x.numel() / (x.size(0) * x.size(1)), n = channels * places;
    Tensor y = at::empty(x.sizes(), x.options());
    const BFloat16 *from = numbers(x), *w = numbers(weight), *b = numbers(bias);
    BFloat16* to = static_cast<BFloat16*>(y.data_ptr());
    at::parallel_for(0, x.size(0) * groups, std::max<int64_t>(kGrain / n, 1), [&](int64_t begin, int64_t end) {
      for (int64_t g = begin; g < end; g++) {
        Moments m = moments(from + g * n, n);
        double scale = 1 / std::sqrt(m.variance + eps);
        for (int64_t c = 0; c < channels; c++) {
          int64_t channel = g % groups * channels + c, start = g * n + c * places;
          double a = scale * (w ? static_cast<float>(w[channel]) : 1), shift = (b ? static_cast<float>(b[channel]) : 0) - m.mean * a;
          scale_and_shift(from + start, to + start, places, static_cast<float>(a), static_cast<float>(shift));
        }
      }
    });
    *out = y.unsafeReleaseTensorImpl();
  });
}

#else

int cs_bfloat16_layer_norm(cs_tensor, cs_tensor, cs_tensor, double, cs_tensor* out) { *out = nullptr; return 0; }
int cs_bfloat16_group_norm(cs_tensor, int64_t, cs_tensor, cs_tensor, double, cs_tensor* out) { *out = nullptr; return 0; }

#endif
