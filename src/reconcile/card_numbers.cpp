#include <algorithm>
#include <array>
#include <fstream>
#include <vector>

#include <ddd/platform/api/card_numbers.hpp>
#include <ddd/reconcile/card_numbers.hpp>

namespace ddd::reconcile {
namespace {

using sqlite::Connection;
using Strings = std::vector<std::string>;

bool holds_card_number(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  const bool is_json = first != std::string_view::npos && (text[first] == '{' || text[first] == '[');
  return is_json ? api::json_has_card_number(text) : api::has_card_number(text);
}

Strings read_names(Connection& connection, const std::string& sql, const std::vector<sqlite::BoundValue>& values) {
  Strings names;
  auto row = connection.query_once(sql, values);
  while (row.next()) names.push_back(row.string(0));
  return names;
}

std::string quoted(const std::string& name) {
  return '"' + name + '"';
}

/// A trace context is random and an entity tag may be a hash: some of either pass for a number, and no client writes
/// them.
constexpr std::array<std::string_view, 2> kOurs{"traceparent", "etag"};

void search_table(Connection& connection, const std::string& schema, const std::string& table,
                  const OnCardNumber& found) {
  const auto columns =
      read_names(connection, "SELECT name FROM pragma_table_info(?1, ?2) ORDER BY cid", {table, schema});
  if (columns.empty()) return;
  // Numbers are exempt, and would be given as text.
  auto list = quoted(columns.front());
  for (const auto& column : columns)
    list += ", iif(typeof(" + quoted(column) + ") = 'text', " + quoted(column) + ", NULL)";
  auto row = connection.query_once("SELECT " + list + " FROM " + schema + "." + quoted(table), {});
  while (row.next()) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (std::ranges::find(kOurs, columns[i]) != kOurs.end() || !holds_card_number(row.text(static_cast<int>(i) + 1)))
        continue;
      found(schema + "." + table + "." + columns[i] + (i == 0 ? "" : " of " + row.string(0)));
    }
  }
}

}  // namespace

void find_card_numbers(Connection& connection, std::string_view schema, const OnCardNumber& found) {
  const std::string name(schema);
  // Of the full-text index the words are searched, not its own tables.
  const auto tables = read_names(connection,
                                 "SELECT name FROM " + name +
                                     ".sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' "
                                     "AND name NOT LIKE 'product!_search!_%' ESCAPE '!' ORDER BY name",
                                 {});
  for (const auto& table : tables) search_table(connection, name, table, found);
}

bool find_card_numbers(const std::filesystem::path& log, const OnCardNumber& found) {
  std::ifstream file(log);
  if (!file) return false;
  std::string line;
  for (std::size_t number = 1; std::getline(file, line); ++number) {
    if (holds_card_number(line)) found(log.filename().string() + " line " + std::to_string(number));
  }
  return true;
}

}  // namespace ddd::reconcile
