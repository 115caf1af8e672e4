#include <array>

#include <ddd/payment/adapters/http/admin_dto.hpp>
#include <ddd/payment/adapters/http/dto.hpp>
#include <ddd/payment/adapters/http/handlers.hpp>
#include <ddd/payment/domain/errors.hpp>
#include <ddd/platform/api/answers.hpp>
#include <ddd/platform/api/entity_tags.hpp>
#include <ddd/platform/api/query_values.hpp>
#include <ddd/platform/json/decode.hpp>
#include <ddd/platform/json/encode.hpp>

namespace ddd::payment {
namespace {

constexpr std::array<std::pair<std::string_view, Period>, 4> kPeriods = {
    {{"daily", Period::daily}, {"weekly", Period::weekly}, {"monthly", Period::monthly}, {"yearly", Period::yearly}}};

/// RFC 3339, or a date for its first moment in UTC.
std::optional<Timestamp> time_in(api::QueryValues& query, std::string_view name) {
  const auto text = query.text(name, 40);
  if (!text) return std::nullopt;
  constexpr std::size_t kDate = 10;
  const auto time = from_rfc3339(text->size() == kDate ? *text + "T00:00:00Z" : *text);
  if (!time) query.add(name, "time", "Must be a date, or a time as RFC 3339 has it.");
  return time;
}

}  // namespace

AnalysisBody to_body(const Analysis& analysis) {
  AnalysisBody body{.period = {}, .from = analysis.from, .to = analysis.to, .buckets = {}};
  for (const auto& [word, period] : kPeriods) {
    if (period == analysis.period) body.period = word;
  }
  body.buckets.reserve(analysis.totals.size());
  for (const auto& total : analysis.totals) {
    body.buckets.push_back({.start = Timestamp(total.start),
                            .status = std::string(to_text(total.status)),
                            .currency = std::string(total.amount.currency().code()),
                            .count = total.count,
                            .amount = total.amount.minor_units()});
  }
  return body;
}

HttpHandlers::Answer HttpHandlers::settle_payment(const CallContext& call, const api::RouteRequest& request) {
  DDD_CO_TRY(auto id, api::path_id<PaymentId>(request, 0, errors::not_found()));
  DDD_CO_TRY(auto body, json::decode<SettlePaymentBody>(request.body()));
  const auto status = payment_status_from(body.status);
  if (!status) {
    co_return Refused(errors::invalid_field("/status", "one_of", "Must be completed, cancelled or failed."));
  }
  SettlePayment command{.id = std::move(id), .status = *status, .reason = std::move(body.reason)};
  DDD_CO_TRY(const auto outcome, co_await application_.commands.settle_payment.handle(call, std::move(command)));
  const auto& payment = outcome.view.payment;
  co_return api::json_answer(status_of(payment.state) == PaymentStatus::processing ? 202 : 200,
                             json::encode(to_body(payment)),
                             {.etag = api::entity_tag(payment.version), .location = {}});
}

HttpHandlers::Answer HttpHandlers::analyse_payments(const CallContext& call, const api::RouteRequest& request) {
  api::QueryValues query(request);
  const AnalysePayments question{.period = query.one_of<Period>("period", kPeriods).value_or(Period::daily),
                                 .from = time_in(query, "from"),
                                 .to = time_in(query, "to")};
  DDD_CO_CHECK(query.check());
  DDD_CO_TRY(const auto analysis, co_await application_.queries.analyse_payments.handle(call, question));
  co_return api::json_answer(200, json::encode(to_body(analysis)), {.etag = {}, .location = {}});
}

}  // namespace ddd::payment
