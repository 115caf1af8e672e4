#pragma once

#include <chrono>
#include <string>

#include <ddd/payment/adapters/gateway/stripe/classify.hpp>
#include <ddd/payment/adapters/gateway/stripe/request_rates.hpp>
#include <ddd/payment/adapters/gateway/stripe/stripe_client.hpp>
#include <ddd/payment/application/ports/payment_gateway.hpp>
#include <ddd/platform/async/sleep.hpp>
#include <ddd/platform/crypto/secret.hpp>
#include <ddd/platform/http/client.hpp>
#include <ddd/platform/log/log.hpp>

namespace ddd::payment {

/// The provider by Stripe's API: api.stripe.com, stripe-mock and the payment sandbox alike. What an answer means is
/// said in classify.hpp. When a request that somebody waits for has an uncertain end, it is sent once more with the
/// same key; when the intent alone can tell, it is asked for. The caller's deadline is not looked at: a request that
/// was begun is waited for. One per shard.
class StripeGateway final : public PaymentGateway {
 public:
  /// All but the key outlive it. `rates` is the process's.
  StripeGateway(http::Client& http, crypto::Secret api_key, stripe::RequestRates& rates, Sleeper& sleeper, Log& log)
      : client_(http, std::move(api_key)), rates_(rates), sleeper_(sleeper), log_(log) {}

  [[nodiscard]] Task<GatewayAnswer> create(const CallContext& call, CreateIntent request) override;
  [[nodiscard]] Task<GatewayAnswer> confirm(const CallContext& call, ConfirmIntent request) override;
  [[nodiscard]] Task<GatewayAnswer> capture(const CallContext& call, std::string key, std::string intent_id) override;
  [[nodiscard]] Task<GatewayAnswer> cancel(const CallContext& call, std::string key, std::string intent_id) override;
  [[nodiscard]] Task<GatewayAnswer> look_up(const CallContext& call, std::string intent_id) override;
  [[nodiscard]] Task<Result<std::optional<IntentFacts>>> find(const CallContext& call, PaymentId payment_id,
                                                              Timestamp since) override;
  // stripe_refunds.cpp
  [[nodiscard]] Task<RefundAnswer> refund(const CallContext& call, CreateRefund request) override;
  [[nodiscard]] Task<RefundAnswer> look_up_refund(const CallContext& call, std::string provider_id) override;
  [[nodiscard]] Task<RefundList> list_refunds(const CallContext& call, std::string intent_id) override;
  [[nodiscard]] Task<Result<CardFacts>> card_of(const CallContext& call, std::string token) override;

 private:
  using Deadline = std::chrono::steady_clock::time_point;

  struct Request {
    stripe::Operation operation;
    std::string path;
    std::string intent_id;  ///< empty before there is one
    std::string form;
    std::string key;  ///< empty for those that only ask
    std::string traceparent;
  };

  [[nodiscard]] Task<GatewayAnswer> ask(const CallContext& call, Request request);
  [[nodiscard]] Task<stripe::Verdict> settle(const Request& request);
  [[nodiscard]] Task<stripe::Verdict> repeat(const Request& request, stripe::Verdict first, Deadline give_up_at);
  [[nodiscard]] Task<stripe::Observed> observe(const Request& request, std::chrono::milliseconds limit);
  [[nodiscard]] Task<stripe::Exchange> send(const Request& request, std::chrono::milliseconds limit);
  [[nodiscard]] Task<RefundAnswer> settle_refund(const CallContext& call, const Request& request,
                                                 const std::string& refund_id);
  [[nodiscard]] Task<RefundList> list_refunds_until(const CallContext& call, std::string intent_id,
                                                    Deadline give_up_at);
  void note(const CallContext& call, const Request& request, const GatewayAnswer& answer);

  stripe::StripeClient client_;
  stripe::RequestRates& rates_;
  Sleeper& sleeper_;
  Log& log_;
};

}  // namespace ddd::payment
