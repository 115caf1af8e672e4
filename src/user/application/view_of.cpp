#include <ddd/user/application/view_of.hpp>

namespace ddd::user {

UserView view_after_save(const User& user) {
  const auto& state = user.state();
  return {.id = state.id,
          .email = state.email.to_text(),
          .first_name = state.first_name.to_text(),
          .last_name = state.last_name.to_text(),
          .role = state.role,
          .is_active = state.is_active,
          .email_verified = state.email_verified,
          .version = state.version + (user.has_changes() ? 1 : 0),
          .created_at = state.created_at,
          .updated_at = state.updated_at};
}

}  // namespace ddd::user
