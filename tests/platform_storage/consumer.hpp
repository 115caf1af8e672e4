#pragma once

#include <functional>
#include <string>
#include <vector>

#include <platform_storage/shard.hpp>

#include <ddd/platform/messaging/subscription.hpp>

namespace ddd::test {

/// A consumer that notes what it was given, "a1" for the first event of key a, and answers as it is told.
class Consumer {
 public:
  [[nodiscard]] GroupSubscription subscription(std::string group = "test.group") {
    return {.group = std::move(group), .topic = "topic", .handle = [this](const CallContext& call, const Event& event) {
              return handle(call, event);
            }};
  }
  static std::string name_of(const Event& event) { return event.key + std::to_string(event.sequence); }
  static Result<Handled> refuse(ErrorKind kind, std::string_view code = "test.refused") {
    return Refused(Error{.kind = kind, .code = code, .message = "No."});
  }

  std::function<Result<Handled>(const std::string& name)> answer = [](const std::string&) { return Handled::applied; };
  /// Awaited before the answer, if there is one.
  std::function<Task<>(const std::string& name)> wait;
  std::vector<std::string> given;
  std::vector<std::string> done;
  std::vector<CallContext> calls;

 private:
  Task<Result<Handled>> handle(const CallContext& call, const Event& event) {
    const auto name = name_of(event);
    given.push_back(name);
    calls.push_back(call);
    co_await boost::asio::post(use_task);
    if (wait) co_await wait(name);
    auto result = answer(name);
    if (result) done.push_back(name);
    co_return result;
  }
};

}  // namespace ddd::test
