#pragma once

#include <ddd/platform/sqlite/connection.hpp>
#include <ddd/user/application/ports/user_views.hpp>

namespace ddd::user {

/// A page of users, with their number where it is asked for. O(log n + limit) without a text to look for.
[[nodiscard]] UserPage read_user_page(sqlite::Connection& connection, const UserListing& listing);

}  // namespace ddd::user
