#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <ddd/kernel/timestamp.hpp>
#include <ddd/platform/context/trace_context.hpp>

namespace ddd::tracing {

enum class SpanKind { internal, server, client, producer, consumer };

[[nodiscard]] std::string_view to_text(SpanKind kind);

/// A fact about a span. Names have static storage; values are identifiers, counts and fixed words: never what a person
/// typed in, never a secret.
struct Attribute {
  std::string_view name;
  std::variant<std::int64_t, std::string> value;

  friend bool operator==(const Attribute&, const Attribute&) = default;
};

/// One piece of work in a trace, told when it is over.
struct Span {
  TraceContext context;  ///< its own id, and its parent's where it has one
  std::string name;      ///< of few different ones: a route's pattern, not its path
  SpanKind kind = SpanKind::internal;
  std::string service;  ///< "payment-service"
  std::chrono::steady_clock::time_point started;
  std::chrono::steady_clock::time_point ended;
  std::string_view error;  ///< the refusal's code, static storage; empty when it went well
  std::vector<Attribute> attributes;
};

/// A span with its place on the wall clock.
struct RecordedSpan {
  Span span;
  Timestamp started_at;
  std::chrono::microseconds took{0};
};

}  // namespace ddd::tracing
