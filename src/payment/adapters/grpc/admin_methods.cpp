#include <array>

#include <ddd/payment/adapters/grpc/messages.hpp>
#include <ddd/payment/adapters/grpc/methods.hpp>
#include <ddd/payment/domain/errors.hpp>
#include <ddd/platform/grpc/bind.hpp>
#include <ddd/platform/grpc/request_values.hpp>

namespace ddd::payment {
namespace {

constexpr std::array<std::pair<std::string_view, Period>, 4> kPeriods = {
    {{"daily", Period::daily}, {"weekly", Period::weekly}, {"monthly", Period::monthly}, {"yearly", Period::yearly}}};

/// Nothing for a time that no store of ours could hold.
std::optional<Timestamp> time_of(const google::protobuf::Timestamp& message) {
  constexpr std::int64_t kMostSeconds = 253'402'300'799;  // the end of the year 9999
  if (message.seconds() < 0 || message.seconds() > kMostSeconds || message.nanos() < 0 ||
      message.nanos() > 999'999'999) {
    return std::nullopt;
  }
  return Timestamp(std::chrono::seconds(message.seconds())) + std::chrono::microseconds(message.nanos() / 1000);
}

Task<Result<v1::Payment>> update_payment_status(Application& application, const CallContext& call,
                                                const v1::UpdatePaymentStatusRequest& request) {
  DDD_CO_TRY(auto id, rpc::to_id<PaymentId>(request.id(), errors::not_found()));
  const auto status = payment_status_from(request.status());
  if (!status) {
    co_return Refused(errors::invalid_field("/status", "one_of", "Must be completed, cancelled or failed."));
  }
  SettlePayment command{.id = std::move(id), .status = *status, .reason = request.reason()};
  DDD_CO_TRY(const auto outcome, co_await application.commands.settle_payment.handle(call, std::move(command)));
  co_return to_message(outcome.view.payment);
}

v1::PaymentAnalytics to_message(const Analysis& analysis) {
  v1::PaymentAnalytics message;
  for (const auto& [word, period] : kPeriods) {
    if (period == analysis.period) message.set_period(std::string(word));
  }
  *message.mutable_from() = rpc::to_message(analysis.from);
  *message.mutable_to() = rpc::to_message(analysis.to);
  for (const auto& total : analysis.totals) {
    auto& bucket = *message.add_buckets();
    *bucket.mutable_start() = rpc::to_message(Timestamp(total.start));
    bucket.set_status(std::string(to_text(total.status)));
    bucket.set_currency(std::string(total.amount.currency().code()));
    bucket.set_count(total.count);
    bucket.set_amount(total.amount.minor_units());
  }
  return message;
}

Task<Result<v1::PaymentAnalytics>> get_payment_analytics(Application& application, const CallContext& call,
                                                         const v1::GetPaymentAnalyticsRequest& request) {
  rpc::RequestValues values;
  AnalysePayments question;
  if (request.has_period()) {
    question.period = values.one_of<Period>("/period", request.period(), kPeriods).value_or(Period::daily);
  }
  if (request.has_from()) question.from = time_of(request.from());
  if (request.has_to()) question.to = time_of(request.to());
  if (request.has_from() && !question.from) values.add("/from", "time", "Must be a time up to the year 9999.");
  if (request.has_to() && !question.to) values.add("/to", "time", "Must be a time up to the year 9999.");
  DDD_CO_CHECK(values.check());
  DDD_CO_TRY(const auto analysis, co_await application.queries.analyse_payments.handle(call, question));
  co_return to_message(analysis);
}

}  // namespace

void add_admin_methods(std::vector<rpc::Method>& methods, Application& application) {
  const auto add = [&](std::string name, rpc::MethodHandler handler) {
    methods.push_back({.name = std::move(name), .access = rpc::Access::admin, .handler = std::move(handler)});
  };
  add("UpdatePaymentStatus", rpc::bind(application, &update_payment_status));
  add("GetPaymentAnalytics", rpc::bind(application, &get_payment_analytics));
}

}  // namespace ddd::payment
