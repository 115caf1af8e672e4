#include <sqlite3.h>

#include <ddd/platform/context/save_context.hpp>
#include <ddd/platform/sqlite/failure.hpp>

namespace ddd::sqlite {
namespace {

bool is_the_files_fault(const Failure& failure) {
  switch (failure.code() & 0xff) {
    case SQLITE_ERROR:
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
    case SQLITE_MISUSE:
    case SQLITE_RANGE:
    case SQLITE_TOOBIG:
      return false;
    default:
      return true;
  }
}

std::string advice(const std::string& path, const Failure& failure) {
  switch (failure.code() & 0xff) {
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      return path + " is damaged or no SQLite database; restore it from a backup or move it away.";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return path + " is locked by another process; stop that process first.";
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_READONLY:
      return path + " can't be opened for writing; check the folder and its permissions.";
    case SQLITE_FULL:
      return "The disk that holds " + path + " is full.";
    default:
      return path + " can't be used: " + failure.what();
  }
}

}  // namespace

bool Failure::is_unique_violation() const {
  return code_ == SQLITE_CONSTRAINT_UNIQUE || code_ == SQLITE_CONSTRAINT_PRIMARYKEY;
}

Error error_of(const std::exception& failure) {
  const auto* of_sqlite = dynamic_cast<const Failure*>(&failure);
  if (of_sqlite != nullptr && is_the_files_fault(*of_sqlite)) return store_errors::unavailable();
  return store_errors::defect();
}

Error cannot_open(const std::string& path, const Failure& failure) {
  return {.kind = ErrorKind::unavailable, .code = "store.cannot_open", .message = advice(path, failure)};
}

}  // namespace ddd::sqlite
