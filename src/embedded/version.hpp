#pragma once

#include <string_view>

namespace ddd::embedded {

/// The release, from CMake, and the commit it was built from ("unknown" outside a checkout).
extern const std::string_view kVersion;
extern const std::string_view kCommit;

}  // namespace ddd::embedded
