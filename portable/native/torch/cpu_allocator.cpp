// Keeps big CPU blocks for reuse, on huge pages. glibc gives every block over 32 MiB back to the kernel at once, so that
// each such result would cost a page fault per 4 KiB: five times the arithmetic of an elementwise operator.
#include "binding.h"

#include <c10/core/Allocator.h>
#include <c10/core/CPUAllocator.h>

#include <sys/mman.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <map>
#include <mutex>
#include <new>
#include <unordered_map>

namespace {

constexpr size_t big = size_t(1) << 20;        // smaller blocks stay with malloc
constexpr size_t huge_page = size_t(2) << 20;
constexpr size_t headroom = size_t(64) << 20;  // what has to be left beside a new block: oneDNN's code generator crashes where it gets no memory
constexpr size_t slack = size_t(64) << 20;     // small programs need not count their blocks

std::mutex mutex;
std::unordered_map<void*, size_t> size_of;     // every big block, in use or kept
std::multimap<size_t, void*> kept;             // by size
size_t kept_bytes = 0, limit_bytes = 0;
size_t used_bytes = 0, most_used_bytes = 0;    // of big blocks in use, now and at most so far
bool ran_out = false;                          // until the next block that there is memory for, nothing is kept: others want it, too

void* map_pages(size_t bytes) {
  // One huge page more than needed, so that the block can start on a huge page's border.
  size_t asked = bytes + huge_page + headroom;
  char* p = static_cast<char*>(
      mmap(nullptr, asked, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  if (p == MAP_FAILED) return nullptr;
  char* start = reinterpret_cast<char*>((reinterpret_cast<uintptr_t>(p) + huge_page - 1) & ~(huge_page - 1));
  if (start != p) munmap(p, start - p);
  if (size_t rest = (p + asked) - (start + bytes)) munmap(start + bytes, rest);
  madvise(start, bytes, MADV_HUGEPAGE);
  return start;
}

void trim(size_t limit) {  // the biggest go first
  while (kept_bytes > limit && !kept.empty()) {
    auto it = std::prev(kept.end());
    kept_bytes -= it->first;
    size_of.erase(it->second);
    munmap(it->second, it->first);
    kept.erase(it);
  }
}

void count_used(size_t bytes) {
  used_bytes += bytes;
  most_used_bytes = std::max(most_used_bytes, used_bytes);
}

// What is kept must not make the program larger than it has to be: together with what is in use it stays near the most
// that was in use at once. What a program does again and again finds its blocks all the same.
void make_room(size_t bytes) {
  size_t most = std::max(most_used_bytes, used_bytes + bytes);
  most += most / 32 + slack;
  size_t rest = used_bytes + bytes >= most ? 0 : most - used_bytes - bytes;
  trim(rest);
}

void* take(size_t bytes) {
  if (bytes < big) {
    void* p = nullptr;
    if (posix_memalign(&p, 64, bytes) == 0) return p;
    std::lock_guard<std::mutex> lock(mutex);
    trim(0);
    ran_out = posix_memalign(&p, 64, bytes) != 0;
    return ran_out ? nullptr : p;
  }
  bytes = (bytes + huge_page - 1) & ~(huge_page - 1);
  std::lock_guard<std::mutex> lock(mutex);
  auto it = kept.lower_bound(bytes);
  if (it != kept.end() && it->first <= bytes + bytes / 4 + huge_page) {  // the best fit, unless it wastes too much
    void* p = it->second;
    kept_bytes -= it->first;
    count_used(it->first);
    kept.erase(it);
    return p;
  }
  make_room(bytes);
  void* p = map_pages(bytes);
  if (!p) {
    trim(0);
    p = map_pages(bytes);
  }
  ran_out = !p;
  if (p) {
    try {
      size_of[p] = bytes;
    } catch (const std::bad_alloc&) {  // not even a note of it
      munmap(p, bytes);
      return nullptr;
    }
    count_used(bytes);
  }
  return p;
}

void release(void* p) {
  if (!p) return;
  c10::profiledCPUMemoryReporter().Delete(p);
  {
    std::lock_guard<std::mutex> lock(mutex);
    auto it = size_of.find(p);
    if (it != size_of.end()) {
      used_bytes -= it->second;
      try {
        kept.emplace(it->second, p);
        kept_bytes += it->second;
        trim(ran_out ? 0 : limit_bytes);
      } catch (const std::bad_alloc&) {  // whoever frees memory must not fail for want of it
        munmap(p, it->second);
        size_of.erase(it);
      }
      return;
    }
  }
  free(p);
}

struct BlockCache : c10::Allocator {
  c10::DataPtr get(size_t bytes) const {
    void* p = bytes ? take(bytes) : nullptr;
    if (bytes && !p) {
      c10::profiledCPUMemoryReporter().OutOfMemory(bytes);
      TORCH_CHECK(false, "not enough memory: you tried to allocate ", bytes, " bytes.");
    }
    if (p) c10::profiledCPUMemoryReporter().New(p, bytes);
    return {p, p, &release, c10::Device(c10::DeviceType::CPU)};
  }
  // const until 2.2, not const after: one of the two overrides.
  c10::DataPtr allocate(size_t bytes) const { return get(bytes); }
  c10::DataPtr allocate(size_t bytes) { return get(bytes); }
  void copy_data(void* to, const void* from, std::size_t bytes) const { memcpy(to, from, bytes); }
  c10::DeleterFnPtr raw_deleter() const override { return &release; }
};

}  // namespace

void cs_cpu_cache(int64_t limit) {
  static BlockCache* cache = nullptr;  // never deleted: tensors may outlive every destructor
  std::lock_guard<std::mutex> lock(mutex);
  limit_bytes = static_cast<size_t>(limit);
  trim(limit_bytes);
  if (!cache) {
    cache = new BlockCache;
    c10::SetCPUAllocator(cache, 1);
  }
}

int64_t cs_cpu_cached() {
  std::lock_guard<std::mutex> lock(mutex);
  return static_cast<int64_t>(kept_bytes);
}
