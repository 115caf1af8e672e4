#include <algorithm>
#include <array>
#include <utility>

#include <ddd/payment/domain/refund.hpp>

namespace ddd::payment {
namespace {

constexpr std::array<std::pair<RefundStatus, std::string_view>, 3> kStatuses = {{
    {RefundStatus::pending, "pending"},
    {RefundStatus::succeeded, "succeeded"},
    {RefundStatus::failed, "failed"},
}};

}  // namespace

std::string_view to_text(RefundStatus status) {
  return std::ranges::find(kStatuses, status, &std::pair<RefundStatus, std::string_view>::first)->second;
}

std::optional<RefundStatus> refund_status_from(std::string_view text) {
  const auto* found = std::ranges::find(kStatuses, text, &std::pair<RefundStatus, std::string_view>::second);
  return found == kStatuses.end() ? std::nullopt : std::optional(found->first);
}

std::string refund_key(const RefundId& id, int attempt) {
  auto key = "refund:" + id.to_text();
  return attempt == 1 ? key : key + ":" + std::to_string(attempt);
}

}  // namespace ddd::payment
