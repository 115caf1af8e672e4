#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <product/support/values.hpp>
#include <product/support/yielding_stores.hpp>
#include <support/await.hpp>

#include <ddd/product/adapters/storage/memory/memory_catalogue.hpp>
#include <ddd/product/application/application.hpp>

namespace ddd::product::test {

class NoObserver final : public UseCaseObserver {
 public:
  void finished(const CallContext&, std::string_view, std::chrono::steady_clock::duration, const Error*) override {}
};

/// Notes which products were said to have changed.
class NotedChanges final : public CatalogueChanges {
 public:
  [[nodiscard]] Task<> changed(std::vector<ProductId> ids) override {
    noted.insert(noted.end(), ids.begin(), ids.end());
    co_return;
  }
  std::vector<ProductId> noted;
};

inline CallContext call_of(UserId user_id, Role role = Role::user) {
  CallContext call;
  call.principal = Principal{.user_id = user_id, .role = role, .session_id = {}};
  return call;
}

inline CallContext call_of_service(std::string name) {
  CallContext call;
  call.service = std::move(name);
  return call;
}

/// The whole context over memory, with one shard to run it on.
struct Catalogue {
  boost::asio::io_context context;
  ManualClock clock;
  CountingIds ids;
  MemoryCatalogue data;
  MemoryProducts memory_products{data, ids};
  MemoryStocks memory_stocks{data, ids};
  YieldingProducts products{memory_products};
  YieldingStocks stocks{memory_stocks};
  MemoryProductViews views{data};
  MemoryViewCounts view_counts{data};
  MemoryBasketDemand demand{data};
  NotedChanges changes;
  NoObserver observer;
  Application application{
      {products, stocks, views, view_counts, demand, changes, clock, ids, observer, CatalogueSettings{}}};

  const CallContext nobody;
  const CallContext ada = call_of(UserId(7));
  const CallContext admin = call_of(UserId(1), Role::admin);
  const CallContext payment_service = call_of_service("payment-service");

  template <class T>
  T run(Task<T> task) {
    return ddd::test::await(context, std::move(task));
  }

  Result<ProductView> create(const CallContext& call, Details what, std::int64_t stock = 10) {
    return run(application.commands.create_product.handle(call, CreateProduct{std::move(what), stock}));
  }
  /// A product with a SKU of its own. What is noted of changes begins after it.
  ProductId shelve(std::int64_t stock = 10) {
    const auto id = create(admin, details("SKU-" + std::to_string(++shelved_)), stock)->id;
    changes.noted.clear();
    return id;
  }
  Result<ProductView> edit(const CallContext& call, ProductId id, DetailsPatch patch,
                           std::optional<std::int64_t> expected = std::nullopt) {
    return run(application.commands.update_product.handle(call, UpdateProduct{id, std::move(patch), expected}));
  }
  Result<> remove(const CallContext& call, ProductId id, std::optional<std::int64_t> expected = std::nullopt) {
    return run(application.commands.delete_product.handle(call, DeleteProduct{id, expected}));
  }
  Result<ProductView> change_stock(const CallContext& call, ProductId id, ChangeStock::How how, std::int64_t amount,
                                   std::string reason = {}) {
    return run(application.commands.change_stock.handle(call, ChangeStock{id, how, amount, std::move(reason)}));
  }
  Result<ProductView> get(const CallContext& call, ProductId id) {
    return run(application.queries.get_product.handle(call, GetProduct{id}));
  }
  Result<> reserve(const CallContext& call, std::uint64_t id, std::vector<StockLine> lines) {
    return run(application.commands.reserve_stock.handle(call, ReserveStock{payment(id), std::move(lines)}));
  }
  Result<> pin(const CallContext& call, std::uint64_t id) {
    return run(application.commands.pin_reservation.handle(call, PinReservation{payment(id)}));
  }
  Result<> release(const CallContext& call, std::uint64_t id) {
    return run(application.commands.release_reservation.handle(call, ReleaseReservation{payment(id)}));
  }
  Result<std::size_t> sweep(std::size_t limit = 100) {
    return run(application.commands.expire_reservations.handle(nobody, ExpireReservations{limit}));
  }
  Result<> view(const CallContext& call, ProductId id) {
    return run(application.commands.record_view.handle(call, RecordView{id}));
  }
  Result<> flush_views() { return run(application.commands.flush_views.handle(nobody, FlushViews{})); }
  Result<Following> changed(BasketChanged fact) {
    return run(application.policies.follow_demand.handle(nobody, std::move(fact)));
  }
  Result<> ended(PaymentEnded fact) {
    return run(application.policies.settle_reservation.handle(nobody, std::move(fact)));
  }

  /// The types of the events on their way out, in order.
  std::vector<std::string> told() {
    std::vector<std::string> types;
    const auto rows = run(data.effects.unpublished(1000));
    for (const auto& row : *rows) types.push_back(row.event.type);
    return types;
  }

 private:
  int shelved_ = 0;
};

}  // namespace ddd::product::test
