#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <ddd/platform/json/shape.hpp>

/// The parts of the provider's objects that we read (docs.stripe.com/api, version StripeClient::kVersion). Everything
/// else in them is ignored, and null is absent.
namespace ddd::payment::stripe::wire {

struct LastError {
  std::optional<std::string> code;
  std::optional<std::string> decline_code;
};
struct Redirect {
  std::optional<std::string> url;
};
struct NextAction {
  std::optional<Redirect> redirect_to_url;
};
struct Metadata {
  std::optional<std::string> payment_id;
};
struct Intent {
  std::string object;
  std::string id;
  std::string status;
  std::int64_t amount = 0;
  std::int64_t amount_received = 0;
  std::string currency;
  std::optional<std::string> client_secret;
  std::optional<Metadata> metadata;
  std::optional<NextAction> next_action;
  std::optional<LastError> last_payment_error;
};

struct IntentList {
  std::string object;
  std::vector<Intent> data;
  bool has_more = false;
};

struct ErrorDetail {
  std::string type;
  std::optional<std::string> code;
  std::optional<std::string> decline_code;
  std::optional<std::string> param;
};
struct ErrorBody {
  ErrorDetail error;
};

struct Card {
  std::string brand;
  std::string last4;
  int exp_month = 0;
  int exp_year = 0;
};
struct Method {
  std::string object;
  std::optional<Card> card;  ///< absent for methods of another type
};
/// 1-255 letters, digits, "_" and "-": what an id of the provider or one of its codes looks like.
[[nodiscard]] bool is_word(std::string_view text);

}  // namespace ddd::payment::stripe::wire

namespace ddd::json {

template <>
struct Shape<payment::stripe::wire::LastError> {
  using T = payment::stripe::wire::LastError;
  static constexpr std::string_view name = "StripeLastError";
  static constexpr auto fields = Fields{field("code", &T::code), field("decline_code", &T::decline_code)};
};
template <>
struct Shape<payment::stripe::wire::Redirect> {
  using T = payment::stripe::wire::Redirect;
  static constexpr std::string_view name = "StripeRedirect";
  static constexpr auto fields = Fields{field("url", &T::url)};
};
template <>
struct Shape<payment::stripe::wire::NextAction> {
  using T = payment::stripe::wire::NextAction;
  static constexpr std::string_view name = "StripeNextAction";
  static constexpr auto fields = Fields{field("redirect_to_url", &T::redirect_to_url)};
};
template <>
struct Shape<payment::stripe::wire::Metadata> {
  using T = payment::stripe::wire::Metadata;
  static constexpr std::string_view name = "StripeMetadata";
  static constexpr auto fields = Fields{field("payment_id", &T::payment_id)};
};
template <>
struct Shape<payment::stripe::wire::Intent> {
  using T = payment::stripe::wire::Intent;
  static constexpr std::string_view name = "StripeIntent";
  static constexpr auto fields = Fields{field("object", &T::object),
                                        field("id", &T::id),
                                        field("status", &T::status),
                                        field("amount", &T::amount),
                                        field("amount_received", &T::amount_received),
                                        field("currency", &T::currency),
                                        field("client_secret", &T::client_secret),
                                        field("metadata", &T::metadata),
                                        field("next_action", &T::next_action),
                                        field("last_payment_error", &T::last_payment_error)};
};

template <>
struct Shape<payment::stripe::wire::IntentList> {
  using T = payment::stripe::wire::IntentList;
  static constexpr std::string_view name = "StripeIntentList";
  static constexpr auto fields =
      Fields{field("object", &T::object), field("data", &T::data), field("has_more", &T::has_more)};
};

template <>
struct Shape<payment::stripe::wire::ErrorDetail> {
  using T = payment::stripe::wire::ErrorDetail;
  static constexpr std::string_view name = "StripeErrorDetail";
  static constexpr auto fields = Fields{field("type", &T::type), field("code", &T::code),
                                        field("decline_code", &T::decline_code), field("param", &T::param)};
};
template <>
struct Shape<payment::stripe::wire::ErrorBody> {
  using T = payment::stripe::wire::ErrorBody;
  static constexpr std::string_view name = "StripeError";
  static constexpr auto fields = Fields{field("error", &T::error)};
};

template <>
struct Shape<payment::stripe::wire::Card> {
  using T = payment::stripe::wire::Card;
  static constexpr std::string_view name = "StripeCard";
  static constexpr auto fields = Fields{field("brand", &T::brand), field("last4", &T::last4),
                                        field("exp_month", &T::exp_month), field("exp_year", &T::exp_year)};
};
template <>
struct Shape<payment::stripe::wire::Method> {
  using T = payment::stripe::wire::Method;
  static constexpr std::string_view name = "StripeMethod";
  static constexpr auto fields = Fields{field("object", &T::object), field("card", &T::card)};
};

}  // namespace ddd::json
