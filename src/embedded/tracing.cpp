#include <ddd/embedded/tracing.hpp>
#include <ddd/embedded/version.hpp>

namespace ddd::embedded {
namespace {

std::unique_ptr<tracing::OtlpExporter> exporter_for(const TracingConfig& config, Log& log) {
  if (config.otlp_endpoint.empty()) return nullptr;
  return std::make_unique<tracing::OtlpExporter>(
      tracing::OtlpExporter::Options{.endpoint = config.otlp_endpoint,
                                     .version = std::string(kVersion),
                                     .on_failure = [&log](const std::string& what) {
                                       log.limited("tracing.otlp").warn("spans could not be sent", {{"reason", what}});
                                     }});
}

}  // namespace

Tracing::Tracing(const TracingConfig& config, Log& log, const Clock& clock)
    : store_({.keep = config.keep}, clock),
      exporter_(exporter_for(config, log)),
      is_on_(config.keep.count() > 0 || exporter_ != nullptr),
      recorder_({.reads_per_second = config.reads_per_second, .writes_per_second = config.writes_per_second}, clock,
                sinks(config)) {}

std::vector<tracing::SpanSink*> Tracing::sinks(const TracingConfig& config) {
  std::vector<tracing::SpanSink*> sinks;
  if (config.keep.count() > 0) sinks.push_back(&store_);
  if (exporter_) sinks.push_back(exporter_.get());
  return sinks;
}

void Tracing::add_metrics(metrics::Registry& metrics) const {
  metrics.counter_callback("trace_spans_total", "Spans that were recorded.", {},
                           [this] { return static_cast<double>(recorder_.recorded()); });
  metrics.counter_callback("trace_spans_dropped_total", "Spans that the built-in store had no room for in their trace.",
                           {}, [this] { return static_cast<double>(store_.dropped()); });
  metrics.gauge_callback("trace_spans_kept", "Spans in the built-in store.", {},
                         [this] { return static_cast<double>(store_.size()); });
}

}  // namespace ddd::embedded
