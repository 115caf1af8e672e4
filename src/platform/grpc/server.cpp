#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <utility>

#include <boost/asio/post.hpp>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/impl/codegen/server_callback_handlers.h>
#include <grpcpp/impl/rpc_service_method.h>
#include <grpcpp/impl/service_type.h>

#include <ddd/platform/api/errors.hpp>
#include <ddd/platform/grpc/listening_address.hpp>
#include <ddd/platform/grpc/pipeline.hpp>
#include <ddd/platform/grpc/server.hpp>

namespace ddd::rpc {
namespace {

using SteadyClock = std::chrono::steady_clock;
using Context = grpc::CallbackServerContext;

/// What the calls of a server refer to, kept alive by them.
struct Core {
  ServerOptions options;
  std::vector<Server::Shard> shards;
  std::atomic<std::size_t> next_shard{0};
  std::atomic<std::size_t> calls{0};
  /// When calls that are left count as cut; in ticks of the steady clock.
  std::atomic<SteadyClock::rep> drained_by{SteadyClock::time_point::max().time_since_epoch().count()};
  std::atomic<std::size_t> cut{0};
};

grpc::Status to_grpc(Status status) {
  return {static_cast<grpc::StatusCode>(status.code), std::move(status.message), std::move(status.details)};
}

/// One call. gRPC lets go of it with OnDone, the shard when it has answered or ended: whichever is later ends it.
class Call final : public grpc::ServerUnaryReactor {
 public:
  Call(std::shared_ptr<Core> core, Context& context, grpc::ByteBuffer& reply)
      : core_(std::move(core)), context_(context), reply_(reply) {
    ++core_->calls;
  }
  ~Call() override { --core_->calls; }

  void keep(std::shared_ptr<Call> self) { self_ = std::move(self); }

  /// The first one counts; on any thread.
  void finish(Answer answer) {
    if (finished_.exchange(true)) return;
    for (const auto& [name, value] : answer.trailers) context_.AddTrailingMetadata(name, value);
    if (answer.outcome.status.code == Code::ok) {
      const grpc::Slice slice(answer.outcome.reply);
      grpc::ByteBuffer bytes(&slice, 1);
      reply_.Swap(&bytes);
    }
    Finish(to_grpc(std::move(answer.outcome.status)));
  }

 private:
  void OnCancel() override {
    // The client is gone, its time is over, or the server ends. What the shard is at may be shared with others: it goes
    // on, and its answer is dropped.
    if (SteadyClock::now().time_since_epoch().count() >= core_->drained_by) ++core_->cut;
    finish({.outcome = {.status = {.code = Code::cancelled, .message = "cancelled", .details = {}}, .reply = {}},
            .trailers = {}});
  }
  void OnDone() override { self_.reset(); }

  std::shared_ptr<Core> core_;
  Context& context_;
  grpc::ByteBuffer& reply_;
  std::atomic<bool> finished_{false};
  std::shared_ptr<Call> self_;
};

/// The shard's hold on a call; one that is dropped unanswered ends it as UNAVAILABLE.
class Promise {
 public:
  explicit Promise(std::shared_ptr<Call> call) : call_(std::move(call)) {}
  Promise(Promise&&) = default;
  Promise& operator=(Promise&&) = delete;
  ~Promise() {
    if (call_)
      call_->finish({.outcome = {.status = to_status(api::errors::overloaded(), {}), .reply = {}}, .trailers = {}});
  }
  void operator()(Answer answer) { std::exchange(call_, nullptr)->finish(std::move(answer)); }

 private:
  std::shared_ptr<Call> call_;
};

SteadyClock::time_point deadline_of(const Context& context) {
  const auto deadline = context.deadline();
  if (deadline == std::chrono::system_clock::time_point::max()) return SteadyClock::time_point::max();
  return SteadyClock::now() + (deadline - std::chrono::system_clock::now());
}

std::string bytes_of(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  if (!buffer.Dump(&slices).ok()) return {};
  std::string bytes;
  bytes.reserve(buffer.Length());
  for (const auto& slice : slices) bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  return bytes;
}

Incoming incoming_of(const Context& context, std::size_t method, const grpc::ByteBuffer& message) {
  static constexpr std::array<std::string_view, 5> kRead{"authorization", "idempotency-key", "traceparent",
                                                         "user-agent", "x-request-id"};
  Incoming incoming{.method = method,
                    .message = bytes_of(message),
                    .metadata = {},
                    .peer_address = address_of_peer(context.peer()),
                    .deadline = deadline_of(context),
                    .caller = std::nullopt};
  for (const auto& [name, value] : context.client_metadata()) {
    const std::string_view key(name.data(), name.size());
    if (std::ranges::find(kRead, key) != kRead.end())
      incoming.metadata.emplace_back(key, std::string(value.data(), value.size()));
  }
  return incoming;
}

grpc::ServerUnaryReactor* accept(const std::shared_ptr<Core>& core, std::size_t method, Context& context,
                                 const grpc::ByteBuffer& message, grpc::ByteBuffer& reply) {
  if (core->calls >= core->options.max_calls) {
    auto* refusal = context.DefaultReactor();
    refusal->Finish(to_grpc(to_status(api::errors::overloaded(), {})));
    return refusal;
  }
  auto call = std::make_shared<Call>(core, context, reply);
  call->keep(call);
  auto* reactor = call.get();
  const auto& shard = core->shards[core->next_shard++ % core->shards.size()];
  boost::asio::post(shard.executor, [pipeline = shard.pipeline, incoming = incoming_of(context, method, message),
                                     promise = Promise(std::move(call))]() mutable {
    pipeline->start(std::move(incoming), std::move(promise));
  });
  return reactor;
}

/// The methods of a table as gRPC knows them: what protoc's plugin would write, over bytes, since the pipeline decodes.
class TableService final : public grpc::Service {
 public:
  explicit TableService(const std::shared_ptr<Core>& core) {
    const auto& service = core->shards.front().pipeline->service();
    names_.reserve(service.methods.size());
    for (std::size_t i = 0; i < service.methods.size(); ++i) {
      using Handler = grpc::internal::CallbackUnaryHandler<grpc::ByteBuffer, grpc::ByteBuffer>;
      names_.push_back("/" + service.name + "/" + service.methods[i].name);
      AddMethod(
          new grpc::internal::RpcServiceMethod(names_.back().c_str(), grpc::internal::RpcMethod::NORMAL_RPC, nullptr));
      MarkMethodRawCallback(
          static_cast<int>(i),
          new Handler([core, i](Context* context, const grpc::ByteBuffer* message, grpc::ByteBuffer* reply) {
            return accept(core, i, *context, *message, *reply);
          }));
    }
  }

 private:
  std::vector<std::string> names_;  ///< gRPC keeps pointers to them
};

class GrpcServer final : public Server {
 public:
  GrpcServer(ServerOptions options, std::vector<Shard> shards) : core_(std::make_shared<Core>()) {
    core_->options = std::move(options);
    core_->shards = std::move(shards);
    service_ = std::make_unique<TableService>(core_);
  }
  ~GrpcServer() override { drain(std::chrono::milliseconds(0)); }

  [[nodiscard]] Result<> listen() override;
  [[nodiscard]] std::uint16_t port() const override { return static_cast<std::uint16_t>(port_); }

  void set_serving(bool serving) override {
    const std::lock_guard lock(mutex_);
    if (server_ != nullptr) server_->GetHealthCheckService()->SetServingStatus(name(), serving);
  }

  bool drain(std::chrono::milliseconds limit) override;

 private:
  [[nodiscard]] const std::string& name() const { return core_->shards.front().pipeline->service().name; }

  std::shared_ptr<Core> core_;
  std::unique_ptr<TableService> service_;
  std::mutex mutex_;
  std::unique_ptr<grpc::Server> server_;
  int port_ = 0;
};

Result<> GrpcServer::listen() {
  const auto& options = core_->options;
  DDD_CHECK(check_listening_address(options.address, options.port));
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::ServerBuilder builder;
  // Two processes that share a port would each get half of the calls.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, static_cast<int>(options.max_metadata_bytes));
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, static_cast<int>(options.max_calls_of_a_connection));
  builder.SetMaxReceiveMessageSize(static_cast<int>(options.max_message_bytes));
  builder.AddListeningPort(to_target(options.address, options.port), grpc::InsecureServerCredentials(), &port_);
  builder.RegisterService(service_.get());
  const std::lock_guard lock(mutex_);
  server_ = builder.BuildAndStart();
  if (server_ == nullptr) return Refused(cannot_listen(options.address, options.port, false, "the system refuses"));
  server_->GetHealthCheckService()->SetServingStatus(name(), true);
  return {};
}

bool GrpcServer::drain(std::chrono::milliseconds limit) {
  std::unique_ptr<grpc::Server> server;
  {
    const std::lock_guard lock(mutex_);
    server = std::move(server_);
  }
  if (server == nullptr) return true;
  server->GetHealthCheckService()->Shutdown();
  // gRPC counts in milliseconds and may be a little early.
  constexpr std::chrono::milliseconds kEarly{5};
  core_->drained_by = (SteadyClock::now() + limit - kEarly).time_since_epoch().count();
  server->Shutdown(std::chrono::system_clock::now() + limit);
  return core_->cut == 0;
}

}  // namespace

std::unique_ptr<Server> Server::create(ServerOptions options, std::vector<Shard> shards) {
  return std::make_unique<GrpcServer>(std::move(options), std::move(shards));
}

}  // namespace ddd::rpc
