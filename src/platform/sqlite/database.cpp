#include <utility>

#include <ddd/platform/sqlite/database.hpp>

namespace ddd::sqlite {
namespace {

// FNV-1a: guards against edits by mistake, not by an attacker.
std::int64_t checksum(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const unsigned char c : text) hash = (hash ^ c) * 0x100000001b3;
  return static_cast<std::int64_t>(hash);
}

Error schema_error(std::string_view code, std::string message) {
  return {.kind = ErrorKind::conflict, .code = code, .message = std::move(message)};
}

}  // namespace

Result<> migrate(Connection& connection, std::span<const Migration> migrations, Timestamp now) {
  connection.run_script(
      "CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum INTEGER "
      "NOT "
      "NULL, applied_at INTEGER NOT NULL) STRICT");
  int newest = 0;
  {
    auto applied = connection.query("SELECT version, name, checksum FROM schema_migrations ORDER BY version");
    while (applied.next()) {
      newest = static_cast<int>(applied.integer(0));
      for (const auto& migration : migrations) {
        if (migration.version == newest && checksum(migration.sql) != applied.integer(2)) {
          return Refused(schema_error("store.schema_changed", "Schema step " + applied.string(1) +
                                                                  " differs from the one this file was made with."));
        }
      }
    }
  }
  if (!migrations.empty() && newest > migrations.back().version) {
    return Refused(schema_error("store.schema_newer", "The file was written by a newer release; use that release."));
  }
  for (const auto& migration : migrations) {
    if (migration.version <= newest) continue;
    connection.run_script("BEGIN EXCLUSIVE");
    connection.run_script(std::string(migration.sql));
    connection.execute("INSERT INTO schema_migrations VALUES (?1, ?2, ?3, ?4)", migration.version, migration.name,
                       checksum(migration.sql), now);
    connection.run_script("COMMIT");
  }
  return {};
}

Result<std::unique_ptr<Database>> Database::open(const std::string& path, std::span<const Migration> migrations,
                                                 Timestamp now, OnFailure on_failure, tracing::Tracer* tracer) {
  try {
    {
      Connection connection(path, Connection::Mode::read_write);
      if (auto migrated = migrate(connection, migrations, now); !migrated) {
        auto error = std::move(migrated).error();
        error.message = path + " can't be used: " + error.message;
        return Refused(std::move(error));
      }
    }
    return std::make_unique<Database>(path, std::move(on_failure), tracer);
  } catch (const Failure& failure) {
    return Refused(cannot_open(path, failure));
  }
}

Database::Database(std::string path, OnFailure on_failure, tracing::Tracer* tracer)
    : path_(std::move(path)),
      on_failure_(std::move(on_failure)),
      writer_(path_, {.tracer = tracer}, on_failure_),
      long_reader_(open_reader()),
      readers_({.name = "sqlite-reader", .threads = 1, .queue = 256}) {}

std::unique_ptr<Connection> Database::open_reader() const {
  return std::make_unique<Connection>(path_, Connection::Mode::read_only);
}

}  // namespace ddd::sqlite
