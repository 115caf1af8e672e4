#pragma once

#include <string>
#include <vector>

#include <ddd/kernel/error.hpp>

namespace ddd::json::errors {

/// `request.malformed`: the text is not JSON as we take it.
[[nodiscard]] Error malformed(std::string message);
/// `request.invalid` (kind malformed): JSON, but not of the expected form.
[[nodiscard]] Error invalid(std::vector<Violation> violations);
/// `request.rejected` (kind rejected): right JSON types throughout, but a value that can't be one: an unknown enum
/// name, an id that is 0 or lacks its prefix, an ill-formed time, an unknown currency.
[[nodiscard]] Error rejected(std::vector<Violation> violations);

}  // namespace ddd::json::errors
