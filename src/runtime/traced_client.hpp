#pragma once

#include <memory>
#include <string>

#include <ddd/platform/http/client.hpp>
#include <ddd/platform/tracing/tracer.hpp>

namespace ddd {

/// An HTTP client whose exchanges are spans: where a request's `traceparent` is that of a recorded trace, the other
/// side is told the exchange's own span instead. Paths are noted, queries, headers and bodies are not.
class TracedClient final : public http::Client {
 public:
  /// `peer` names the other side in spans. `tracer` is null where nothing is recorded, and outlives this.
  TracedClient(std::unique_ptr<http::Client> client, std::string service, std::string peer, tracing::Tracer* tracer)
      : client_(std::move(client)), service_(std::move(service)), peer_(std::move(peer)), tracer_(tracer) {}

  [[nodiscard]] Task<std::expected<http::IncomingResponse, http::ExchangeFailure>> exchange(
      http::OutgoingRequest request, std::chrono::milliseconds limit) override;

 private:
  [[nodiscard]] tracing::Span span_of(const http::OutgoingRequest& request, const TraceContext& parent) const;

  std::unique_ptr<http::Client> client_;
  std::string service_;
  std::string peer_;
  tracing::Tracer* tracer_;
};

}  // namespace ddd
