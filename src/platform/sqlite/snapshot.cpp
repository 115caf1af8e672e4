#include <memory>
#include <string>

#include <sqlite3.h>

#include <ddd/platform/sqlite/failure.hpp>
#include <ddd/platform/sqlite/snapshot.hpp>

namespace ddd::sqlite {
namespace {

struct Close {
  void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
using Handle = std::unique_ptr<sqlite3, Close>;

[[noreturn]] void fail(sqlite3* database, const char* doing) {
  throw Failure(sqlite3_extended_errcode(database), std::string(doing) + ": " + sqlite3_errmsg(database));
}

Handle open(const std::filesystem::path& file, int flags) {
  sqlite3* database = nullptr;
  const int result = sqlite3_open_v2(file.c_str(), &database, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  Handle handle(database);
  if (result != SQLITE_OK) fail(database, "open");
  sqlite3_busy_timeout(database, 10'000);
  return handle;
}

void run(sqlite3* database, const char* sql) {
  if (sqlite3_exec(database, sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail(database, sql);
}

Error cannot_copy(const std::filesystem::path& file, const std::string& why) {
  return {.kind = ErrorKind::unavailable,
          .code = "store.cannot_copy",
          .message = "The copy " + file.string() + " can't be made: " + why + "."};
}

bool is_sound(sqlite3* database) {
  bool ok = false;
  const auto note = [](void* into, int, char** values, char**) {
    *static_cast<bool*>(into) = std::string_view(values[0]) == "ok";
    return 0;
  };
  return sqlite3_exec(database, "PRAGMA integrity_check(1)", note, &ok, nullptr) == SQLITE_OK && ok;
}

Result<> copy(sqlite3* source, const std::filesystem::path& target) {
  const auto copied = open(target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  auto* backup = sqlite3_backup_init(copied.get(), "main", source, "main");
  if (backup == nullptr) return Refused(cannot_copy(target, sqlite3_errmsg(copied.get())));
  // The whole in one step: the source keeps showing the moment at which its transaction began.
  const int stepped = sqlite3_backup_step(backup, -1);
  const int finished = sqlite3_backup_finish(backup);
  if (stepped != SQLITE_DONE || finished != SQLITE_OK) {
    return Refused(cannot_copy(target, sqlite3_errstr(stepped != SQLITE_DONE ? stepped : finished)));
  }
  if (!is_sound(copied.get())) return Refused(cannot_copy(target, "it is not sound; is the original?"));
  return {};
}

/// A transaction on each file that sees what all of them hold now.
Result<std::vector<Handle>> freeze(const std::vector<std::filesystem::path>& files) {
  std::vector<Handle> writers, readers;
  for (const auto& file : files) {
    try {
      writers.push_back(open(file, SQLITE_OPEN_READWRITE));
      run(writers.back().get(), "BEGIN IMMEDIATE");
    } catch (const Failure& failure) {
      return Refused(cannot_open(file.string(), failure));
    }
  }
  // Nobody can commit to any of them until the writers above are gone.
  for (const auto& file : files) {
    try {
      readers.push_back(open(file, SQLITE_OPEN_READONLY));
      run(readers.back().get(), "BEGIN; SELECT count(*) FROM sqlite_schema");
    } catch (const Failure& failure) {
      return Refused(cannot_open(file.string(), failure));
    }
  }
  return readers;
}

}  // namespace

Result<> copy_at_one_moment(const std::vector<std::filesystem::path>& files, const std::filesystem::path& folder) {
  for (const auto& file : files) {
    const auto target = folder / file.filename();
    if (std::filesystem::exists(target)) return Refused(cannot_copy(target, "there is one already"));
  }
  DDD_TRY(const auto readers, freeze(files));
  for (std::size_t i = 0; i < files.size(); ++i) {
    const auto target = folder / files[i].filename();
    try {
      DDD_CHECK(copy(readers[i].get(), target));
    } catch (const Failure& failure) {
      return Refused(cannot_copy(target, failure.what()));
    }
  }
  return {};
}

}  // namespace ddd::sqlite
