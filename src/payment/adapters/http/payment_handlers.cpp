#include <array>

#include <ddd/kernel/validation.hpp>
#include <ddd/payment/adapters/http/dto.hpp>
#include <ddd/payment/adapters/http/handlers.hpp>
#include <ddd/payment/domain/errors.hpp>
#include <ddd/platform/api/answers.hpp>
#include <ddd/platform/api/cursor.hpp>
#include <ddd/platform/api/entity_tags.hpp>
#include <ddd/platform/api/problem.hpp>
#include <ddd/platform/api/query_values.hpp>
#include <ddd/platform/json/decode.hpp>
#include <ddd/platform/json/encode.hpp>

namespace ddd::payment {
namespace {

int status_for(const PaymentOutcome& outcome) {
  const auto& payment = outcome.view.payment;
  switch (status_of(payment.state)) {
    case PaymentStatus::processing:
      return 202;
    case PaymentStatus::pending:
      // Left in the middle, for the recovery worker to finish, unless it holds its stock and waits for a method.
      if (payment.state == PaymentState::validated || !payment.payment_method.empty()) return 202;
      return outcome.is_new ? 201 : 200;
    default:
      return outcome.is_new ? 201 : 200;
  }
}

StoredAnswer render(const CallContext& call, const PaymentOutcome& outcome) {
  if (outcome.refusal) {
    const auto trace_id = call.trace.trace_id_text();
    const auto problem = api::to_problem(*outcome.refusal, {call.request_id, trace_id});
    return {.status = problem.status,
            .body = std::string(problem.body.view()),
            .content_type = problem.content_type,
            .location = {},
            .etag = {}};
  }
  const auto& payment = outcome.view.payment;
  StoredAnswer answer{.status = status_for(outcome),
                      .body = json::encode(to_body(payment)),
                      .location = {},
                      .etag = api::entity_tag(payment.version)};
  if (outcome.is_new) answer.location = "/api/v1/payments/" + payment.id.to_text();
  return answer;
}

Result<CreatePayment> to_command(const CreatePaymentBody& body) {
  Validation check;
  CreatePayment command{.quantity = body.quantity,
                        .payment_method = body.payment_method_id.value_or(""),
                        .order_id = body.order_id.value_or(""),
                        .return_url = body.return_url.value_or(""),
                        .render = &render};
  const int ways = (body.basket_id ? 1 : 0) + (body.basket ? 1 : 0) + (body.product_id ? 1 : 0);
  if (ways != 1) return Refused(errors::subject_required(""));
  if (body.basket_id) {
    // One that can't be an id names nothing.
    command.basket_id = BasketId::parse(*body.basket_id);
    if (!command.basket_id) {
      return Refused(
          Error{.kind = ErrorKind::not_found, .code = "basket.not_found", .message = "There is no such basket."});
    }
  }
  if (body.basket && *body.basket != "current") check.add({"/basket", "enum", "Must be \"current\".", std::nullopt});
  command.current_basket = body.basket.has_value();
  if (body.product_id) {
    command.product_id = ProductId::from(*body.product_id);
    if (!command.product_id) check.add({"/product_id", "min", "Must be 1 or more.", 1});
  }
  // An empty one is a client's mistake, not the wish to pay later.
  if (body.payment_method_id && body.payment_method_id->empty()) {
    check.add({"/payment_method_id", "payment_method", "Must be the id of one of your payment methods.", std::nullopt});
  }
  if (body.expected_total) command.expected_total = api::to_money(check, "/expected_total", *body.expected_total);
  if (!check.ok()) return std::move(check).refuse("payment.invalid");
  return command;
}

constexpr std::array<std::pair<std::string_view, PaymentStatus>, 8> kStatuses = {
    {{"pending", PaymentStatus::pending},
     {"processing", PaymentStatus::processing},
     {"completed", PaymentStatus::completed},
     {"failed", PaymentStatus::failed},
     {"cancelled", PaymentStatus::cancelled},
     {"expired", PaymentStatus::expired},
     {"refunded", PaymentStatus::refunded},
     {"partially_refunded", PaymentStatus::partially_refunded}}};

}  // namespace

HttpHandlers::Answer HttpHandlers::create_payment(const CallContext& call, const api::RouteRequest& request) {
  DDD_CO_TRY(const auto body, json::decode<CreatePaymentBody>(request.body()));
  DDD_CO_TRY(auto command, to_command(body));
  DDD_CO_TRY(const auto outcome, co_await application_.commands.create_payment.handle(call, std::move(command)));
  co_return api::to_response(render(call, outcome));
}

HttpHandlers::Answer HttpHandlers::process_payment(const CallContext& call, const api::RouteRequest& request) {
  DDD_CO_TRY(auto id, api::path_id<PaymentId>(request, 0, errors::not_found()));
  DDD_CO_TRY(auto body, json::decode<ProcessPaymentBody>(request.body()));
  ProcessPayment command{.id = std::move(id),
                         .payment_method = std::move(body.payment_method_id),
                         .return_url = body.return_url.value_or(""),
                         .render = &render};
  DDD_CO_TRY(const auto outcome, co_await application_.commands.process_payment.handle(call, std::move(command)));
  co_return api::to_response(render(call, outcome));
}

HttpHandlers::Answer HttpHandlers::cancel_payment(const CallContext& call, const api::RouteRequest& request) {
  DDD_CO_TRY(auto id, api::path_id<PaymentId>(request, 0, errors::not_found()));
  CancelPaymentBody body;
  if (!request.body().empty()) {
    DDD_CO_TRY(body, json::decode<CancelPaymentBody>(request.body()));
  }
  CancelPayment command{.id = std::move(id), .reason = body.reason.value_or(""), .render = &render};
  DDD_CO_TRY(const auto outcome, co_await application_.commands.cancel_payment.handle(call, std::move(command)));
  co_return api::to_response(render(call, outcome));
}

HttpHandlers::Answer HttpHandlers::get_payment(const CallContext& call, const api::RouteRequest& request) {
  DDD_CO_TRY(auto id, api::path_id<PaymentId>(request, 0, errors::not_found()));
  DDD_CO_TRY(const auto view, co_await application_.queries.get_payment.handle(call, GetPayment{std::move(id)}));
  co_return api::json_answer(200, json::encode(to_body(view.payment)),
                             {.etag = api::entity_tag(view.payment.version), .location = {}});
}

HttpHandlers::Answer HttpHandlers::list_payments(const CallContext& call, const api::RouteRequest& request) {
  PaymentListing listing;
  if (call.principal) listing.filter.user_id = call.principal->user_id;
  co_return co_await list(call, request, "list_payments", std::move(listing));
}

HttpHandlers::Answer HttpHandlers::list_all_payments(const CallContext& call, const api::RouteRequest& request) {
  api::QueryValues query(request);
  PaymentListing listing;
  listing.filter.user_id = query.id<UserId>("user_id");
  listing.filter.order_id = query.text("order_id", 64);
  DDD_CO_CHECK(query.check());
  co_return co_await list(call, request, "list_all_payments", std::move(listing));
}

HttpHandlers::Answer HttpHandlers::list(const CallContext& call, const api::RouteRequest& request,
                                        std::string_view route, PaymentListing listing) {
  api::QueryValues query(request);
  listing.filter.status = query.one_of<PaymentStatus>("status", kStatuses);
  listing.limit = query.limit();
  listing.with_total = query.includes_total();
  DDD_CO_CHECK(query.check());
  const api::CursorScope cursors(route, request);
  DDD_CO_TRY(const auto after, (cursors.decode<std::int64_t, std::string>()));
  if (after) listing.after = PaymentCursor(from_micros(std::get<0>(*after)), PaymentId::restore(std::get<1>(*after)));
  DDD_CO_TRY(const auto page, co_await application_.queries.list_payments.handle(call, std::move(listing)));
  json::Writer items;
  items.begin_array();
  for (const auto& view : page.items) json::write(items, to_body(view.payment));
  items.end_array();
  std::optional<std::string> next;
  if (page.next) next = cursors.encode(to_micros(page.next->first), page.next->second.to_text());
  co_return api::list_answer(items.take(), next, page.total);
}

HttpHandlers::Answer HttpHandlers::list_transitions(const CallContext& call, const api::RouteRequest& request) {
  DDD_CO_TRY(auto id, api::path_id<PaymentId>(request, 0, errors::not_found()));
  api::QueryValues query(request);
  ListTransitions transitions{.id = std::move(id), .limit = query.limit(), .after = std::nullopt};
  DDD_CO_CHECK(query.check());
  const api::CursorScope cursors("list_transitions", request);
  DDD_CO_TRY(const auto after, cursors.decode<std::int64_t>());
  if (after) transitions.after = std::get<0>(*after);
  DDD_CO_TRY(const auto page, co_await application_.queries.list_transitions.handle(call, std::move(transitions)));
  json::Writer items;
  items.begin_array();
  for (const auto& transition : page.items) json::write(items, to_body(transition));
  items.end_array();
  std::optional<std::string> next;
  if (page.next) next = cursors.encode(*page.next);
  co_return api::list_answer(items.take(), next);
}

HttpHandlers::Answer HttpHandlers::receive_webhook(const CallContext& call, const api::RouteRequest& request) {
  ReceiveWebhook command{.signature = std::string(request.header("Stripe-Signature")),
                         .body = std::string(request.body())};
  DDD_CO_CHECK(co_await application_.commands.receive_webhook.handle(call, std::move(command)));
  co_return http::Response{.status = 200};
}

}  // namespace ddd::payment
