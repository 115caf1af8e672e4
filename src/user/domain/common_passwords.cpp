#include "password_list.hpp"

#include <ddd/kernel/text.hpp>
#include <ddd/user/domain/common_passwords.hpp>

namespace ddd::user {
namespace {

/// The line of `text` that holds the byte at `at`.
std::string_view line_around(std::string_view text, std::size_t at) {
  const auto before = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
  const auto first = before == std::string_view::npos ? 0 : before + 1;
  return text.substr(first, text.find('\n', at) - first);
}

}  // namespace

bool is_common_password(std::string_view password) {
  const auto wanted = to_lower(password);
  auto rest = common_passwords();
  while (!rest.empty()) {
    const auto line = line_around(rest, rest.size() / 2);
    if (line == wanted) return true;
    const auto first = static_cast<std::size_t>(line.data() - rest.data());
    rest = wanted < line ? rest.substr(0, first) : rest.substr(first + line.size() + 1);
  }
  return false;
}

std::string_view common_passwords() {
  return password_list::kcommon_passwords_txt;
}

}  // namespace ddd::user
