#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/post.hpp>
#include <payment/support/mortality.hpp>
#include <payment/support/values.hpp>

#include <ddd/payment/application/ports/neighbours.hpp>

namespace ddd::payment::test {

// The neighbours as this context sees them. Every answer takes a turn of the event loop, so that use cases interleave.

inline Error away() {
  return {
      .kind = ErrorKind::unavailable, .code = "neighbour.unavailable", .message = "Away.", .retry_after_seconds = 1};
}

class FakeUsers final : public UserDirectory {
 public:
  [[nodiscard]] Task<Result<bool>> is_valid(const CallContext&, Principal) override {
    co_await boost::asio::post(use_task);
    if (is_away) co_return Refused(away());
    co_return all_valid;
  }
  bool all_valid = true;
  bool is_away = false;
};

/// Products with stock that can be held and pinned.
class FakeShelf final : public ProductCatalogue {
 public:
  explicit FakeShelf(Mortality& mortality) : mortality_(mortality) {}

  struct Reservation {
    std::vector<WantedLine> lines;
    bool pinned = false;
    bool lost = false;
  };

  void has(std::uint64_t product, std::int64_t units = 1000, std::int64_t cents = 1999) {
    products[ProductId(product)] = {ProductId(product), "Product " + std::to_string(product), usd(cents), units, true};
  }
  [[nodiscard]] std::int64_t available(std::uint64_t product) const {
    return products.at(ProductId(product)).available;
  }

  [[nodiscard]] Task<Result<std::vector<OfferedProduct>>> find_many(const CallContext&,
                                                                    std::vector<ProductId> ids) override {
    co_await boost::asio::post(use_task);
    mortality_.pass();
    if (is_away) co_return Refused(away());
    std::vector<OfferedProduct> found;
    for (const auto id : ids) {
      if (const auto product = products.find(id); product != products.end()) found.push_back(product->second);
    }
    co_return found;
  }

  [[nodiscard]] Task<Result<>> reserve(const CallContext&, PaymentId id, std::vector<WantedLine> lines,
                                       std::chrono::seconds hold) override {
    co_await boost::asio::post(use_task);
    mortality_.pass();
    if (before_reserve) before_reserve();
    held_for = hold;
    auto answer = is_away ? Result<>(Refused(away())) : take(id, std::move(lines));
    mortality_.pass();
    co_return answer;
  }

  [[nodiscard]] Task<Result<>> pin(const CallContext&, PaymentId id) override {
    co_await boost::asio::post(use_task);
    mortality_.pass();
    if (is_away) co_return Refused(away());
    const auto found = reservations.find(id);
    if (found == reservations.end()) {
      co_return Refused(
          Error{.kind = ErrorKind::not_found, .code = "product.reservation_not_found", .message = "None."});
    }
    if (found->second.lost || lose_all) {
      co_return Refused(Error{.kind = ErrorKind::conflict, .code = "product.reservation_lost", .message = "Lost."});
    }
    found->second.pinned = true;
    mortality_.pass();
    co_return Result<>{};
  }

  std::map<ProductId, OfferedProduct> products;
  std::map<PaymentId, Reservation> reservations;
  std::chrono::seconds held_for{0};
  /// What happens between the look at the stock and its reservation.
  std::function<void()> before_reserve;
  bool lose_all = false;
  bool is_away = false;

 private:
  Result<> take(const PaymentId& id, std::vector<WantedLine> lines) {
    if (reservations.contains(id)) return {};
    ErrorRows short_of;
    for (const auto& line : lines) {
      if (!products.contains(line.product_id)) {
        return Refused(Error{.kind = ErrorKind::not_found, .code = "product.not_found", .message = "None."});
      }
      const auto& product = products.at(line.product_id);
      if (product.available >= line.quantity) continue;
      short_of.push_back(
          {{"product_id", line.product_id.to_int()}, {"requested", line.quantity}, {"available", product.available}});
    }
    if (!short_of.empty()) {
      return Refused(Error{.kind = ErrorKind::conflict, .code = "product.insufficient_stock", .message = "Short."}.with(
          "lines", std::move(short_of)));
    }
    for (const auto& line : lines) products.at(line.product_id).available -= line.quantity;
    reservations[id] = {std::move(lines)};
    return {};
  }

  Mortality& mortality_;
};

class FakeBaskets final : public BasketReader {
 public:
  [[nodiscard]] Task<Result<BasketToPay>> find(const CallContext&, UserId user_id,
                                               std::optional<BasketId> id) override {
    co_await boost::asio::post(use_task);
    if (is_away) co_return Refused(away());
    const auto found = baskets.find(user_id);
    if (found == baskets.end()) {
      if (!id) co_return BasketToPay{};
    } else if (!id || *id == found->second.snapshot.id) {
      co_return found->second;
    }
    co_return Refused(Error{.kind = ErrorKind::not_found, .code = "basket.not_found", .message = "None."});
  }
  std::map<UserId, BasketToPay> baskets;
  bool is_away = false;
};

}  // namespace ddd::payment::test
