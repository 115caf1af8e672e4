#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include <boost/asio/buffer.hpp>

#include <ddd/platform/http/client.hpp>

namespace ddd::http {

/// The response to one request, from bytes: no socket, no clock. Interim responses are skipped. One per connection:
/// memory is kept, and bounded by the limit on bodies and a fixed one on heads.
class ResponseReader {
 public:
  enum class State { reading, complete, failed };

  explicit ResponseReader(std::size_t max_body_bytes);
  ~ResponseReader();

  /// Begins the response to a request of that method; what is left of an earlier one is forgotten.
  void begin(Method method);
  /// Where to put bytes; valid until the next call. Only while reading.
  [[nodiscard]] boost::asio::mutable_buffer space();
  void received(std::size_t count);
  /// The connection ended in good order: the end of a body that no length delimits, else a failure.
  void ended();

  [[nodiscard]] State state() const { return state_; }
  /// After `failed`.
  [[nodiscard]] std::string_view reason() const { return reason_; }
  /// After `complete`, once.
  [[nodiscard]] IncomingResponse take();
  /// After `complete`: whether the connection can carry another request.
  [[nodiscard]] bool keep_alive() const;

 private:
  struct Parts;

  void restart();
  void advance();
  void finish_message();
  void fail(std::string_view reason);

  std::size_t max_body_bytes_;
  Method method_ = Method::get;
  State state_ = State::reading;
  std::string_view reason_;
  std::size_t head_bytes_ = 0;
  int interim_ = 0;
  std::unique_ptr<Parts> parts_;
};

}  // namespace ddd::http
