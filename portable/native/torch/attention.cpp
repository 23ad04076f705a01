// softmax(scale * Q K^T) V on the CPU, some rows of one head at a time. The products are libtorch's; between them the
// scores stay in the cache, and where the processor can, the exponentials are computed here.
#include "internal.h"
#include "vectors.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/LegacyTypeDispatch.h>

#include <algorithm>
#include <vector>

using at::BFloat16;
using at::Tensor;
using namespace cogspace;

namespace {

#if defined(__x86_64__)

// Replaces a row of scores by exp(score - largest) and returns the sum of these.
template <class T>
CS_AVX512 float exponentials(T* row, int64_t n) {
  const __mmask16 all = 0xFFFF;
  int64_t whole = n / 16 * 16;
  __mmask16 tail = first(n - whole);

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
    __mmask16 mask = first(n - i);
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

int cs_attention(cs_tensor q_, cs_tensor k_, cs_tensor v_, cs_tensor out_, double scale, int64_t chunk, int parallel) {
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
    if (parallel) at::parallel_for(0, heads * chunks, 1, work);   // every processor on rows of its own: no waiting for each other
    else work(0, heads * chunks);
  });
}
