#include <ddd/platform/api/money_body.hpp>
#include <ddd/platform/grpc/messages.hpp>

namespace ddd::rpc {

common::v1::Money to_message(const Money& money) {
  common::v1::Money message;
  message.set_amount(money.minor_units());
  message.set_currency(std::string(money.currency().code()));
  return message;
}

google::protobuf::Timestamp to_message(Timestamp at) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(at);
  google::protobuf::Timestamp message;
  message.set_seconds(seconds.time_since_epoch().count());
  message.set_nanos(static_cast<std::int32_t>(std::chrono::nanoseconds(at - seconds).count()));
  return message;
}

std::optional<Money> to_money(Validation& check, std::string_view pointer, const common::v1::Money& money) {
  return api::to_money(check, pointer, {.amount = money.amount(), .currency = money.currency()});
}

CallContext call_of(const CallContext& batch, const common::v1::Origin& origin) {
  auto call = batch;
  if (const auto parent = TraceContext::parse(origin.traceparent())) call.trace = parent->child();
  if (!origin.correlation_id().empty()) call.correlation_id = origin.correlation_id();
  if (!origin.causation_id().empty()) call.causation_id = origin.causation_id();
  return call;
}

}  // namespace ddd::rpc
