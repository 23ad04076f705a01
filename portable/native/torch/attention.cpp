// softmax(scale * Q K^T) V on the CPU, some rows of one head at a time. The products are libtorch's; between them the
// scores stay in the cache, and where the processor can, the exponentials are computed here.
#include "internal.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/LegacyTypeDispatch.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <vector>

#if defined(__x86_64__)
#include <immintrin.h>
#define CS_AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16")))
#endif

using at::BFloat16;
using at::Tensor;
using namespace cogspace;

namespace {

#if defined(__x86_64__)

// libtorch's own variable, which also keeps it from AVX512: avx2 or default.
bool is_wanted() {
  const char* limit = std::getenv("ATEN_CPU_CAPABILITY");
  return !limit || (std::strcmp(limit, "avx2") != 0 && std::strcmp(limit, "default") != 0);
}

bool has_avx512() {
  static const bool has = is_wanted() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                          __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") &&
                          __builtin_cpu_supports("avx512bf16");
  return has;
}

// Sixteen numbers as float, the first of them where the mask is partial.
CS_AVX512 inline __m512 load(const float* p, __mmask16 mask) { return _mm512_maskz_loadu_ps(mask, p); }
CS_AVX512 inline __m512 load(const BFloat16* p, __mmask16 mask) {
  return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(_mm256_maskz_loadu_epi16(mask, p)), 16));
}
CS_AVX512 inline void store(float* p, __mmask16 mask, __m512 x) { _mm512_mask_storeu_ps(p, mask, x); }
CS_AVX512 inline void store(BFloat16* p, __mmask16 mask, __m512 x) {
  _mm256_mask_storeu_epi16(p, mask, (__m256i)_mm512_cvtneps_pbh(x));
}

// 2^x for x <= 0, to 2e-7: the whole part goes to the exponent, the rest (at most a half) through a polynomial.
CS_AVX512 inline __m512 exp2(__m512 x) {
  __m512 whole = _mm512_roundscale_ps(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
  __m512 rest = _mm512_sub_ps(x, whole);
  // Interpolates 2^x at the six Chebyshev points of [-1/2, 1/2].
  __m512 y = _mm512_set1_ps(0.00133908634f);
  y = _mm512_fmadd_ps(y, rest, _mm512_set1_ps(0.00967603192f));
  y = _mm512_fmadd_ps(y, rest, _mm512_set1_ps(0.0555035711f));
  y = _mm512_fmadd_ps(y, rest, _mm512_set1_ps(0.240221075f));
  y = _mm512_fmadd_ps(y, rest, _mm512_set1_ps(0.693147188f));
  y = _mm512_fmadd_ps(y, rest, _mm512_set1_ps(1.00000008f));
  return _mm512_scalef_ps(y, whole);
}

// Replaces a row of scores by exp(score - largest) and returns the sum of these.
template <class T>
CS_AVX512 float exponentials(T* row, int64_t n) {
  const __mmask16 all = 0xFFFF;
  int64_t whole = n / 16 * 16;
  __mmask16 tail = static_cast<__mmask16>((1u << (n - whole)) - 1);

  // Two of each, so that one need not wait for the other.
  __m512 lowest = _mm512_set1_ps(-INFINITY), largest = lowest, largest2 = lowest;
  int64_t i = 0;
  for (; i + 32 <= whole; i += 32) {
    largest = _mm512_max_ps(largest, load(row + i, all));
    largest2 = _mm512_max_ps(largest2, load(row + i + 16, all));
  }
  for (; i < whole; i += 16) largest = _mm512_max_ps(largest, load(row + i, all));
  if (tail) largest2 = _mm512_max_ps(largest2, _mm512_mask_blend_ps(tail, lowest, load(row + i, tail)));

  const __m512 log2e = _mm512_set1_ps(1.44269504f);
  __m512 offset = _mm512_set1_ps(-_mm512_reduce_max_ps(_mm512_max_ps(largest, largest2)) * 1.44269504f);
  __m512 sum = _mm512_setzero_ps(), sum2 = sum;
  for (i = 0; i + 32 <= whole; i += 32) {
    __m512 a = exp2(_mm512_fmadd_ps(load(row + i, all), log2e, offset));
    __m512 b = exp2(_mm512_fmadd_ps(load(row + i + 16, all), log2e, offset));
    store(row + i, all, a);
    store(row + i + 16, all, b);
    sum = _mm512_add_ps(sum, a);
    sum2 = _mm512_add_ps(sum2, b);
  }
  for (; i < n; i += 16) {
    __mmask16 mask = i < whole ? all : tail;
    __m512 a = exp2(_mm512_fmadd_ps(load(row + i, mask), log2e, offset));
    store(row + i, mask, a);
    sum = _mm512_mask_add_ps(sum, mask, sum, a);
  }
  return _mm512_reduce_add_ps(_mm512_add_ps(sum, sum2));
}

template <class T>
CS_AVX512 void multiply(T* row, int64_t n, float factor) {
  for (int64_t i = 0; i < n; i += 16) {
    __mmask16 mask = n - i >= 16 ? 0xFFFF : static_cast<__mmask16>((1u << (n - i)) - 1);
    store(row + i, mask, _mm512_mul_ps(load(row + i, mask), _mm512_set1_ps(factor)));
  }
}

// The softmax's division is left to the rows of the result, which are far shorter than the rows of scores.
template <class T>
void attend(Tensor& scores, const Tensor& v, Tensor& out) {
  int64_t rows = scores.size(0), columns = scores.size(1), width = out.size(1);
  T* s = static_cast<T*>(scores.data_ptr());
  T* o = static_cast<T*>(out.data_ptr());
  std::vector<float> sums(rows);
  at::parallel_for(0, rows, 16, [&](int64_t begin, int64_t end) {   // at once, where the caller is not parallel already
    for (int64_t r = begin; r < end; r++) sums[r] = exponentials(s + r * columns, columns);
  });
  at::mm_out(out, scores, v);
  for (int64_t r = 0; r < rows; r++) multiply(o + r * width, width, 1 / sums[r]);
}

#else
bool has_avx512() { return false; }
#endif

void attend(Tensor& scores, const Tensor& v, Tensor& out) {
#if defined(__x86_64__)
  if (has_avx512() && scores.scalar_type() == at::kBFloat16) return attend<BFloat16>(scores, v, out);
  if (has_avx512() && scores.scalar_type() == at::kFloat) return attend<float>(scores, v, out);
#endif
  at::_softmax_out(scores, scores, -1, false);
  at::mm_out(out, scores, v);
}

}  // namespace

int cs_attention(cs_tensor q_, cs_tensor k_, cs_tensor v_, cs_tensor out_, double scale, int64_t chunk) {
  return run([&] {
    Tensor q = borrow(q_), k = borrow(k_), v = borrow(v_), out = borrow(out_);
    int64_t heads = q.size(0), rows = q.size(1), columns = k.size(1);
    chunk = std::min(chunk, rows);
    int64_t chunks = (rows + chunk - 1) / chunk;
    auto work = [&](int64_t begin, int64_t end) {
      at::AutoDispatchBelowADInplaceOrView no_gradients;   // and no notice of the caller's inference mode
      Tensor memory = at::empty({chunk, columns}, q.options());
      for (int64_t task = begin; task < end; task++) {
        int64_t head = task / chunks, start = task % chunks * chunk, n = std::min(chunk, rows - start);
        Tensor scores = memory.narrow(0, 0, n), result = out[head].narrow(0, start, n);
        at::addmm_out(scores, scores, q[head].narrow(0, start, n), k[head].t(), 0, scale);   // 0: what was there is not read
        attend(scores, v[head], result);
      }
    };
    // bfloat16: every processor on rows of its own, which needs no waiting for each other. float: the products are
    // OpenBLAS's, which has threads of its own and cannot bear being called from several at once.
    if (q.scalar_type() == at::kBFloat16) at::parallel_for(0, heads * chunks, 1, work);
    else work(0, heads * chunks);
  });
}
