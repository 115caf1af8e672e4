#pragma once

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include <basket/support/values.hpp>
#include <boost/asio/post.hpp>
#include <support/await.hpp>

#include <ddd/basket/adapters/storage/memory/memory_baskets.hpp>
#include <ddd/basket/application/application.hpp>

namespace ddd::basket::test {

class ManualClock final : public Clock {
 public:
  [[nodiscard]] Timestamp now() const override { return at; }
  Timestamp at = kStart;
};

class NoObserver final : public UseCaseObserver {
 public:
  void finished(const CallContext&, std::string_view, std::chrono::steady_clock::duration, const Error*) override {}
};

/// The product context as this one sees it. Every answer takes a turn of the event loop, so that concurrent use cases
/// interleave.
class FakeCatalogue final : public ProductCatalogue {
 public:
  [[nodiscard]] Task<Result<std::vector<Offer>>> find_many(const CallContext&, std::vector<ProductId> ids) override {
    co_await boost::asio::post(use_task);
    if (is_away) {
      co_return Refused(Error{.kind = ErrorKind::unavailable, .code = "product.unavailable", .message = "Away."});
    }
    std::vector<Offer> found;
    for (const auto id : ids) {
      if (const auto offer = offers.find(id); offer != offers.end()) found.push_back(offer->second);
    }
    co_return found;
  }

  void has(Offer offer) { offers.insert_or_assign(offer.product_id, std::move(offer)); }

  std::map<ProductId, Offer> offers;
  bool is_away = false;
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
struct Shop {
  boost::asio::io_context context;
  ManualClock clock;
  CountingIds ids;
  MemoryBasketStore store;
  MemoryBaskets baskets{store, ids};
  MemoryLineFlags flags{store, ids};
  MemoryCheckoutMarks checkouts{store};
  FakeCatalogue catalogue;
  NoObserver observer;
  Application application{{baskets, flags, checkouts, catalogue, clock, ids, observer, {}}};

  const CallContext ada = call_of(UserId(7));
  const CallContext bob = call_of(UserId(8));
  const CallContext admin = call_of(UserId(1), Role::admin);
  const CallContext payment = call_of_service("payment-service");

  template <class T>
  T run(Task<T> task) {
    return ddd::test::await(context, std::move(task));
  }

  Result<BasketView> add(const CallContext& call, std::uint64_t product, std::int64_t quantity = 1,
                         std::optional<std::int64_t> expected_version = std::nullopt) {
    return run(application.commands.add_item.handle(
        call, AddItem{.product_id = ProductId(product), .quantity = quantity, .expected_version = expected_version}));
  }
  Result<OpenedBasket> open(const CallContext& call) {
    return run(application.commands.open_basket.handle(call, OpenBasket{}));
  }
  Result<BasketView> set(const CallContext& call, std::uint64_t product, std::int64_t quantity) {
    return run(application.commands.set_quantity.handle(
        call, SetQuantity{.product_id = ProductId(product), .quantity = quantity}));
  }
  Result<BasketView> remove(const CallContext& call, std::uint64_t product) {
    return run(application.commands.remove_item.handle(call, RemoveItem{.product_id = ProductId(product)}));
  }
  Result<CheckoutView> check_out(const CallContext& call, UserId user_id,
                                 std::optional<BasketId> basket_id = std::nullopt) {
    return run(application.queries.get_for_checkout.handle(call, GetForCheckout{user_id, std::move(basket_id)}));
  }
  Result<Subtraction> paid(BasketPaid fact) {
    return run(application.policies.subtract_paid_lines.handle(CallContext{}, std::move(fact)));
  }

  /// The types of the events on their way out, in order.
  std::vector<std::string> told() {
    std::vector<std::string> types;
    const auto rows = run(store.effects.unpublished(1000));
    for (const auto& row : *rows) types.push_back(row.event.type);
    return types;
  }
};

}  // namespace ddd::basket::test
