#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include <ddd/kernel/id.hpp>
#include <ddd/kernel/timestamp.hpp>
#include <ddd/platform/sqlite/failure.hpp>
#include <ddd/platform/sqlite/trace_note.hpp>

struct sqlite3;
struct sqlite3_stmt;

namespace ddd::sqlite {

class Connection;

/// A value bound into SQL that is put together at run time.
using BoundValue = std::variant<std::int64_t, std::string>;

/// A running statement: bound, stepped row by row, reset when it goes. At most one at a time per SQL text and
/// connection.
class Query {
 public:
  Query(Query&& other) noexcept
      : statement_(std::exchange(other.statement_, nullptr)), owned_(other.owned_), bound_(other.bound_) {}
  Query& operator=(Query&&) = delete;
  ~Query();

  /// Moves to the next row; false after the last. Throws Failure.
  bool next();

  [[nodiscard]] std::int64_t integer(int column) const;
  /// Valid until the next `next()`.
  [[nodiscard]] std::string_view text(int column) const;
  [[nodiscard]] bool is_null(int column) const;
  [[nodiscard]] std::string string(int column) const { return std::string(text(column)); }
  [[nodiscard]] bool boolean(int column) const { return integer(column) != 0; }
  [[nodiscard]] Timestamp timestamp(int column) const { return from_micros(integer(column)); }
  [[nodiscard]] std::optional<std::int64_t> maybe_integer(int column) const;
  [[nodiscard]] std::optional<std::string> maybe_string(int column) const;
  [[nodiscard]] std::optional<Timestamp> maybe_timestamp(int column) const;

 private:
  friend class Connection;
  explicit Query(sqlite3_stmt* statement, bool owned = false) : statement_(statement), owned_(owned) {}

  void bind_next(std::int64_t value);
  void bind_next(std::string_view value);
  void bind_null();
  template <class T>
  void bind_any(const T& value) {
    if constexpr (std::same_as<T, Timestamp>) {
      bind_next(to_micros(value));
    } else if constexpr (std::integral<T>) {
      bind_next(static_cast<std::int64_t>(value));
    } else if constexpr (std::convertible_to<const T&, std::string_view>) {
      bind_next(std::string_view(value));
    } else if constexpr (requires { value.to_int(); }) {
      bind_next(value.to_int());
    } else {
      bind_next(std::string_view(value.to_text()));
    }
  }
  template <class T>
  void bind_any(const std::optional<T>& value) {
    value ? bind_any(*value) : bind_null();
  }
  void bind_any(std::nullopt_t) { bind_null(); }

  sqlite3_stmt* statement_;
  bool owned_ = false;
  int bound_ = 0;
};

/// One connection, used by one thread at a time. Prepared statements are kept by their text, which must be a literal.
class Connection {
 public:
  enum class Mode { read_write, read_only };

  /// Opens or (read_write) creates the file in WAL mode with synchronous=FULL. Throws Failure.
  Connection(const std::string& path, Mode mode);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Values are bound in order to ?1, ?2, ...: integers, text, ids, timestamps (as microseconds) and optionals of them.
  template <class... Values>
  [[nodiscard]] Query query(std::string_view sql, const Values&... values) {
    Query query(prepared(sql));
    (query.bind_any(values), ...);
    return query;
  }
  /// For SQL put together at run time: prepared for this once. Only fixed text of ours goes into `sql`; what comes from
  /// outside goes into `values`.
  [[nodiscard]] Query query_once(const std::string& sql, const std::vector<BoundValue>& values);
  /// Runs a statement to its end and gives the number of rows it changed.
  template <class... Values>
  int execute(std::string_view sql, const Values&... values) {
    auto running = query(sql, values...);
    while (running.next()) {
    }
    return changes();
  }
  /// Runs several statements without values: schema changes.
  void run_script(const std::string& sql);

  /// Work of the open transaction that is part of a recorded trace. The writer tells the tracer when it is durable.
  void note(TraceNote note) { notes_.push_back(std::move(note)); }
  [[nodiscard]] std::vector<TraceNote>& notes() { return notes_; }

  [[nodiscard]] std::int64_t last_insert_id() const;
  /// True while a transaction is open; SQLite ends one by itself on some failures.
  [[nodiscard]] bool in_transaction() const;
  /// Rows inserted, updated and deleted since it was opened, rolled back or not: unchanged means nothing to roll back.
  [[nodiscard]] std::int64_t total_changes() const;
  /// SQLite's own check of the file: "ok" when it is sound. O(size).
  [[nodiscard]] std::string quick_check();

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  struct Close {
    void operator()(sqlite3* database) const;
  };

  [[nodiscard]] sqlite3_stmt* prepare(std::string_view sql, unsigned flags);
  [[nodiscard]] sqlite3_stmt* prepared(std::string_view sql);
  [[nodiscard]] int changes() const;

  std::unique_ptr<sqlite3, Close> database_;
  std::vector<TraceNote> notes_;
  std::unordered_map<std::string_view, std::unique_ptr<sqlite3_stmt, Finalize>> statements_;
};

}  // namespace ddd::sqlite
