#pragma once

#include <concepts>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <vector>

#include <sqlite3.h>

namespace ddd::bench {

/// A file that is open for writing, with the settings of the shop: WAL, synchronous=FULL, foreign keys. Anything that
/// SQLite refuses ends the program.
class Rows {
 public:
  explicit Rows(const std::string& path);

  /// Runs one statement to its end. `sql` is a literal: statements are kept by its address. Text is bound without a
  /// copy.
  template <class... Values>
  void write(const char* sql, const Values&... values) {
    auto* statement = prepared(sql);
    int at = 0;
    (bind(statement, ++at, values), ...);
    finish(statement);
  }
  [[nodiscard]] std::int64_t last_row() const { return sqlite3_last_insert_rowid(database_.get()); }

 private:
  struct Close {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
  };
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };

  static void bind(sqlite3_stmt* statement, int at, std::integral auto value) {
    sqlite3_bind_int64(statement, at, value);
  }
  static void bind(sqlite3_stmt* statement, int at, std::string_view value) {
    sqlite3_bind_text64(statement, at, value.data(), value.size(), SQLITE_STATIC, SQLITE_UTF8);
  }
  static void bind(sqlite3_stmt* statement, int at, std::nullptr_t) { sqlite3_bind_null(statement, at); }
  static void bind(sqlite3_stmt* statement, int at, std::optional<std::int64_t> value) {
    value ? sqlite3_bind_int64(statement, at, *value) : sqlite3_bind_null(statement, at);
  }

  [[nodiscard]] sqlite3_stmt* prepared(const char* sql);
  void finish(sqlite3_stmt* statement);

  std::unique_ptr<sqlite3, Close> database_;
  std::unordered_map<const char*, std::unique_ptr<sqlite3_stmt, Finalize>> statements_;
};

/// One writer thread with group commit: all jobs that wait, 64 at most, go into one transaction; what each wants next
/// runs when it is on disk.
class Committer {
 public:
  using Write = std::function<void(Rows&)>;
  using Then = std::function<void()>;

  explicit Committer(const std::string& path);
  /// Finishes what is queued.
  ~Committer();
  Committer(const Committer&) = delete;
  Committer& operator=(const Committer&) = delete;

  void submit(Write write, Then then);
  [[nodiscard]] std::int64_t commits() const;

 private:
  struct Job {
    Write write;
    Then then;
  };
  [[nodiscard]] std::vector<Job> take();
  void work();

  Rows rows_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> queue_;
  std::int64_t commits_ = 0;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace ddd::bench
