#include <utility>

#include <ddd/platform/tracing/span.hpp>

namespace ddd::tracing {

std::string_view to_text(SpanKind kind) {
  switch (kind) {
    case SpanKind::internal:
      return "internal";
    case SpanKind::server:
      return "server";
    case SpanKind::client:
      return "client";
    case SpanKind::producer:
      return "producer";
    case SpanKind::consumer:
      return "consumer";
  }
  std::unreachable();
}

}  // namespace ddd::tracing
