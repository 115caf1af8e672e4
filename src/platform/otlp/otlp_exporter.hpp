#pragma once

#include <functional>
#include <memory>
#include <string>

#include <ddd/platform/tracing/tracer.hpp>

namespace ddd::tracing {

/// Sends spans to a collector as OTLP over HTTP, in batches and on a thread of its own. The queue is bounded: while the
/// collector is away or slow, spans are dropped. Thread-safe; one per process, since the library reports its failures
/// through one place.
class OtlpExporter final : public SpanSink {
 public:
  struct Options {
    std::string endpoint;  ///< "http://127.0.0.1:4318/v1/traces"
    std::string version;   ///< of the process
    /// Hears that a batch could not be sent, in the library's words. From any thread.
    std::function<void(const std::string&)> on_failure;
  };
  explicit OtlpExporter(Options options);
  /// Sends what is queued, at most for some seconds.
  ~OtlpExporter() override;

  void take(const RecordedSpan& span) override;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace ddd::tracing
