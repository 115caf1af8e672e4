#include <utility>

#include <ddd/platform/messaging/event.hpp>

namespace ddd {

Event stamp(OutgoingEvent event, EventId id, const SaveContext& context) {
  return {.id = std::move(id),
          .topic = std::move(event.topic),
          .key = std::move(event.key),
          .type = std::move(event.type),
          .source = std::move(event.source),
          .subject = std::move(event.subject),
          .sequence = event.sequence,
          .aggregate_version = event.aggregate_version,
          .time = context.now,
          .correlation_id = context.correlation_id,
          .causation_id = context.causation_id,
          .traceparent = context.trace.to_traceparent(),
          .data = std::move(event.data)};
}

CallContext context_of(const Event& event) {
  CallContext call;
  call.trace = TraceContext::parse(event.traceparent).value_or(TraceContext::root()).child();
  call.request_id = event.id.to_text();
  call.correlation_id = event.correlation_id;
  call.causation_id = event.id.to_text();
  return call;
}

}  // namespace ddd
