#pragma once

#include <filesystem>
#include <utility>

#include <ddd/kernel/result.hpp>

namespace ddd::sandbox {

/// Keeps other processes out of a folder. The system lets go of it when the process ends, however it ends.
class FolderLock {
 public:
  /// Error: `sandbox.in_use` (conflict).
  [[nodiscard]] static Result<FolderLock> take(const std::filesystem::path& folder);

  FolderLock(FolderLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  FolderLock& operator=(FolderLock&&) = delete;
  ~FolderLock();

 private:
  explicit FolderLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace ddd::sandbox
