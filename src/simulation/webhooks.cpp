#include <ddd/payment/domain/errors.hpp>
#include <ddd/simulation/webhooks.hpp>

namespace ddd::simulation {

std::string webhook_body(const payment::ProviderEvent& event) {
  return event.id + " " + event.type + " " + event.intent_id;
}

Result<payment::ProviderEvent> WebhookReader::verify(std::string_view, std::string_view body, Timestamp) const {
  const auto first = body.find(' ');
  const auto second = body.find(' ', first + 1);
  if (second == std::string_view::npos) return Refused(payment::errors::invalid_signature());
  return payment::ProviderEvent{.id = std::string(body.substr(0, first)),
                                .type = std::string(body.substr(first + 1, second - first - 1)),
                                .intent_id = std::string(body.substr(second + 1))};
}

}  // namespace ddd::simulation
