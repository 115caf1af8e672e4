#include "json_values.hpp"

namespace ddd::ctl {

std::optional<json::Node> member_of(json::Node object, std::string_view name) {
  if (object.kind() != json::Kind::object) return std::nullopt;
  for (const auto member : object) {
    if (member.key() == name) return member;
  }
  return std::nullopt;
}

std::string text_of(json::Node object, std::string_view name) {
  const auto found = member_of(object, name);
  return found && found->kind() == json::Kind::string ? std::string(found->text()) : std::string();
}

std::int64_t integer_of(json::Node object, std::string_view name) {
  const auto found = member_of(object, name);
  return found && found->kind() == json::Kind::integer ? found->integer() : 0;
}

}  // namespace ddd::ctl
