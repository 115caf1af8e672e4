#include <filesystem>

#include <ddd/platform/sqlite/existing_file.hpp>

namespace ddd::sqlite {
namespace {

Error missing(const std::string& path) {
  return {.kind = ErrorKind::unavailable,
          .code = "store.cannot_open",
          .message = "There is no " + path + "; name the data folder of a shop that was started before."};
}

Error other_schema(const std::string& path, std::int64_t found, int version) {
  const auto numbers = "its schema is " + std::to_string(found) + ", this release knows " + std::to_string(version);
  return {.kind = ErrorKind::conflict,
          .code = "store.schema_other",
          .message = path + " is of another release (" + numbers +
                     "); use the dddctl of the shop's release, or start the shop once with this one."};
}

}  // namespace

Result<std::unique_ptr<Connection>> open_existing(const std::string& path, Connection::Mode mode, int version) {
  // SQLite would make the file.
  if (!std::filesystem::exists(path)) return Refused(missing(path));
  try {
    auto connection = std::make_unique<Connection>(path, mode);
    std::int64_t found = 0;
    {
      auto row = connection->query("SELECT max(version) FROM schema_migrations");
      if (row.next()) found = row.integer(0);
    }
    if (found != version) return Refused(other_schema(path, found, version));
    return connection;
  } catch (const Failure& failure) {
    return Refused(cannot_open(path, failure));
  }
}

}  // namespace ddd::sqlite
