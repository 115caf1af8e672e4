#include <optional>
#include <utility>

#include <grpc/health/v1/health.pb.h>

#include <ddd/platform/grpc/health.hpp>

namespace ddd::rpc {
namespace {

using ::grpc::health::v1::HealthCheckRequest;
using ::grpc::health::v1::HealthCheckResponse;

std::string response(int status) {
  HealthCheckResponse message;
  message.set_status(static_cast<HealthCheckResponse::ServingStatus>(status));
  return message.SerializeAsString();
}

Status unreadable() {
  return {.code = Code::invalid_argument, .message = "The message can't be read.", .details = {}};
}

}  // namespace

/// One call of Watch: sends a status whenever it is another than the last one sent. Belongs to itself; all but its
/// making is under the health service's lock, since changes come from other threads than gRPC's events.
class Health::Watch {
 public:
  Watch(std::shared_ptr<Health> health, core::CallHandle call) : health_(std::move(health)), call_(std::move(call)) {}

  void begin() {
    received_.receive_message().start(call_.get(), on_request_);
    closed_.receive_close().start(call_.get(), on_closed_);
  }

  void tell() {
    if (!service_ || sending_ || ended_) return;
    const auto status = health_->status_of(*service_);
    if (status == told_ && !health_->shut_down_) return;
    auto& batch = sent_.emplace();
    if (!told_) batch.send_initial_metadata();
    if (status != told_) {
      batch.send_message(response(status));
      told_ = status;
    }
    if (health_->shut_down_) end(batch, {.code = Code::unavailable, .message = "The server ends.", .details = {}});
    sending_ = true;
    batch.start(call_.get(), on_sent_);
  }

 private:
  /// What gRPC tells, handed to a member under the lock.
  class Told final : public Event {
   public:
    Told(Watch& watch, void (Watch::*member)(bool)) : watch_(watch), member_(member) {}
    void proceed(bool ok) override {
      const auto health = watch_.health_;
      const std::lock_guard lock(health->mutex_);
      (watch_.*member_)(ok);
    }

   private:
    Watch& watch_;
    void (Watch::*member_)(bool);
  };

  void request(bool ok) {
    reading_ = false;
    HealthCheckRequest request;
    const auto message = ok ? received_.message() : std::nullopt;
    if (message && request.ParseFromString(*message)) {
      service_ = request.service();
      tell();
    } else if (!is_closed_) {
      auto& batch = sent_.emplace().send_initial_metadata();
      end(batch, unreadable());
      sending_ = true;
      batch.start(call_.get(), on_sent_);
    }
    leave();
  }

  void sent(bool) {
    sending_ = false;
    tell();
    leave();
  }

  void closed(bool) {
    is_closed_ = true;
    ended_ = true;
    leave();
  }

  void end(core::Batch& batch, const Status& status) {
    ended_ = true;
    batch.send_status(status);
  }

  void leave() {
    if (!is_closed_ || sending_ || reading_) return;
    health_->watches_.erase(this);
    delete this;
  }

  std::shared_ptr<Health> health_;
  core::CallHandle call_;
  Told on_request_{*this, &Watch::request};
  Told on_sent_{*this, &Watch::sent};
  Told on_closed_{*this, &Watch::closed};
  core::Batch received_;
  core::Batch closed_;
  std::optional<core::Batch> sent_;
  std::optional<std::string> service_;
  std::optional<int> told_;
  bool reading_ = true;
  bool sending_ = false;
  bool ended_ = false;
  bool is_closed_ = false;
};

int Health::status_of(std::string_view service) const {
  if (!service.empty() && service != service_) return HealthCheckResponse::SERVICE_UNKNOWN;
  const bool serves = !shut_down_ && (service.empty() || serving_);
  return serves ? HealthCheckResponse::SERVING : HealthCheckResponse::NOT_SERVING;
}

void Health::set_serving(bool serving) {
  const std::lock_guard lock(mutex_);
  serving_ = serving;
  tell_all();
}

void Health::shut_down() {
  const std::lock_guard lock(mutex_);
  shut_down_ = true;
  tell_all();
}

void Health::tell_all() {
  for (auto* watch : watches_) watch->tell();
}

Outcome Health::check(const std::string& request) const {
  HealthCheckRequest message;
  if (!message.ParseFromString(request)) return {.status = unreadable(), .reply = {}};
  const std::lock_guard lock(mutex_);
  const auto status = status_of(message.service());
  if (status == HealthCheckResponse::SERVICE_UNKNOWN) {
    return {.status = {.code = Code::not_found, .message = "The service is unknown.", .details = {}}, .reply = {}};
  }
  return {.status = {}, .reply = response(status)};
}

void Health::watch(core::CallHandle call) {
  auto* watch = new Watch(shared_from_this(), std::move(call));
  const std::lock_guard lock(mutex_);
  watches_.insert(watch);
  watch->begin();
}

}  // namespace ddd::rpc
