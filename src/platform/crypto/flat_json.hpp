#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

namespace ddd::crypto {

/// The JSON that our own tokens are made of, and no more: one object whose members are printable ASCII strings without
/// escapes, or non-negative integers below 10^15. Each name occurs once, there are at most 16. General JSON libraries
/// take duplicate names, which then mean one thing to one reader and another to the next (RFC 8725 §2.4).
///
/// Holds views into the text it was read from.
class FlatObject {
 public:
  [[nodiscard]] static std::optional<FlatObject> parse(std::string_view json);

  /// The member, if it is there and of this type.
  [[nodiscard]] std::optional<std::string_view> text(std::string_view name) const;
  [[nodiscard]] std::optional<std::int64_t> integer(std::string_view name) const;
  [[nodiscard]] std::size_t size() const { return members_.size(); }

 private:
  using Value = std::variant<std::string_view, std::int64_t>;
  struct Member {
    std::string_view name;
    Value value;
  };
  [[nodiscard]] const Value* find(std::string_view name) const;

  std::vector<Member> members_;
};

/// True for what FlatObject takes as a string.
[[nodiscard]] bool is_plain_text(std::string_view text);

}  // namespace ddd::crypto
