// The C face of libtorch that portable/TorchSharp calls: any operator by its schema name, and the few things that are
// not operators. One source serves libtorch 1.13 to 2.14, because operators are looked up by name when first used.
// No exception crosses this border; a handle belongs to the caller unless the text says "borrowed".
#pragma once
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif
#define CS_API __attribute__((visibility("default")))

// One argument or result, 24 bytes. In an argument every pointer is borrowed for the call, in a result it is the caller's.
// A zeroed value stands for the default that the operator's schema gives.
typedef struct cs_value {
  void* owner;  // the caller's own (a managed reference that keeps the tensor alive); never looked at here
  int32_t tag;
  int32_t count;  // elements of a list or string; the index of a device
  union { int64_t i; double d; const void* p; };
} cs_value;

enum {
  CS_DEFAULT = 0,
  CS_NONE = 1,
  CS_TENSOR = 2,   // p: tensor handle; null is None
  CS_INT = 3,      // also dtype, layout, memory format
  CS_DOUBLE = 4,
  CS_BOOL = 5,
  CS_STRING = 6,   // p: bytes
  CS_INTS = 7,     // p: int64_t*
  CS_DOUBLES = 8,  // p: double*
  CS_TENSORS = 10, // p: handle*, null entries are None
  CS_DEVICE = 11,  // i: device type, count: index (-1 is the current one)
  CS_GENERATOR = 12
};

typedef void* cs_tensor;
typedef void* cs_operator;
typedef void* cs_generator;

CS_API const char* cs_version(void);        // "1.13.1"
CS_API const char* cs_error(void);          // this thread's last error, until its next one
CS_API void cs_free_buffer(const void* p);  // the memory of a list or string result

// Operators. Found ones are never freed; null when this libtorch has no such operator.
CS_API cs_operator cs_find_operator(const char* name, const char* overload);
// Writes at most max_results results and returns how many; -1 is an error.
CS_API int cs_call(cs_operator op, const cs_value* arguments, int count, cs_value* results, int max_results);

// Tensors. A handle is libtorch's own tensor object with one reference.
CS_API cs_tensor cs_tensor_retain(cs_tensor t);  // one more reference to the same tensor
CS_API void cs_tensor_free(cs_tensor t);
CS_API int cs_tensor_dtype(cs_tensor t);
CS_API int64_t cs_tensor_numel(cs_tensor t);
CS_API int64_t cs_tensor_item_size(cs_tensor t);
CS_API int cs_tensor_device(cs_tensor t, int* index);                      // returns the type
CS_API int cs_tensor_sizes(cs_tensor t, int64_t* out, int capacity);       // both return the number of dimensions
CS_API int cs_tensor_strides(cs_tensor t, int64_t* out, int capacity);
CS_API int cs_tensor_is_contiguous(cs_tensor t);
CS_API void* cs_tensor_data(cs_tensor t);

// softmax(scale * Q K^T) V into `out`, all of them contiguous CPU tensors: q (N, L, K), k (N, S, K), v (N, S, V),
// out (N, L, V); `chunk` rows of a head at a time, several at once if `parallel` (attention.cpp).
CS_API int cs_attention(cs_tensor q, cs_tensor k, cs_tensor v, cs_tensor out, double scale, int64_t chunk, int parallel);

// What libtorch is slow at. *out is null where the kernel does not fit the tensors or the processor: then the operator of
// libtorch has to do it.
// A product of which every thread does some rows: x (..., K), weight (M, K), bias (M) or null -> (..., M), all of them float.
// The BLAS must compute on the caller's thread at that moment (products.cpp).
CS_API int cs_linear(cs_tensor x, cs_tensor weight, cs_tensor bias, cs_tensor* out);
// norms.cpp, activations.cpp
enum { CS_SILU = 0, CS_GELU_TANH = 1 };
CS_API int cs_bfloat16_layer_norm(cs_tensor x, cs_tensor weight, cs_tensor bias, double eps, cs_tensor* out);  // over the last dimension
CS_API int cs_bfloat16_group_norm(cs_tensor x, int64_t groups, cs_tensor weight, cs_tensor bias, double eps, cs_tensor* out);
CS_API int cs_activation(int kind, cs_tensor x, cs_tensor* out);

// Random numbers.
CS_API cs_generator cs_generator_new(int device_type, int device_index, uint64_t seed);
CS_API cs_generator cs_generator_default(int device_type, int device_index);
CS_API int cs_generator_seed(cs_generator g, uint64_t seed);
CS_API int64_t cs_generator_initial_seed(cs_generator g);
CS_API cs_tensor cs_generator_state(cs_generator g);
CS_API int cs_generator_set_state(cs_generator g, cs_tensor state);
CS_API void cs_generator_free(cs_generator g);

// Threads and devices.
CS_API int cs_get_num_threads(void);
CS_API int cs_set_num_threads(int n);
CS_API int cs_device_count(int device_type);
enum { CS_PRODUCTS = 0, CS_CONVOLUTIONS = 1 };
CS_API int cs_get_tf32(int what);              // whether float32 on a GPU may be computed in TF32
CS_API int cs_set_tf32(int what, int allowed);

// What tensors occupy, on any device and any version. Counts allocations of the threads that switched it on.
typedef struct cs_memory { int64_t allocated, peak; } cs_memory;
CS_API int cs_memory_track(int on);  // 1 and 0 nest, per thread
CS_API int cs_memory_tracked(int device_type, int reset_peak, cs_memory* out);

// Keeps freed blocks of 1 MiB and more for reuse, up to limit bytes (cpu_allocator.cpp). Call before the first tensor.
CS_API void cs_cpu_cache(int64_t limit);
CS_API int64_t cs_cpu_cached(void);  // bytes kept at this moment

#ifdef __cplusplus
}
#endif
