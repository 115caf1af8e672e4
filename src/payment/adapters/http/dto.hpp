#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/money.hpp>
#include <ddd/kernel/timestamp.hpp>
#include <ddd/payment/application/views.hpp>
#include <ddd/platform/api/money_body.hpp>
#include <ddd/platform/json/shape.hpp>

/// The JSON bodies of the payment routes. Their shapes are the schema in the OpenAPI document.
namespace ddd::payment {

struct LineBody {
  ProductId product_id;
  std::string name;
  std::int64_t quantity = 0;
  Money unit_price;
  Money line_total;
};
struct RedirectBody {
  std::string url;
  std::optional<std::string> return_url;
};
struct NextActionBody {
  std::string type;
  RedirectBody redirect_to_url;
};
struct PaymentBody {
  PaymentId id;
  UserId user_id;
  std::string order_id;
  Money amount;
  std::string status;
  std::string state;
  bool uncertain = false;
  std::optional<std::string> payment_method;
  std::string payment_provider;
  std::optional<std::string> transaction_id;
  std::vector<LineBody> lines;
  std::optional<BasketId> basket_id;
  std::optional<std::int64_t> basket_version;
  std::optional<std::string> client_secret;
  std::optional<NextActionBody> next_action;
  std::optional<std::string> decline_code;
  Money refunded_amount;
  std::int64_t version = 0;
  Timestamp created_at;
  Timestamp updated_at;
  std::optional<Timestamp> completed_at;
  std::optional<Timestamp> expires_at;
};

struct CreatePaymentBody {
  std::optional<std::string> basket_id;
  std::optional<std::string> basket;
  std::optional<std::int64_t> product_id;
  std::optional<std::int64_t> quantity;
  std::optional<std::string> payment_method_id;
  std::optional<api::MoneyBody> expected_total;
  std::optional<std::string> order_id;
  std::optional<std::string> return_url;
};
struct ProcessPaymentBody {
  std::string payment_method_id;
  std::optional<std::string> return_url;
};
struct CancelPaymentBody {
  std::optional<std::string> reason;
};
struct TransitionBody {
  std::int64_t sequence = 0;
  std::optional<std::string> from;
  std::string to;
  std::string status;
  Timestamp at;
  std::optional<std::string> reason;
};

struct PaymentMethodBody {
  std::string id;
  std::string type;
  std::string provider;
  std::string brand;
  std::string last_four_digits;
  int expiry_month = 0;
  int expiry_year = 0;
  bool is_default = false;
  bool is_active = false;
};
struct AddPaymentMethodBody {
  std::string type;
  std::string provider;
  std::string token;
  std::optional<bool> is_default;
};
struct ChangePaymentMethodBody {
  std::optional<bool> is_default;
  std::optional<bool> is_active;
};

[[nodiscard]] PaymentBody to_body(const Payment::Snapshot& payment);
[[nodiscard]] TransitionBody to_body(const Transition& transition);
[[nodiscard]] PaymentMethodBody to_body(const PaymentMethod& method);

}  // namespace ddd::payment

namespace ddd::json {

template <>
struct Shape<payment::LineBody> {
  using T = payment::LineBody;
  static constexpr std::string_view name = "PaymentLine";
  static constexpr auto fields = Fields{field("product_id", &T::product_id), field("name", &T::name),
                                        field("quantity", &T::quantity, {.minimum = 1, .maximum = 99}),
                                        field("unit_price", &T::unit_price), field("line_total", &T::line_total)};
};
template <>
struct Shape<payment::RedirectBody> {
  using T = payment::RedirectBody;
  static constexpr std::string_view name = "RedirectToUrl";
  static constexpr auto fields = Fields{field("url", &T::url), field("return_url", &T::return_url)};
};
template <>
struct Shape<payment::NextActionBody> {
  using T = payment::NextActionBody;
  static constexpr std::string_view name = "NextAction";
  static constexpr auto fields =
      Fields{field("type", &T::type, {.one_of = "redirect_to_url"}), field("redirect_to_url", &T::redirect_to_url)};
};
template <>
struct Shape<payment::PaymentBody> {
  using T = payment::PaymentBody;
  static constexpr std::string_view name = "Payment";
  static constexpr auto fields = Fields{
      field("id", &T::id),
      field("user_id", &T::user_id),
      field("order_id", &T::order_id),
      field("amount", &T::amount),
      field("status", &T::status,
            {.one_of = "pending,processing,completed,failed,cancelled,expired,refunded,partially_refunded"}),
      field("state", &T::state,
            {.description = "The fine state.",
             .one_of =
                 "created,validated,stock_reserved,intent_created,confirming,requires_action,authorized,stock_pinned,"
                 "capturing,completed,partially_refunded,refunded,cancelling,cancelled,expired,failed,manual_review"}),
      field("uncertain", &T::uncertain, {.description = "The provider's answer is still being found out."}),
      field("payment_method", &T::payment_method),
      field("payment_provider", &T::payment_provider, {.one_of = "stripe"}),
      field("transaction_id", &T::transaction_id, {.description = "The provider's id of the payment intent."}),
      field("lines", &T::lines, {.max_items = 100}),
      field("basket_id", &T::basket_id),
      field("basket_version", &T::basket_version),
      field("client_secret", &T::client_secret),
      field("next_action", &T::next_action),
      field("decline_code", &T::decline_code),
      field("refunded_amount", &T::refunded_amount),
      field("version", &T::version, {.minimum = 1}),
      field("created_at", &T::created_at),
      field("updated_at", &T::updated_at),
      field("completed_at", &T::completed_at),
      field("expires_at", &T::expires_at)};
};
template <>
struct Shape<payment::CreatePaymentBody> {
  using T = payment::CreatePaymentBody;
  static constexpr std::string_view name = "CreatePayment";
  static constexpr auto fields = Fields{
      field("basket_id", &T::basket_id, {.description = "Exactly one of basket_id, basket and product_id."}),
      field("basket", &T::basket, {.one_of = "current"}),
      field("product_id", &T::product_id, {.minimum = 1}),
      field("quantity", &T::quantity, {.description = "With product_id.", .minimum = 1, .maximum = 99}),
      field("payment_method_id", &T::payment_method_id,
            {.description =
                 "A saved method, or a test method of the provider. Without one the payment waits with its stock held.",
             .example = "\"pm_card_visa\""}),
      field("expected_total", &T::expected_total, {.description = "Compared with the total of now, never used."}),
      field("order_id", &T::order_id, {.description = "Made if absent.", .max_length = 64}),
      field("return_url", &T::return_url, {.max_length = 2000, .format = "uri"})};
};
template <>
struct Shape<payment::ProcessPaymentBody> {
  using T = payment::ProcessPaymentBody;
  static constexpr std::string_view name = "ProcessPayment";
  static constexpr auto fields =
      Fields{field("payment_method_id", &T::payment_method_id, {.example = "\"pm_card_visa\""}),
             field("return_url", &T::return_url, {.max_length = 2000, .format = "uri"})};
};
template <>
struct Shape<payment::CancelPaymentBody> {
  using T = payment::CancelPaymentBody;
  static constexpr std::string_view name = "CancelPayment";
  static constexpr auto fields = Fields{field("reason", &T::reason, {.max_length = 255})};
};
template <>
struct Shape<payment::TransitionBody> {
  using T = payment::TransitionBody;
  static constexpr std::string_view name = "PaymentTransition";
  static constexpr auto fields = Fields{field("sequence", &T::sequence, {.minimum = 1}),
                                        field("from", &T::from),
                                        field("to", &T::to),
                                        field("status", &T::status),
                                        field("at", &T::at),
                                        field("reason", &T::reason)};
};
template <>
struct Shape<payment::PaymentMethodBody> {
  using T = payment::PaymentMethodBody;
  static constexpr std::string_view name = "PaymentMethod";
  static constexpr auto fields = Fields{field("id", &T::id),
                                        field("type", &T::type, {.one_of = "card"}),
                                        field("provider", &T::provider, {.one_of = "stripe"}),
                                        field("brand", &T::brand),
                                        field("last_four_digits", &T::last_four_digits),
                                        field("expiry_month", &T::expiry_month, {.minimum = 1, .maximum = 12}),
                                        field("expiry_year", &T::expiry_year),
                                        field("is_default", &T::is_default),
                                        field("is_active", &T::is_active)};
};
template <>
struct Shape<payment::AddPaymentMethodBody> {
  using T = payment::AddPaymentMethodBody;
  static constexpr std::string_view name = "AddPaymentMethod";
  static constexpr auto fields =
      Fields{field("type", &T::type, {.one_of = "card"}), field("provider", &T::provider, {.one_of = "stripe"}),
             field("token", &T::token,
                   {.description = "The provider's payment method, never a card number.",
                    .pattern = "^pm_[A-Za-z0-9_]{1,64}$",
                    .example = "\"pm_card_visa\""}),
             field("is_default", &T::is_default)};
};
template <>
struct Shape<payment::ChangePaymentMethodBody> {
  using T = payment::ChangePaymentMethodBody;
  static constexpr std::string_view name = "ChangePaymentMethod";
  static constexpr auto fields = Fields{field("is_default", &T::is_default), field("is_active", &T::is_active)};
};

}  // namespace ddd::json
