#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <ddd/platform/json/shape.hpp>

/// The parts of the provider's refunds that we read (docs.stripe.com/api/refunds/object).
namespace ddd::payment::stripe::wire {

struct RefundMetadata {
  std::optional<std::string> refund_id;
};
struct Refund {
  std::string object;
  std::string id;
  std::int64_t amount = 0;
  std::string currency;
  std::optional<std::string> status;
  std::optional<std::string> payment_intent;
  std::optional<std::string> failure_reason;
  std::optional<RefundMetadata> metadata;
};
struct RefundList {
  std::string object;
  std::vector<Refund> data;
  bool has_more = false;
};

}  // namespace ddd::payment::stripe::wire

namespace ddd::json {

template <>
struct Shape<payment::stripe::wire::RefundMetadata> {
  using T = payment::stripe::wire::RefundMetadata;
  static constexpr std::string_view name = "StripeRefundMetadata";
  static constexpr auto fields = Fields{field("refund_id", &T::refund_id)};
};
template <>
struct Shape<payment::stripe::wire::Refund> {
  using T = payment::stripe::wire::Refund;
  static constexpr std::string_view name = "StripeRefund";
  static constexpr auto fields = Fields{field("object", &T::object),
                                        field("id", &T::id),
                                        field("amount", &T::amount),
                                        field("currency", &T::currency),
                                        field("status", &T::status),
                                        field("payment_intent", &T::payment_intent),
                                        field("failure_reason", &T::failure_reason),
                                        field("metadata", &T::metadata)};
};
template <>
struct Shape<payment::stripe::wire::RefundList> {
  using T = payment::stripe::wire::RefundList;
  static constexpr std::string_view name = "StripeRefundList";
  static constexpr auto fields =
      Fields{field("object", &T::object), field("data", &T::data), field("has_more", &T::has_more)};
};

}  // namespace ddd::json
