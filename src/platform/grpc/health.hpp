#pragma once

#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

#include <ddd/platform/grpc/core.hpp>
#include <ddd/platform/grpc/stored.hpp>

namespace ddd::rpc {

/// The standard health service (grpc.health.v1) of a server with one service: what it says of that service, and of ""
/// for the whole server. Every member may be called from any thread.
class Health : public std::enable_shared_from_this<Health> {
 public:
  /// Both are SERVING at first.
  explicit Health(std::string service) : service_(std::move(service)) {}

  void set_serving(bool serving);
  /// NOT_SERVING for good; who watches is told, and let go.
  void shut_down();

  /// Check. Takes and gives serialised messages.
  [[nodiscard]] Outcome check(const std::string& request) const;
  /// Watch, of a call on the loop's queue.
  void watch(core::CallHandle call);

 private:
  class Watch;

  [[nodiscard]] int status_of(std::string_view service) const;
  void tell_all();

  const std::string service_;
  mutable std::mutex mutex_;
  bool serving_ = true;
  bool shut_down_ = false;
  std::set<Watch*> watches_;
};

}  // namespace ddd::rpc
