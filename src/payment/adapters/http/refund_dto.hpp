#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <ddd/payment/application/views.hpp>
#include <ddd/platform/api/money_body.hpp>
#include <ddd/platform/json/shape.hpp>

/// The JSON bodies of the refund routes. Their shapes are the schema in the OpenAPI document.
namespace ddd::payment {

struct ReturnedLineBody {
  std::int64_t product_id = 0;
  std::int64_t quantity = 0;
};
struct RefundPaymentBody {
  std::string payment_id;
  api::MoneyBody amount;
  std::string reason;
  std::optional<bool> restock;
  std::optional<std::vector<ReturnedLineBody>> lines;
};
struct RefundBody {
  RefundId id;
  PaymentId payment_id;
  Money amount;
  std::string reason;
  bool restock = false;
  std::vector<ReturnedLineBody> lines;
  std::string status;
  bool uncertain = false;
  std::optional<std::string> failure_reason;
  std::optional<std::string> transaction_id;
  std::int64_t version = 0;
  Timestamp created_at;
  std::optional<Timestamp> completed_at;
};

[[nodiscard]] RefundBody to_body(const RefundView& view);

}  // namespace ddd::payment

namespace ddd::json {

template <>
struct Shape<payment::ReturnedLineBody> {
  using T = payment::ReturnedLineBody;
  static constexpr std::string_view name = "ReturnedLine";
  static constexpr auto fields =
      Fields{field("product_id", &T::product_id, {.minimum = 1}), field("quantity", &T::quantity, {.minimum = 1})};
};
template <>
struct Shape<payment::RefundPaymentBody> {
  using T = payment::RefundPaymentBody;
  static constexpr std::string_view name = "RefundPayment";
  static constexpr auto fields = Fields{
      field("payment_id", &T::payment_id),
      field("amount", &T::amount, {.description = "At most what is left of the captured amount."}),
      field("reason", &T::reason, {.min_length = 1, .max_length = 255}),
      field("restock", &T::restock, {.description = "Whether goods go back on the shelf; false if absent."}),
      field("lines", &T::lines,
            {.description = "The units that go back, with restock. May be left out where the refund is of all that is "
                            "left of the amount: then all that the buyer still has goes back.",
             .max_items = 100})};
};
template <>
struct Shape<payment::RefundBody> {
  using T = payment::RefundBody;
  static constexpr std::string_view name = "Refund";
  static constexpr auto fields =
      Fields{field("id", &T::id),
             field("payment_id", &T::payment_id),
             field("amount", &T::amount),
             field("reason", &T::reason),
             field("restock", &T::restock),
             field("lines", &T::lines, {.description = "What goes back on the shelf when it succeeds."}),
             field("status", &T::status, {.one_of = "pending,succeeded,failed"}),
             field("uncertain", &T::uncertain, {.description = "The provider's answer is still being found out."}),
             field("failure_reason", &T::failure_reason),
             field("transaction_id", &T::transaction_id, {.description = "The provider's id of the refund."}),
             field("version", &T::version, {.minimum = 1}),
             field("created_at", &T::created_at),
             field("completed_at", &T::completed_at)};
};

}  // namespace ddd::json
