#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <ddd/kernel/id_source.hpp>
#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/timestamp.hpp>
#include <ddd/platform/context/save_context.hpp>

namespace ddd {

/// One fact as it travels: CloudEvents 1.0 attributes with JSON data. On Kafka the attributes are `ce_*` headers
/// (binary mode); the embedded bus and the outbox keep them as columns.
struct Event {
  EventId id;
  std::string topic;                   ///< "payment-events" and the like
  std::string key;                     ///< the aggregate's id: events of one key keep their order
  std::string type;                    ///< "ddd.payment.completed.v1"
  std::string source;                  ///< "/services/payment"
  std::string subject;                 ///< "<aggregate>/<id>": which sequence `sequence` counts in
  std::int64_t sequence = 0;           ///< +1 per event of the subject, from 1
  std::int64_t aggregate_version = 0;  ///< the version of the save that emitted it
  Timestamp time;
  std::string correlation_id;
  std::string causation_id;
  std::string traceparent;
  std::string data;  ///< JSON, valid by contracts/events/<context>/v1/<fact>.schema.json; no personal data beyond ids

  friend bool operator==(const Event&, const Event&) = default;
};

/// The part of an event that a context decides; the rest is stamped when it is written.
struct OutgoingEvent {
  std::string topic;
  std::string key;
  std::string type;
  std::string source;
  std::string subject;
  std::int64_t sequence = 0;
  std::int64_t aggregate_version = 0;
  std::string data;
};

/// Makes the events of one save whole: ids, time, trace, correlation and causation.
[[nodiscard]] std::vector<Event> stamp(std::vector<OutgoingEvent> events, IdSource& ids, const SaveContext& context);

/// The call context in which a consumer handles `event`: same trace and correlation, caused by the event.
[[nodiscard]] CallContext context_of(const Event& event);

}  // namespace ddd
