#include <algorithm>
#include <array>

#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include <ddd/platform/http/connection.hpp>

namespace ddd::http {
namespace {

using boost::system::error_code;
using State = RequestReader::State;

/// After the last answer the rest of what the client sends is read for a while: closing a socket with unread bytes
/// resets the connection, and the reset can destroy the answer on its way (RFC 9112 9.6).
constexpr std::chrono::seconds kLingerTime{5};
constexpr std::size_t kLingerBytes = 8UZ * 1024 * 1024;

/// A body up to this size is copied behind the head: cheaper than a second part for the system call.
constexpr std::size_t kJoinedBytes = 8UZ * 1024;

constexpr Refusal kTooSlow{408, "http.request_timeout", "The request did not arrive in time."};
constexpr Refusal kTooMany{503, "http.too_many_connections", "The server has as many connections as it can serve."};
constexpr Refusal kFailed{500, "internal", "The server failed to answer."};

std::array<boost::asio::const_buffer, 2> two_parts(std::string_view head, std::string_view body) {
  return {boost::asio::buffer(head), boost::asio::buffer(body)};
}

constexpr bool is_final_status(int status) {
  return status >= 200 && status <= 599;
}

}  // namespace

Connection::Connection(ConnectionScope& scope, ConnectionScope::Running& entry, Socket socket)
    : scope_(scope),
      entry_(entry),
      socket_(std::move(socket)),
      reader_({.head_bytes = scope.options.max_header_bytes, .body_bytes = scope.options.max_body_bytes}) {
  error_code ignored;
  socket_.set_option(boost::asio::ip::tcp::no_delay(true), ignored);
  socket_.non_blocking(true, ignored);
  if (const auto peer = socket_.remote_endpoint(ignored); !ignored) peer_ = peer.address().to_string();
  entry_.connection = this;
}

Connection::~Connection() {
  entry_.connection = nullptr;
}

Task<> Connection::serve() {
  for (;;) {
    switch (co_await read_request()) {
      case ReadEnd::request:
        break;
      case ReadEnd::refused:
        co_return co_await refuse(reader_.refusal());
      case ReadEnd::too_slow:
        co_return co_await refuse(kTooSlow);
      case ReadEnd::gone:
        co_return;
    }
    if (!co_await answer()) co_return;
    reader_.next();
    if (reader_.state() == State::idle && !co_await let_others_run()) co_return;
  }
}

// A read right after an answer nearly always finds nothing, which costs a system call; a turn later the next request is
// often there.
Task<bool> Connection::let_others_run() {
  co_await boost::asio::post(socket_.get_executor(), use_task);
  error_code error;
  // Who drains closes only those that wait for bytes.
  co_return !scope_.draining || socket_.available(error) > 0;
}

Task<> Connection::turn_away() {
  co_await refuse(kTooMany);
}

void Connection::close_if_idle() {
  error_code error;
  // Bytes that wait in the socket are a request under way.
  if (waits_for_bytes_ && reader_.state() == State::idle && socket_.available(error) == 0) close();
}

void Connection::close() {
  error_code ignored;
  socket_.close(ignored);
}

void Connection::on_timeout() {
  timed_out_ = true;
  error_code ignored;
  socket_.cancel(ignored);
}

void Connection::limit(std::chrono::seconds duration) {
  timed_out_ = false;
  scope_.wheel.arm(*this, duration);
}

void Connection::limit_reading() {
  const auto& options = scope_.options;
  if (limited_ == reader_.state()) return;
  limited_ = reader_.state();
  limit(limited_ == State::idle      ? options.idle_timeout
        : limited_ == State::in_head ? options.header_timeout
                                     : options.body_timeout);
}

Task<Connection::ReadEnd> Connection::read_request() {
  static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
  limited_ = State::complete;
  timed_out_ = false;
  while (reader_.state() < State::complete) {
    if (timed_out_) co_return reader_.state() == State::idle ? ReadEnd::gone : ReadEnd::too_slow;
    limit_reading();
    waits_for_bytes_ = true;
    const auto [error, count] = co_await socket_.async_read_some(reader_.space(), use_outcome);
    waits_for_bytes_ = false;
    if (!error) reader_.received(count);
    if (error && !timed_out_) co_return ReadEnd::gone;
    if (reader_.take_continue() && !co_await send_rest(kContinue, {})) co_return ReadEnd::gone;
  }
  scope_.wheel.disarm(*this);
  co_return reader_.state() == State::complete ? ReadEnd::request : ReadEnd::refused;
}

Task<bool> Connection::answer() {
  auto request = reader_.request();
  request.peer_address = peer_;
  Response response;
  bool failed = false;
  try {
    response = co_await scope_.handler(request);
    failed = !is_final_status(response.status);
  } catch (...) {
    failed = true;
  }
  if (failed) response = refusal_response(kFailed);
  if (response.hang_up) co_return false;
  const bool close = failed || response.close || scope_.draining || !reader_.keep_alive();
  if (!co_await send(response, close, request.method != Method::head)) co_return false;
  if (close) co_await linger();
  co_return !close;
}

Task<> Connection::refuse(Refusal refusal) {
  const auto response = refusal_response(refusal);
  if (co_await send(response, true, true)) co_await linger();
}

Response Connection::refusal_response(const Refusal& refusal) const {
  return scope_.refuse(refusal.status, refusal.code, refusal.detail);
}

Task<bool> Connection::send(const Response& response, bool close, bool with_body) {
  head_.clear();
  append_head(head_, response, scope_.date.now(), close);
  auto body = with_body && has_body(response.status) ? response.body.view() : std::string_view();
  if (body.size() <= kJoinedBytes) {
    head_.append(body);
    body = {};
  }
  // Nearly always the socket takes everything at once, which spares a turn through the event loop.
  error_code error;
  const auto sent = body.empty() ? socket_.write_some(boost::asio::buffer(head_), error)
                                 : socket_.write_some(two_parts(head_, body), error);
  if (error && error != boost::asio::error::would_block) co_return false;
  if (sent == head_.size() + body.size()) co_return true;
  co_return co_await send_rest(std::string_view(head_).substr(std::min(sent, head_.size())),
                               body.substr(sent - std::min(sent, head_.size())));
}

Task<bool> Connection::send_rest(std::string_view head, std::string_view body) {
  limit(scope_.options.write_timeout);
  const auto [error, count] = co_await boost::asio::async_write(socket_, two_parts(head, body), use_outcome);
  scope_.wheel.disarm(*this);
  limited_ = State::complete;
  co_return !error;
}

Task<> Connection::linger() {
  error_code error;
  socket_.shutdown(boost::asio::socket_base::shutdown_send, error);
  limit(kLingerTime);
  std::array<char, 4096> rest;
  for (std::size_t left = kLingerBytes; left > 0 && !error && !timed_out_;) {
    const auto [failure, count] = co_await socket_.async_read_some(boost::asio::buffer(rest), use_outcome);
    error = failure;
    left -= std::min(left, count);
  }
  scope_.wheel.disarm(*this);
}

}  // namespace ddd::http
