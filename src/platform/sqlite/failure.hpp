#pragma once

#include <stdexcept>
#include <string>

namespace ddd::sqlite {

/// What SQLite can't do now: disk full, I/O error, corrupt or locked file. Thrown inside the adapters; the writer and
/// the readers turn it into `store.unavailable`. Its text is for logs only.
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

}  // namespace ddd::sqlite
