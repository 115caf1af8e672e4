#include <ddd/kernel/text.hpp>
#include <ddd/kernel/validation.hpp>
#include <ddd/user/domain/person_name.hpp>

namespace ddd::user {
namespace {

constexpr std::string_view kCode = "user.name_invalid";

}  // namespace

Result<PersonName> PersonName::parse(std::string_view text) {
  const auto trimmed = trim(text);
  const auto length = utf8_length(trimmed);
  if (!length) return broken_rule(kCode, "encoding", "Must be valid UTF-8.");
  if (*length == 0) return broken_rule(kCode, "required", "Must not be empty.");
  if (*length > kLongest) return broken_rule(kCode, "max_length", "Must have at most 100 characters.", kLongest);
  if (has_control_characters(trimmed)) {
    return broken_rule(kCode, "control_character", "Must not hold control characters.");
  }
  return PersonName(std::string(trimmed));
}

}  // namespace ddd::user
