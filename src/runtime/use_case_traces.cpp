#include <ddd/runtime/use_case_traces.hpp>

namespace ddd {

std::unique_ptr<CallContext> UseCaseTraces::begin_span(const CallContext& call) {
  if (!tracing::records(tracer_, call.trace)) return nullptr;
  auto own = std::make_unique<CallContext>(call);
  own->trace = call.trace.child();
  return own;
}

void UseCaseTraces::finished(const CallContext& call, std::string_view use_case,
                             std::chrono::steady_clock::duration took, const Error* error) {
  next_.finished(call, use_case, took, error);
  if (!tracing::records(tracer_, call.trace)) return;
  const auto now = std::chrono::steady_clock::now();
  tracing::Span span{.context = call.trace,
                     .name = std::string(use_case),
                     .kind = tracing::SpanKind::internal,
                     .service = service_,
                     .started = now - took,
                     .ended = now,
                     .error = error == nullptr ? std::string_view() : error->code,
                     .attributes = {}};
  // Who called whom inside of the process: the neighbours' side of a remote call.
  if (call.service) span.attributes.push_back({"caller", *call.service});
  tracer_->record(std::move(span));
}

}  // namespace ddd
