#pragma once

#include <ddd/user/application/views.hpp>
#include <ddd/user/domain/user.hpp>

namespace ddd::user {

/// What a reader will see once the pending changes are saved.
[[nodiscard]] UserView view_after_save(const User& user);

}  // namespace ddd::user
