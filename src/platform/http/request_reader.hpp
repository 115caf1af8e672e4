#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include <boost/asio/buffer.hpp>

#include <ddd/platform/http/message.hpp>

namespace ddd::http {

/// Why a request is answered by the server itself.
struct Refusal {
  int status = 400;
  std::string_view code;
  std::string_view detail;
};

/// The requests of one connection, from bytes: no socket, no clock. Beast's parser with the checks of RFC 9112 that it
/// leaves out. All memory is kept for the next request and bounded by the limits.
///
///   read into space(), say received(n); on `complete` answer request(), then next(); on `refused` answer and close.
class RequestReader {
 public:
  struct Limits {
    std::size_t head_bytes;  ///< from the request line to the empty line, both included
    std::size_t body_bytes;  ///< after chunked decoding
  };
  enum class State {
    idle,      ///< not one byte of a request has arrived
    in_head,   ///< part of a head
    in_body,   ///< the head and part of the body
    complete,  ///< request() is whole
    refused,   ///< refusal() says why; what follows on the connection can't be understood
  };

  explicit RequestReader(Limits limits);
  ~RequestReader();

  /// Where to put bytes; valid until the next call. Only while idle, in_head or in_body.
  [[nodiscard]] boost::asio::mutable_buffer space();
  /// `count` bytes were put there.
  void received(std::size_t count);
  /// Forgets a complete request and goes on with what has already arrived behind it.
  void next();

  [[nodiscard]] State state() const { return state_; }
  /// True once per request: the client waits for "100 Continue" before it sends the body.
  [[nodiscard]] bool take_continue();
  /// The complete request; its views live until next(). `peer_address` is left to the caller.
  [[nodiscard]] Request request() const;
  /// Whether the client lets the connection live after the answer.
  [[nodiscard]] bool keep_alive() const;
  [[nodiscard]] const Refusal& refusal() const { return refusal_; }

 private:
  struct Message;
  class Parser;
  struct Parts;

  void advance();
  void skip_empty_line();
  void read_head();
  void read_body();
  void refuse(const Refusal& refusal);

  Limits limits_;
  bool skipped_empty_line_ = false;
  State state_ = State::idle;
  Refusal refusal_;
  std::unique_ptr<Parts> parts_;
};

}  // namespace ddd::http
