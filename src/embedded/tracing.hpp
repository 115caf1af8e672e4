#pragma once

#include <memory>

#include <ddd/embedded/config.hpp>
#include <ddd/platform/log/log.hpp>
#include <ddd/platform/metrics/registry.hpp>
#include <ddd/platform/otlp/otlp_exporter.hpp>
#include <ddd/platform/tracing/recorder.hpp>
#include <ddd/platform/tracing/span_store.hpp>

namespace ddd::embedded {

/// Where the spans of the process go: a store for the last minutes, and a collector if one is configured.
class Tracing {
 public:
  /// `log` and `clock` outlive it.
  Tracing(const TracingConfig& config, Log& log, const Clock& clock);

  /// Null where neither store nor collector is wanted.
  [[nodiscard]] tracing::Tracer* tracer() { return is_on_ ? &recorder_ : nullptr; }
  [[nodiscard]] tracing::SpanStore& store() { return store_; }
  /// This outlives the registry's last exposition.
  void add_metrics(metrics::Registry& metrics) const;

 private:
  [[nodiscard]] std::vector<tracing::SpanSink*> sinks(const TracingConfig& config);

  tracing::SpanStore store_;
  std::unique_ptr<tracing::OtlpExporter> exporter_;
  bool is_on_;
  tracing::Recorder recorder_;
};

}  // namespace ddd::embedded
