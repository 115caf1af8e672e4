#include <ddd/payment/adapters/gateway/stripe/stripe_client.hpp>

namespace ddd::payment::stripe {

bool is_live_key(const crypto::Secret& api_key) {
  const auto key = api_key.reveal();
  return key.starts_with("sk_live_") || key.starts_with("rk_live_");
}

http::OutgoingRequest StripeClient::request(http::Method method, std::string path, std::string traceparent) const {
  return {.method = method,
          .target = std::move(path),
          .headers = {{"Authorization", std::string("Bearer ").append(api_key_.reveal())},
                      {"Stripe-Version", std::string(kVersion)},
                      {"User-Agent", "ddd-micro"},
                      {"traceparent", std::move(traceparent)}},
          .body = {}};
}

Task<Exchange> StripeClient::post(std::string path, std::string form, std::string key, std::string traceparent,
                                  std::chrono::milliseconds limit) {
  auto outgoing = request(http::Method::post, std::move(path), std::move(traceparent));
  outgoing.headers.emplace_back("Idempotency-Key", std::move(key));
  outgoing.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  outgoing.body = std::move(form);
  co_return co_await http_.exchange(std::move(outgoing), limit);
}

Task<Exchange> StripeClient::get(std::string path, std::string traceparent, std::chrono::milliseconds limit) {
  co_return co_await http_.exchange(request(http::Method::get, std::move(path), std::move(traceparent)), limit);
}

}  // namespace ddd::payment::stripe
