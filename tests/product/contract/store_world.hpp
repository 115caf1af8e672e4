#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <product/contract/stores.hpp>
#include <support/await.hpp>

namespace ddd::product::test {

inline std::string name_of(const testing::TestParamInfo<StoreKind>& info) {
  return info.param.name;
}

inline SaveContext saving(Timestamp now = kStart) {
  return {.now = now, .trace = {}, .correlation_id = "c", .causation_id = "d", .inbox = {}, .idempotency = {}};
}

/// A store with a shard to use it on.
struct StoreWorld {
  explicit StoreWorld(const StoreKind& kind) : store(kind.make(ids)) {}

  template <class T>
  T run(Task<T> task) {
    return ddd::test::await(context, std::move(task));
  }

  Product added(Details what = details(), std::int64_t units = 10, Timestamp now = kStart) {
    const auto id = *run(store->products().next_id());
    auto product = Product::create(id, std::move(what), what.price.currency(), now).value();
    auto stock = Stock::open(id, units, {ids.make<AdjustmentId>().to_text(), {}}, now);
    EXPECT_TRUE(run(store->products().add(product, stock, saving(now))));
    return product;
  }
  Result<> save(Product& product, SaveContext context = saving()) {
    return run(store->products().save(product, std::move(context)));
  }
  Result<> save(Stock& stock, SaveContext context = saving()) {
    return run(store->stocks().save(stock, std::move(context)));
  }
  Result<StockBooks> apply(ReservationOrder order, SaveContext context = saving()) {
    return run(store->stocks().apply(std::move(order), std::move(context)));
  }
  Result<StockBooks> reserve(std::uint64_t id, std::vector<StockLine> lines, Timestamp now = kStart) {
    return apply(ReserveStock{payment(id), std::move(lines)}, saving(now));
  }
  Product find(ProductId id) { return run(store->products().find(id)).value(); }
  Stock find_stock(ProductId id) { return run(store->stocks().find(id)).value(); }
  ProductPage list(ProductListing listing) { return run(store->views().list(std::move(listing))).value(); }
  std::vector<Movement> ledger(ProductId id) {
    std::vector<Movement> movements;
    const auto page = run(store->views().movements(id, 100, std::nullopt));
    for (const auto& view : page->items) movements.push_back(view.movement);
    return movements;
  }
  std::vector<Event> told() {
    std::vector<Event> events;
    const auto rows = run(store->outbox().unpublished(1000));
    for (const auto& row : *rows) events.push_back(row.event);
    return events;
  }
  std::optional<IdempotencyRecord> record_of(std::string key) {
    return *run(store->idempotency().find(UserId(1), std::move(key)));
  }

  boost::asio::io_context context;
  CountingIds ids;
  std::unique_ptr<Store> store;
};

/// One suite for every kind: what holds for one adapter holds for all.
class StoreTest : public testing::TestWithParam<StoreKind>, protected StoreWorld {
 protected:
  StoreTest() : StoreWorld(GetParam()) {}

  SaveContext with_inbox(const EventId& id) {
    auto context = saving();
    context.inbox = InboxEntry{.consumer = "product.settle_reservations", .event_id = id};
    return context;
  }
  static IdempotencyRecord record(std::string key = "0123456789abcdef") {
    return {.key = {.user_id = UserId(1), .key = std::move(key), .fingerprint = "f"},
            .resource_id = "1",
            .answer = StoredAnswer{.status = 201, .body = "{}", .location = "/l", .etag = "\"1.1\""},
            .created_at = kStart};
  }
  static SaveContext with_key(IdempotencyRecord record) {
    auto context = saving();
    context.idempotency = std::move(record);
    return context;
  }
};

}  // namespace ddd::product::test
