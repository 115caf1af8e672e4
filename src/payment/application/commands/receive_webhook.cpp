#include <ddd/payment/application/commands/receive_webhook.hpp>

namespace ddd::payment {

Task<Result<>> ReceiveWebhookHandler::handle(const CallContext&, ReceiveWebhook command) {
  const auto now = clock_.now();
  DDD_CO_TRY(auto event, verifier_.verify(command.signature, command.body, now));
  DDD_CO_CHECK(
      co_await payments_.record_webhook(std::move(event.id), std::move(event.type), std::move(event.intent_id), now));
  co_return Result<>{};
}

}  // namespace ddd::payment
