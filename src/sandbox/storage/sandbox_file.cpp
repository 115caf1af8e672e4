#include "sql.hpp"

#include <ddd/sandbox/storage/sandbox_file.hpp>

namespace ddd::sandbox {

Result<std::unique_ptr<SandboxFile>> SandboxFile::open(const std::filesystem::path& folder, Timestamp now,
                                                       sqlite::OnFailure on_failure) {
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed) {
    return Refused(Error{.kind = ErrorKind::unavailable,
                         .code = "sandbox.folder",
                         .message = "The folder " + folder.string() + " can't be made: " + failed.message() + "."});
  }
  DDD_TRY(auto lock, FolderLock::take(folder));
  const sqlite::Migration migrations[] = {{.version = 1, .name = "sandbox", .sql = sql::kschema_sql},
                                          {.version = 2, .name = "event_traces", .sql = sql::k0002_event_traces_sql},
                                          {.version = 3, .name = "refunds", .sql = sql::k0003_refunds_sql},
                                          {.version = 4, .name = "actions", .sql = sql::k0004_actions_sql}};
  DDD_TRY(auto database,
          sqlite::Database::open((folder / "sandbox.db").string(), migrations, now, std::move(on_failure)));
  return std::make_unique<SandboxFile>(std::move(lock), std::move(database));
}

SandboxFile::SandboxFile(FolderLock lock, std::unique_ptr<sqlite::Database> database)
    : lock_(std::move(lock)), database_(std::move(database)), reader_(database_->open_reader()) {}

}  // namespace ddd::sandbox
