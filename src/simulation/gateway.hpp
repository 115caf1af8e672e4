#pragma once

#include <functional>

#include <ddd/payment/application/ports/payment_gateway.hpp>
#include <ddd/simulation/network.hpp>
#include <ddd/simulation/provider.hpp>
#include <ddd/simulation/watch.hpp>

namespace ddd::simulation {

/// The payment process's way to the provider: requests and answers get lost or come late, and a provider that limits
/// our rate turns requests away.
class DistantGateway final : public payment::PaymentGateway {
 public:
  struct Surroundings {
    Scheduler& scheduler;
    const Faults& faults;
    Statistics& statistics;
    Network& network;
    Provider& provider;
    Watch& watch;
  };
  explicit DistantGateway(Surroundings surroundings) : at_(surroundings) {}

  [[nodiscard]] Task<payment::GatewayAnswer> create(const CallContext& call, payment::CreateIntent request) override;
  [[nodiscard]] Task<payment::GatewayAnswer> confirm(const CallContext& call, payment::ConfirmIntent request) override;
  [[nodiscard]] Task<payment::GatewayAnswer> capture(const CallContext& call, std::string key,
                                                     std::string intent_id) override;
  [[nodiscard]] Task<payment::GatewayAnswer> cancel(const CallContext& call, std::string key,
                                                    std::string intent_id) override;
  [[nodiscard]] Task<payment::GatewayAnswer> look_up(const CallContext& call, std::string intent_id) override;
  [[nodiscard]] Task<Result<std::optional<payment::IntentFacts>>> find(const CallContext& call, PaymentId payment_id,
                                                                       Timestamp since) override;
  [[nodiscard]] Task<payment::RefundAnswer> refund(const CallContext& call, payment::CreateRefund request) override;
  [[nodiscard]] Task<payment::RefundAnswer> look_up_refund(const CallContext& call, std::string provider_id) override;
  [[nodiscard]] Task<payment::RefundList> list_refunds(const CallContext& call, std::string intent_id) override;
  [[nodiscard]] Task<Result<payment::CardFacts>> card_of(const CallContext& call, std::string token) override;

 private:
  /// Has the provider do it; `lost` is what the caller makes of no answer.
  template <class Answer>
  [[nodiscard]] Task<Answer> exchange(std::string payment_id, std::function<Answer()> act, Answer lost);
  [[nodiscard]] Network::Link link() const;

  Surroundings at_;
};

}  // namespace ddd::simulation
