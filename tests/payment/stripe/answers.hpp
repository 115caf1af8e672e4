#pragma once

#include <string>
#include <string_view>

#include <ddd/payment/adapters/gateway/stripe/reply.hpp>

namespace ddd::payment::stripe::test {

/// An intent as the provider writes it, with what is asked of it changed.
inline std::string intent_json(std::string_view status, std::string_view more = {}) {
  std::string text = R"({"id":"pi_1","object":"payment_intent","amount":1999,"amount_received":0,"currency":"usd",)";
  text.append(R"("client_secret":"pi_1_secret_2","metadata":{"payment_id":"pay_7"},"next_action":null,"status":")");
  return text.append(status).append("\"").append(more).append("}");
}

inline std::string error_json(std::string_view type, std::string_view code = {}, std::string_view more = {}) {
  std::string text = R"({"error":{"message":"secret words","type":")";
  text.append(type).append("\"");
  if (!code.empty()) text.append(R"(,"code":")").append(code).append("\"");
  return text.append(more).append("}}");
}

inline http::IncomingResponse response(int status, std::string body) {
  return {.status = status, .headers = {{"Request-Id", "req_5"}}, .body = std::move(body)};
}

inline Observed observed(int status, std::string body) {
  return read_reply(response(status, std::move(body)));
}

inline Observed no_answer(http::ExchangeFailure::Reach reach) {
  return std::unexpected(http::ExchangeFailure{.reach = reach, .reason = "timed out"});
}

}  // namespace ddd::payment::stripe::test
