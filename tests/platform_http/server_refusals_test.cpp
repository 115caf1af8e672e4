#include <string>
#include <vector>

#include "raw_connection.hpp"
#include "running_server.hpp"
#include <gtest/gtest.h>

namespace ddd::test {
namespace {

using namespace std::chrono_literals;

http::ServerOptions small_limits() {
  http::ServerOptions options;
  options.max_header_bytes = 1024;
  options.max_body_bytes = 2048;
  return options;
}

Task<http::Response> echo(const http::Request& request) {
  co_return text_response(200, std::string(http::to_text(request.method)) + " " + std::string(request.target) + " " +
                                   std::string(request.body));
}

struct Case {
  std::string name;
  std::string bytes;
  int status;
  std::string code;
};

std::string get(const std::string& fields) {
  return "GET / HTTP/1.1\r\n" + fields + "\r\n";
}

std::string post(const std::string& fields, const std::string& body = {}) {
  return "POST / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n" + body;
}

std::string chunked(const std::string& body) {
  return post("Transfer-Encoding: chunked\r\n", body);
}

const std::string kNul(1, '\0');

const std::vector<Case> kCases = {
    // Framing: RFC 9112 6.
    {"two_equal_lengths", post("Content-Length: 5\r\nContent-Length: 5\r\n", "hello"), 400, "http.bad_framing"},
    {"two_different_lengths", post("Content-Length: 5\r\nContent-Length: 6\r\n", "hello"), 400, "http.bad_framing"},
    {"list_of_equal_lengths", post("Content-Length: 5, 5\r\n", "hello"), 400, "http.bad_framing"},
    {"length_with_plus", post("Content-Length: +5\r\n", "hello"), 400, "http.bad_framing"},
    {"negative_length", post("Content-Length: -5\r\n", "hello"), 400, "http.bad_framing"},
    {"hexadecimal_length", post("Content-Length: 0x5\r\n", "hello"), 400, "http.bad_framing"},
    {"length_with_space_inside", post("Content-Length: 5 5\r\n", "hello"), 400, "http.bad_framing"},
    {"empty_length", post("Content-Length:\r\n", "hello"), 400, "http.bad_framing"},
    {"length_that_overflows", post("Content-Length: 18446744073709551621\r\n", "hello"), 400, "http.bad_framing"},
    {"length_then_chunked", post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400,
     "http.bad_framing"},
    {"chunked_then_length", post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n"), 400,
     "http.bad_framing"},
    {"length_with_other_encoding", post("Content-Length: 5\r\nTransfer-Encoding: gzip\r\n", "hello"), 400,
     "http.bad_framing"},
    {"encoding_other_than_chunked", post("Transfer-Encoding: gzip\r\n"), 400, "http.bad_framing"},
    {"gzip_then_chunked", post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), 400, "http.bad_framing"},
    {"chunked_not_last", post("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n"), 400, "http.bad_framing"},
    {"chunked_twice_in_a_field", post("Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n"), 400, "http.bad_framing"},
    {"chunked_twice", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400,
     "http.bad_framing"},
    {"chunked_with_parameter", post("Transfer-Encoding: chunked;a=b\r\n", "0\r\n\r\n"), 400, "http.bad_framing"},
    {"chunked_in_quotes", post("Transfer-Encoding: \"chunked\"\r\n", "0\r\n\r\n"), 400, "http.bad_framing"},
    {"chunked_with_vertical_tab",
     post("Transfer-Encoding: \x0b"
          "chunked\r\n",
          "0\r\n\r\n"),
     400, "http.malformed"},
    {"chunked_from_http_1_0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400,
     "http.bad_framing"},
    // Chunks: RFC 9112 7.1.
    {"chunk_size_with_prefix", chunked("0x5\r\nhello\r\n0\r\n\r\n"), 400, "http.bad_chunk"},
    {"chunk_size_with_sign", chunked("+5\r\nhello\r\n0\r\n\r\n"), 400, "http.bad_chunk"},
    {"chunk_size_with_space", chunked("5 \r\nhello\r\n0\r\n\r\n"), 400, "http.bad_chunk"},
    {"chunk_size_missing", chunked("\r\nhello\r\n0\r\n\r\n"), 400, "http.bad_chunk"},
    {"chunk_size_overflows", chunked("10000000000000005\r\nhello\r\n0\r\n\r\n"), 400, "http.bad_chunk"},
    {"chunk_size_line_with_bare_lf", chunked("5\nhello\r\n0\r\n\r\n"), 400, "http.bad_chunk"},
    {"chunk_longer_than_its_size", chunked("5\r\nhello!\r\n0\r\n\r\n"), 400, "http.bad_chunk"},
    {"chunk_without_line_end", chunked("5\r\nhello0\r\n\r\n"), 400, "http.bad_chunk"},
    {"line_feed_in_chunk_extension", chunked("5;a=\"\n\"\r\nhello\r\n0\r\n\r\n"), 400, "http.bad_chunk"},
    {"bad_chunk_extension", chunked("5;=\r\nhello\r\n0\r\n\r\n"), 400, "http.bad_chunk"},
    {"length_in_trailer", chunked("0\r\nContent-Length: 5\r\n\r\n"), 400, "http.bad_framing"},
    {"encoding_in_trailer", chunked("0\r\nTransfer-Encoding: chunked\r\n\r\n"), 400, "http.bad_framing"},
    {"bare_lf_in_trailer", chunked("0\r\nA: b\nC: d\r\n\r\n"), 400, "http.malformed"},
    // Lines and fields: RFC 9112 2.2, 5.
    {"bare_lf_after_request_line", "GET / HTTP/1.1\nHost: a\r\n\r\n", 400, "http.malformed"},
    {"bare_lf_after_field", "GET / HTTP/1.1\r\nHost: a\n\r\n", 400, "http.malformed"},
    {"bare_lf_as_end_of_head", "GET / HTTP/1.1\r\nHost: a\r\n\n", 400, "http.malformed"},
    {"bare_cr_in_value", get("Host: a\r\nX: a\rb\r\n"), 400, "http.malformed"},
    {"space_before_colon", get("Host: a\r\nX : y\r\n"), 400, "http.malformed"},
    {"tab_before_colon", get("Host: a\r\nContent-Length\t: 5\r\n"), 400, "http.malformed"},
    {"continued_line", get("Host: a\r\nX: y\r\n z\r\n"), 400, "http.malformed"},
    {"continued_line_with_tab", get("Host: a\r\nX:\r\n\tz\r\n"), 400, "http.malformed"},
    {"space_before_first_field", get(" Host: a\r\n"), 400, "http.malformed"},
    {"nul_in_value", get("Host: a\r\nX: a" + kNul + "b\r\n"), 400, "http.malformed"},
    {"nul_in_name", get("Host: a\r\nX" + kNul + "Y: b\r\n"), 400, "http.malformed"},
    {"control_character_in_value", get("Host: a\r\nX: \x01\r\n"), 400, "http.malformed"},
    {"delete_character_in_value", get("Host: a\r\nX: \x7f\r\n"), 400, "http.malformed"},
    {"field_without_colon", get("Host: a\r\nnonsense\r\n"), 400, "http.malformed"},
    {"field_without_name", get("Host: a\r\n: x\r\n"), 400, "http.malformed"},
    {"bad_character_in_name", get("Host: a\r\nX(y): z\r\n"), 400, "http.malformed"},
    {"connection_not_a_list", get("Host: a\r\nConnection: a b\r\n"), 400, "http.malformed"},
    // Request line: RFC 9112 3.
    {"http_2_0", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", 400, "http.unsupported_version"},
    {"http_1_2", "GET / HTTP/1.2\r\nHost: a\r\n\r\n", 400, "http.unsupported_version"},
    {"http_0_9", "GET /\r\n\r\n", 400, "http.bad_target"},
    {"lower_case_version", "GET / http/1.1\r\nHost: a\r\n\r\n", 400, "http.unsupported_version"},
    {"version_with_many_digits", "GET / HTTP/1.10\r\nHost: a\r\n\r\n", 400, "http.unsupported_version"},
    {"http_2_preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400, "http.unsupported_version"},
    {"two_spaces", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400, "http.bad_target"},
    {"tab_as_separator", "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", 400, "http.malformed"},
    {"space_after_version", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n", 400, "http.unsupported_version"},
    {"space_before_method", " GET / HTTP/1.1\r\nHost: a\r\n\r\n", 400, "http.malformed"},
    {"bad_method", "G(T / HTTP/1.1\r\nHost: a\r\n\r\n", 400, "http.malformed"},
    {"tls_client_hello", std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc", 9), 400, "http.malformed"},
    {"target_without_slash", "GET index.html HTTP/1.1\r\nHost: a\r\n\r\n", 400, "http.bad_target"},
    {"asterisk_for_get", "GET * HTTP/1.1\r\nHost: a\r\n\r\n", 400, "http.bad_target"},
    {"target_with_fragment", "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n", 400, "http.bad_target"},
    {"target_with_raw_utf8", "GET /\xc3\xa4 HTTP/1.1\r\nHost: a\r\n\r\n", 400, "http.bad_target"},
    {"target_with_nul", "GET /a" + kNul + "b HTTP/1.1\r\nHost: a\r\n\r\n", 400, "http.bad_target"},
    {"absolute_target_of_other_scheme", "GET ftp://a/b HTTP/1.1\r\nHost: a\r\n\r\n", 400, "http.bad_target"},
    {"absolute_target_without_host", "GET http:///b HTTP/1.1\r\nHost: a\r\n\r\n", 400, "http.bad_target"},
    {"absolute_target_with_user", "GET http://u@a/b HTTP/1.1\r\nHost: a\r\n\r\n", 400, "http.bad_target"},
    // Host: RFC 9112 3.2.
    {"no_host", get(""), 400, "http.bad_host"},
    {"two_hosts", get("Host: a\r\nHost: a\r\n"), 400, "http.bad_host"},
    {"host_with_path", get("Host: a/b\r\n"), 400, "http.bad_host"},
    {"host_with_user", get("Host: u@a\r\n"), 400, "http.bad_host"},
    {"host_list", get("Host: a, b\r\n"), 400, "http.bad_host"},
    // Limits and expectations.
    {"head_over_limit", get("Host: a\r\nX: " + std::string(1024, 'x') + "\r\n"), 431, "http.headers_too_large"},
    {"request_line_over_limit", "GET /" + std::string(3000, 'x'), 431, "http.headers_too_large"},
    {"length_over_limit", post("Content-Length: 2049\r\n"), 413, "http.body_too_large"},
    {"huge_length", post("Content-Length: 9999999999999999999\r\n"), 413, "http.body_too_large"},
    {"body_sent_over_limit", post("Content-Length: 100000\r\n", std::string(100'000, 'x')), 413, "http.body_too_large"},
    {"chunk_over_limit", chunked("801\r\n"), 413, "http.body_too_large"},
    {"chunks_over_limit", chunked("800\r\n" + std::string(2048, 'x') + "\r\n1\r\n"), 413, "http.body_too_large"},
    {"other_expectation", post("Expect: a-miracle\r\nContent-Length: 5\r\n"), 417, "http.unsupported_expectation"},
};

class ServerRefusal : public testing::TestWithParam<Case> {};

TEST_P(ServerRefusal, is_answered_in_the_api_s_form_and_closes) {
  std::atomic<int> handled = 0;
  RunningServer server(
      [&handled](const http::Request& request) {
        ++handled;
        return echo(request);
      },
      small_limits());
  RawConnection client(server.port());
  client.send(GetParam().bytes);
  const auto answer = client.read_answer();
  EXPECT_EQ(answer.status, GetParam().status);
  EXPECT_EQ(answer.body, GetParam().code);
  EXPECT_TRUE(answer.has("\r\nConnection: close\r\n"));
  EXPECT_EQ(handled, 0);
  client.send("GET /next HTTP/1.1\r\nHost: a\r\n\r\n");
  client.finish_sending();
  EXPECT_TRUE(client.is_closed());
}

INSTANTIATE_TEST_SUITE_P(Bytes, ServerRefusal, testing::ValuesIn(kCases),
                         [](const auto& info) { return info.param.name; });

const std::vector<Case> kHarmless = {
    {"empty_host", get("Host:\r\n"), 200, "GET / "},
    {"host_with_port", get("Host: [::1]:8080\r\n"), 200, "GET / "},
    {"tabs_around_value", get("Host:\ta\t\r\n"), 200, "GET / "},
    {"high_bytes_in_value", get("Host: a\r\nX: \xc3\xa4\r\n"), 200, "GET / "},
    {"length_with_leading_zeros", post("Content-Length: 0005\r\n", "hello"), 200, "POST / hello"},
    {"chunk_size_with_leading_zeros", chunked("0005\r\nhello\r\n000\r\n\r\n"), 200, "POST / hello"},
    {"fields_named_with_underscore", post("Content_Length: 3\r\nContent-Length: 5\r\n", "hello"), 200, "POST / hello"},
    {"get_with_body", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab", 200, "GET / ab"},
    {"upgrade_is_ignored",
     get("Host: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: \r\n"), 200, "GET / "},
    {"body_at_limit", post("Content-Length: 2048\r\n", std::string(2048, 'x')), 200,
     "POST / " + std::string(2048, 'x')},
    {"unusual_but_visible_target", "GET /a|b{c}[d]\"e\"?<f> HTTP/1.1\r\nHost: a\r\n\r\n", 200,
     "GET /a|b{c}[d]\"e\"?<f> "},
};

class ServerAcceptance : public testing::TestWithParam<Case> {};

TEST_P(ServerAcceptance, serves_the_request_and_keeps_the_connection_in_step) {
  RunningServer server(echo, small_limits());
  RawConnection client(server.port());
  client.send(GetParam().bytes);
  const auto answer = client.read_answer();
  EXPECT_EQ(answer.status, GetParam().status);
  EXPECT_EQ(answer.body, GetParam().code);
  client.send("GET /next HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(client.read_answer().body, "GET /next ");
}

INSTANTIATE_TEST_SUITE_P(Bytes, ServerAcceptance, testing::ValuesIn(kHarmless),
                         [](const auto& info) { return info.param.name; });

TEST(ServerRefusals, reach_a_client_that_is_still_sending_its_body) {
  RunningServer server(echo, small_limits());
  RawConnection client(server.port());
  client.send(post("Content-Length: 4000000\r\n"));
  const std::string part(100'000, 'x');
  for (int i = 0; i < 40; ++i) ASSERT_TRUE(client.send(part));
  EXPECT_EQ(client.read_answer().status, 413);
}

TEST(ServerRefusals, come_after_the_answers_to_the_requests_before) {
  RunningServer server(echo, small_limits());
  RawConnection client(server.port());
  client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\nGET /3 HTTP/1.1\r\n\r\n");
  EXPECT_EQ(client.read_answer().body, "GET /1 ");
  EXPECT_EQ(client.read_answer().body, "GET /2 ");
  EXPECT_EQ(client.read_answer().status, 400);
}

TEST(ServerRefusals, of_connections_past_the_limit_are_503) {
  auto options = small_limits();
  options.max_connections = 2;
  RunningServer server(echo, options);
  RawConnection first(server.port());
  RawConnection second(server.port());
  const std::string request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  first.send(request);
  second.send(request);
  EXPECT_EQ(first.read_answer().status, 200);
  EXPECT_EQ(second.read_answer().status, 200);
  RawConnection third(server.port());
  third.send(request);
  const auto answer = third.read_answer();
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.body, "http.too_many_connections");
  EXPECT_EQ(server.connections(), 2U);
  third.finish_sending();
  EXPECT_TRUE(third.is_closed());

  first.close();
  while (server.connections() > 1) std::this_thread::sleep_for(1ms);
  RawConnection fourth(server.port());
  fourth.send(request);
  EXPECT_EQ(fourth.read_answer().status, 200);
}

}  // namespace
}  // namespace ddd::test
