#include <utility>

#include <ddd/payment/application/commands/receive_webhook.hpp>
#include <ddd/payment/application/process/payment_process.hpp>
#include <ddd/platform/usecase/use_case.hpp>

namespace ddd::payment {

Task<Result<>> ReceiveWebhookHandler::handle(const CallContext& call, ReceiveWebhook command) {
  const auto now = clock_.now();
  DDD_CO_TRY(auto event, verifier_.verify(command.signature, command.body, now));
  // First, so that a repeat after a crash in between does it again.
  if (event.dispute) DDD_CO_CHECK(co_await note_dispute(call, event));
  DDD_CO_CHECK(
      co_await payments_.record_webhook(std::move(event.id), std::move(event.type), std::move(event.intent_id), now));
  co_return Result<>{};
}

Task<Result<>> ReceiveWebhookHandler::note_dispute(const CallContext& call, const ProviderEvent& event) {
  DDD_CO_TRY(const auto id, co_await views_.payment_of_intent(event.intent_id));
  if (!id) co_return Result<>{};
  const auto owner = ids_.next().to_text();
  const auto now = clock_.now();
  auto claimed = co_await payments_.claim(*id, owner, now, now + PaymentProcess::kLease);
  // The provider sends it again, when nobody works on the payment any more.
  if (!claimed && claimed.error().kind == ErrorKind::conflict) co_return Refused(store_errors::unavailable());
  if (!claimed) co_return Refused(std::move(claimed).error());
  auto& payment = claimed->payment;
  payment.disputed(event.dispute->id, event.dispute->status, now);
  // Whatever was to be done with it is still to be done.
  co_return co_await payments_.save(payment, {.next_action_at = now}, SaveContext::of(call, now));
}

}  // namespace ddd::payment
