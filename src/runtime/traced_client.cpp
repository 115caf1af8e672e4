#include <algorithm>

#include <ddd/runtime/traced_client.hpp>

namespace ddd {
namespace {

using Outcome = std::expected<http::IncomingResponse, http::ExchangeFailure>;

void tell(tracing::Span& span, const Outcome& outcome) {
  span.ended = std::chrono::steady_clock::now();
  if (outcome) {
    span.attributes.push_back({"http.response.status_code", outcome->status});
    if (outcome->status >= 500) span.error = "http.server_error";
    return;
  }
  const bool unknown = outcome.error().reach == http::ExchangeFailure::Reach::unknown;
  span.error = unknown ? "http.no_answer" : "http.not_sent";
  span.attributes.push_back({"reason", outcome.error().reason});
}

}  // namespace

tracing::Span TracedClient::span_of(const http::OutgoingRequest& request, const TraceContext& parent) const {
  const std::string method(http::to_text(request.method));
  return {.context = parent.child(),
          .name = method + " " + peer_,
          .kind = tracing::SpanKind::client,
          .service = service_,
          .started = std::chrono::steady_clock::now(),
          .ended = {},
          .error = {},
          .attributes = {{"http.request.method", method},
                         {"url.path", request.target.substr(0, request.target.find('?'))},
                         {"server", peer_}}};
}

Task<Outcome> TracedClient::exchange(http::OutgoingRequest request, std::chrono::milliseconds limit) {
  const auto header = std::ranges::find(request.headers, "traceparent", &std::pair<std::string, std::string>::first);
  const auto parent = header == request.headers.end() ? std::nullopt : TraceContext::parse(header->second);
  if (!parent || !tracing::records(tracer_, *parent)) co_return co_await client_->exchange(std::move(request), limit);
  auto span = span_of(request, *parent);
  header->second = span.context.to_traceparent();
  auto outcome = co_await client_->exchange(std::move(request), limit);
  tell(span, outcome);
  tracer_->record(std::move(span));
  co_return outcome;
}

}  // namespace ddd
