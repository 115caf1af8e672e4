#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ddd {

/// Where a piece of work stands in a distributed trace: W3C Trace Context, version 00.
struct TraceContext {
  std::array<std::uint8_t, 16> trace_id{};
  std::array<std::uint8_t, 8> span_id{};
  /// The span this one is part of; zero where none is known. Doesn't travel: the next hop makes a child.
  std::array<std::uint8_t, 8> parent_id{};
  /// Whether spans are recorded.
  bool sampled = false;

  /// A new trace that is recorded, from the process's fast random generator (not for secrets).
  [[nodiscard]] static TraceContext root();
  /// Parses "00-<32 hex>-<16 hex>-<2 hex>"; nothing when ill-formed or all-zero.
  [[nodiscard]] static std::optional<TraceContext> parse(std::string_view traceparent);

  /// The same trace with a new span id: the context of a child operation.
  [[nodiscard]] TraceContext child() const;
  [[nodiscard]] std::string to_traceparent() const;
  [[nodiscard]] std::string trace_id_text() const;
  [[nodiscard]] bool has_parent() const { return parent_id != std::array<std::uint8_t, 8>{}; }

  friend bool operator==(const TraceContext&, const TraceContext&) = default;
};

}  // namespace ddd
