#pragma once

#include <chrono>
#include <cstdint>

namespace ddd::user {

struct LoginSettings {
  /// So many failed logins of one e-mail address within `failure_window`; past it none is tried. At least 1.
  std::int64_t most_failures = 10;
  std::chrono::seconds failure_window{60};
};

}  // namespace ddd::user
