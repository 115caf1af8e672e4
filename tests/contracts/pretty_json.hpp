#pragma once

#include <string>

#include <boost/json/value.hpp>

namespace ddd::test {

/// JSON text with a line for each value, two blanks a level, the members in their order.
[[nodiscard]] std::string pretty(const boost::json::value& value);

}  // namespace ddd::test
