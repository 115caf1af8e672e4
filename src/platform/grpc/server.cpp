#include <array>
#include <future>
#include <mutex>
#include <string>
#include <utility>

#include <grpc/grpc_security.h>

#include <ddd/platform/grpc/conversation.hpp>
#include <ddd/platform/grpc/health.hpp>
#include <ddd/platform/grpc/listening_address.hpp>
#include <ddd/platform/grpc/reflection.hpp>
#include <ddd/platform/grpc/server.hpp>
#include <ddd/platform/grpc/unary_call.hpp>

namespace ddd::rpc {
namespace {

constexpr std::size_t kArguments = 5;

/// Calls of all that is not in the table: of the standard services, and of what nobody has. On the loop's thread.
class OtherCall final : public Event {
 public:
  static void invite(const std::shared_ptr<ServerCore>& core, const std::shared_ptr<Health>& health) {
    auto* call = new OtherCall(core, health);
    grpc_server_request_call(core->server.get(), &call->arrived_, &call->details_, call->metadata_.get(),
                             core->loop.queue(), core->loop.queue(), static_cast<Event*>(call));
  }

 private:
  OtherCall(std::shared_ptr<ServerCore> core, std::shared_ptr<Health> health)
      : core_(std::move(core)), health_(std::move(health)) {
    grpc_call_details_init(&details_);
  }
  ~OtherCall() { grpc_call_details_destroy(&details_); }

  void proceed(bool ok) override {
    if (ok) {
      invite(core_, health_);
      serve(core::CallHandle(arrived_), std::string(core::view_of(details_.method)));
    }
    delete this;
  }

  void serve(core::CallHandle call, const std::string& path) const {
    if (path == "/grpc.health.v1.Health/Check") {
      Conversation::answer_once(std::move(call),
                                [health = health_](const auto& request) { return health->check(request); });
    } else if (path == "/grpc.health.v1.Health/Watch") {
      health_->watch(std::move(call));
    } else if (path == "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo") {
      Conversation::answer_each(
          std::move(call), [name = core_->shards.front().pipeline->service().name](const auto& request) {
            return reflect(
                std::array<std::string, 3>{name, "grpc.health.v1.Health", "grpc.reflection.v1alpha.ServerReflection"},
                request);
          });
    } else {
      Conversation::refuse(std::move(call),
                           {.code = Code::unimplemented, .message = "The method is unknown.", .details = {}});
    }
  }

  std::shared_ptr<ServerCore> core_;
  std::shared_ptr<Health> health_;
  grpc_call* arrived_ = nullptr;
  grpc_call_details details_{};
  core::Metadata metadata_;
};

/// Awaited by another thread than the loop's.
class Shutdown final : public Event {
 public:
  void proceed(bool) override { over_.set_value(); }
  [[nodiscard]] std::future<void> over() { return over_.get_future(); }

 private:
  std::promise<void> over_;
};

grpc_arg argument(const char* name, int value) {
  grpc_arg argument{};
  argument.type = GRPC_ARG_INTEGER;
  argument.key = const_cast<char*>(name);
  argument.value.integer = value;
  return argument;
}

core::ServerHandle create_server(const ServerOptions& options) {
  std::array<grpc_arg, kArguments> arguments{
      // Two processes that share a port would each get half of the calls.
      argument(GRPC_ARG_ALLOW_REUSEPORT, 0),
      argument(GRPC_ARG_MAX_METADATA_SIZE, static_cast<int>(options.max_metadata_bytes)),
      argument(GRPC_ARG_MAX_CONCURRENT_STREAMS, static_cast<int>(options.max_calls_of_a_connection)),
      argument(GRPC_ARG_MAX_RECEIVE_MESSAGE_LENGTH, static_cast<int>(options.max_message_bytes)),
      // Counts every call for a service that isn't offered.
      argument(GRPC_ARG_ENABLE_CHANNELZ, 0)};
  const grpc_channel_args all{.num_args = arguments.size(), .args = arguments.data()};
  return core::ServerHandle(grpc_server_create(&all, nullptr));
}

class GrpcServer final : public Server {
 public:
  GrpcServer(EventLoop& loop, ServerOptions options, std::vector<Shard> shards)
      : core_(std::make_shared<ServerCore>(loop, std::move(options), std::move(shards))),
        health_(std::make_shared<Health>(service().name)) {}
  ~GrpcServer() override { drain(std::chrono::milliseconds(0)); }

  [[nodiscard]] Result<> listen() override;
  [[nodiscard]] std::uint16_t port() const override { return static_cast<std::uint16_t>(port_); }
  void set_serving(bool serving) override { health_->set_serving(serving); }
  bool drain(std::chrono::milliseconds limit) override;

 private:
  [[nodiscard]] const Service& service() const { return core_->shards.front().pipeline->service(); }
  void register_methods();

  std::shared_ptr<ServerCore> core_;
  std::shared_ptr<Health> health_;
  std::mutex mutex_;
  bool listens_ = false;
  int port_ = 0;
};

void GrpcServer::register_methods() {
  for (const auto& method : service().methods) {
    const auto path = "/" + service().name + "/" + method.name;
    core_->methods.push_back(grpc_server_register_method(core_->server.get(), path.c_str(), nullptr,
                                                         GRPC_SRM_PAYLOAD_READ_INITIAL_BYTE_BUFFER, 0));
  }
}

Result<> GrpcServer::listen() {
  const auto& options = core_->options;
  DDD_CHECK(check_listening_address(options.address, options.port));
  core_->server = create_server(options);
  auto* server = core_->server.get();
  grpc_server_register_completion_queue(server, core_->loop.queue(), nullptr);
  register_methods();
  auto* credentials = grpc_insecure_server_credentials_create();
  port_ = grpc_server_add_http2_port(server, to_target(options.address, options.port).c_str(), credentials);
  grpc_server_credentials_release(credentials);
  if (port_ == 0) return Refused(cannot_listen(options.address, options.port, false, "the system refuses"));
  const std::lock_guard lock(mutex_);
  grpc_server_start(server);
  listens_ = true;
  for (std::size_t method = 0; method < core_->methods.size(); ++method) UnaryCall::invite(core_, method);
  OtherCall::invite(core_, health_);
  return {};
}

bool GrpcServer::drain(std::chrono::milliseconds limit) {
  {
    const std::lock_guard lock(mutex_);
    if (!std::exchange(listens_, false)) return true;
  }
  health_->shut_down();
  Shutdown shutdown;
  const auto over = shutdown.over();
  grpc_server_shutdown_and_notify(core_->server.get(), core_->loop.queue(), static_cast<Event*>(&shutdown));
  if (over.wait_for(limit) == std::future_status::ready) return true;
  const bool whole = core_->calls == 0;
  grpc_server_cancel_all_calls(core_->server.get());
  over.wait();
  return whole;
}

}  // namespace

std::unique_ptr<Server> Server::create(EventLoop& loop, ServerOptions options, std::vector<Shard> shards) {
  return std::make_unique<GrpcServer>(loop, std::move(options), std::move(shards));
}

}  // namespace ddd::rpc
