#pragma once

#include <optional>
#include <string>

#include <ddd/kernel/validation.hpp>
#include <ddd/user/domain/user.hpp>

namespace ddd::user {

/// The names that an edit gives; what is wrong with them goes into `check`.
[[nodiscard]] ProfilePatch parse_names(Validation& check, const std::optional<std::string>& first_name,
                                       const std::optional<std::string>& last_name);

}  // namespace ddd::user
