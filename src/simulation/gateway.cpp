#include <chrono>
#include <type_traits>
#include <utility>

#include <ddd/payment/domain/errors.hpp>
#include <ddd/simulation/gateway.hpp>

namespace ddd::simulation {
namespace {

using payment::GatewayAnswer;
using payment::GatewayOperation;
using payment::NotExecuted;
using payment::OutcomeUnknown;

template <class Answer>
Task<Answer> at_once(std::function<Answer()> act) {
  co_return act();
}

template <class Answer>
bool is_unclear(const Answer& answer) {
  return std::visit([]<class Kind>(const Kind&) { return std::is_same_v<Kind, OutcomeUnknown>; }, answer);
}

template <class Answer>
bool is_evidence(const Answer& answer) {
  return !std::holds_alternative<NotExecuted>(answer) && !is_unclear(answer);
}

}  // namespace

Network::Link DistantGateway::link() const {
  return {.shortest = Micros(20'000),
          .longest = Micros(200'000),
          .patience = std::chrono::duration_cast<Micros>(kLongest),
          .loss = at_.faults.indeterminate};
}

template <class Answer>
Task<Answer> DistantGateway::exchange(std::string payment_id, std::function<Answer()> act, Answer lost) {
  if (at_.scheduler.random().chance(at_.faults.indeterminate / 4)) co_return NotExecuted{"429"};
  auto answer = co_await at_.network.call<Answer>(Node::payment, Node::world, link(),
                                                  [act = std::move(act)] { return at_once<Answer>(act); });
  auto result = answer ? *std::move(answer) : std::move(lost);
  if (is_unclear(result)) ++at_.statistics.provider_unclear;
  if (is_evidence(result)) at_.watch.evidence_heard(payment_id);
  co_return result;
}

Task<GatewayAnswer> DistantGateway::create(const CallContext&, payment::CreateIntent request) {
  const auto payment_id = request.payment_id.to_text();
  at_.watch.request_leaves(GatewayOperation::create, request.key, payment_id, request.amount.to_text());
  return exchange<GatewayAnswer>(
      payment_id, [provider = &at_.provider, request = std::move(request)] { return provider->create(request); },
      OutcomeUnknown{"no answer"});
}

Task<GatewayAnswer> DistantGateway::confirm(const CallContext&, payment::ConfirmIntent request) {
  const auto payment_id = at_.provider.payment_of(request.intent_id);
  at_.watch.request_leaves(GatewayOperation::confirm, request.key, payment_id, request.payment_method);
  return exchange<GatewayAnswer>(
      payment_id, [provider = &at_.provider, request = std::move(request)] { return provider->confirm(request); },
      OutcomeUnknown{"no answer"});
}

Task<GatewayAnswer> DistantGateway::capture(const CallContext&, std::string key, std::string intent_id) {
  const auto payment_id = at_.provider.payment_of(intent_id);
  at_.watch.request_leaves(GatewayOperation::capture, key, payment_id, {});
  return exchange<GatewayAnswer>(
      payment_id,
      [provider = &at_.provider, key = std::move(key), intent_id = std::move(intent_id)] {
        return provider->capture(key, intent_id);
      },
      OutcomeUnknown{"no answer"});
}

Task<GatewayAnswer> DistantGateway::cancel(const CallContext&, std::string key, std::string intent_id) {
  const auto payment_id = at_.provider.payment_of(intent_id);
  at_.watch.request_leaves(GatewayOperation::cancel, key, payment_id, {});
  return exchange<GatewayAnswer>(
      payment_id,
      [provider = &at_.provider, key = std::move(key), intent_id = std::move(intent_id)] {
        return provider->cancel(key, intent_id);
      },
      OutcomeUnknown{"no answer"});
}

// Asking changes nothing, so no answer means that nothing was found out.
Task<GatewayAnswer> DistantGateway::look_up(const CallContext&, std::string intent_id) {
  const auto payment_id = at_.provider.payment_of(intent_id);
  return exchange<GatewayAnswer>(
      payment_id, [provider = &at_.provider, intent_id = std::move(intent_id)] { return provider->look_up(intent_id); },
      NotExecuted{"no answer"});
}

Task<Result<std::optional<payment::IntentFacts>>> DistantGateway::find(const CallContext&, PaymentId payment_id,
                                                                       Timestamp) {
  using Found = std::optional<payment::IntentFacts>;
  const std::function<Found()> act = [provider = &at_.provider, payment_id] { return provider->find_for(payment_id); };
  const auto answer =
      co_await at_.network.call<Found>(Node::payment, Node::world, link(), [act] { return at_once<Found>(act); });
  if (!answer) co_return Refused(payment::errors::provider_unavailable());
  at_.watch.evidence_heard(payment_id.to_text());
  co_return *answer;
}

Task<payment::RefundAnswer> DistantGateway::refund(const CallContext&, payment::CreateRefund request) {
  const auto payment_id = request.payment_id.to_text();
  at_.watch.request_leaves(GatewayOperation::refund, request.key, payment_id, {});
  return exchange<payment::RefundAnswer>(
      payment_id, [provider = &at_.provider, request = std::move(request)] { return provider->refund(request); },
      OutcomeUnknown{"no answer"});
}

Task<payment::RefundAnswer> DistantGateway::look_up_refund(const CallContext&, std::string provider_id) {
  return exchange<payment::RefundAnswer>(
      {}, [provider = &at_.provider, id = std::move(provider_id)] { return provider->look_up_refund(id); },
      NotExecuted{"no answer"});
}

Task<payment::RefundList> DistantGateway::list_refunds(const CallContext&, std::string intent_id) {
  const auto payment_id = at_.provider.payment_of(intent_id);
  return exchange<payment::RefundList>(
      payment_id,
      [provider = &at_.provider, intent_id = std::move(intent_id)]() -> payment::RefundList {
        return provider->refunds_of(intent_id);
      },
      NotExecuted{"no answer"});
}

Task<Result<payment::CardFacts>> DistantGateway::card_of(const CallContext&, std::string) {
  co_return payment::CardFacts{.brand = "visa", .last_four_digits = "4242", .expiry_month = 12, .expiry_year = 2034};
}

}  // namespace ddd::simulation
