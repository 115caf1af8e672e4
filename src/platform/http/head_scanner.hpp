#pragma once

#include <cstddef>
#include <string_view>

namespace ddd::http {

/// Finds the end of a message head (start line, fields, empty line) while it arrives, looking at each byte once.
/// Refuses what parsers disagree about and what is therefore used for request smuggling (RFC 9112 2.2, 5.2): a line
/// feed without carriage return, a continued line, a start line that begins with anything but a token.
class HeadScanner {
 public:
  enum class Found { nothing_yet, end, fault };

  /// `bytes` is all that has arrived since the head's first byte; each call sees at least what the last one saw.
  [[nodiscard]] Found scan(std::string_view bytes);
  /// After `end`: how many bytes the head has.
  [[nodiscard]] std::size_t size() const { return line_start_; }
  void restart() { scanned_ = line_start_ = 0; }

 private:
  std::size_t scanned_ = 0;
  std::size_t line_start_ = 0;
};

}  // namespace ddd::http
