#pragma once

#include <string>
#include <utility>

namespace ddd::user {

// Secrets never reach the domain: it keeps and compares what was made from them. Both are text that an adapter made.

/// A password's hash with its salt and cost, as a PHC string.
class PasswordHash {
 public:
  [[nodiscard]] static PasswordHash restore(std::string text) { return PasswordHash(std::move(text)); }
  [[nodiscard]] const std::string& to_text() const { return text_; }
  friend bool operator==(const PasswordHash&, const PasswordHash&) = default;

 private:
  explicit PasswordHash(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

/// The SHA-256, in hex, of a token that we made: to refresh a session, to reset a password, to verify an address. The
/// token has 256 random bits, so a fast hash is enough.
class TokenHash {
 public:
  [[nodiscard]] static TokenHash restore(std::string text) { return TokenHash(std::move(text)); }
  [[nodiscard]] const std::string& to_text() const { return text_; }
  friend auto operator<=>(const TokenHash&, const TokenHash&) = default;

 private:
  explicit TokenHash(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

}  // namespace ddd::user
