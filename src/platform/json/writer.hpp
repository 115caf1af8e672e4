#pragma once

#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace ddd::json {

/// Writes JSON text (RFC 8259) from left to right into one string, without spaces; commas come by themselves.
///
///   Writer out;
///   out.begin_object().key("id").value(7).key("tags").begin_array().value("new").end_array().end_object();
///   std::string text = out.take();  // {"id":7,"tags":["new"]}
///
/// The caller keeps the structure sound: each begin has its end, members alternate key and value, there is one value at
/// the top. Text must be UTF-8 and is passed through; only `"`, `\` and U+0000 ... U+001F are escaped.
/// One thread at a time; every call is linear in what it appends.
class Writer {
 public:
  Writer() { out_.reserve(kFirstBlock); }

  Writer& begin_object() { return open('{'); }
  Writer& end_object() { return close('}'); }
  Writer& begin_array() { return open('['); }
  Writer& end_array() { return close(']'); }

  Writer& key(std::string_view name);

  Writer& value(std::string_view text);
  Writer& value(const char* text) { return value(std::string_view(text)); }
  template <std::same_as<bool> T>
  Writer& value(T truth) {
    return raw(truth ? std::string_view("true") : std::string_view("false"));
  }
  template <std::integral T>
    requires(!std::same_as<T, bool> && !std::same_as<T, char>)
  Writer& value(T number) {
    char digits[24];
    const auto [end, error] = std::to_chars(digits, digits + sizeof(digits), number);
    static_cast<void>(error);  // 24 characters hold every 64-bit integer
    return raw({digits, static_cast<std::size_t>(end - digits)});
  }

  /// Appends `json` as the next value as it is; it must be one well-formed JSON value.
  Writer& raw(std::string_view json);

  /// The text so far; the writer is empty afterwards and can be used again.
  [[nodiscard]] std::string take() {
    comma_due_ = false;
    return std::exchange(out_, {});
  }

 private:
  static constexpr std::size_t kFirstBlock = 512;

  Writer& open(char bracket);
  Writer& close(char bracket);
  void separate() {
    if (comma_due_) out_.push_back(',');
  }

  std::string out_;
  bool comma_due_ = false;
};

/// Appends `text` as a JSON string, quotes included. For writers of other formats that hold JSON strings (log lines).
void append_string(std::string& out, std::string_view text);

}  // namespace ddd::json
