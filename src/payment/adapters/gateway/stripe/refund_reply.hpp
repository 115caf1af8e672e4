#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <ddd/payment/adapters/gateway/stripe/classify.hpp>
#include <ddd/payment/adapters/gateway/stripe/stripe_client.hpp>

namespace ddd::payment::stripe {

/// A refund object; its evidence is left empty. Nothing when it is unreadable or in a status that we don't know.
[[nodiscard]] std::optional<RefundFacts> read_refund(std::string_view body);

/// One page of a list of refunds.
struct RefundPage {
  std::vector<RefundFacts> refunds;
  std::string next;  ///< where the next page starts; empty: this was the last
};
/// Nothing when any of it is unreadable.
[[nodiscard]] std::optional<RefundPage> read_refund_page(std::string_view body);

/// What an exchange about a refund means: as `classify` judges, with the refund in the intent's place.
struct RefundVerdict {
  RefundAnswer answer;
  Verdict::Then then = Verdict::Then::nothing;
};
[[nodiscard]] RefundVerdict classify_refund(Operation operation, const Exchange& exchange);

}  // namespace ddd::payment::stripe
