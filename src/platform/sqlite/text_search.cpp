#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include <sqlite3.h>

#include <ddd/platform/sqlite/failure.hpp>
#include <ddd/platform/sqlite/text_search.hpp>

namespace ddd::sqlite {
namespace {

constexpr int kMostColumns = 16;
constexpr std::int64_t kMostHits = 8;

void weighted_hits(const Fts5ExtensionApi* api, Fts5Context* row, sqlite3_context* result, int arguments,
                   sqlite3_value** weights) {
  int hits = 0;
  if (const int code = api->xInstCount(row, &hits); code != SQLITE_OK) {
    sqlite3_result_error_code(result, code);
    return;
  }
  std::array<std::int64_t, kMostColumns> by_column{};
  for (int hit = 0; hit < hits; ++hit) {
    int phrase = 0;
    int column = 0;
    int place = 0;
    if (const int code = api->xInst(row, hit, &phrase, &column, &place); code != SQLITE_OK) {
      sqlite3_result_error_code(result, code);
      return;
    }
    if (column < kMostColumns) ++by_column[static_cast<std::size_t>(column)];
  }
  std::int64_t score = 0;
  for (int column = 0; column < std::min(arguments, kMostColumns); ++column) {
    score += sqlite3_value_int64(weights[column]) * std::min(by_column[static_cast<std::size_t>(column)], kMostHits);
  }
  sqlite3_result_int64(result, score);
}

[[noreturn]] void fail(sqlite3* database) {
  throw Failure(sqlite3_extended_errcode(database), std::string("full-text search: ") + sqlite3_errmsg(database));
}

/// FTS5's own interface, which it hands out through a statement.
fts5_api& fts5_of(sqlite3* database) {
  fts5_api* api = nullptr;
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(database, "SELECT fts5(?1)", -1, &statement, nullptr) != SQLITE_OK) fail(database);
  sqlite3_bind_pointer(statement, 1, static_cast<void*>(&api), "fts5_api_ptr", nullptr);
  sqlite3_step(statement);
  sqlite3_finalize(statement);
  if (api == nullptr) fail(database);
  return *api;
}

}  // namespace

void add_text_functions(sqlite3* database) {
  auto& fts5 = fts5_of(database);
  if (fts5.xCreateFunction(&fts5, "weighted_hits", nullptr, &weighted_hits, nullptr) != SQLITE_OK) fail(database);
}

}  // namespace ddd::sqlite
