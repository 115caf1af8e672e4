#include <cstdint>
#include <string>
#include <utility>

#include <ddd/kernel/text.hpp>
#include <ddd/user/adapters/storage/sqlite/user_list.hpp>
#include <ddd/user/adapters/storage/sqlite/user_row.hpp>

namespace ddd::user {
namespace {

using sqlite::Connection;
using sqlite::Query;

constexpr int kSortValue = 10;

std::string statement(std::string_view columns, std::string_view rest) {
  // instr finds any text in itself, so it needs no escaping.
  return "SELECT " + std::string(columns) +
         R"( FROM users WHERE (?1 IS NULL OR role = ?1) AND (?2 IS NULL OR is_active = ?2)
             AND (?3 IS NULL OR instr(email, ?3) > 0 OR instr(lower(first_name || ' ' || last_name), ?3) > 0))" +
         std::string(rest);
}

std::string page_statement(std::string_view value, std::string_view compare, std::string_view direction) {
  const auto columns = std::string(kUserViewColumns) + ", " + std::string(value);
  const auto rest = " AND (" + std::string(value) + ", id) " + std::string(compare) + " (?4, ?5) ORDER BY " +
                    std::string(value) + std::string(direction) + ", id" + std::string(direction) + " LIMIT ?6";
  return statement(columns, rest);
}

/// The filter's values, as every statement has them first.
struct Filter {
  explicit Filter(const UserFilter& filter)
      : role(filter.role ? std::optional(to_text(*filter.role)) : std::nullopt),
        is_active(filter.is_active),
        text(filter.text ? std::optional(to_lower(*filter.text)) : std::nullopt) {}
  std::optional<std::string_view> role;
  std::optional<bool> is_active;
  std::optional<std::string> text;
};

/// Without a cursor the page begins before everything.
Query page_query(Connection& connection, const UserListing& listing, const Filter& filter) {
  const auto limit = listing.limit + 1;
  const auto& after = listing.after;
  if (listing.sort == UserSort::newest) {
    static const std::string kNewest = page_statement("created_at", "<", " DESC");
    const auto value = after ? std::get<std::int64_t>(after->value) : INT64_MAX;
    return connection.query(kNewest, filter.role, filter.is_active, filter.text, value,
                            after ? after->id.to_int() : INT64_MAX, limit);
  }
  static const std::string kByEmail = page_statement("email", ">", "");
  static const std::string kByName = page_statement("last_name", ">", "");
  const auto value = after ? std::get<std::string>(after->value) : std::string();
  return connection.query(listing.sort == UserSort::email ? kByEmail : kByName, filter.role, filter.is_active,
                          filter.text, value, after ? after->id.to_int() : 0, limit);
}

UserCursor cursor_at(const Query& row, UserSort sort) {
  const UserId id(static_cast<std::uint64_t>(row.integer(0)));
  if (sort == UserSort::newest) return {row.integer(kSortValue), id};
  return {row.string(kSortValue), id};
}

std::int64_t count(Connection& connection, const Filter& filter) {
  static const std::string kCount = statement("count(*)", "");
  auto row = connection.query(kCount, filter.role, filter.is_active, filter.text);
  row.next();
  return row.integer(0);
}

}  // namespace

UserPage read_user_page(Connection& connection, const UserListing& listing) {
  const Filter filter(listing.filter);
  UserPage page;
  if (listing.with_total) page.total = count(connection, filter);
  auto row = page_query(connection, listing, filter);
  std::optional<UserCursor> last;
  while (row.next()) {
    if (page.items.size() == listing.limit) {
      page.next = std::move(last);
      break;
    }
    page.items.push_back(read_user_view(row));
    last = cursor_at(row, listing.sort);
  }
  return page;
}

}  // namespace ddd::user
