#include <optional>

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <ddd/platform/http/response_reader.hpp>
#include <ddd/platform/http/syntax.hpp>

namespace ddd::http {
namespace {

namespace beast = boost::beast;
using beast::error_code;
using beast::http::field;

constexpr std::size_t kRead = 16UZ * 1024;
constexpr std::size_t kMaxHeadBytes = 64UZ * 1024;
constexpr int kMaxInterim = 8;

std::string_view reason_of(const error_code& error) {
  using beast::http::error;
  if (error == error::body_limit) return "response body too large";
  if (error == error::header_limit) return "response head too large";
  if (error == error::partial_message) return "connection closed before the response was whole";
  return "response is not well-formed";
}

}  // namespace

struct ResponseReader::Parts {
  beast::flat_buffer buffer{kMaxHeadBytes + kRead};
  std::optional<beast::http::response_parser<beast::http::string_body>> parser;
};

ResponseReader::ResponseReader(std::size_t max_body_bytes)
    : max_body_bytes_(max_body_bytes), parts_(std::make_unique<Parts>()) {}

ResponseReader::~ResponseReader() = default;

void ResponseReader::begin(Method method) {
  method_ = method;
  interim_ = 0;
  parts_->buffer.clear();
  restart();
}

void ResponseReader::restart() {
  auto& parser = parts_->parser.emplace();
  parser.header_limit(kMaxHeadBytes);
  parser.body_limit(max_body_bytes_);
  if (method_ == Method::head) parser.skip(true);
  state_ = State::reading;
  head_bytes_ = 0;
}

boost::asio::mutable_buffer ResponseReader::space() {
  return parts_->buffer.prepare(kRead);
}

void ResponseReader::received(std::size_t count) {
  parts_->buffer.commit(count);
  advance();
}

void ResponseReader::ended() {
  auto& parser = *parts_->parser;
  if (!parser.got_some()) return fail("connection closed before a response");
  error_code error;
  parser.put_eof(error);
  if (error) return fail(reason_of(error));
  finish_message();
}

void ResponseReader::advance() {
  while (state_ == State::reading && parts_->buffer.size() > 0) {
    auto& [buffer, parser] = *parts_;
    const bool in_head = !parser->is_header_done();
    parser->eager(!in_head);
    error_code error;
    const auto used = parser->put(buffer.data(), error);
    buffer.consume(used);
    if (in_head) head_bytes_ += used;
    const bool needs_more = error == beast::http::error::need_more;
    if (error && !needs_more) return fail(reason_of(error));
    // Beast's limit holds for what waits in the buffer: fields that arrive one by one, chunk lines and trailers escape
    // it.
    if (head_bytes_ > kMaxHeadBytes || buffer.size() > kMaxHeadBytes) return fail("response head too large");
    if (parser->is_done()) finish_message();
    if (needs_more) return;
  }
}

void ResponseReader::finish_message() {
  const auto& message = parts_->parser->get();
  const auto status = message.result_int();
  if (status == 101) return fail("unexpected switch of protocols");
  if (status / 100 == 1) {
    if (++interim_ > kMaxInterim) return fail("too many interim responses");
    return restart();
  }
  // Any other coding would have to be undone; a body behind it has no known end.
  if (message.count(field::transfer_encoding) > 0 && !parts_->parser->chunked()) {
    return fail("response has an unsupported transfer encoding");
  }
  state_ = State::complete;
}

void ResponseReader::fail(std::string_view reason) {
  reason_ = reason;
  state_ = State::failed;
}

IncomingResponse ResponseReader::take() {
  auto message = parts_->parser->release();
  IncomingResponse response{.status = static_cast<int>(message.result_int()), .body = std::move(message.body())};
  for (const auto& each : message) response.headers.emplace_back(each.name_string(), each.value());
  return response;
}

bool ResponseReader::keep_alive() const {
  return parts_->parser->keep_alive() && parts_->buffer.size() == 0;
}

}  // namespace ddd::http
