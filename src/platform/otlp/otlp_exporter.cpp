#include <map>
#include <mutex>
#include <utility>

#include <opentelemetry/exporters/otlp/otlp_http_exporter_factory.h>
#include <opentelemetry/sdk/common/global_log_handler.h>
#include <opentelemetry/sdk/instrumentationscope/instrumentation_scope.h>
#include <opentelemetry/sdk/resource/resource.h>
#include <opentelemetry/sdk/trace/batch_span_processor_factory.h>
#include <opentelemetry/sdk/trace/batch_span_processor_options.h>
#include <opentelemetry/sdk/trace/processor.h>
#include <opentelemetry/sdk/trace/recordable.h>

#include <ddd/platform/otlp/otlp_exporter.hpp>

namespace ddd::tracing {
namespace {

namespace otel = opentelemetry;
namespace sdk = opentelemetry::sdk;
using sdk::common::internal_log::GlobalLogHandler;

/// Of one request; also bounds how long the end of the process waits for a collector that is away.
constexpr std::chrono::seconds kSendLimit{3};
constexpr std::chrono::milliseconds kSendEvery{1000};

class ForwardedFailures final : public sdk::common::internal_log::LogHandler {
 public:
  explicit ForwardedFailures(std::function<void(const std::string&)> on_failure) : on_failure_(std::move(on_failure)) {}
  void Handle(sdk::common::internal_log::LogLevel level, const char*, int, const char* message,
              const sdk::common::AttributeMap&) noexcept override {
    const bool fails = level <= sdk::common::internal_log::LogLevel::Warning;
    if (fails && on_failure_ && message != nullptr) on_failure_(message);
  }

 private:
  std::function<void(const std::string&)> on_failure_;
};

std::unique_ptr<sdk::trace::SpanProcessor> make_processor(const std::string& endpoint) {
  otel::exporter::otlp::OtlpHttpExporterOptions options;
  options.url = endpoint;
  options.content_type = otel::exporter::otlp::HttpRequestContentType::kBinary;
  options.timeout = kSendLimit;
  options.retry_policy_max_attempts = 2;
  sdk::trace::BatchSpanProcessorOptions batches;
  batches.max_queue_size = 8192;
  batches.schedule_delay_millis = kSendEvery;
  return sdk::trace::BatchSpanProcessorFactory::Create(otel::exporter::otlp::OtlpHttpExporterFactory::Create(options),
                                                       batches);
}

otel::trace::SpanKind kind_of(SpanKind kind) {
  switch (kind) {
    case SpanKind::internal:
      return otel::trace::SpanKind::kInternal;
    case SpanKind::server:
      return otel::trace::SpanKind::kServer;
    case SpanKind::client:
      return otel::trace::SpanKind::kClient;
    case SpanKind::producer:
      return otel::trace::SpanKind::kProducer;
    case SpanKind::consumer:
      return otel::trace::SpanKind::kConsumer;
  }
  std::unreachable();
}

otel::common::AttributeValue value_of(const Attribute& attribute) {
  if (const auto* number = std::get_if<std::int64_t>(&attribute.value)) return *number;
  const auto& text = std::get<std::string>(attribute.value);
  return otel::nostd::string_view(text.data(), text.size());
}

otel::nostd::string_view view_of(std::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace

class OtlpExporter::Impl {
 public:
  explicit Impl(Options options)
      : version_(std::move(options.version)),
        scope_(sdk::instrumentationscope::InstrumentationScope::Create("ddd-micro", version_)) {
    GlobalLogHandler::SetLogHandler(
        otel::nostd::shared_ptr<sdk::common::internal_log::LogHandler>(new ForwardedFailures(options.on_failure)));
    processor_ = make_processor(options.endpoint);
  }
  ~Impl() {
    processor_->Shutdown(std::chrono::duration_cast<std::chrono::microseconds>(kSendLimit));
    processor_.reset();
    GlobalLogHandler::SetLogHandler(
        otel::nostd::shared_ptr<sdk::common::internal_log::LogHandler>(new ForwardedFailures({})));
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  void send(const RecordedSpan& recorded) {
    const auto& span = recorded.span;
    auto data = processor_->MakeRecordable();
    data->SetResource(resource_of(span.service));
    data->SetInstrumentationScope(*scope_);
    const otel::trace::TraceFlags flags(otel::trace::TraceFlags::kIsSampled);
    data->SetIdentity(otel::trace::SpanContext(otel::trace::TraceId(span.context.trace_id),
                                               otel::trace::SpanId(span.context.span_id), flags, false),
                      otel::trace::SpanId(span.context.parent_id));
    data->SetTraceFlags(flags);
    data->SetName(view_of(span.name));
    data->SetSpanKind(kind_of(span.kind));
    data->SetStartTime(otel::common::SystemTimestamp(recorded.started_at.time_since_epoch()));
    data->SetDuration(recorded.took);
    if (!span.error.empty()) data->SetStatus(otel::trace::StatusCode::kError, view_of(span.error));
    for (const auto& attribute : span.attributes) data->SetAttribute(view_of(attribute.name), value_of(attribute));
    processor_->OnEnd(std::move(data));
  }

 private:
  /// One for each service, as each is one to a collector, whatever process they share. Spans refer to it.
  const sdk::resource::Resource& resource_of(const std::string& service) {
    const std::lock_guard lock(mutex_);
    auto& known = resources_[service];
    if (!known) {
      known = std::make_unique<sdk::resource::Resource>(sdk::resource::Resource::Create(
          {{"service.name", service}, {"service.namespace", "ddd-micro"}, {"service.version", version_}}));
    }
    return *known;
  }

  std::string version_;
  std::unique_ptr<sdk::instrumentationscope::InstrumentationScope> scope_;
  std::mutex mutex_;
  std::map<std::string, std::unique_ptr<sdk::resource::Resource>, std::less<>> resources_;
  std::unique_ptr<sdk::trace::SpanProcessor> processor_;  ///< goes first
};

OtlpExporter::OtlpExporter(Options options) : impl_(std::make_unique<Impl>(std::move(options))) {}
OtlpExporter::~OtlpExporter() = default;

void OtlpExporter::take(const RecordedSpan& span) {
  impl_->send(span);
}

}  // namespace ddd::tracing
