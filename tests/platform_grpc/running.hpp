#pragma once

#include <array>
#include <future>
#include <map>
#include <memory>
#include <string>

#include <boost/asio/post.hpp>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <platform_grpc/served.hpp>

#include <ddd/platform/async/one_shot.hpp>
#include <ddd/platform/grpc/event_loop.hpp>
#include <ddd/platform/grpc/server.hpp>
#include <ddd/runtime/shard_thread.hpp>

namespace ddd::rpc::test {

/// What a client got.
struct Got {
  grpc::Status status;
  Text reply;
  std::multimap<std::string, std::string> trailers;

  [[nodiscard]] std::string trailer(const std::string& name) const {
    const auto found = trailers.find(name);
    return found == trailers.end() ? std::string() : found->second;
  }
};

/// A call that somebody else than the test's thread waits for.
struct Pending {
  grpc::ClientContext context;
  grpc::ByteBuffer request;
  grpc::ByteBuffer response;
  std::promise<grpc::Status> ended;

  Got wait() {
    Got got{.status = ended.get_future().get(), .reply = {}, .trailers = {}};
    for (const auto& [name, value] : context.GetServerTrailingMetadata()) {
      got.trailers.emplace(std::string(name.data(), name.size()), std::string(value.data(), value.size()));
    }
    grpc::Slice bytes;
    if (got.status.ok() && response.TrySingleSlice(&bytes).ok()) {
      EXPECT_TRUE(got.reply.ParseFromArray(bytes.begin(), static_cast<int>(bytes.size())));
    }
    return got;
  }
};

class Client {
 public:
  explicit Client(std::uint16_t port)
      : stub_(grpc::CreateCustomChannel("127.0.0.1:" + std::to_string(port), grpc::InsecureChannelCredentials(),
                                        own_connection())) {}

  /// `prepare` sets metadata, deadline and the like.
  std::unique_ptr<Pending> begin(const std::string& path, std::string message,
                                 const std::function<void(grpc::ClientContext&)>& prepare = {}) {
    auto pending = std::make_unique<Pending>();
    // Nothing waits forever, whatever a test gets wrong.
    pending->context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
    if (prepare) prepare(pending->context);
    const grpc::Slice slice(message);
    pending->request = grpc::ByteBuffer(&slice, 1);
    stub_.UnaryCall(&pending->context, path, {}, &pending->request, &pending->response,
                    [ended = &pending->ended](grpc::Status status) { ended->set_value(std::move(status)); });
    return pending;
  }
  std::unique_ptr<Pending> begin(const std::string& method, const Text& message = {},
                                 const std::function<void(grpc::ClientContext&)>& prepare = {}) {
    return begin("/ddd.probe.v1.ProbeService/" + method, message.SerializeAsString(), prepare);
  }
  Got call(const std::string& method, const Text& message = {},
           const std::function<void(grpc::ClientContext&)>& prepare = {}) {
    return begin(method, message, prepare)->wait();
  }

  /// What the health service says of a service.
  std::string health(const std::string& service) {
    // HealthCheckRequest: field 1, a text. HealthCheckResponse: field 1, an enum.
    const auto request = std::string("\x0a") + static_cast<char>(service.size()) + service;
    auto pending = begin("/grpc.health.v1.Health/Check", request);
    const auto status = pending->ended.get_future().get();
    if (!status.ok()) return "error " + std::to_string(status.error_code());
    grpc::Slice bytes;
    EXPECT_TRUE(pending->response.TrySingleSlice(&bytes).ok());
    const std::string response(reinterpret_cast<const char*>(bytes.begin()), bytes.size());
    return response == "\x08\x01" ? "SERVING" : response == "\x08\x02" ? "NOT_SERVING" : "something else";
  }

 private:
  static grpc::ChannelArguments own_connection() {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    return arguments;
  }
  grpc::GenericStub stub_;
};

/// One shard with the probe's service, and what its methods wait for if the test says so.
struct ProbeShard {
  explicit ProbeShard(std::string name) : thread(std::move(name)) {
    served.pipeline = std::make_unique<Pipeline>(thread.executor(), service_of(served.probe, served.store),
                                                 served.dependencies(), served.options);
  }
  ~ProbeShard() { stop(); }

  void stop() {
    if (!thread.is_running()) return;
    end_pipeline();
    thread.stop();
  }
  void end_pipeline() {
    // Those who wait can't be cancelled.
    release();
    thread.run(stopped(*served.pipeline));
  }

  /// From now on calls wait until `release`.
  void hold() {
    served.probe.respond = [this](const Text& request) { return wait(*this, request); };
  }
  void release() {
    boost::asio::post(thread.executor(), [this] { released.set(true); });
  }
  /// Returns when that many calls have reached the methods.
  void await_calls(std::size_t count) {
    while (thread.run(count_of(served.probe)) < count) std::this_thread::yield();
  }

  ShardThread thread;
  Served served;
  OneShot<bool> released;

 private:
  static Task<bool> stopped(Pipeline& pipeline) {
    co_await pipeline.stop();
    co_return true;
  }
  static Task<std::size_t> count_of(Probe& probe) { co_return probe.seen.size(); }
  static Task<Result<Text>> wait(ProbeShard& self, Text request) {
    co_await self.released.wait();
    co_return request;
  }
};

/// A server over two shards on any free port.
class Running {
 public:
  explicit Running(ServerOptions options = {}) {
    server = Server::create(loop, std::move(options),
                            {{shards[0].thread.executor(), shards[0].served.pipeline.get()},
                             {shards[1].thread.executor(), shards[1].served.pipeline.get()}});
    const auto listens = server->listen();
    EXPECT_TRUE(listens) << listens.error().message;
    for (auto& shard : shards) shard.thread.start();
  }
  ~Running() {
    for (auto& shard : shards) shard.release();
    server->drain(std::chrono::seconds(10));
    for (auto& shard : shards) shard.stop();
  }
  void hold() {
    for (auto& shard : shards) shard.hold();
  }
  void release() {
    for (auto& shard : shards) shard.release();
  }

  EventLoop loop;
  std::array<ProbeShard, 2> shards{ProbeShard("shard-0"), ProbeShard("shard-1")};
  std::unique_ptr<Server> server;
};

}  // namespace ddd::rpc::test
