#include <sqlite3.h>

#include <ddd/platform/sqlite/connection.hpp>
#include <ddd/platform/sqlite/text_search.hpp>

namespace ddd::sqlite {
namespace {

[[noreturn]] void fail(sqlite3* database, std::string_view doing) {
  throw Failure(sqlite3_extended_errcode(database), std::string(doing) + ": " + sqlite3_errmsg(database));
}

sqlite3* open_file(const std::string& path, Connection::Mode mode) {
  // SQLite's own count of its memory, which nobody reads, takes a lock of the whole process at every allocation.
  [[maybe_unused]] static const int uncounted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  sqlite3* database = nullptr;
  const int flags =
      mode == Connection::Mode::read_write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
  if (sqlite3_open_v2(path.c_str(), &database, flags | SQLITE_OPEN_NOMUTEX, nullptr) != SQLITE_OK) {
    const Failure failure(sqlite3_extended_errcode(database), "open " + path + ": " + sqlite3_errmsg(database));
    sqlite3_close_v2(database);
    throw failure;
  }
  return database;
}

}  // namespace

Query::~Query() {
  if (statement_ == nullptr) return;
  if (owned_) {
    sqlite3_finalize(statement_);
    return;
  }
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

bool Query::next() {
  const int result = sqlite3_step(statement_);
  if (result == SQLITE_ROW) return true;
  if (result == SQLITE_DONE) return false;
  fail(sqlite3_db_handle(statement_), sqlite3_sql(statement_));
}

std::int64_t Query::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

std::string_view Query::text(int column) const {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  if (bytes == nullptr) return {};
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

bool Query::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::optional<std::int64_t> Query::maybe_integer(int column) const {
  return is_null(column) ? std::nullopt : std::optional(integer(column));
}
std::optional<std::string> Query::maybe_string(int column) const {
  return is_null(column) ? std::nullopt : std::optional(string(column));
}
std::optional<Timestamp> Query::maybe_timestamp(int column) const {
  return is_null(column) ? std::nullopt : std::optional(timestamp(column));
}

void Query::bind_next(std::int64_t value) {
  sqlite3_bind_int64(statement_, ++bound_, value);
}
void Query::bind_next(std::string_view value) {
  // A null pointer would bind NULL, and an empty view may hold one.
  sqlite3_bind_text64(statement_, ++bound_, value.data() == nullptr ? "" : value.data(), value.size(), SQLITE_TRANSIENT,
                      SQLITE_UTF8);
}
void Query::bind_null() {
  sqlite3_bind_null(statement_, ++bound_);
}

void Connection::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}
void Connection::Close::operator()(sqlite3* database) const {
  sqlite3_close_v2(database);
}

Connection::Connection(const std::string& path, Mode mode) : database_(open_file(path, mode)) {
  sqlite3_busy_timeout(database_.get(), 5000);
  if (mode == Mode::read_write) {
    run_script("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-8000;");
  } else {
    run_script("PRAGMA query_only=ON; PRAGMA cache_size=-2000;");
  }
  add_text_functions(database_.get());
}

Connection::~Connection() {
  statements_.clear();
}

void Connection::run_script(const std::string& sql) {
  if (sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    fail(database_.get(), "script");
}

std::int64_t Connection::last_insert_id() const {
  return sqlite3_last_insert_rowid(database_.get());
}
bool Connection::in_transaction() const {
  return sqlite3_get_autocommit(database_.get()) == 0;
}
std::int64_t Connection::total_changes() const {
  return sqlite3_total_changes64(database_.get());
}
int Connection::changes() const {
  return sqlite3_changes(database_.get());
}

std::string Connection::quick_check() {
  auto check = query("PRAGMA quick_check(1)");
  return check.next() ? check.string(0) : "no answer";
}

Query Connection::query_once(const std::string& sql, const std::vector<BoundValue>& values) {
  Query query(prepare(sql, 0), true);
  for (const auto& value : values) {
    std::visit([&](const auto& concrete) { query.bind_any(concrete); }, value);
  }
  return query;
}

sqlite3_stmt* Connection::prepare(std::string_view sql, unsigned flags) {
  sqlite3_stmt* made = nullptr;
  if (sqlite3_prepare_v3(database_.get(), sql.data(), static_cast<int>(sql.size()), flags, &made, nullptr) !=
      SQLITE_OK) {
    fail(database_.get(), sql);
  }
  return made;
}

sqlite3_stmt* Connection::prepared(std::string_view sql) {
  const auto known = statements_.find(sql);
  if (known != statements_.end()) return known->second.get();
  auto* made = prepare(sql, SQLITE_PREPARE_PERSISTENT);
  statements_[sql].reset(made);
  return made;
}

}  // namespace ddd::sqlite
