#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <platform_grpc/running.hpp>

#include <ddd/platform/grpc/listening_address.hpp>

namespace ddd::rpc::test {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;

constexpr const char* kService = "ddd.probe.v1.ProbeService";

std::string reason_of(const Got& got) {
  google::rpc::Status status;
  EXPECT_TRUE(status.ParseFromString(got.status.error_details()));
  EXPECT_EQ(status.code(), got.status.error_code());
  return detail_of<google::rpc::ErrorInfo>(status).reason();
}

TEST(AGrpcServer, answers_on_its_shards_in_turn) {
  Running running;
  Client client(running.server->port());
  for (int i = 0; i < 6; ++i) {
    const auto got = client.call("Read", text("call " + std::to_string(i)));
    EXPECT_TRUE(got.status.ok()) << got.status.error_message();
    EXPECT_EQ(got.reply.text(), "call " + std::to_string(i));
  }
  for (const auto& shard : running.shards) EXPECT_EQ(shard.served.probe.seen.size(), 3);
}

TEST(AGrpcServer, hands_over_what_the_client_sends_beside_the_message) {
  Running running;
  Client client(running.server->port());
  const auto got = client.call("Keep", text("x"), [](grpc::ClientContext& context) {
    context.AddMetadata("authorization", "Bearer user-7");
    context.AddMetadata("idempotency-key", "a-key-of-16-chars");
    context.AddMetadata("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    context.AddMetadata("x-request-id", "my-request-1");
    context.set_deadline(std::chrono::system_clock::now() + 5s);
  });
  EXPECT_TRUE(got.status.ok()) << got.status.error_message();
  EXPECT_EQ(got.trailer("x-request-id"), "my-request-1");
  const auto& call = running.shards[0].served.probe.seen.at(0).call;
  EXPECT_EQ(call.principal->user_id, UserId(7));
  EXPECT_EQ(call.idempotency->key, "a-key-of-16-chars");
  EXPECT_EQ(call.trace.trace_id_text(), "4bf92f3577b34da6a3ce929d0e0e4736");
  EXPECT_EQ(call.client.address, "127.0.0.1");
  EXPECT_THAT(call.client.user_agent, HasSubstr("grpc-c++"));
  // gRPC rounds time-outs up a little.
  EXPECT_LT(call.deadline, std::chrono::steady_clock::now() + 6s);
}

TEST(AGrpcServer, takes_nobody_for_a_service_over_plaintext) {
  Running running;
  Client client(running.server->port());
  const auto got = client.call("Exchange", {}, [](grpc::ClientContext& context) {
    context.AddMetadata("authorization", "Bearer admin-1");
    context.AddMetadata("x-service", "payment-service");
  });
  EXPECT_EQ(got.status.error_code(), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(reason_of(got), "auth.internal_only");
}

TEST(AGrpcServer, sends_refusals_with_their_details) {
  Running running;
  Client client(running.server->port());
  const auto got = client.call("Keep");
  EXPECT_EQ(got.status.error_code(), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(got.status.error_message(), "Sign in first.");
  EXPECT_EQ(reason_of(got), "auth.required");
  EXPECT_NE(got.trailer("x-request-id"), "");
}

TEST(AGrpcServer, does_not_know_other_methods) {
  Running running;
  Client client(running.server->port());
  EXPECT_EQ(client.call("Invented").status.error_code(), grpc::StatusCode::UNIMPLEMENTED);
  EXPECT_EQ(client.begin("/ddd.other.v1.Other/Read", std::string())->wait().status.error_code(),
            grpc::StatusCode::UNIMPLEMENTED);
}

TEST(AGrpcServer, lets_go_of_a_client_whose_time_is_over) {
  Running running;
  Client client(running.server->port());
  running.hold();
  const auto got = client.call(
      "Read", {}, [](grpc::ClientContext& context) { context.set_deadline(std::chrono::system_clock::now() + 100ms); });
  EXPECT_EQ(got.status.error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  running.release();
  EXPECT_TRUE(client.call("Read").status.ok()) << "the next one is served";
}

TEST(AGrpcServer, goes_on_with_what_a_client_cancels_and_drops_the_answer) {
  Running running;
  Client client(running.server->port());
  running.hold();
  auto pending = client.begin("Read", text("cancelled"));
  running.shards[0].await_calls(1);
  pending->context.TryCancel();
  EXPECT_EQ(pending->wait().status.error_code(), grpc::StatusCode::CANCELLED);
  running.release();
  EXPECT_EQ(client.call("Read", text("next")).reply.text(), "next");
  EXPECT_EQ(client.call("Read", text("after")).reply.text(), "after") << "the shard of the cancelled call";
}

TEST(AGrpcServer, refuses_messages_over_its_limit_however_small_they_are_packed) {
  Running running({.max_message_bytes = 10'000});
  Client client(running.server->port());
  EXPECT_TRUE(client.call("Read", text(std::string(9'900, 'x'))).status.ok());
  for (const auto packing : {GRPC_COMPRESS_NONE, GRPC_COMPRESS_GZIP}) {
    const auto got = client.call("Read", text(std::string(8'000'000, 'x')),
                                 [&](grpc::ClientContext& context) { context.set_compression_algorithm(packing); });
    EXPECT_EQ(got.status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED) << packing;
  }
  EXPECT_TRUE(client.call("Read").status.ok());
}

TEST(AGrpcServer, refuses_metadata_over_its_limit) {
  Running running({.max_metadata_bytes = 4'000});
  Client client(running.server->port());
  const auto got = client.call(
      "Read", {}, [](grpc::ClientContext& context) { context.AddMetadata("x-padding", std::string(8'000, 'x')); });
  EXPECT_EQ(got.status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  // Such a client may lose its connection; nobody else does.
  EXPECT_TRUE(Client(running.server->port()).call("Read").status.ok());
}

TEST(AGrpcServer, has_a_bounded_number_of_calls_under_way) {
  Running running({.max_calls = 2});
  Client client(running.server->port());
  running.hold();
  auto one = client.begin("Read", text("one"));
  auto two = client.begin("Read", text("two"));
  for (auto& shard : running.shards) shard.await_calls(1);
  const auto three = client.call("Read");
  EXPECT_EQ(three.status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(reason_of(three), "server.overloaded");
  running.release();
  EXPECT_EQ(one->wait().reply.text(), "one");
  EXPECT_EQ(two->wait().reply.text(), "two");
}

TEST(AGrpcServer, ends_after_it_has_answered_what_is_under_way) {
  Running running;
  Client client(running.server->port());
  running.hold();
  auto pending = client.begin("Read", text("under way"));
  running.shards[0].await_calls(1);
  auto drained = std::async(std::launch::async, [&] { return running.server->drain(20s); });
  // The door is closed before the last one has left.
  while (client.call("Read", {}, [](auto& context) { context.set_deadline(std::chrono::system_clock::now() + 200ms); })
             .status.error_code() != grpc::StatusCode::UNAVAILABLE) {
  }
  running.release();
  EXPECT_EQ(pending->wait().reply.text(), "under way");
  EXPECT_TRUE(drained.get());
}

TEST(AGrpcServer, cuts_what_does_not_end_in_time) {
  Running running;
  Client client(running.server->port());
  running.hold();
  auto pending = client.begin("Read");
  running.shards[0].await_calls(1);
  const auto began = std::chrono::steady_clock::now();
  EXPECT_FALSE(running.server->drain(50ms));
  EXPECT_LT(std::chrono::steady_clock::now() - began, 10s);
  EXPECT_FALSE(pending->wait().status.ok());
}

TEST(AGrpcServer, tells_its_health) {
  Running running;
  Client client(running.server->port());
  EXPECT_EQ(client.health(kService), "SERVING");
  EXPECT_EQ(client.health(""), "SERVING");
  EXPECT_EQ(client.health("ddd.other.v1.Other"), "error 5");
  running.server->set_serving(false);
  EXPECT_EQ(client.health(kService), "NOT_SERVING");
  running.server->set_serving(true);
  EXPECT_EQ(client.health(kService), "SERVING");
}

TEST(AGrpcServer, answers_unavailable_once_its_pipelines_have_ended) {
  Running running;
  Client client(running.server->port());
  for (auto& shard : running.shards) shard.end_pipeline();
  const auto got = client.call("Read");
  EXPECT_EQ(got.status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(reason_of(got), "server.overloaded");
}

TEST(AGrpcServer, says_why_it_can_not_listen) {
  Running running;
  const auto taken = running.server->port();
  auto& shard = running.shards[0];
  const auto refusal = [&](const std::string& address, std::uint16_t port) {
    const auto server = Server::create(running.loop, {.address = address, .port = port},
                                       {{shard.thread.executor(), shard.served.pipeline.get()}});
    const auto listens = server->listen();
    return listens ? Error{.kind = ErrorKind::internal, .code = "it listens"} : listens.error();
  };
  const auto in_use = refusal("127.0.0.1", taken);
  EXPECT_EQ(in_use.code, "grpc.port_in_use");
  EXPECT_THAT(in_use.message, AllOf(HasSubstr("127.0.0.1:" + std::to_string(taken)), HasSubstr("in use")));
  const auto elsewhere = refusal("203.0.113.7", taken);
  EXPECT_EQ(elsewhere.code, "grpc.cannot_listen");
  EXPECT_THAT(elsewhere.message, HasSubstr("no such address"));
  EXPECT_THAT(refusal("localhost", 0).message, HasSubstr("not an IP address"));
}

TEST(AListeningAddress, is_written_as_grpc_reads_it) {
  EXPECT_EQ(to_target("127.0.0.1", 9091), "127.0.0.1:9091");
  EXPECT_EQ(to_target("::1", 9091), "[::1]:9091");
  EXPECT_EQ(address_of_peer("ipv4:127.0.0.1:4711"), "127.0.0.1");
  EXPECT_EQ(address_of_peer("ipv6:%5B::1%5D:4711"), "::1");
  EXPECT_EQ(address_of_peer("ipv6:[2001:db8::7]:4711"), "2001:db8::7");
}

}  // namespace
}  // namespace ddd::rpc::test
