#include <algorithm>
#include <cstring>
#include <random>
#include <string>
#include <vector>

#include <fmt/core.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <ddd/platform/http/request_reader.hpp>

namespace ddd::http {
namespace {

using State = RequestReader::State;

constexpr RequestReader::Limits kLimits{.head_bytes = 1024, .body_bytes = 2048};

void put(RequestReader& reader, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto space = reader.space();
    const auto count = std::min(space.size(), bytes.size());
    std::memcpy(space.data(), bytes.data(), count);
    bytes.remove_prefix(count);
    reader.received(count);
    if (reader.state() >= State::complete) {
      // The rest would be read after next(); tests that need it give it in one piece that fits.
      ASSERT_TRUE(bytes.empty());
    }
  }
}

/// What a connection would see when the bytes arrive in pieces of these sizes.
std::vector<std::string> outcomes(std::string_view bytes, const std::vector<std::size_t>& pieces,
                                  RequestReader::Limits limits = kLimits) {
  RequestReader reader(limits);
  std::vector<std::string> result;
  std::size_t turn = 0;
  for (;;) {
    while (reader.state() == State::complete) {
      const auto request = reader.request();
      result.push_back(std::string(to_text(request.method)) + " " + std::string(request.target) + " [" +
                       std::string(request.header("x")) + "] " + std::string(request.body) +
                       (reader.keep_alive() ? " keep" : " close"));
      reader.next();
    }
    if (reader.state() == State::refused) {
      result.push_back(std::to_string(reader.refusal().status) + " " + std::string(reader.refusal().code));
      return result;
    }
    if (bytes.empty()) return result;
    const auto space = reader.space();
    const auto count =
        std::min({space.size(), bytes.size(), pieces.empty() ? bytes.size() : pieces[turn++ % pieces.size()]});
    std::memcpy(space.data(), bytes.data(), count);
    bytes.remove_prefix(count);
    reader.received(count);
  }
}

std::vector<std::string> outcomes(std::string_view bytes) {
  return outcomes(bytes, {});
}

TEST(RequestReader, gives_method_target_fields_and_body) {
  RequestReader reader(kLimits);
  put(reader,
      "POST /a%20b?c=d HTTP/1.1\r\nHost: example.com:8080\r\nX-A: 1\r\nx-a:  2 \r\nContent-Length: 5\r\n\r\nhello");
  ASSERT_EQ(reader.state(), State::complete);
  const auto request = reader.request();
  EXPECT_EQ(request.method, Method::post);
  EXPECT_EQ(request.target, "/a%20b?c=d");
  EXPECT_EQ(request.body, "hello");
  EXPECT_EQ(request.header("x-A"), "1");
  EXPECT_EQ(request.headers->count("X-a"), 2U);
  EXPECT_TRUE(request.headers->has("host"));
  EXPECT_FALSE(request.headers->has("hos"));
  EXPECT_EQ(request.header("absent"), "");
  EXPECT_TRUE(reader.keep_alive());
}

TEST(RequestReader, reads_pipelined_requests_in_order) {
  EXPECT_EQ(outcomes("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n"
                     "POST /2 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
                     "PUT /3 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nxy"),
            (std::vector<std::string>{"GET /1 []  keep", "POST /2 [] abc keep", "PUT /3 [] xy keep"}));
}

TEST(RequestReader, joins_chunks_and_ignores_their_extensions) {
  EXPECT_EQ(outcomes("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n"
                     "4;name=value\r\nwiki\r\n5 ; q=\"a;b\"\r\npedia\r\n0;last\r\n\r\n"),
            (std::vector<std::string>{"POST / [] wikipedia keep"}));
}

TEST(RequestReader, drops_trailer_fields) {
  EXPECT_EQ(outcomes("POST / HTTP/1.1\r\nHost: a\r\nX: head\r\nTransfer-Encoding: chunked\r\n\r\n"
                     "1\r\na\r\n0\r\nX: trailer\r\nAuthorization: Bearer stolen\r\n\r\n"),
            (std::vector<std::string>{"POST / [head] a keep"}));
  RequestReader reader(kLimits);
  put(reader,
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nAuthorization: Bearer stolen\r\n\r\n");
  ASSERT_EQ(reader.state(), State::complete);
  EXPECT_FALSE(reader.request().headers->has("authorization"));
}

TEST(RequestReader, takes_the_path_of_an_absolute_target) {
  EXPECT_EQ(
      outcomes("GET HTTP://example.com/a?b HTTP/1.1\r\nHost: x\r\n\r\n"
               "GET https://example.com?b HTTP/1.1\r\nHost: x\r\n\r\n"
               "GET http://example.com:80 HTTP/1.1\r\nHost: x\r\n\r\n"
               "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n"),
      (std::vector<std::string>{"GET /a?b []  keep", "GET /?b []  keep", "GET / []  keep", "OPTIONS * []  keep"}));
}

TEST(RequestReader, gives_connect_trace_and_unknown_methods_to_the_router) {
  EXPECT_EQ(outcomes("CONNECT example.com:443 HTTP/1.1\r\nHost: x\r\n\r\n"
                     "TRACE / HTTP/1.1\r\nHost: x\r\n\r\n"
                     "get / HTTP/1.1\r\nHost: x\r\n\r\n"),
            (std::vector<std::string>{"other example.com:443 []  keep", "other / []  keep", "other / []  keep"}));
}

TEST(RequestReader, keeps_the_connection_only_where_the_client_can) {
  const std::string host = "Host: a\r\n";
  EXPECT_EQ(outcomes("GET / HTTP/1.1\r\n" + host + "Connection: keep-alive, Close\r\n\r\n"),
            (std::vector<std::string>{"GET / []  close"}));
  EXPECT_EQ(outcomes("GET / HTTP/1.0\r\n\r\n"), (std::vector<std::string>{"GET / []  close"}));
  EXPECT_EQ(outcomes("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"),
            (std::vector<std::string>{"GET / []  close"}));
}

TEST(RequestReader, skips_one_empty_line_before_a_request) {
  const std::string get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  EXPECT_EQ(outcomes("\r\n" + get), (std::vector<std::string>{"GET / []  keep"}));
  EXPECT_EQ(outcomes("\r\n" + get, {1}), (std::vector<std::string>{"GET / []  keep"}));
  EXPECT_EQ(outcomes(get + "\r\n" + get), (std::vector<std::string>{"GET / []  keep", "GET / []  keep"}));
  EXPECT_EQ(outcomes("\r\n\r\n" + get), (std::vector<std::string>{"400 http.malformed"}));
}

TEST(RequestReader, is_idle_until_the_first_byte_of_a_request) {
  RequestReader reader(kLimits);
  EXPECT_EQ(reader.state(), State::idle);
  put(reader, "\r\n");
  EXPECT_EQ(reader.state(), State::idle);
  put(reader, "G");
  EXPECT_EQ(reader.state(), State::in_head);
  put(reader, "ET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n");
  EXPECT_EQ(reader.state(), State::in_body);
  put(reader, "x");
  EXPECT_EQ(reader.state(), State::complete);
  reader.next();
  EXPECT_EQ(reader.state(), State::idle);
}

TEST(RequestReader, tells_once_that_the_client_waits_for_100_continue) {
  const std::string head = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\n";
  RequestReader waiting(kLimits);
  put(waiting, head);
  EXPECT_TRUE(waiting.take_continue());
  EXPECT_FALSE(waiting.take_continue());

  RequestReader already_sent(kLimits);
  put(already_sent, head + "x");
  EXPECT_FALSE(already_sent.take_continue());

  RequestReader without_body(kLimits);
  put(without_body, "GET / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_FALSE(without_body.take_continue());

  RequestReader old(kLimits);
  put(old, "POST / HTTP/1.0\r\nExpect: something\r\nContent-Length: 2\r\n\r\n");
  EXPECT_EQ(old.state(), State::in_body);
  EXPECT_FALSE(old.take_continue());
}

std::string request_with_head_of(std::size_t bytes) {
  const std::string start = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
  return start + std::string(bytes - start.size() - 4, 'x') + "\r\n\r\n";
}

TEST(RequestReader, takes_a_head_of_exactly_the_limit) {
  for (const auto& pieces : {std::vector<std::size_t>{}, std::vector<std::size_t>{1}, std::vector<std::size_t>{100}}) {
    EXPECT_TRUE(outcomes(request_with_head_of(1024), pieces).front().starts_with("GET"));
    EXPECT_EQ(outcomes(request_with_head_of(1025), pieces).front(), "431 http.headers_too_large");
  }
  EXPECT_EQ(outcomes("GET /" + std::string(2000, 'a')).front(), "431 http.headers_too_large");
}

// Beast 1.81 compares its header limit with what waits in the buffer, from which complete fields are gone already:
// whole fields of 13 bytes sent by twos pass it for ever.
TEST(RequestReader, counts_the_head_as_a_whole_however_it_arrives) {
  std::string bytes = "GET / HTTP/1.1\r\nHost: a\r\n";
  for (int i = 0; i < 200; ++i) bytes += "Name: value\r\n";
  for (std::size_t piece = 1; piece <= 26; ++piece) {
    EXPECT_EQ(outcomes(bytes, {piece}), (std::vector<std::string>{"431 http.headers_too_large"}));
  }
}

TEST(RequestReader, takes_a_body_of_exactly_the_limit) {
  const auto by_length = [](std::size_t size) {
    return "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n" + std::string(size, 'b');
  };
  const auto by_chunks = [](std::size_t size) {
    std::string bytes = "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (; size > 1000; size -= 1000) bytes += "3e8\r\n" + std::string(1000, 'b') + "\r\n";
    return bytes + fmt::format("{:x}", size) + "\r\n" + std::string(size, 'b') + "\r\n0\r\n\r\n";
  };
  for (const auto& pieces : {std::vector<std::size_t>{}, std::vector<std::size_t>{1}, std::vector<std::size_t>{700}}) {
    EXPECT_TRUE(outcomes(by_length(2048), pieces).front().starts_with("PUT"));
    EXPECT_EQ(outcomes(by_length(2049), pieces).front(), "413 http.body_too_large");
    EXPECT_TRUE(outcomes(by_chunks(2048), pieces).front().starts_with("PUT"));
    EXPECT_EQ(outcomes(by_chunks(2049), pieces).front(), "413 http.body_too_large");
  }
}

TEST(RequestReader, refuses_a_length_over_the_limit_before_the_body_arrives) {
  EXPECT_EQ(outcomes("PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2049\r\n\r\n"),
            (std::vector<std::string>{"413 http.body_too_large"}));
}

TEST(RequestReader, bounds_chunk_lines_and_trailers) {
  const std::string head = "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(outcomes(head + "1;" + std::string(1'000'000, 'x'), {1000}).front(), "400 http.bad_chunk");
  std::string trailer;
  for (int i = 0; i < 10'000; ++i) trailer += "A: b\r\n";
  EXPECT_EQ(outcomes(head + "0\r\n" + trailer, {6}).front(), "400 http.bad_chunk");
}

const std::vector<std::string> kParts = {"GET / HTTP/1.1\r\n",
                                         "POST /p?q HTTP/1.1\r\n",
                                         "PUT http://h/x HTTP/1.0\r\n",
                                         "Host: a\r\n",
                                         "X: some value\r\n",
                                         "Content-Length: 5\r\n",
                                         "Content-Length: 5, 5\r\n",
                                         "Transfer-Encoding: chunked\r\n",
                                         "Transfer-Encoding: gzip\r\n",
                                         "Connection: close\r\n",
                                         "Expect: 100-continue\r\n",
                                         "\r\n",
                                         "hello",
                                         "5\r\nhello\r\n",
                                         "0\r\n\r\n",
                                         "0\r\nX: t\r\n\r\n",
                                         "5;a=\"b\"\r\nhello\r\n",
                                         "\n",
                                         "\r",
                                         " ",
                                         "\t",
                                         ":",
                                         std::string(1, '\0'),
                                         "\xff",
                                         "2;\r\n",
                                         "fffffffffffffffff\r\n",
                                         "-1\r\n",
                                         "0x5\r\n"};

// A request line and a host, then anything.
rc::Gen<std::string> almost_http() {
  return rc::gen::map(rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, kParts.size())),
                      [](const std::vector<std::size_t>& picks) {
                        std::string bytes = kParts[picks.size() % 3] + "Host: a\r\n";
                        for (const auto pick : picks) bytes += kParts[pick];
                        return bytes;
                      });
}

RC_GTEST_PROP(RequestReader, finds_the_same_however_the_bytes_are_cut, ()) {
  const auto bytes = *almost_http();
  const auto pieces = *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(1, 40));
  RC_ASSERT(outcomes(bytes, pieces) == outcomes(bytes));
}

RC_GTEST_PROP(RequestReader, survives_any_bytes, (const std::string& bytes)) {
  outcomes(bytes, {3});
  outcomes("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + bytes, {2, 5});
}

TEST(RequestReader, survives_damaged_requests) {
  std::mt19937 random(4711);
  const std::string good =
      "POST /p HTTP/1.1\r\nHost: a\r\nX: v\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n3\r\nabc\r\n0\r\nT: "
      "x\r\n\r\n"
      "PUT /q HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nxyz";
  for (int round = 0; round < 10'000; ++round) {
    auto bytes = good;
    for (auto damage = 1 + random() % 3; damage > 0; --damage) {
      const auto at = random() % bytes.size();
      switch (random() % 4) {
        case 0:
          bytes[at] = static_cast<char>(random());
          break;
        case 1:
          bytes.erase(at, 1 + random() % 4);
          break;
        case 2:
          bytes.insert(at, 1, "\r\n\0 :;0\xff"[random() % 8]);
          break;
        default:
          bytes.insert(at, bytes.substr(random() % bytes.size(), 1 + random() % 20));
      }
    }
    ASSERT_EQ(outcomes(bytes, {1 + random() % 30}), outcomes(bytes)) << bytes;
  }
}

}  // namespace
}  // namespace ddd::http
