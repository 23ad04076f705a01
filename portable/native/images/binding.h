// The C face of OpenCV that portable/OpenCvSharp4 calls: decoding a picture and looking at its pixels.
// No exception crosses this border; a picture belongs to the caller until it is freed.
#pragma once
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif
#define CS_API __attribute__((visibility("default")))

typedef void* cs_picture;

// Why the last call of this thread failed. The texts are valid until its next one.
typedef struct cs_failure {
  int32_t code;  // OpenCV's own
  int32_t line;
  const char* function;
  const char* message;
  const char* file;
} cs_failure;

CS_API void cs_last_failure(cs_failure* failure);

// A picture without pixels when the bytes are none that OpenCV can read; null is an error. The bytes are borrowed for the call.
CS_API cs_picture cs_picture_decode(const uint8_t* bytes, int32_t length, int32_t flags);
CS_API void cs_picture_free(cs_picture picture);

CS_API int32_t cs_picture_rows(cs_picture picture);
CS_API int32_t cs_picture_columns(cs_picture picture);
CS_API int32_t cs_picture_type(cs_picture picture);            // depth and channels, as OpenCV packs them
CS_API const uint8_t* cs_picture_row(cs_picture picture, int32_t row);  // borrowed

#ifdef __cplusplus
}
#endif
