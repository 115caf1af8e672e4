#include <array>

#include <ddd/kernel/validation.hpp>
#include <ddd/payment/adapters/http/handlers.hpp>
#include <ddd/payment/adapters/http/refund_dto.hpp>
#include <ddd/payment/domain/errors.hpp>
#include <ddd/payment/domain/refund_errors.hpp>
#include <ddd/platform/api/answers.hpp>
#include <ddd/platform/api/cursor.hpp>
#include <ddd/platform/api/entity_tags.hpp>
#include <ddd/platform/api/query_values.hpp>
#include <ddd/platform/json/decode.hpp>
#include <ddd/platform/json/encode.hpp>

namespace ddd::payment {
namespace {

StoredAnswer render(const CallContext&, const RefundOutcome& outcome) {
  StoredAnswer answer{.status = outcome.is_new ? 201 : 200,
                      .body = json::encode(to_body(outcome.view)),
                      .location = {},
                      .etag = api::entity_tag(outcome.view.refund.version)};
  if (outcome.is_new) answer.location = "/api/v1/admin/refunds/" + outcome.view.refund.id.to_text();
  return answer;
}

/// One that can't be an id names nothing.
Result<PaymentId> read_payment_id(const std::string& text) {
  if (auto id = PaymentId::parse(text)) return *std::move(id);
  return Refused(errors::not_found());
}

Result<std::vector<ReturnedLine>> read_lines(const std::vector<ReturnedLineBody>& lines) {
  std::vector<ReturnedLine> read;
  read.reserve(lines.size());
  for (const auto& line : lines) {
    const auto id = ProductId::from(line.product_id);
    if (!id) {
      const auto pointer = "/lines/" + std::to_string(read.size()) + "/product_id";
      return Refused(errors::refund_invalid(pointer, "min", "Must be 1 or more."));
    }
    read.push_back({*id, line.quantity});
  }
  return read;
}

Result<RefundPayment> to_command(RefundPaymentBody body) {
  DDD_TRY(auto payment_id, read_payment_id(body.payment_id));
  Validation check;
  const auto amount = api::to_money(check, "/amount", body.amount);
  if (!check.ok()) return std::move(check).refuse("refund.invalid");
  DDD_TRY(auto lines, read_lines(body.lines.value_or(std::vector<ReturnedLineBody>{})));
  return RefundPayment{.payment_id = std::move(payment_id),
                       .amount = *amount,
                       .reason = std::move(body.reason),
                       .restock = body.restock.value_or(false),
                       .lines = std::move(lines),
                       .render = &render};
}

constexpr std::array<std::pair<std::string_view, RefundStatus>, 3> kStatuses = {
    {{"pending", RefundStatus::pending}, {"succeeded", RefundStatus::succeeded}, {"failed", RefundStatus::failed}}};

}  // namespace

HttpHandlers::Answer HttpHandlers::refund_payment(const CallContext& call, const api::RouteRequest& request) {
  DDD_CO_TRY(auto body, json::decode<RefundPaymentBody>(request.body()));
  DDD_CO_TRY(auto command, to_command(std::move(body)));
  DDD_CO_TRY(const auto outcome, co_await application_.commands.refund_payment.handle(call, std::move(command)));
  co_return api::to_response(render(call, outcome));
}

HttpHandlers::Answer HttpHandlers::process_refund(const CallContext& call, const api::RouteRequest& request) {
  DDD_CO_TRY(auto id, api::path_id<RefundId>(request, 0, errors::refund_not_found()));
  ProcessRefund command{.id = std::move(id), .render = &render};
  DDD_CO_TRY(const auto outcome, co_await application_.commands.process_refund.handle(call, std::move(command)));
  co_return api::to_response(render(call, outcome));
}

HttpHandlers::Answer HttpHandlers::get_refund(const CallContext& call, const api::RouteRequest& request) {
  DDD_CO_TRY(auto id, api::path_id<RefundId>(request, 0, errors::refund_not_found()));
  DDD_CO_TRY(const auto view, co_await application_.queries.get_refund.handle(call, GetRefund{std::move(id)}));
  co_return api::json_answer(200, json::encode(to_body(view)),
                             {.etag = api::entity_tag(view.refund.version), .location = {}});
}

HttpHandlers::Answer HttpHandlers::list_refunds(const CallContext& call, const api::RouteRequest& request) {
  api::QueryValues query(request);
  RefundListing listing;
  listing.filter.payment_id = query.id<PaymentId>("payment_id");
  listing.filter.status = query.one_of<RefundStatus>("status", kStatuses);
  listing.limit = query.limit();
  DDD_CO_CHECK(query.check());
  const api::CursorScope cursors("list_refunds", request);
  DDD_CO_TRY(const auto after, (cursors.decode<std::int64_t, std::string>()));
  if (after) listing.after = RefundCursor(from_micros(std::get<0>(*after)), RefundId::restore(std::get<1>(*after)));
  DDD_CO_TRY(const auto page, co_await application_.queries.list_refunds.handle(call, std::move(listing)));
  json::Writer items;
  items.begin_array();
  for (const auto& view : page.items) json::write(items, to_body(view));
  items.end_array();
  std::optional<std::string> next;
  if (page.next) next = cursors.encode(to_micros(page.next->first), page.next->second.to_text());
  co_return api::list_answer(items.take(), next);
}

}  // namespace ddd::payment
