#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <platform_storage/shard.hpp>

#include <ddd/platform/sqlite/database.hpp>

namespace ddd::sqlite::test {

using ddd::test::kStart;

inline constexpr Migration kNotes{.version = 1,
                                  .name = "notes",
                                  .sql =
                                      "CREATE TABLE notes (number INTEGER PRIMARY KEY, text TEXT NOT NULL "
                                      "CHECK (text <> 'forbidden')) STRICT;"};

/// What a file's failures said, from any thread.
class Failures {
 public:
  [[nodiscard]] OnFailure listener() {
    return [this](const std::string& what) {
      const std::lock_guard lock(mutex_);
      heard_.push_back(what);
    };
  }
  [[nodiscard]] std::vector<std::string> heard() const {
    const std::lock_guard lock(mutex_);
    return heard_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> heard_;
};

inline int count_notes(Connection& connection) {
  auto row = connection.query("SELECT count(*) FROM notes");
  row.next();
  return static_cast<int>(row.integer(0));
}

/// A job that writes a note.
inline auto note(std::int64_t number, std::string text = "text") {
  return [number, text = std::move(text)](Connection& connection) -> Result<std::int64_t> {
    connection.execute("INSERT INTO notes VALUES (?1, ?2)", number, text);
    return number;
  };
}

/// A job that writes a note and then refuses.
inline auto refused_note(std::int64_t number) {
  return [number](Connection& connection) -> Result<std::int64_t> {
    connection.execute("INSERT INTO notes VALUES (?1, 'refused')", number);
    return Refused(Error{.kind = ErrorKind::conflict, .code = "test.refused", .message = "No."});
  };
}

}  // namespace ddd::sqlite::test
