#include <sstream>

#include <ddd/payment/adapters/storage/sqlite/sqlite_fulfilments.hpp>
#include <ddd/platform/sqlite/effects.hpp>

namespace ddd::payment {
namespace {

using sqlite::Connection;

std::string to_column(const std::vector<ProductId>& products) {
  std::string text;
  for (const auto id : products) text += (text.empty() ? "" : " ") + id.to_text();
  return text;
}

std::vector<ProductId> from_column(const std::string& text) {
  std::vector<ProductId> products;
  std::istringstream in(text);
  for (std::uint64_t id = 0; in >> id;) products.emplace_back(id);
  return products;
}

}  // namespace

void insert_fulfilment(Connection& connection, const Fulfilment& fulfilment) {
  const auto& f = fulfilment.state();
  connection.execute(
      R"(INSERT INTO fulfilments (payment_id, opened_at, products, waits_for_basket, failure, closed_at, version)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1))",
      f.payment_id, f.opened_at, to_column(f.products), f.waits_for_basket, f.failure, f.closed_at);
}

Task<Result<std::optional<Fulfilment>>> SqliteFulfilments::find(PaymentId id) {
  auto read = [&](Connection& connection) -> Result<std::optional<Fulfilment>> {
    auto row = connection.query(
        R"(SELECT opened_at, products, waits_for_basket, failure, closed_at, version FROM fulfilments
           WHERE payment_id = ?1)",
        id);
    if (!row.next()) return std::nullopt;
    return Fulfilment::restore({.payment_id = id,
                                .opened_at = row.timestamp(0),
                                .products = from_column(row.string(1)),
                                .waits_for_basket = row.boolean(2),
                                .failure = row.string(3),
                                .closed_at = row.maybe_timestamp(4),
                                .version = row.integer(5)});
  };
  co_return database_.guarded(read, reader_);
}

Task<Result<>> SqliteFulfilments::save(Fulfilment& fulfilment, SaveContext context) {
  DDD_CO_CHECK(co_await database_.writer().write([f = fulfilment.state(),
                                                  context = std::move(context)](Connection& connection) -> Result<> {
    const int written = connection.execute(
        R"(UPDATE fulfilments SET products = ?3, waits_for_basket = ?4, closed_at = ?5, failure = ?6, version = version + 1
               WHERE payment_id = ?1 AND version = ?2)",
        f.payment_id, f.version, to_column(f.products), f.waits_for_basket, f.closed_at, f.failure);
    if (written == 0) return Refused(store_errors::version_conflict());
    return sqlite::write_effects(connection, context, {});
  }));
  fulfilment.mark_saved();
  co_return Result<>{};
}

}  // namespace ddd::payment
