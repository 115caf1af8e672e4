#pragma once

#include <string>
#include <string_view>

#include <ddd/sandbox/domain/payment_intent.hpp>

namespace ddd::sandbox {

/// Metadata as it stands in a column: a JSON object.
[[nodiscard]] std::string to_json(const Metadata& metadata);
/// Throws for anything else: the file is damaged.
[[nodiscard]] Metadata metadata_of(std::string_view text);

}  // namespace ddd::sandbox
