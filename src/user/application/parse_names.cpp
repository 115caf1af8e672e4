#include <ddd/user/application/parse_names.hpp>

namespace ddd::user {

ProfilePatch parse_names(Validation& check, const std::optional<std::string>& first_name,
                         const std::optional<std::string>& last_name) {
  ProfilePatch patch;
  if (first_name) patch.first_name = check.field("/first_name", PersonName::parse(*first_name));
  if (last_name) patch.last_name = check.field("/last_name", PersonName::parse(*last_name));
  return patch;
}

}  // namespace ddd::user
