#pragma once

#include <string>

#include <ddd/platform/context/trace_context.hpp>

namespace ddd::sqlite {

/// Work in a transaction that is part of a recorded trace, noted by the code inside of it.
struct TraceNote {
  TraceContext trace;      ///< of whoever waits for the commit; of the event itself where one was written
  std::string event_type;  ///< of an event that was put into the outbox; empty for the work as a whole
};

}  // namespace ddd::sqlite
