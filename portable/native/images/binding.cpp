#include "binding.h"

#include <exception>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <string>

namespace {

struct Failure {
  int code = 0, line = 0;
  std::string function, message, file;
};

thread_local Failure last;

cv::Mat& mat(cs_picture picture) { return *static_cast<cv::Mat*>(picture); }

}  // namespace

void cs_last_failure(cs_failure* failure) {
  *failure = {last.code, last.line, last.function.c_str(), last.message.c_str(), last.file.c_str()};
}

cs_picture cs_picture_decode(const uint8_t* bytes, int32_t length, int32_t flags) {
  try {
    const cv::Mat file(1, length, CV_8UC1, const_cast<uint8_t*>(bytes));  // imdecode only reads it
    return new cv::Mat(cv::imdecode(file, flags));
  } catch (const cv::Exception& e) {
    last = {e.code, e.line, e.func, e.err, e.file};
  } catch (const std::exception& e) {
    last = {cv::Error::StsError, 0, "imdecode", e.what(), ""};
  }
  return nullptr;
}

void cs_picture_free(cs_picture picture) { delete static_cast<cv::Mat*>(picture); }

int32_t cs_picture_rows(cs_picture picture) { return mat(picture).rows; }

int32_t cs_picture_columns(cs_picture picture) { return mat(picture).cols; }

int32_t cs_picture_type(cs_picture picture) { return mat(picture).type(); }

const uint8_t* cs_picture_row(cs_picture picture, int32_t row) { return mat(picture).ptr(row); }
