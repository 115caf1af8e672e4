#include <random>
#include <stdexcept>
#include <string>

#include "raw_connection.hpp"
#include "running_server.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ddd/platform/async/one_shot.hpp>
#include <ddd/platform/async/sleep.hpp>

namespace ddd::test {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::MatchesRegex;

const std::string kGet = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

std::string get(const std::string& target, const std::string& fields = {}) {
  return "GET " + target + " HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
}

Task<http::Response> echo(const http::Request& request) {
  co_return text_response(200, std::string(request.target) + " " + std::string(request.body));
}

/// Answers "/slow" when `release` is set on the server's shard, everything else at once.
struct Gate {
  std::shared_ptr<OneShot<bool>> release = std::make_shared<OneShot<bool>>();
  std::shared_ptr<std::atomic<int>> entered = std::make_shared<std::atomic<int>>(0);
  std::shared_ptr<std::atomic<int>> finished = std::make_shared<std::atomic<int>>(0);

  static Task<http::Response> answer(Gate gate, const http::Request& request) {
    const std::string target(request.target);
    ++*gate.entered;
    if (target == "/slow") co_await gate.release->wait();
    ++*gate.finished;
    co_return text_response(200, target);
  }
  [[nodiscard]] http::Handler handler() const {
    return [gate = *this](const http::Request& request) { return answer(gate, request); };
  }
  void open(RunningServer& server) const {
    server.shard().call([&] { release->set(true); });
  }
};

Task<http::Response> hang_up(const http::Request&) {
  auto response = text_response(200, "never seen");
  response.hang_up = true;
  co_return response;
}

Task<http::Response> send_shared(std::shared_ptr<const std::string> body) {
  http::Response response;
  response.content_type = "text/plain";
  response.body = http::Body(std::move(body));
  co_return response;
}

void wait_for(const std::function<bool()>& condition) {
  for (int i = 0; i < 5000 && !condition(); ++i) std::this_thread::sleep_for(1ms);
  ASSERT_TRUE(condition());
}

TEST(Server, answers_with_length_and_date_and_keeps_the_connection) {
  RunningServer server(echo);
  RawConnection client(server.port());
  for (int i = 0; i < 3; ++i) {
    client.send(get("/a"));
    const auto answer = client.read_answer();
    EXPECT_EQ(answer.body, "/a ");
    EXPECT_THAT(answer.head, testing::StartsWith("HTTP/1.1 200 OK\r\n"));
    EXPECT_THAT(answer.head, HasSubstr("\r\nContent-Type: text/plain\r\n"));
    EXPECT_THAT(answer.head, HasSubstr("\r\nContent-Length: 3\r\n"));
    EXPECT_THAT(answer.head, testing::ContainsRegex("\r\nDate: [A-Z][a-z][a-z], [0-9][0-9] [A-Z][a-z][a-z] [0-9]{4} "
                                                    "[0-9][0-9]:[0-9][0-9]:[0-9][0-9] GMT\r\n"));
    EXPECT_FALSE(answer.has("Connection:"));
    EXPECT_FALSE(answer.has("Server:"));
  }
  EXPECT_EQ(server.connections(), 1U);
}

TEST(Server, answers_pipelined_requests_in_order) {
  RunningServer server([](const http::Request& request) -> Task<http::Response> {
    // The earlier, the longer.
    TimerSleeper sleeper;
    co_await sleeper.sleep_for(std::chrono::milliseconds(30 - 10 * (request.target.back() - '0')));
    co_return text_response(200, std::string(request.target) + " " + std::string(request.body));
  });
  RawConnection client(server.port());
  client.send(get("/0") + "POST /1 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n" +
              get("/2"));
  EXPECT_EQ(client.read_answer().body, "/0 ");
  EXPECT_EQ(client.read_answer().body, "/1 hi");
  EXPECT_EQ(client.read_answer().body, "/2 ");
}

TEST(Server, hangs_up_without_a_byte_when_the_handler_wants_it) {
  RunningServer server(hang_up);
  RawConnection client(server.port());
  client.send(get("/a"));
  EXPECT_TRUE(client.is_closed());
  wait_for([&] { return server.connections() == 0; });
}

TEST(Server, answers_many_pipelined_requests) {
  RunningServer server(echo);
  RawConnection client(server.port());
  std::string requests;
  for (int i = 0; i < 1000; ++i) requests += get("/" + std::to_string(i));
  client.send(requests);
  for (int i = 0; i < 1000; ++i) ASSERT_EQ(client.read_answer().body, "/" + std::to_string(i) + " ");
}

TEST(Server, reads_a_chunked_body_that_arrives_byte_by_byte) {
  RunningServer server(echo);
  RawConnection client(server.port());
  for (const char c : std::string("PUT /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                                  "5\r\nhello\r\n6;a=b\r\n world\r\n0\r\nX: y\r\n\r\n")) {
    client.send({&c, 1});
  }
  EXPECT_EQ(client.read_answer().body, "/x hello world");
  client.send(get("/y"));
  EXPECT_EQ(client.read_answer().body, "/y ");
}

TEST(Server, takes_bodies_of_a_mebibyte_and_returns_them) {
  RunningServer server(echo);
  RawConnection client(server.port());
  const std::string body(1024 * 1024, 'b');
  for (int i = 0; i < 2; ++i) {
    client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 1048576\r\n\r\n" + body);
    EXPECT_EQ(client.read_answer().body, "/ " + body);
  }
}

TEST(Server, sends_100_continue_before_it_reads_the_body) {
  RunningServer server(echo);
  RawConnection client(server.port());
  client.send("PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
  EXPECT_EQ(client.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("hello");
  EXPECT_EQ(client.read_answer().body, "/ hello");
}

TEST(Server, tells_the_handler_who_calls) {
  RunningServer server([](const http::Request& request) -> Task<http::Response> {
    co_return text_response(200, std::string(request.peer_address) + " " + std::string(request.header("x-id")));
  });
  RawConnection client(server.port());
  client.send(get("/", "X-Id: 7\r\n"));
  EXPECT_EQ(client.read_answer().body, "127.0.0.1 7");
}

TEST(Server, answers_head_with_the_length_but_without_the_body) {
  RunningServer server(echo);
  RawConnection client(server.port());
  client.send("HEAD /abc HTTP/1.1\r\nHost: a\r\n\r\n" + get("/next"));
  const auto answer = client.read_answer(true);
  EXPECT_EQ(answer.status, 200);
  EXPECT_TRUE(answer.has("Content-Length: 5\r\n"));
  EXPECT_EQ(client.read_answer().body, "/next ");
}

TEST(Server, sends_neither_body_nor_length_with_204_and_304) {
  RunningServer server([](const http::Request& request) -> Task<http::Response> {
    auto response = text_response(request.target == "/204" ? 204 : request.target == "/304" ? 304 : 200, "ignored");
    response.set("ETag", "\"1\"");
    co_return response;
  });
  RawConnection client(server.port());
  for (const std::string status : {"204", "304"}) {
    client.send(get("/" + status));
    const auto answer = client.read_answer();
    EXPECT_EQ(std::to_string(answer.status), status);
    EXPECT_FALSE(answer.has("Content-Length"));
    EXPECT_TRUE(answer.has("ETag: \"1\"\r\n"));
  }
  client.send(get("/200"));
  EXPECT_EQ(client.read_answer().body, "ignored");
}

TEST(Server, lets_no_value_of_a_handler_add_a_field) {
  RunningServer server([](const http::Request&) -> Task<http::Response> {
    auto response = text_response(200, "x");
    response.set("Location", "/a\r\nSet-Cookie: evil");
    response.set("Bad Name", "x");
    response.set("Content-Length", "99");
    response.set("Transfer-Encoding", "chunked");
    response.set("X-Good", "yes");
    co_return response;
  });
  RawConnection client(server.port());
  client.send(kGet);
  const auto answer = client.read_answer();
  EXPECT_TRUE(answer.has("\r\nLocation: /aSet-Cookie: evil\r\n"));
  EXPECT_FALSE(answer.has("Bad Name"));
  EXPECT_FALSE(answer.has("99"));
  EXPECT_FALSE(answer.has("Transfer-Encoding"));
  EXPECT_TRUE(answer.has("\r\nX-Good: yes\r\n"));
}

TEST(Server, closes_when_client_handler_or_version_ask_for_it) {
  RunningServer server([](const http::Request& request) -> Task<http::Response> {
    auto response = text_response(200, "x");
    response.close = request.target == "/close";
    co_return response;
  });
  for (const auto& request : {get("/", "Connection: close\r\n"), get("/close"), std::string("GET / HTTP/1.0\r\n\r\n"),
                              std::string("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")}) {
    RawConnection client(server.port());
    client.send(request);
    const auto answer = client.read_answer();
    EXPECT_EQ(answer.status, 200);
    EXPECT_TRUE(answer.has("HTTP/1.1 200"));
    EXPECT_TRUE(answer.has("\r\nConnection: close\r\n"));
    client.finish_sending();
    EXPECT_TRUE(client.is_closed());
  }
}

TEST(Server, answers_a_client_that_has_finished_sending) {
  RunningServer server(echo);
  RawConnection client(server.port());
  client.send(get("/a"));
  client.finish_sending();
  EXPECT_EQ(client.read_answer().body, "/a ");
  EXPECT_TRUE(client.is_closed());
}

TEST(Server, turns_a_handler_s_failure_into_500_and_closes) {
  RunningServer server([](const http::Request& request) -> Task<http::Response> {
    if (request.target == "/status") co_return text_response(99, "no such status");
    throw std::runtime_error("secret");
  });
  for (const auto& request : {get("/throw"), get("/status")}) {
    RawConnection client(server.port());
    client.send(request);
    const auto answer = client.read_answer();
    EXPECT_EQ(answer.status, 500);
    EXPECT_EQ(answer.body, "internal");
    EXPECT_TRUE(answer.has("Connection: close"));
  }
}

TEST(Server, lets_a_handler_end_when_its_client_has_gone) {
  const Gate gate;
  RunningServer server(gate.handler());
  RawConnection client(server.port());
  client.send(get("/slow"));
  wait_for([&] { return *gate.entered == 1; });
  client.reset();
  std::this_thread::sleep_for(20ms);
  EXPECT_EQ(*gate.finished, 0);
  EXPECT_EQ(server.connections(), 1U);
  gate.open(server);
  wait_for([&] { return *gate.finished == 1 && server.connections() == 0; });
}

TEST(Server, sends_a_large_body_to_a_slow_reader_whole) {
  const auto body = std::make_shared<const std::string>(16 * 1024 * 1024, 'l');
  RunningServer server([body](const http::Request&) { return send_shared(body); });
  RawConnection client(server.port(), 4096);
  client.send(kGet + kGet);
  EXPECT_EQ(client.read_answer().body, *body);
  EXPECT_EQ(client.read_answer().body.size(), body->size());
}

http::ServerOptions one_second_for_everything() {
  http::ServerOptions options;
  options.header_timeout = options.body_timeout = options.write_timeout = options.idle_timeout = 1s;
  return options;
}

TEST(Server, answers_requests_that_arrive_too_slowly_with_408_and_closes_idle_connections) {
  RunningServer server(echo, one_second_for_everything());
  const auto start = std::chrono::steady_clock::now();
  RawConnection never_spoke(server.port());
  RawConnection idle(server.port());
  RawConnection slow_head(server.port());
  RawConnection slow_body(server.port());
  idle.send(kGet);
  EXPECT_EQ(idle.read_answer().status, 200);
  slow_head.send("GET / HT");
  slow_body.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhel");
  std::this_thread::sleep_for(500ms);
  slow_head.send("TP/1.1\r\nHo");  // a little more doesn't win time
  slow_body.send("l");
  for (auto* client : {&slow_head, &slow_body}) {
    const auto answer = client->read_answer();
    EXPECT_EQ(answer.status, 408);
    EXPECT_EQ(answer.body, "http.request_timeout");
    EXPECT_TRUE(answer.has("Connection: close"));
  }
  EXPECT_TRUE(idle.is_closed());
  EXPECT_TRUE(never_spoke.is_closed());
  const auto took = std::chrono::steady_clock::now() - start;
  EXPECT_GE(took, 1s);
  EXPECT_LT(took, 4s);
}

TEST(Server, cuts_a_client_that_does_not_read_its_answer) {
  const auto body = std::make_shared<const std::string>(32 * 1024 * 1024, 'l');
  RunningServer server([body](const http::Request&) { return send_shared(body); }, one_second_for_everything());
  RawConnection client(server.port(), 4096);
  client.send(kGet);
  wait_for([&] { return server.connections() == 1; });
  wait_for([&] { return server.connections() == 0; });
}

TEST(Server, does_not_limit_the_time_of_handlers) {
  const Gate gate;
  RunningServer server(gate.handler(), one_second_for_everything());
  RawConnection client(server.port());
  client.send(get("/slow"));
  std::this_thread::sleep_for(2200ms);
  gate.open(server);
  EXPECT_EQ(client.read_answer().body, "/slow");
}

TEST(ServerDrain, finishes_the_request_under_way_and_closes_idle_connections) {
  const Gate gate;
  RunningServer server(gate.handler());
  const auto port = server.port();
  RawConnection busy(port);
  RawConnection idle(port);
  RawConnection half(port);
  idle.send(get("/quick"));
  EXPECT_EQ(idle.read_answer().status, 200);
  half.send("GET /half HTTP/1.1\r\n");
  busy.send(get("/slow"));
  wait_for([&] { return *gate.entered == 2 && server.connections() == 3; });

  auto drained = server.drain(5s);
  EXPECT_TRUE(idle.is_closed());
  EXPECT_FALSE(RawConnection(port).connected());
  EXPECT_EQ(drained.wait_for(50ms), std::future_status::timeout);

  half.send("Host: a\r\n\r\n");
  const auto late = half.read_answer();
  EXPECT_EQ(late.body, "/half");
  EXPECT_TRUE(late.has("Connection: close"));
  half.close();
  gate.open(server);
  const auto answer = busy.read_answer();
  EXPECT_EQ(answer.body, "/slow");
  EXPECT_TRUE(answer.has("Connection: close"));
  busy.close();
  EXPECT_TRUE(drained.get());
  EXPECT_EQ(server.connections(), 0U);
}

TEST(ServerDrain, of_an_idle_server_is_over_at_once) {
  RunningServer server(echo);
  EXPECT_TRUE(server.drain(0ms).get());
}

TEST(ServerDrain, cuts_what_does_not_end_in_time) {
  RunningServer server([](const http::Request&) -> Task<http::Response> {
    TimerSleeper sleeper;
    co_await sleeper.sleep_for(1h);
    co_return text_response(200, "never");
  });
  RawConnection client(server.port());
  client.send(kGet);
  wait_for([&] { return server.connections() == 1; });
  std::this_thread::sleep_for(20ms);
  const auto start = std::chrono::steady_clock::now();
  EXPECT_FALSE(server.drain(100ms).get());
  EXPECT_LT(std::chrono::steady_clock::now() - start, 1s);
  EXPECT_TRUE(client.is_closed());
  EXPECT_EQ(server.connections(), 0U);
}

TEST(ServerDrain, returns_although_a_handler_can_not_be_cut) {
  const Gate gate;
  RunningServer server(gate.handler());
  RawConnection client(server.port());
  client.send(get("/slow"));
  wait_for([&] { return *gate.entered == 1; });
  EXPECT_FALSE(server.drain(50ms).get());
  EXPECT_TRUE(client.is_closed());
  gate.open(server);
  wait_for([&] { return server.connections() == 0; });
}

TEST(ServerListen, says_that_a_port_is_in_use) {
  RunningServer first(echo);
  ASSERT_TRUE(first.listening());
  http::ServerOptions options;
  options.port = first.port();
  RunningServer second(echo, options);
  ASSERT_FALSE(second.listening());
  EXPECT_EQ(second.listening().error().code, "http.port_in_use");
  EXPECT_EQ(second.listening().error().kind, ErrorKind::unavailable);
  EXPECT_EQ(second.listening().error().message,
            "Can't listen on 127.0.0.1:" + std::to_string(first.port()) + ": the port is in use.");
}

TEST(ServerListen, says_what_is_wrong_with_an_address) {
  http::ServerOptions options;
  options.port = 1;
  options.address = "nowhere";
  RunningServer no_address(echo, options);
  ASSERT_FALSE(no_address.listening());
  EXPECT_EQ(no_address.listening().error().code, "http.cannot_listen");
  EXPECT_EQ(no_address.listening().error().message, "Can't listen on nowhere:1: the address is not an IP address.");
  options.address = "192.0.2.1";
  RunningServer not_ours(echo, options);
  ASSERT_FALSE(not_ours.listening());
  EXPECT_EQ(not_ours.listening().error().message, "Can't listen on 192.0.2.1:1: this machine has no such address.");
}

TEST(ServerListen, lets_shards_share_a_port) {
  std::atomic<int> first_served = 0;
  std::atomic<int> second_served = 0;
  http::ServerOptions options;
  options.reuse_port = true;
  const auto counting = [](std::atomic<int>& counter) {
    return [&counter](const http::Request& request) {
      ++counter;
      return echo(request);
    };
  };
  RunningServer first(counting(first_served), options);
  options.port = first.port();
  RunningServer second(counting(second_served), options);
  ASSERT_TRUE(second.listening());
  for (int i = 0; i < 200 && (first_served == 0 || second_served == 0); ++i) {
    RawConnection client(options.port);
    client.send(kGet);
    ASSERT_EQ(client.read_answer().status, 200);
  }
  EXPECT_GT(first_served, 0);
  EXPECT_GT(second_served, 0);
}

TEST(Server, ends_its_connections_when_destroyed) {
  auto server = std::make_unique<RunningServer>(echo);
  RawConnection client(server->port());
  client.send(kGet);
  EXPECT_EQ(client.read_answer().status, 200);
  server.reset();
  EXPECT_TRUE(client.is_closed());
}

TEST(Server, survives_random_bytes_and_sudden_ends) {
  http::ServerOptions options;
  options.max_header_bytes = 512;
  options.max_body_bytes = 512;
  RunningServer server(echo, options);
  std::mt19937 random(815);
  const std::string good = "POST /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n" +
                           get("/q") + "PUT /r HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nxyz";
  for (int round = 0; round < 1000; ++round) {
    RawConnection client(server.port());
    std::string bytes = round % 2 == 0 ? good : std::string(random() % 2000, '\0');
    if (round % 2 == 1) std::ranges::generate(bytes, [&] { return static_cast<char>(random()); });
    for (auto damage = random() % 4; damage > 0 && !bytes.empty(); --damage) {
      bytes[random() % bytes.size()] = static_cast<char>(random());
    }
    client.send(std::string_view(bytes).substr(0, bytes.size() / 2));
    client.send(std::string_view(bytes).substr(bytes.size() / 2));
    if (round % 3 == 0) client.reset();
  }
  RawConnection client(server.port());
  client.send(get("/still"));
  EXPECT_EQ(client.read_answer().body, "/still ");
}

}  // namespace
}  // namespace ddd::test
