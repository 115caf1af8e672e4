#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <ddd/kernel/result.hpp>

namespace ddd::user {

/// An address to sign in with: at most 254 characters, ASCII, lower-cased as a whole, so that two spellings of one
/// mailbox are equal.
class Email {
 public:
  static constexpr std::size_t kLongest = 254;

  /// Trims, lower-cases and checks. The syntax is RFC 5321's Mailbox without quoted local parts, address literals and
  /// single-label domains, none of which the shop's mail could be sent to. Error: `user.email_invalid`.
  [[nodiscard]] static Result<Email> parse(std::string_view text);
  /// For text that this system stored itself; unchecked.
  [[nodiscard]] static Email restore(std::string text) { return Email(std::move(text)); }

  [[nodiscard]] const std::string& to_text() const { return text_; }

  friend auto operator<=>(const Email&, const Email&) = default;

 private:
  explicit Email(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

}  // namespace ddd::user
