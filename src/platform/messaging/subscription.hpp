#pragma once

#include <functional>
#include <string>
#include <vector>

#include <ddd/platform/async/task.hpp>
#include <ddd/platform/context/call_context.hpp>
#include <ddd/platform/messaging/event.hpp>

namespace ddd {

/// What became of an event in a consumer. Every delivered event ends in exactly one of these or in the dead letters,
/// and each is counted.
enum class Handled {
  applied,    ///< the effect is durable
  duplicate,  ///< the inbox had it
  stale,      ///< something newer was applied before
  ignored,    ///< a type this consumer has no use for
};

/// A consumer of one topic. The handler writes its inbox entry in the transaction of its effect. An error of kind
/// `unavailable` or `timeout` and a lost race (`store.version_conflict`) are retried for as long as they last, a
/// `malformed` event goes to the dead letters at once, any other after five tries.
struct GroupSubscription {
  std::string group;  ///< "<consumer context>.<purpose>"; also the name of its inbox rows
  std::string topic;
  std::function<Task<Result<Handled>>(const CallContext&, const Event&)> handle;
};

/// Every process hears every event, fanned out to all its shards; no inbox, so the handler must be idempotent.
struct BroadcastSubscription {
  std::string name;
  std::string topic;
  std::function<void(const Event&)> handle;
};

}  // namespace ddd
