#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/money.hpp>
#include <ddd/kernel/result.hpp>
#include <ddd/platform/async/task.hpp>
#include <ddd/platform/context/call_context.hpp>

namespace ddd::contracts {

struct ProductInfo {
  ProductId product_id;
  std::string name;
  Money price;
  std::int64_t available = 0;
  bool is_active = false;
};

struct ProductLine {
  ProductId product_id;
  std::int64_t quantity = 0;
};

struct ReserveStockRequest {
  PaymentId payment_id;  ///< also the reservation's id: asking twice finds the first
  std::vector<ProductLine> lines;
  std::chrono::seconds hold{900};  ///< an interval, measured by the product service's own clock
};

/// What the product context offers to other contexts: ddd.product.v1's internal calls. In one process it is implemented
/// by the product module, between processes by its gRPC client. Every call carries the caller's service identity in the
/// context; error: `auth.internal_only` without.
class ProductApi {
 public:
  virtual ~ProductApi() = default;
  /// Those of at most 100 ids that exist.
  [[nodiscard]] virtual Task<Result<std::vector<ProductInfo>>> validate_products(const CallContext& call,
                                                                                 std::vector<ProductId> ids) = 0;
  /// All lines or none. Errors: `product.insufficient_stock` (conflict, with `lines`), `product.not_found`,
  /// `product.reservation_differs`, `product.reservation_lost`.
  [[nodiscard]] virtual Task<Result<>> reserve_stock(const CallContext& call, ReserveStockRequest request) = 0;
  /// Errors: `product.reservation_lost`, `product.reservation_not_found`.
  [[nodiscard]] virtual Task<Result<>> pin_reservation(const CallContext& call, PaymentId payment_id) = 0;
  /// Fine when there is nothing to give back. Error: `product.reservation_state` when the units were sold.
  [[nodiscard]] virtual Task<Result<>> release_reservation(const CallContext& call, PaymentId payment_id) = 0;
};

}  // namespace ddd::contracts
