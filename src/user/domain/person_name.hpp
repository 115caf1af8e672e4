#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <ddd/kernel/result.hpp>

namespace ddd::user {

/// A first or last name: 1-100 code points of any script without control characters and spaces at the ends.
class PersonName {
 public:
  static constexpr std::size_t kLongest = 100;

  /// Error: `user.name_invalid`.
  [[nodiscard]] static Result<PersonName> parse(std::string_view text);
  /// For text that this system stored itself; unchecked.
  [[nodiscard]] static PersonName restore(std::string text) { return PersonName(std::move(text)); }

  [[nodiscard]] const std::string& to_text() const { return text_; }

  friend bool operator==(const PersonName&, const PersonName&) = default;

 private:
  explicit PersonName(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

}  // namespace ddd::user
