#pragma once

#include <filesystem>
#include <vector>

#include <ddd/kernel/result.hpp>

namespace ddd::sqlite {

/// Copies several files as they are at one and the same moment, though processes write to them: what a crash at that
/// moment would leave behind. Writers wait for the moment, which takes milliseconds, and go on while it is copied. Each
/// copy is checked. Errors (all unavailable): `store.cannot_open`, naming the file; `store.cannot_copy`, when a copy is
/// there already, can't be written or isn't sound. Blocks.
[[nodiscard]] Result<> copy_at_one_moment(const std::vector<std::filesystem::path>& files,
                                          const std::filesystem::path& folder);

}  // namespace ddd::sqlite
