#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <ddd/kernel/timestamp.hpp>
#include <ddd/payment/application/queries/analyse_payments.hpp>
#include <ddd/platform/json/shape.hpp>

/// The JSON bodies of the routes that only administrators have.
namespace ddd::payment {

struct SettlePaymentBody {
  std::string status;
  std::string reason;
};

struct AnalysisBucketBody {
  Timestamp start;
  std::string status;
  std::string currency;
  std::int64_t count = 0;
  std::int64_t amount = 0;
};
struct AnalysisBody {
  std::string period;
  Timestamp from;
  Timestamp to;
  std::vector<AnalysisBucketBody> buckets;
};

[[nodiscard]] AnalysisBody to_body(const Analysis& analysis);

}  // namespace ddd::payment

namespace ddd::json {

template <>
struct Shape<payment::SettlePaymentBody> {
  using T = payment::SettlePaymentBody;
  static constexpr std::string_view name = "SettlePayment";
  static constexpr auto fields = Fields{
      field("status", &T::status,
            {.description = "What it is to become, if the provider's evidence bears it out.",
             .one_of = "completed,cancelled,failed"}),
      field("reason", &T::reason, {.description = "For the payment's story.", .min_length = 1, .max_length = 255})};
};
template <>
struct Shape<payment::AnalysisBucketBody> {
  using T = payment::AnalysisBucketBody;
  static constexpr std::string_view name = "PaymentAnalysisBucket";
  static constexpr auto fields =
      Fields{field("start", &T::start, {.description = "The first moment of the period, UTC."}),
             field("status", &T::status,
                   {.one_of = "pending,processing,completed,failed,cancelled,expired,refunded,partially_refunded"}),
             field("currency", &T::currency), field("count", &T::count, {.minimum = 1}),
             field("amount", &T::amount, {.description = "The sum, in minor units of the currency.", .minimum = 0})};
};
template <>
struct Shape<payment::AnalysisBody> {
  using T = payment::AnalysisBody;
  static constexpr std::string_view name = "PaymentAnalysis";
  static constexpr auto fields = Fields{field("period", &T::period, {.one_of = "daily,weekly,monthly,yearly"}),
                                        field("from", &T::from), field("to", &T::to), field("buckets", &T::buckets)};
};

}  // namespace ddd::json
