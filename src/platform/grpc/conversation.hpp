#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>

#include <ddd/platform/grpc/core.hpp>
#include <ddd/platform/grpc/stored.hpp>

namespace ddd::rpc {

/// A call that is answered message by message on the loop's thread: of the standard services, and of methods that
/// nobody knows. Owns itself and ends with the call.
class Conversation final : public Event {
 public:
  using Respond = std::function<Outcome(const std::string& message)>;

  /// One message, one reply.
  static void answer_once(core::CallHandle call, Respond respond);
  /// A reply to each message, until the client has no more.
  static void answer_each(core::CallHandle call, Respond respond);
  static void refuse(core::CallHandle call, const Status& status);

 private:
  Conversation(core::CallHandle call, Respond respond, bool goes_on)
      : call_(std::move(call)), respond_(std::move(respond)), goes_on_(goes_on) {}
  ~Conversation() = default;

  void proceed(bool ok) override;
  core::Batch& next();
  void end(const Outcome& outcome);

  core::CallHandle call_;
  Respond respond_;
  bool goes_on_;
  bool begun_ = false;
  bool ended_ = false;
  std::optional<core::Batch> batch_;
};

}  // namespace ddd::rpc
