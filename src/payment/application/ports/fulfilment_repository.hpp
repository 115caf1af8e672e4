#pragma once

#include <optional>

#include <ddd/payment/domain/fulfilment.hpp>
#include <ddd/platform/async/task.hpp>
#include <ddd/platform/context/save_context.hpp>

namespace ddd::payment {

/// What is known of the sales' fulfilment. The payment repository opens a record in the transaction that completes a
/// payment.
class FulfilmentRepository {
 public:
  virtual ~FulfilmentRepository() = default;
  /// Nothing for a payment that was not completed.
  [[nodiscard]] virtual Task<Result<std::optional<Fulfilment>>> find(PaymentId id) = 0;
  [[nodiscard]] virtual Task<Result<>> save(Fulfilment& fulfilment, SaveContext context) = 0;
};

}  // namespace ddd::payment
