#pragma once

#include <memory>
#include <string>

#include <ddd/platform/tracing/tracer.hpp>
#include <ddd/platform/usecase/use_case.hpp>

namespace ddd {

/// Makes a span of every run of a use case that is part of a recorded trace, before another observer hears of it. One
/// per service and shard.
class UseCaseTraces final : public UseCaseObserver {
 public:
  /// `tracer` is null where nothing is recorded; both outlive this.
  UseCaseTraces(std::string service, tracing::Tracer* tracer, UseCaseObserver& next)
      : service_(std::move(service)), tracer_(tracer), next_(next) {}

  [[nodiscard]] std::unique_ptr<CallContext> begin_span(const CallContext& call) override;
  void finished(const CallContext& call, std::string_view use_case, std::chrono::steady_clock::duration took,
                const Error* error) override;

 private:
  std::string service_;
  tracing::Tracer* tracer_;
  UseCaseObserver& next_;
};

}  // namespace ddd
