#pragma once

#include <exception>
#include <stdexcept>
#include <string>

#include <ddd/kernel/error.hpp>

namespace ddd::sqlite {

/// What SQLite can't do: disk full, I/O error, corrupt or locked file, a constraint that a row would break. Thrown
/// inside the adapters; the writer and the readers turn it into an Error. Its text is for logs only.
class Failure : public std::runtime_error {
 public:
  Failure(int code, const std::string& what) : std::runtime_error(what), code_(code) {}
  /// SQLite's extended result code.
  [[nodiscard]] int code() const { return code_; }
  /// A UNIQUE or PRIMARY KEY constraint refused the row; the savepoint is unharmed.
  [[nodiscard]] bool is_unique_violation() const;

 private:
  int code_;
};

/// What a caller hears of a job that threw; nothing of it was written. The file's fault (full, locked, damaged) is
/// `store.unavailable` and may pass. The job's own (a broken constraint, a row that holds what can't be) is an internal
/// error: trying again gives the same.
[[nodiscard]] Error error_of(const std::exception& failure);

/// `store.cannot_open` (unavailable), naming the file, what is wrong with it and what to do.
[[nodiscard]] Error cannot_open(const std::string& path, const Failure& failure);

}  // namespace ddd::sqlite
