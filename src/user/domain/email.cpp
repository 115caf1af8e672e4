#include <algorithm>

#include <ddd/kernel/text.hpp>
#include <ddd/kernel/validation.hpp>
#include <ddd/user/domain/email.hpp>

namespace ddd::user {
namespace {

constexpr std::string_view kCode = "user.email_invalid";

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}
bool is_atom_character(char c) {
  return is_letter_or_digit(c) || std::string_view("!#$%&'*+-/=?^_`{|}~").contains(c);
}

/// True if every part between dots fits, and there are at least `least`.
template <class Fits>
bool all_parts(std::string_view text, std::size_t least, Fits fits) {
  std::size_t parts = 0;
  for (;;) {
    const auto dot = text.find('.');
    if (!fits(text.substr(0, dot))) return false;
    ++parts;
    if (dot == std::string_view::npos) return parts >= least;
    text.remove_prefix(dot + 1);
  }
}

bool is_atom(std::string_view part) {
  return !part.empty() && std::ranges::all_of(part, is_atom_character);
}

bool is_label(std::string_view part) {
  return !part.empty() && part.size() <= 63 && part.front() != '-' && part.back() != '-' &&
         std::ranges::all_of(part, [](char c) { return c == '-' || is_letter_or_digit(c); });
}

bool is_mailbox(std::string_view text) {
  const auto at = text.rfind('@');
  if (at == std::string_view::npos || at > 64) return false;
  const auto domain = text.substr(at + 1);
  if (!all_parts(text.substr(0, at), 1, is_atom) || !all_parts(domain, 2, is_label)) return false;
  // A top-level domain is never a number, but the last part of an IPv4 address is.
  const auto top = domain.substr(domain.rfind('.') + 1);
  return !std::ranges::all_of(top, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Result<Email> Email::parse(std::string_view text) {
  auto normal = to_lower(trim(text));
  if (normal.empty()) return broken_rule(kCode, "required", "An e-mail address is required.");
  if (normal.size() > kLongest) {
    return broken_rule(kCode, "max_length", "An e-mail address has at most 254 characters.", kLongest);
  }
  if (!is_mailbox(normal)) return broken_rule(kCode, "format", "This is no e-mail address.");
  return Email(std::move(normal));
}

}  // namespace ddd::user
