#include <ddd/runtime/use_case_metrics.hpp>

namespace ddd {

void UseCaseMetrics::finished(const CallContext& call, std::string_view use_case,
                              std::chrono::steady_clock::duration took, const Error* error) {
  durations(use_case, error == nullptr ? "ok" : error->code).observe(took);
  if (error == nullptr || error->kind != ErrorKind::internal) return;
  log_.error("use case failed", {{"service", service_},
                                 {"use_case", use_case},
                                 {"trace_id", call.trace.trace_id_text()},
                                 {"request_id", call.request_id},
                                 {"reason", error->message}});
}

metrics::Histogram& UseCaseMetrics::durations(std::string_view use_case, std::string_view code) {
  auto& known = durations_[{use_case, code}];
  if (known == nullptr) {
    known =
        &metrics_.histogram("use_case_duration_seconds", "Time that commands, queries and policies took, by outcome.",
                            {{"service", service_}, {"use_case", std::string(use_case)}, {"code", std::string(code)}});
  }
  return *known;
}

}  // namespace ddd
