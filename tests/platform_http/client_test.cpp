#include <string>
#include <vector>

#include "running_server.hpp"
#include "scripted_peer.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ddd/platform/async/one_shot.hpp>
#include <ddd/platform/async/task_group.hpp>
#include <ddd/platform/http/client.hpp>

namespace ddd::test {
namespace {

using namespace std::chrono_literals;
using http::Method;
using Reach = http::ExchangeFailure::Reach;
using Outcome = std::expected<http::IncomingResponse, http::ExchangeFailure>;
using testing::HasSubstr;
using testing::StartsWith;

http::OutgoingRequest get(std::string target) {
  return {.method = Method::get, .target = std::move(target)};
}

http::OutgoingRequest post(std::string body) {
  return {.method = Method::post, .target = "/", .body = std::move(body)};
}

/// A client on a shard of its own.
class RunningClient {
 public:
  explicit RunningClient(std::uint16_t port, http::ClientOptions options = {}, std::string host = "127.0.0.1") {
    client_ = shard_.call([&] {
      return http::Client::create(shard_.executor(), {.tls = false, .host = std::move(host), .port = port}, options);
    });
  }
  ~RunningClient() {
    shard_.call([this] { client_.reset(); });
  }

  std::future<Outcome> start(http::OutgoingRequest request, std::chrono::milliseconds limit = 5s) {
    return shard_.start(client_->exchange(std::move(request), limit));
  }
  Outcome exchange(http::OutgoingRequest request, std::chrono::milliseconds limit = 5s) {
    return start(std::move(request), limit).get();
  }
  [[nodiscard]] http::Client& client() { return *client_; }
  [[nodiscard]] Shard& shard() { return shard_; }

 private:
  Shard shard_;
  std::unique_ptr<http::Client> client_;
};

Task<http::Response> echo(const http::Request& request) {
  auto response = text_response(200, std::string(http::to_text(request.method)) + " " + std::string(request.target) +
                                         " " + std::string(request.body));
  response.set("X-Host", std::string(request.header("host")));
  response.set("X-Sent", std::string(request.header("x-sent")));
  co_return response;
}

/// Answers every request of a connection with these bytes.
std::function<void(RawConnection&)> answering(std::string bytes) {
  return [bytes](RawConnection& connection) {
    while (!connection.read_until("\r\n\r\n").empty()) connection.send(bytes);
  };
}

TEST(Client, exchanges_request_and_response) {
  RunningServer server(echo);
  RunningClient client(server.port());
  http::OutgoingRequest request{
      .method = Method::put, .target = "/a?b=c", .headers = {{"X-Sent", "yes"}}, .body = "hello"};
  const auto response = client.exchange(std::move(request));
  ASSERT_TRUE(response) << response.error().reason;
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(response->body, "PUT /a?b=c hello");
  EXPECT_EQ(response->get("content-TYPE"), "text/plain");
  EXPECT_EQ(response->get("x-host"), "127.0.0.1:" + std::to_string(server.port()));
  EXPECT_EQ(response->get("x-sent"), "yes");
  EXPECT_EQ(response->get("absent"), "");
}

TEST(Client, exchanges_every_method) {
  RunningServer server(echo);
  RunningClient client(server.port());
  for (const auto method : {Method::get, Method::post, Method::put, Method::patch, Method::del, Method::options}) {
    const auto response = client.exchange({.method = method});
    ASSERT_TRUE(response);
    EXPECT_EQ(response->body, std::string(http::to_text(method)) + " / ");
  }
  const auto head = client.exchange({.method = Method::head});
  ASSERT_TRUE(head);
  EXPECT_EQ(head->get("content-length"), "7");
  EXPECT_EQ(head->body, "");
  EXPECT_EQ(server.connections(), 1U);
}

TEST(Client, resolves_names) {
  RunningServer server(echo);
  RunningClient client(server.port(), {}, "localhost");
  EXPECT_TRUE(client.exchange(get("/")));
  RunningClient nowhere(server.port(), {}, "no-such-host.invalid");
  const auto outcome = nowhere.exchange(get("/"));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().reach, Reach::not_sent);
}

TEST(Client, uses_one_connection_for_requests_one_after_the_other) {
  RunningServer server(echo);
  RunningClient client(server.port());
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(client.exchange(get("/")));
  EXPECT_EQ(server.connections(), 1U);
}

TEST(Client, opens_at_most_its_limit_of_connections_and_serves_waiting_requests_in_order) {
  auto release = std::make_shared<OneShot<bool>>();
  std::atomic<int> entered = 0;
  std::vector<std::string> order;
  RunningServer server([&](const http::Request& request) {
    ++entered;
    order.emplace_back(request.target);
    return [](const http::Request&, std::shared_ptr<OneShot<bool>> release) -> Task<http::Response> {
      co_await release->wait();
      co_return text_response(200, "done");
    }(request, release);
  });
  http::ClientOptions options;
  options.max_connections = 2;
  RunningClient client(server.port(), options);
  std::vector<std::future<Outcome>> exchanges;
  for (int i = 0; i < 6; ++i) exchanges.push_back(client.start(get("/" + std::to_string(i))));
  while (entered < 2) std::this_thread::sleep_for(1ms);
  std::this_thread::sleep_for(20ms);
  EXPECT_EQ(entered, 2);
  EXPECT_EQ(server.connections(), 2U);
  server.shard().call([&] { release->set(true); });
  for (auto& each : exchanges) EXPECT_TRUE(each.get());
  EXPECT_EQ(server.connections(), 2U);
  const auto served = server.shard().call([&] { return order; });
  EXPECT_THAT(std::vector(served.begin() + 2, served.end()), testing::UnorderedElementsAre("/2", "/3", "/4", "/5"));
  EXPECT_THAT(served[2], testing::AnyOf("/2", "/3"));
}

TEST(Client, gives_up_waiting_for_a_connection_in_time_and_over_its_bound) {
  ScriptedPeer peer([](RawConnection& connection) { connection.read_until("never"); });
  http::ClientOptions options;
  options.max_connections = 1;
  options.max_waiting = 1;
  RunningClient client(peer.port(), options);
  auto holding = client.start(get("/"), 400ms);
  auto waiting = client.start(get("/"), 100ms);
  auto over_bound = client.start(get("/"), 5s);
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(over_bound.get().error().reach, Reach::not_sent);
  EXPECT_LT(std::chrono::steady_clock::now() - start, 90ms);
  EXPECT_EQ(waiting.get().error().reach, Reach::not_sent);
  EXPECT_EQ(holding.get().error().reach, Reach::unknown);
}

TEST(Client, gives_the_slot_of_a_failed_exchange_to_the_next) {
  RunningServer server(echo);
  http::ClientOptions options;
  options.max_connections = 1;
  options.max_response_bytes = 100;
  RunningClient client(server.port(), options);
  std::vector<std::future<Outcome>> exchanges;
  for (int i = 0; i < 10; ++i) exchanges.push_back(client.start(post(std::string(i % 2 == 0 ? 200 : 10, 'x'))));
  for (int i = 0; i < 10; ++i) EXPECT_EQ(exchanges[static_cast<std::size_t>(i)].get().has_value(), i % 2 == 1);
}

TEST(Client, reads_chunked_unframed_and_interim_responses) {
  ScriptedPeer chunked(
      answering("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n"
                "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x\r\nde\r\n0\r\n\r\n"));
  RunningClient to_chunked(chunked.port());
  for (int i = 0; i < 2; ++i) {
    const auto response = to_chunked.exchange(get("/"));
    ASSERT_TRUE(response) << response.error().reason;
    EXPECT_EQ(response->status, 201);
    EXPECT_EQ(response->body, "abcde");
  }
  EXPECT_EQ(chunked.accepted(), 1);

  ScriptedPeer unframed([](RawConnection& connection) {
    connection.read_until("\r\n\r\n");
    connection.send("HTTP/1.1 200 OK\r\n\r\nuntil the end");
  });
  RunningClient to_unframed(unframed.port());
  for (int i = 0; i < 2; ++i) EXPECT_EQ(to_unframed.exchange(get("/"))->body, "until the end");
  EXPECT_EQ(unframed.accepted(), 2);
}

TEST(Client, opens_a_new_connection_where_the_old_one_can_not_be_used_again) {
  for (const std::string response : {"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
                                     "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n",
                                     "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nbytes nobody asked for"}) {
    ScriptedPeer peer(answering(response));
    RunningClient client(peer.port());
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(client.exchange(get("/")));
    EXPECT_EQ(peer.accepted(), 3) << response;
  }
}

TEST(Client, replaces_a_kept_connection_that_the_server_has_closed) {
  ScriptedPeer peer([](RawConnection& connection) {
    connection.read_until("\r\n\r\n");
    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  });
  RunningClient client(peer.port());
  for (int i = 0; i < 5; ++i) {
    const auto outcome = client.exchange(post("x"));
    ASSERT_TRUE(outcome) << outcome.error().reason;
    std::this_thread::sleep_for(5ms);
  }
  EXPECT_EQ(peer.accepted(), 5);
}

TEST(Client, closes_a_connection_that_stays_unused) {
  RunningServer server(echo);
  http::ClientOptions options;
  options.idle_timeout = 1s;
  RunningClient client(server.port(), options);
  ASSERT_TRUE(client.exchange(get("/")));
  EXPECT_EQ(server.connections(), 1U);
  std::this_thread::sleep_for(1200ms);
  EXPECT_EQ(server.connections(), 0U);
  EXPECT_TRUE(client.exchange(get("/")));
}

TEST(ClientReach, is_not_sent_when_nobody_listens) {
  std::uint16_t port = 0;
  {
    ScriptedPeer gone([](RawConnection&) {});
    port = gone.port();
  }
  RunningClient client(port);
  const auto outcome = client.exchange(post("x"));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().reach, Reach::not_sent);
  EXPECT_THAT(outcome.error().reason, StartsWith("connect refused"));
}

TEST(ClientReach, is_not_sent_when_connecting_takes_too_long) {
  // A port whose queue of connections is full leaves further ones unanswered.
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ::bind(fd, reinterpret_cast<const sockaddr*>(&address), size);
  ::listen(fd, 0);
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  RawConnection fills_queue(ntohs(address.sin_port));

  http::ClientOptions options;
  options.connect_timeout = 100ms;
  RunningClient client(ntohs(address.sin_port), options);
  const auto start = std::chrono::steady_clock::now();
  const auto outcome = client.exchange(post("x"));
  ::close(fd);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().reach, Reach::not_sent);
  EXPECT_EQ(outcome.error().reason, "connect timed out");
  EXPECT_LT(std::chrono::steady_clock::now() - start, 2s);
}

TEST(ClientReach, is_not_sent_when_the_time_is_over_already) {
  RunningServer server(echo);
  RunningClient client(server.port());
  EXPECT_EQ(client.exchange(get("/"), 0ms).error().reach, Reach::not_sent);
  ASSERT_TRUE(client.exchange(get("/")));
  const auto outcome = client.exchange(get("/"), -5ms);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().reach, Reach::not_sent);
}

TEST(ClientReach, is_not_sent_when_the_request_can_not_be_written) {
  RunningClient client(1);
  for (const auto& request :
       {http::OutgoingRequest{.method = Method::other}, get("no-slash"), get("/a b"), get("/a\r\nX: y"),
        http::OutgoingRequest{.headers = {{"X", "a\r\nY: b"}}}, http::OutgoingRequest{.headers = {{"X:", "a"}}}}) {
    const auto outcome = client.exchange(request);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().reach, Reach::not_sent);
    EXPECT_EQ(outcome.error().reason, "the request can't be written as HTTP");
  }
}

TEST(ClientReach, is_unknown_when_the_server_closes_after_reading) {
  ScriptedPeer peer([](RawConnection& connection) { connection.read_until("\r\n\r\n"); });
  RunningClient client(peer.port());
  const auto outcome = client.exchange(post("x"));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().reach, Reach::unknown);
  EXPECT_EQ(peer.accepted(), 1);
}

TEST(ClientReach, is_unknown_when_a_kept_connection_dies_after_the_request_left) {
  ScriptedPeer peer([](RawConnection& connection) {
    connection.read_until("\r\n\r\n");
    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    connection.read_until("\r\n\r\n");
  });
  RunningClient client(peer.port());
  ASSERT_TRUE(client.exchange(get("/")));
  const auto outcome = client.exchange(get("/"));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().reach, Reach::unknown);
  EXPECT_EQ(peer.accepted(), 1);
}

TEST(ClientReach, is_unknown_when_only_part_of_the_request_left) {
  ScriptedPeer peer([](RawConnection& connection) {
    connection.read(1000);
    connection.reset();
  });
  RunningClient client(peer.port());
  const auto outcome = client.exchange(post(std::string(64 * 1024 * 1024, 'x')));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().reach, Reach::unknown);
}

TEST(ClientReach, is_unknown_when_the_answer_never_comes) {
  ScriptedPeer peer([](RawConnection& connection) { connection.read_until("never"); });
  RunningClient client(peer.port());
  const auto start = std::chrono::steady_clock::now();
  const auto outcome = client.exchange(get("/"), 100ms);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().reach, Reach::unknown);
  EXPECT_EQ(outcome.error().reason, "timed out");
  EXPECT_LT(std::chrono::steady_clock::now() - start, 2s);
}

TEST(ClientReach, is_unknown_when_the_answer_comes_too_slowly) {
  ScriptedPeer peer([](RawConnection& connection) {
    connection.read_until("\r\n\r\n");
    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
    while (connection.send("x")) std::this_thread::sleep_for(20ms);
  });
  RunningClient client(peer.port());
  EXPECT_EQ(client.exchange(get("/"), 150ms).error().reason, "timed out");
}

struct BadAnswer {
  std::string bytes;
  std::string reason;
};

TEST(ClientReach, is_unknown_for_answers_that_are_cut_too_large_or_unclear) {
  const std::string ok = "HTTP/1.1 200 OK\r\n";
  std::string endless_head = ok;
  for (int i = 0; i < 20'000; ++i) endless_head += "X: y\r\n";
  std::string interims;
  for (int i = 0; i < 20; ++i) interims += "HTTP/1.1 100 Continue\r\n\r\n";
  const std::vector<BadAnswer> answers = {
      {"", "connection closed before a response"},
      {"HTTP/1.1 200 O", "connection closed before the response was whole"},
      {ok + "Content-Length: 5\r\n\r\nhell", "connection closed before the response was whole"},
      {ok + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", "connection closed before the response was whole"},
      {ok + "Content-Length: 1001\r\n\r\n" + std::string(1001, 'x'), "response body too large"},
      {ok + "Transfer-Encoding: chunked\r\n\r\n3e9\r\n", "response body too large"},
      {ok + "\r\n" + std::string(1001, 'x'), "response body too large"},
      {ok + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "response is not well-formed"},
      {ok + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!", "response is not well-formed"},
      {ok + "Content-Length: 5\r\nTransfer-Encoding: gzip\r\n\r\nhello", "response is not well-formed"},
      {ok + "Transfer-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello",
       "response has an unsupported transfer encoding"},
      {ok + "Transfer-Encoding: gzip\r\n\r\nhello", "response has an unsupported transfer encoding"},
      {endless_head, "response head too large"},
      {ok + "Transfer-Encoding: chunked\r\n\r\n1;" + std::string(200'000, 'x'), "response head too large"},
      {interims, "too many interim responses"},
      {"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", "unexpected switch of protocols"},
      {"SSH-2.0-OpenSSH_9.2\r\n", "response is not well-formed"},
  };
  http::ClientOptions options;
  options.max_response_bytes = 1000;
  for (const auto& answer : answers) {
    ScriptedPeer peer([&](RawConnection& connection) {
      connection.read_until("\r\n\r\n");
      connection.send(answer.bytes);
    });
    RunningClient client(peer.port(), options);
    const auto outcome = client.exchange(get("/"));
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().reach, Reach::unknown);
    EXPECT_EQ(outcome.error().reason, answer.reason) << answer.bytes.substr(0, 100);
  }
}

TEST(Client, takes_a_body_of_exactly_its_limit) {
  http::ClientOptions options;
  options.max_response_bytes = 1000;
  const std::string body(1000, 'x');
  for (const auto& framing : {"Content-Length: 1000\r\n\r\n" + body,
                              "Transfer-Encoding: chunked\r\n\r\n3e7\r\n" + body.substr(1) + "\r\n1\r\nx\r\n0\r\n\r\n",
                              "Connection: close\r\n\r\n" + body}) {
    ScriptedPeer peer([&](RawConnection& connection) {
      connection.read_until("\r\n\r\n");
      connection.send("HTTP/1.1 200 OK\r\n" + framing);
    });
    RunningClient client(peer.port(), options);
    const auto outcome = client.exchange(get("/"));
    ASSERT_TRUE(outcome) << outcome.error().reason;
    EXPECT_EQ(outcome->body, body);
  }
}

Task<> exchange_in_group(http::Client& client, std::atomic<bool>& ended) {
  struct OnExit {
    std::atomic<bool>& ended;
    ~OnExit() { ended = true; }
  } on_exit{ended};
  http::OutgoingRequest request;
  co_await client.exchange(std::move(request), 60s);
}

Task<bool> stop(TaskGroup& group) {
  co_await group.stop();
  co_return true;
}

TEST(Client, closes_the_connection_of_a_cancelled_exchange_and_frees_its_slot) {
  std::atomic<int> closed = 0;
  ScriptedPeer peer([&](RawConnection& connection) {
    if (connection.read_until("\r\n\r\n").find("GET /second") != std::string::npos) {
      connection.send("HTTP/1.1 204 No Content\r\n\r\n");
    } else if (connection.is_closed()) {
      ++closed;
    }
  });
  http::ClientOptions options;
  options.max_connections = 1;
  RunningClient client(peer.port(), options);
  std::atomic<bool> ended = false;
  auto group = client.shard().call([&] {
    auto group = std::make_unique<TaskGroup>(client.shard().executor(), nullptr);
    group->spawn("exchange", exchange_in_group(client.client(), ended));
    return group;
  });
  while (peer.accepted() == 0) std::this_thread::sleep_for(1ms);
  std::this_thread::sleep_for(20ms);
  client.shard().start(stop(*group)).get();
  EXPECT_TRUE(ended);
  const auto next = client.exchange(get("/second"));
  ASSERT_TRUE(next) << next.error().reason;
  EXPECT_EQ(closed, 1);
  client.shard().call([&] { group.reset(); });
}

TEST(Client, may_go_before_its_exchanges) {
  ScriptedPeer peer([](RawConnection& connection) { connection.read_until("never"); });
  Shard shard;
  auto client = shard.call(
      [&] { return http::Client::create(shard.executor(), {.host = "127.0.0.1", .port = peer.port()}, {}); });
  auto outcome = shard.start(client->exchange(get("/"), 200ms));
  std::this_thread::sleep_for(20ms);
  shard.call([&] { client.reset(); });
  EXPECT_EQ(outcome.get().error().reach, Reach::unknown);
}

TEST(Origin, is_parsed_from_scheme_host_and_port_alone) {
  const auto plain = http::Origin::parse("http://127.0.0.1:8090");
  ASSERT_TRUE(plain);
  EXPECT_FALSE(plain->tls);
  EXPECT_EQ(plain->host, "127.0.0.1");
  EXPECT_EQ(plain->port, 8090);
  const auto tls = http::Origin::parse("https://api.example.com");
  ASSERT_TRUE(tls);
  EXPECT_TRUE(tls->tls);
  EXPECT_EQ(tls->host, "api.example.com");
  EXPECT_EQ(tls->port, 443);
  EXPECT_EQ(http::Origin::parse("http://a")->port, 80);
  const auto v6 = http::Origin::parse("http://[::1]:81");
  ASSERT_TRUE(v6);
  EXPECT_EQ(v6->host, "::1");
  EXPECT_EQ(v6->port, 81);
  for (const auto* url : {"",           "a",           "ftp://a",        "http://",     "http://:80",
                          "http://a:",  "http://a:0",  "http://a:65536", "http://a:8x", "http://a/",
                          "http://a/b", "http://a?b",  "http://a#b",     "http://u@a",  "http://u:p@a",
                          "http://a b", "http://[::1", "http://[::1]x",  "http://[]",   "http://::1",
                          "HTTP://a",   "http://a:-1"}) {
    EXPECT_FALSE(http::Origin::parse(url)) << url;
  }
}

}  // namespace
}  // namespace ddd::test
