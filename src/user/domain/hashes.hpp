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

/// The SHA-256 of a refresh token in hex. The token has 256 random bits, so a fast hash is enough.
class RefreshHash {
 public:
  [[nodiscard]] static RefreshHash restore(std::string text) { return RefreshHash(std::move(text)); }
  [[nodiscard]] const std::string& to_text() const { return text_; }
  friend auto operator<=>(const RefreshHash&, const RefreshHash&) = default;

 private:
  explicit RefreshHash(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

}  // namespace ddd::user
