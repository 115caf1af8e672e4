#pragma once

#include <memory>
#include <string>

#include <ddd/kernel/result.hpp>
#include <ddd/platform/sqlite/connection.hpp>

namespace ddd::sqlite {

/// Opens a file that is there, for a tool beside the process that owns it: nothing is made or migrated. Errors:
/// `store.cannot_open` (unavailable), `store.schema_other` (conflict: its schema is not of `version`), each with a
/// message that says what to do.
[[nodiscard]] Result<std::unique_ptr<Connection>> open_existing(const std::string& path, Connection::Mode mode,
                                                                int version);

}  // namespace ddd::sqlite
