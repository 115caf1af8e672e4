#pragma once

#include <filesystem>
#include <memory>

#include <ddd/platform/sqlite/database.hpp>
#include <ddd/sandbox/storage/folder_lock.hpp>

namespace ddd::sandbox {

/// `sandbox.db` in its folder, which one process at a time may use.
class SandboxFile {
 public:
  /// Makes the folder if need be, locks it, opens and migrates the file. Errors: `sandbox.folder` (unavailable: it
  /// can't be made), `sandbox.in_use` (conflict: another process has it), and those of sqlite::Database::open.
  [[nodiscard]] static Result<std::unique_ptr<SandboxFile>> open(const std::filesystem::path& folder, Timestamp now,
                                                                 sqlite::OnFailure on_failure);
  SandboxFile(FolderLock lock, std::unique_ptr<sqlite::Database> database);

  [[nodiscard]] sqlite::Database& database() { return *database_; }
  /// For the key reads of the shard that uses the file.
  [[nodiscard]] sqlite::Connection& reader() { return *reader_; }

 private:
  FolderLock lock_;
  std::unique_ptr<sqlite::Database> database_;
  std::unique_ptr<sqlite::Connection> reader_;
};

}  // namespace ddd::sandbox
