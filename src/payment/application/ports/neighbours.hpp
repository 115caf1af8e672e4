#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/money.hpp>
#include <ddd/kernel/result.hpp>
#include <ddd/payment/domain/line.hpp>
#include <ddd/payment/domain/payment.hpp>
#include <ddd/platform/async/task.hpp>
#include <ddd/platform/context/call_context.hpp>

namespace ddd::payment {

/// Users, as payment needs them.
class UserDirectory {
 public:
  virtual ~UserDirectory() = default;
  /// Whether the caller's account is active and the session lives, by the owner's database.
  [[nodiscard]] virtual Task<Result<bool>> is_valid(const CallContext& call, Principal principal) = 0;
};

struct WantedLine {
  ProductId product_id;
  std::int64_t quantity = 0;
};

struct OfferedProduct {
  ProductId product_id;
  std::string name;
  Money price;
  std::int64_t available = 0;
  bool is_active = false;
};

/// Products and their stock, as payment needs them.
class ProductCatalogue {
 public:
  virtual ~ProductCatalogue() = default;
  /// Those of at most 100 ids that exist.
  [[nodiscard]] virtual Task<Result<std::vector<OfferedProduct>>> find_many(const CallContext& call,
                                                                            std::vector<ProductId> ids) = 0;
  /// All lines or none; repeating it finds the first. Errors: `product.insufficient_stock` (with `lines`),
  /// `product.not_found`, `product.reservation_lost`.
  [[nodiscard]] virtual Task<Result<>> reserve(const CallContext& call, PaymentId id, std::vector<WantedLine> lines,
                                               std::chrono::seconds hold) = 0;
  /// Errors: `product.reservation_lost`, `product.reservation_not_found`.
  [[nodiscard]] virtual Task<Result<>> pin(const CallContext& call, PaymentId id) = 0;
};

struct BasketToPay {
  BasketSnapshot snapshot;
  std::vector<WantedLine> lines;
};

/// Baskets, as payment needs them.
class BasketReader {
 public:
  virtual ~BasketReader() = default;
  /// The user's basket; with `id` it must be that one. Error: `basket.not_found`.
  [[nodiscard]] virtual Task<Result<BasketToPay>> find(const CallContext& call, UserId user_id,
                                                       std::optional<BasketId> id) = 0;
};

}  // namespace ddd::payment
