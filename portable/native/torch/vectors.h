// Sixteen numbers at a time, for the kernels that are written here. Only on processors that have AVX-512 with bfloat16.
#pragma once
#if defined(__x86_64__)
#include <c10/util/BFloat16.h>

#include <immintrin.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define CS_AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16")))

namespace cogspace {

// libtorch's own variable, which also keeps it from AVX-512: avx2 or default.
inline bool is_wanted() {
  const char* limit = getenv("ATEN_CPU_CAPABILITY");
  return !limit || (strcmp(limit, "avx2") != 0 && strcmp(limit, "default") != 0);
}

inline bool has_avx512() {
  static const bool has = is_wanted() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                          __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") &&
                          __builtin_cpu_supports("avx512bf16");
  return has;
}

// Which of sixteen numbers there are where `left` remain.
inline __mmask16 first(int64_t left) { return left >= 16 ? 0xFFFF : static_cast<__mmask16>((1u << left) - 1); }

// Sixteen numbers as float, the first of them where the mask is partial.
CS_AVX512 inline __m512 load(const float* p, __mmask16 mask) { return _mm512_maskz_loadu_ps(mask, p); }
CS_AVX512 inline __m512 load(const c10::BFloat16* p, __mmask16 mask) {
  return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(_mm256_maskz_loadu_epi16(mask, p)), 16));
}
CS_AVX512 inline void store(float* p, __mmask16 mask, __m512 x) { _mm512_mask_storeu_ps(p, mask, x); }
CS_AVX512 inline void store(c10::BFloat16* p, __mmask16 mask, __m512 x) {
  _mm256_mask_storeu_epi16(p, mask, (__m256i)_mm512_cvtneps_pbh(x));
}

// 2^x, to 2e-7: the whole part goes to the exponent, the rest (at most a half) through a polynomial.
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

}  // namespace cogspace
#endif
