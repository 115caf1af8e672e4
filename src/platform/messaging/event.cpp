#include <utility>

#include <ddd/platform/messaging/event.hpp>

namespace ddd {

std::vector<Event> stamp(std::vector<OutgoingEvent> events, IdSource& ids, const SaveContext& context) {
  std::vector<Event> stamped;
  stamped.reserve(events.size());
  for (auto& event : events) {
    stamped.push_back({.id = ids.make<EventId>(),
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
                       .traceparent = context.trace.child().to_traceparent(),
                       .data = std::move(event.data)});
  }
  return stamped;
}

CallContext context_of(const Event& event) {
  CallContext call;
  const auto parent = TraceContext::parse(event.traceparent);
  call.trace = parent.value_or(TraceContext::root()).child();
  call.trace.sampled = parent && parent->sampled;
  call.request_id = event.id.to_text();
  call.correlation_id = event.correlation_id;
  call.causation_id = event.id.to_text();
  return call;
}

}  // namespace ddd
