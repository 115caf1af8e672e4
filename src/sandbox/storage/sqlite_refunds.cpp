#include <limits>

#include <ddd/sandbox/domain/errors.hpp>
#include <ddd/sandbox/storage/refund_rows.hpp>
#include <ddd/sandbox/storage/sqlite_intent_store.hpp>

namespace ddd::sandbox {
namespace {

using sqlite::Connection;

std::string selecting(std::string_view rest) {
  return std::string(kSelectRefunds).append(rest);
}

/// The row before which a list begins.
Result<std::int64_t> row_of(Connection& connection, const std::optional<RefundId>& after) {
  if (!after) return std::numeric_limits<std::int64_t>::max();
  auto row = connection.query("SELECT row FROM refunds WHERE id = ?1", *after);
  if (!row.next()) return Refused(errors::refund_not_found());
  return row.integer(0);
}

}  // namespace

Task<Result<std::optional<Refund>>> SqliteIntentStore::find_refund(RefundId id) {
  auto read = [&](Connection& connection) -> Result<std::optional<Refund>> {
    static const auto kById = selecting("WHERE id = ?1");
    auto row = connection.query(kById, id);
    if (!row.next()) return std::nullopt;
    return Refund::restore(read_refund(row));
  };
  co_return file_.database().guarded(read, file_.reader());
}

Task<Result<Page<Refund::Snapshot, RefundId>>> SqliteIntentStore::list_refunds(RefundFilter filter) {
  using Refunds = Page<Refund::Snapshot, RefundId>;
  co_return co_await file_.database().read([filter = std::move(filter)](Connection& connection) -> Result<Refunds> {
    static const auto kFiltered =
        selecting("WHERE row < ?1 AND created_at >= ?2 AND (?3 IS NULL OR intent = ?3) ORDER BY row DESC LIMIT ?4");
    const auto& range = filter.range;
    DDD_TRY(const auto before, row_of(connection, range.after));
    auto row = connection.query(kFiltered, before, range.since.value_or(Timestamp()), filter.intent, range.limit + 1);
    Refunds page;
    while (row.next()) {
      if (page.items.size() == range.limit) {
        page.next = page.items.back().id;
        break;
      }
      page.items.push_back(read_refund(row));
    }
    return page;
  });
}

Task<Result<std::vector<RefundId>>> SqliteIntentStore::due_refunds(Timestamp now, std::size_t limit) {
  auto read = [&](Connection& connection) -> Result<std::vector<RefundId>> {
    std::vector<RefundId> ids;
    auto row =
        connection.query("SELECT id FROM refunds WHERE settles_at <= ?1 ORDER BY settles_at LIMIT ?2", now, limit);
    while (row.next()) ids.push_back(RefundId::restore(row.string(0)));
    return ids;
  };
  co_return file_.database().guarded(read, file_.reader());
}

}  // namespace ddd::sandbox
