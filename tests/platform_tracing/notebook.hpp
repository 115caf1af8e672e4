#pragma once

#include <algorithm>
#include <chrono>
#include <mutex>
#include <string>
#include <vector>

#include <ddd/platform/tracing/tracer.hpp>

namespace ddd::tracing::test {

/// Keeps the spans it is told of, from any thread, and samples as it is told to.
class Notebook final : public Tracer {
 public:
  [[nodiscard]] bool samples(Work work, std::chrono::steady_clock::time_point) override {
    return work == Work::write ? samples_writes : samples_reads;
  }
  void record(Span span) override {
    const std::lock_guard lock(mutex_);
    spans_.push_back(std::move(span));
  }

  [[nodiscard]] std::vector<Span> spans() const {
    const std::lock_guard lock(mutex_);
    return spans_;
  }
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const auto& span : spans()) names.push_back(span.name);
    return names;
  }
  /// The only span of that name.
  [[nodiscard]] Span span(std::string_view name) const {
    std::vector<Span> found;
    for (const auto& span : spans()) {
      if (span.name == name) found.push_back(span);
    }
    if (found.size() != 1)
      throw std::logic_error(std::to_string(found.size()) + " spans are named " + std::string(name));
    return found.front();
  }

  bool samples_reads = true;
  bool samples_writes = true;

 private:
  mutable std::mutex mutex_;
  std::vector<Span> spans_;
};

inline bool is_child(const Span& span, const TraceContext& parent) {
  return span.context.trace_id == parent.trace_id && span.context.parent_id == parent.span_id;
}

inline Attribute attribute(const Span& span, std::string_view name) {
  const auto found = std::ranges::find(span.attributes, name, &Attribute::name);
  return found == span.attributes.end() ? Attribute{} : *found;
}

}  // namespace ddd::tracing::test
