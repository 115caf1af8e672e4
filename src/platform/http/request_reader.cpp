#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include <ddd/platform/http/head_scanner.hpp>
#include <ddd/platform/http/request_reader.hpp>
#include <ddd/platform/http/syntax.hpp>

namespace ddd::http {
namespace {

namespace beast = boost::beast;
using beast::error_code;
using beast::http::field;
using beast::http::verb;

constexpr std::size_t kHeadRead = 4UZ * 1024;
constexpr std::size_t kBodyRead = 64UZ * 1024;
/// What a connection may keep allocated for its next request.
constexpr std::size_t kKeptBytes = 64UZ * 1024;

constexpr Refusal kMalformed{400, "http.malformed", "The request is not well-formed HTTP."};
constexpr Refusal kBadVersion{400, "http.unsupported_version", "The server speaks HTTP/1.1 and HTTP/1.0."};
constexpr Refusal kBadTarget{400, "http.bad_target", "The request target is not well-formed."};
constexpr Refusal kBadHost{400, "http.bad_host", "A request needs exactly one well-formed Host field."};
constexpr Refusal kBadFraming{400, "http.bad_framing",
                              "The length of the body is not given by one Content-Length or by \"chunked\" alone."};
constexpr Refusal kBadChunk{400, "http.bad_chunk", "The chunked body is not well-formed."};
constexpr Refusal kBodyTooLarge{413, "http.body_too_large", "The body is larger than this server takes."};
constexpr Refusal kHeadTooLarge{431, "http.headers_too_large",
                                "Request line and header fields are larger than this server takes."};
constexpr Refusal kBadExpectation{417, "http.unsupported_expectation",
                                  "The only expectation served is \"100-continue\"."};

class FieldList final : public Headers {
 public:
  void clear() { fields_.clear(); }
  void add(std::string_view name, std::string_view value) { fields_.push_back({name, value}); }

  [[nodiscard]] std::string_view get(std::string_view name) const override {
    const auto* found = find(name);
    return found ? found->value : std::string_view();
  }
  [[nodiscard]] bool has(std::string_view name) const override { return find(name) != nullptr; }
  [[nodiscard]] std::size_t count(std::string_view name) const override {
    return static_cast<std::size_t>(
        std::ranges::count_if(fields_, [&](const Field& each) { return equal_ignoring_case(each.name, name); }));
  }

 private:
  struct Field {
    std::string_view name;
    std::string_view value;
  };

  [[nodiscard]] const Field* find(std::string_view name) const {
    const auto at =
        std::ranges::find_if(fields_, [&](const Field& each) { return equal_ignoring_case(each.name, name); });
    return at == fields_.end() ? nullptr : &*at;
  }

  std::vector<Field> fields_;
};

Method method_of(verb method) {
  switch (method) {
    case verb::get:
      return Method::get;
    case verb::head:
      return Method::head;
    case verb::post:
      return Method::post;
    case verb::put:
      return Method::put;
    case verb::patch:
      return Method::patch;
    case verb::delete_:
      return Method::del;
    case verb::options:
      return Method::options;
    default:
      return Method::other;
  }
}

/// Beast also takes a list of equal lengths and signs of other parsers' leniency; RFC 9110 8.6 has digits alone.
bool is_length(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

Refusal refusal_of(const error_code& error) {
  using beast::http::error;
  if (error == error::body_limit) return kBodyTooLarge;
  if (error == error::header_limit) return kHeadTooLarge;
  if (error == error::bad_version) return kBadVersion;
  if (error == error::bad_target) return kBadTarget;
  if (error == error::bad_chunk || error == error::bad_chunk_extension) return kBadChunk;
  if (error == error::bad_content_length || error == error::multiple_content_length ||
      error == error::bad_transfer_encoding) {
    return kBadFraming;
  }
  return kMalformed;
}

}  // namespace

/// A request, filled in by Parser. All views point into `head`, which never moves while they live.
struct RequestReader::Message {
  std::string head;
  Method method = Method::other;
  std::string_view method_text;
  std::string_view target;
  std::string target_storage;
  FieldList fields;
  std::string body;
  int version = 11;
  bool wants_continue = false;
  int hosts = 0;
  int lengths = 0;
  int encodings = 0;
  /// Set where a check of ours, not Beast's, stopped the parser.
  std::optional<Refusal> fault;

  void clear() {
    fields.clear();
    target_storage.clear();
    body.clear();
    if (body.capacity() > kKeptBytes) body.shrink_to_fit();
    wants_continue = false;
    hosts = lengths = encodings = 0;
    fault.reset();
  }
};

/// Receives what Beast's parser finds. One per request: Beast's parsers are not reusable.
class RequestReader::Parser final : public beast::http::basic_parser<true> {
 public:
  Parser(Message& message, const Limits& limits) : message_(message) {
    header_limit(static_cast<std::uint32_t>(limits.head_bytes));
    body_limit(limits.body_bytes);
  }

 private:
  void stop(const Refusal& fault, error_code& error) {
    message_.fault = fault;
    error = beast::http::error::bad_field;
  }

  void on_request_impl(verb method, beast::string_view method_text, beast::string_view target, int version,
                       error_code& error) override {
    message_.method = method_of(method);
    message_.method_text = method_text;
    message_.version = version;
    message_.target = path_of_target(message_.method_text, target, message_.target_storage);
    if (message_.target.empty()) stop(kBadTarget, error);
  }

  void on_response_impl(int, beast::string_view, int, error_code&) override {}

  void on_field_impl(field name, beast::string_view name_text, beast::string_view value, error_code& error) override {
    // Trailer fields are dropped: taking them for header fields would let a body set Authorization (RFC 9110 6.5.1).
    if (in_body_) return;
    message_.fields.add(name_text, value);
    if (name == field::host) {
      ++message_.hosts;
      if (!is_authority(value)) stop(kBadHost, error);
    } else if (name == field::content_length) {
      if (++message_.lengths > 1 || !is_length(value)) stop(kBadFraming, error);
    } else if (name == field::transfer_encoding) {
      if (++message_.encodings > 1 || !equal_ignoring_case(value, "chunked")) stop(kBadFraming, error);
    } else if (name == field::expect && message_.version >= 11) {
      message_.wants_continue = equal_ignoring_case(value, "100-continue");
      if (!message_.wants_continue) stop(kBadExpectation, error);
    }
  }

  void on_header_impl(error_code& error) override {
    in_body_ = true;
    const bool is_old = message_.version < 11;
    // A length and an encoding together, or an encoding from a client that can't know it: RFC 9112 6.1 calls it faulty.
    if (message_.encodings > 0 && (message_.lengths > 0 || is_old)) return stop(kBadFraming, error);
    if (message_.hosts > 1 || (message_.hosts == 0 && !is_old)) stop(kBadHost, error);
  }

  void on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code&) override {
    // Not the whole of it at once: a length is only a promise.
    if (length) message_.body.reserve(std::min<std::size_t>(*length, kKeptBytes));
  }

  std::size_t on_body_impl(beast::string_view bytes, error_code&) override {
    message_.body.append(bytes.data(), bytes.size());
    return bytes.size();
  }

  void on_chunk_header_impl(std::uint64_t, beast::string_view extension, error_code& error) override {
    // Beast lets a line feed pass inside a quoted extension, where others see the end of the line.
    if (!is_field_value(extension)) stop(kBadChunk, error);
  }

  std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view bytes, error_code& error) override {
    return on_body_impl(bytes, error);
  }

  void on_finish_impl(error_code&) override {}

  Message& message_;
  bool in_body_ = false;
};

struct RequestReader::Parts {
  explicit Parts(std::size_t limit) : buffer(limit) {}

  beast::flat_buffer buffer;
  HeadScanner scanner;
  Message message;
  std::optional<Parser> parser;

  [[nodiscard]] std::string_view arrived() const {
    return {static_cast<const char*>(buffer.data().data()), buffer.data().size()};
  }
};

RequestReader::RequestReader(Limits limits)
    : limits_(limits), parts_(std::make_unique<Parts>(limits.head_bytes + kBodyRead)) {}

RequestReader::~RequestReader() = default;

boost::asio::mutable_buffer RequestReader::space() {
  auto size = kHeadRead;
  if (state_ == State::in_body) {
    const auto left = parts_->parser->content_length_remaining().value_or(kBodyRead / 4);
    size = std::clamp<std::size_t>(left, kHeadRead, kBodyRead);
  }
  return parts_->buffer.prepare(size);
}

void RequestReader::received(std::size_t count) {
  parts_->buffer.commit(count);
  advance();
}

void RequestReader::next() {
  auto& buffer = parts_->buffer;
  if (buffer.size() == 0 && buffer.capacity() > kKeptBytes / 4) buffer.shrink_to_fit();
  parts_->parser.reset();
  parts_->message.clear();
  parts_->scanner.restart();
  skipped_empty_line_ = false;
  state_ = State::idle;
  advance();
}

void RequestReader::advance() {
  if (state_ == State::idle) skip_empty_line();
  if (state_ == State::idle && parts_->buffer.size() > 0 && parts_->arrived() != "\r") state_ = State::in_head;
  if (state_ == State::in_head) read_head();
  if (state_ == State::in_body) read_body();
}

// Old clients end a body with one that isn't counted: RFC 9112 2.2.
void RequestReader::skip_empty_line() {
  if (skipped_empty_line_ || !parts_->arrived().starts_with("\r\n")) return;
  parts_->buffer.consume(2);
  skipped_empty_line_ = true;
}

void RequestReader::read_head() {
  auto& [buffer, scanner, message, parser] = *parts_;
  const auto found = scanner.scan(parts_->arrived());
  if (found == HeadScanner::Found::fault) return refuse(kMalformed);
  const bool is_whole = found == HeadScanner::Found::end;
  if (is_whole ? scanner.size() > limits_.head_bytes : buffer.size() >= limits_.head_bytes)
    return refuse(kHeadTooLarge);
  if (!is_whole) return;

  message.head.assign(parts_->arrived().substr(0, scanner.size()));
  buffer.consume(scanner.size());
  parser.emplace(message, limits_);
  error_code error;
  const auto used = parser->put(boost::asio::buffer(message.head), error);
  if (error) return refuse(message.fault.value_or(refusal_of(error)));
  if (used != message.head.size() || !parser->is_header_done()) return refuse(kMalformed);
  parser->eager(true);
  state_ = parser->is_done() ? State::complete : State::in_body;
}

void RequestReader::read_body() {
  auto& [buffer, scanner, message, parser] = *parts_;
  while (!parser->is_done() && buffer.size() > 0) {
    error_code error;
    const auto used = parser->put(buffer.data(), error);
    buffer.consume(used);
    if (error == beast::http::error::need_more) {
      // The line of a chunk, or the trailer, has no limit in Beast.
      if (buffer.size() >= limits_.head_bytes) return refuse(kBadChunk);
      return;
    }
    if (error) return refuse(message.fault.value_or(refusal_of(error)));
  }
  if (parser->is_done()) state_ = State::complete;
}

void RequestReader::refuse(const Refusal& refusal) {
  refusal_ = refusal;
  state_ = State::refused;
}

bool RequestReader::take_continue() {
  const bool waits = state_ == State::in_body && parts_->buffer.size() == 0 && parts_->message.body.empty();
  return std::exchange(parts_->message.wants_continue, false) && waits;
}

Request RequestReader::request() const {
  const auto& message = parts_->message;
  return {.method = message.method, .target = message.target, .headers = &message.fields, .body = message.body};
}

bool RequestReader::keep_alive() const {
  return parts_->message.version >= 11 && parts_->parser->keep_alive();
}

}  // namespace ddd::http
