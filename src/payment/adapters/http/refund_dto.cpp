#include <ddd/payment/adapters/http/refund_dto.hpp>

namespace ddd::payment {
namespace {

std::optional<std::string> unless_empty(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

}  // namespace

RefundBody to_body(const RefundView& view) {
  const auto& refund = view.refund;
  RefundBody body{.id = refund.id,
                  .payment_id = view.payment_id,
                  .amount = refund.amount,
                  .reason = refund.reason,
                  .restock = refund.restock,
                  .lines = {},
                  .status = std::string(to_text(refund.status)),
                  .uncertain = refund.uncertain_since.has_value(),
                  .failure_reason = unless_empty(refund.failure_reason),
                  .transaction_id = unless_empty(refund.provider_id),
                  .version = refund.version,
                  .created_at = refund.created_at,
                  .completed_at = refund.completed_at};
  body.lines.reserve(refund.lines.size());
  for (const auto& line : refund.lines) body.lines.push_back({line.product_id.to_int(), line.quantity});
  return body;
}

}  // namespace ddd::payment
