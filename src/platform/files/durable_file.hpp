#pragma once

#include <filesystem>
#include <string_view>
#include <system_error>

namespace ddd::files {

/// Writes a file for its owner alone (0600), in place of one of that name. Durable when it returns without an error:
/// whoever looks finds the whole content or no file, also after a power cut.
[[nodiscard]] std::error_code write_durably(const std::filesystem::path& file, std::string_view content);

/// Makes a folder, and those above it, unless it is there; a new one is for its owner alone (0700).
[[nodiscard]] std::error_code make_private_folder(const std::filesystem::path& folder);

}  // namespace ddd::files
