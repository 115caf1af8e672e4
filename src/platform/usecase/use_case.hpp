#pragma once

#include <chrono>
#include <memory>
#include <string_view>
#include <utility>

#include <ddd/kernel/result.hpp>
#include <ddd/platform/async/task.hpp>
#include <ddd/platform/context/call_context.hpp>
#include <ddd/platform/context/save_context.hpp>

namespace ddd {

/// Hears about every run of a use case, for metrics, spans and logs.
class UseCaseObserver {
 public:
  virtual ~UseCaseObserver() = default;
  /// Where the run is part of a recorded trace: the context for its own work, a child of `call`'s. Null otherwise, and
  /// the work goes on under `call`.
  [[nodiscard]] virtual std::unique_ptr<CallContext> begin_span(const CallContext& call) {
    static_cast<void>(call);
    return nullptr;
  }
  /// `call` is what the run worked under. `error` is null when it succeeded.
  virtual void finished(const CallContext& call, std::string_view use_case, std::chrono::steady_clock::duration took,
                        const Error* error) = 0;
};

/// A command or query handler with what is the same around all of them: nothing starts after its deadline, and every
/// run is observed. A context's Application is a struct of these.
template <class Handler>
class UseCase {
 public:
  template <class... Dependencies>
  UseCase(UseCaseObserver& observer, std::string_view name, Dependencies&&... dependencies)
      : observer_(observer), name_(name), handler_(std::forward<Dependencies>(dependencies)...) {}

  /// `call` must live until the task has ended.
  template <class Request>
  [[nodiscard]] auto handle(const CallContext& call, Request request)
      -> decltype(std::declval<Handler&>().handle(call, std::move(request))) {
    const auto started = std::chrono::steady_clock::now();
    const auto span = observer_.begin_span(call);
    const auto& own = span ? *span : call;
    if (started >= call.deadline) {
      const Error late{
          .kind = ErrorKind::timeout, .code = "request.timeout", .message = "The time for this request is over."};
      observer_.finished(own, name_, {}, &late);
      co_return Refused(late);
    }
    auto result = co_await handler_.handle(own, std::move(request));
    observer_.finished(own, name_, std::chrono::steady_clock::now() - started, result ? nullptr : &result.error());
    co_return result;
  }

 private:
  UseCaseObserver& observer_;
  std::string_view name_;
  Handler handler_;
};

/// Runs `attempt()` (a function that makes a Task<Result<T>>) again while it loses against concurrent saves, at most 16
/// times.
template <class Attempt>
[[nodiscard]] auto retry_on_conflict(Attempt attempt) -> decltype(attempt()) {
  constexpr int kMostTries = 16;
  for (int tries = 1;; ++tries) {
    auto result = co_await attempt();
    const bool conflict = !result && result.error().code == store_errors::kVersionConflict;
    if (!conflict || tries == kMostTries) co_return result;
  }
}

}  // namespace ddd
