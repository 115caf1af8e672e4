#pragma once

#include <filesystem>
#include <utility>

#include <ddd/kernel/result.hpp>

namespace ddd::embedded {

/// Keeps a data folder to one running shop, by an flock that ends with the process however it ends.
class FolderLock {
 public:
  /// Makes the folder if it is missing. Errors: `data.in_use`, `data.cannot_open` (unavailable), naming the folder.
  [[nodiscard]] static Result<FolderLock> take(const std::filesystem::path& folder);
  FolderLock(FolderLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  FolderLock& operator=(FolderLock&&) = delete;
  ~FolderLock();

 private:
  explicit FolderLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace ddd::embedded
